// `verify` on final reports: the decisions that they carry, and the signatures over them.
import { parse } from 'csv-parse/sync';
import { describe, expect, it, test } from 'vitest';
import { toolVersion } from '../../../../cli/terminal/tool.ts';
import type { SignOff } from '../../../../core/names/sign-off.ts';
import type {
  Decided,
  RemovalsObserved,
  ReviewEvent,
  Signed,
  WorkOrderIssued,
} from '../../../../core/review/events/event.ts';
import { linesText } from '../../../../core/review/lines/line.ts';
import { sha256 } from '../../../support/bytes.ts';
import { login } from '../../../support/inputs/population-builder.ts';
import { at } from '../../../support/time.ts';
import { chained, decidedBy, digestOf, finalReport, linesOf, openedOn, run, signedBy, when } from '../final-report.ts';
import { aRun } from '../issued-report.ts';
import { verified } from '../verified.ts';

const opened = openedOn(run);
const decided = decidedBy('grc@acme.com');
const bySignatures = [signedBy('grc@acme.com', 'reviewer'), signedBy('cfo@acme.com', 'control-owner')] as const;
const stream = chained([opened, decided, ...bySignatures]);

async function refusal(pdf: Promise<Buffer>): Promise<string> {
  const { exit, out, err } = await verified(await pdf);
  expect({ exit, out }).toEqual({ exit: 2, out: '' });
  return err;
}

describe('a final report', () => {
  it('holds with its decisions and signatures', async () => {
    const { exit, out, err } = await verified(await finalReport(stream));
    expect({ exit, err }).toEqual({ exit: 0, err: '' });
    expect(out).toContain(
      `4 events of the review in an unbroken chain, with 4 decisions; the last has the digest ${stream.at(-1)?.sha256}`,
    );
    expect(out).toContain(
      '4 lines put before the reviewers, which the run yields; each was decided, and nobody decided about',
    );
    expect(out).toContain('signed by grc@acme.com as reviewer on 8 October 2026');
    expect(out).toContain('signed by cfo@acme.com as control-owner');
    expect(out).toMatch(/drawn again, \d+ pages print the same/);
    expect(out).not.toContain('a draft');
    expect(out).toContain('  concludes: IN PROGRESS, SIGNED OFF\n');
    expect(out).toContain(
      'note: a name that is asserted was typed: nobody made sure of who decided, or signed, under it',
    );
  });

  it('is a draft while a stage has not signed', async () => {
    const { exit, out } = await verified(await finalReport(chained([opened, decided, bySignatures[0]])));
    expect(exit).toBe(0);
    expect(out).toContain('a draft: not every stage has signed');
  });

  it('tells of each drawn account what was decided', async () => {
    const { out } = await verified(await finalReport(stream), { sample: '4', seed: 'a' });
    const rows: unknown = parse(out.slice(out.indexOf('drawn,')), { columns: true });
    const ghost = {
      login: 'ghost@acme.com',
      decision: 'revoke',
      decidedBy: 'grc@acme.com',
      decidedBecause: 'nobody knows it',
    };
    expect(rows).toContainEqual(expect.objectContaining(ghost));
    expect(rows).toContainEqual(expect.objectContaining({ login: 'jane@acme.com', decision: 'keep' }));
  });
});

function signedTwice(signOffs: readonly SignOff[]): readonly SignOff[] {
  return [...signOffs, ...signOffs.map((one): SignOff => ({ ...one, stage: 'control-owner' }))];
}

describe('a final report is refused', () => {
  it('when a decision was altered', async () => {
    const altered = finalReport(stream, { text: (lines) => lines.replace('"decision":"revoke"', '"decision":"keep"') });
    expect(await refusal(altered)).toContain('event 2 of the review: event altered after it was stored');
  });

  it('when an event says two things, of which one reader takes the first and another the last', async () => {
    const stream = chained([opened, decidedBy('grc@acme.com'), ...bySignatures]);
    const by = '"by":"grc@acme.com"';
    const text = (genuine: string): string => genuine.replace(by, `"by":"nobody@else.example",${by}`);
    expect(await refusal(finalReport(stream, { text }))).toContain(
      'review.jsonl, line 1: not readable. Found: the name "by" twice',
    );
  });

  it('when an event was taken out', async () => {
    const shorter = finalReport(stream, { text: (lines) => lines.split('\n').toSpliced(1, 1).join('\n') });
    expect(await refusal(shorter)).toContain('event out of order');
  });

  it('when decisions were put in after the signature, and the chain was made again', async () => {
    const [, , signature] = stream;
    const early = signature?.event.kind === 'signed' ? signature.event : bySignatures[0];
    expect(await refusal(finalReport(chained([opened, decided, decided, early])))).toContain(
      'a signature for other decisions',
    );
  });

  it.each([
    ['a review of another run', chained([{ ...opened, run: 'other' }, decided, ...bySignatures])],
    ['a review of other findings', chained([{ ...opened, findingsSha256: sha256('') }, decided, ...bySignatures])],
    [
      'a signature for other evidence',
      chained([opened, signedBy('grc@acme.com', 'reviewer', { evidenceSha256: sha256('') })]),
    ],
    ['came before it was opened', chained([decided])],
    ['opens a review that is open already', chained([opened, opened])],
    ['no event that opens it', []],
  ])('when it must be said of its events: %s', async (said, events) => {
    expect(await refusal(finalReport(events))).toContain(said);
  });

  it.each([0, 1])('when signature %s does not say how far it was rolled forward, or that it was not', async (which) => {
    const signatures = bySignatures.map((signature, index) => {
      const { rollForward: _rollForward, ...unreaching } = signature;
      return index === which ? unreaching : signature;
    });
    const err = await refusal(finalReport(chained([opened, decidedBy('grc@acme.com'), ...signatures])));
    expect(err).toContain('left out that the version which it claims always writes');
    expect(err).toContain(`event ${3 + which} of the review`);
  });

  describe('when nobody can sign in by the configuration of its run, and a sign-in is claimed by', () => {
    it.each(['a decision', 'a comment', 'an approval', 'a signature'] as const)('%s', async (what) => {
      expect(await refusal(claimed('0.6.0', what))).toContain('a sign-in where nobody can sign in. Found: oidc of ');
    });
  });

  it('when it prints a signature that nobody gave', async () => {
    const pdf = finalReport(chained([opened, decided, bySignatures[0]]), { signOffs: signedTwice });
    expect(await refusal(pdf)).toMatch(/what the data yield|its data yield/);
  });

  it('when it prints no signature, or one for something else', async () => {
    expect(await refusal(finalReport(stream, { signOffs: () => [] }))).toContain(
      'the digest that the reviewer signed is not printed',
    );
  });
});

test('a report of a version that asked nothing of sign-ins holds with one', async () => {
  expect(await verified(await claimed('0.5.0', 'a decision'))).toMatchObject({ exit: 0, err: '' });
});

/** Signed on a run of that version, with one event that says that the person signed in. */
async function claimed(
  version: string,
  by: 'a decision' | 'a comment' | 'an approval' | 'a signature',
): Promise<Buffer> {
  const oidc = { assurance: 'oidc' } as const;
  const said = { at: when, by: 'grc@acme.com', ...oidc } as const;
  const comment = { ...said, kind: 'commented', login: login('ghost@acme.com'), text: 'seen', files: [] } as const;
  const approval = { ...said, kind: 'policy-approved', sha256: sha256(''), changes: [] } as const;
  return signedWith(version, {
    before: by === 'a comment' ? [comment] : by === 'an approval' ? [approval] : [],
    decided: by === 'a decision' ? oidc : {},
    signed: by === 'a signature' ? oidc : {},
  });
}

interface SignedWith {
  readonly before?: readonly ReviewEvent[];
  readonly after?: readonly ReviewEvent[];
  readonly decided?: Partial<Decided>;
  readonly signed?: Partial<Signed>;
}

/** A report that was signed on a run of that version, with other events before and after the decisions. */
async function signedWith(
  version: string,
  { before = [], after = [], decided: by, signed }: SignedWith,
): Promise<Buffer> {
  const of = await aRun({ countShown: 4, tool: { ...toolVersion(), version } });
  const evidenceSha256 = digestOf('evidence/manifest.json', of);
  const events: readonly ReviewEvent[] = [
    openedOn(of),
    ...before,
    decidedBy('grc@acme.com', of, by),
    ...after,
    signedBy('grc@acme.com', 'reviewer', { evidenceSha256, ...signed }),
    signedBy('cfo@acme.com', 'control-owner', { evidenceSha256 }),
  ];
  return finalReport(chained(events, of), { of, lines: linesText(linesOf(of)) });
}

const ghost = login('ghost@acme.com');

function ordered(over: Partial<WorkOrderIssued> = {}): WorkOrderIssued {
  const files = [{ name: 'suspend-001.csv', sha256: sha256('') }];
  const issued = { number: 1, run: 'a later run', logins: [ghost], left: [], files } as const;
  return { kind: 'work-order-issued', at: when, by: 'grc@acme.com', ...issued, ...over };
}

function observed(over: Partial<RemovalsObserved> = {}): RemovalsObserved {
  const shown = {
    run: 'a later run',
    exportedAt: at('2026-10-09T08:00:00Z'),
    lines: [{ login: ghost, shown: 'absent' }],
  } as const;
  return { kind: 'removals-observed', at: when, ...shown, ...over };
}

describe('what a signed report says of removals and of the policy', () => {
  const approval = {
    kind: 'policy-approved',
    at: when,
    by: 'cfo@acme.com',
    assurance: 'asserted',
    changes: [],
  } as const;
  const cases: readonly (readonly [string, readonly ReviewEvent[], string])[] = [
    ['an order by a stranger', [ordered({ by: 'nobody@else.example' })], 'nobody who is known'],
    ['an order about an account that is kept', [ordered({ logins: [login('jane@acme.com')] })], 'Found: jane@acme.com'],
    [
      'an order that leaves a kept account',
      [ordered({ left: [{ login: 'jane@acme.com', why: 'is no longer in the export' }] })],
      'Found: jane@acme.com',
    ],
    ['an order about nobody', [ordered({ logins: [] })], 'Found: an order about nobody'],
    ['an order of a later number', [ordered({ number: 7 })], 'Found: number 7. Expected: number 1.'],
    ['the same order twice', [ordered(), ordered({ number: 2 })], 'Found: ghost@acme.com'],
    [
      'a proof from before the order',
      [ordered(), observed({ exportedAt: at('2026-10-08T08:00:00Z') })],
      'a proof that could not be recorded',
    ],
    [
      'a proof that shows no change',
      [ordered(), observed({ lines: [{ login: ghost, shown: 'live' }] })],
      'a proof that could not be recorded',
    ],
    ['the same proof twice', [ordered(), observed(), observed()], 'a proof that could not be recorded'],
    [
      'an approval of another policy',
      [{ ...approval, sha256: sha256('another') }],
      'an approval of another policy than the run used',
    ],
  ];

  it.each(cases)('is refused when it is %s', async (_what, after, told) => {
    expect(await refusal(signedWith('0.6.0', { after }))).toContain(told);
  });

  it('is refused when the run that proves a removal is not attached, and names it of a version that attached none', async () => {
    const run = '20261009T090000Z-0123abcd';
    const after = [ordered({ run: (await aRun({ countShown: 4 })).report.run.id }), observed({ run })];
    const { version } = toolVersion();
    expect(await refusal(signedWith(version, { after }))).toMatch(/20261009T090000Z-0123abcd: a file .* is missing/);
    const { out } = await verified(await signedWith('0.6.0', { after }));
    expect(out).toContain(`the run ${run} as the events tell it; nothing of that run is attached: ask for its report`);
  });

  it('holds when it is what an order and a later export yield', async () => {
    expect(await verified(await signedWith('0.6.0', { after: [ordered(), observed()] }))).toMatchObject({
      exit: 0,
      err: '',
    });
  });
});
