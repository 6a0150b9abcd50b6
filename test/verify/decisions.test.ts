// `verify` on final reports: the decisions that they carry, the signatures over them, and reviews that never were.
import { buffer } from 'node:stream/consumers';
import { parse } from 'csv-parse/sync';
import { describe, expect, it } from 'vitest';
import { parsePeriod } from '../../core/review/calendar.ts';
import { chainEvent, chainStart } from '../../core/review/chain.ts';
import type { ReviewEvent, Signed, StoredReviewEvent } from '../../core/review/review.ts';
import { signOffOf } from '../../core/review/sign-off.ts';
import { signedReport } from '../../core/review/signed-report.ts';
import { foldReview } from '../../core/review/state.ts';
import type { Report, SignOff } from '../../core/report.ts';
import { notPerformedPdf } from '../../report/not-performed-pdf.ts';
import { sha256 } from '../support/bytes.ts';
import { login } from '../support/population-builder.ts';
import { aSigner, sealed } from '../support/signing.ts';
import { at } from '../support/time.ts';
import { aRun, given, issued, verified } from './issued-report.ts';

const signer = await aSigner();
const run = await aRun();
const digestOf = (name: string): string => sha256(run.files.get(name) ?? '');
const when = at('2026-10-08T10:00:00Z');

const opened: ReviewEvent = {
  kind: 'opened',
  at: when,
  run: run.report.run.id,
  runAsOf: run.report.run.asOf,
  by: 'grc@acme.com',
  accounts: 4,
  findingsSha256: digestOf('findings.json'),
  linesSha256: sha256('lines'),
};

const decided: ReviewEvent = {
  kind: 'decided',
  at: when,
  by: 'jane@acme.com',
  assurance: 'asserted',
  lines: [
    { login: login('ghost@acme.com'), decision: 'revoke', until: null, reason: 'nobody knows it', codesSeen: [] },
  ],
};

function signedBy(by: string, stage: SignOff['stage'], over: Partial<Signed> = {}): Signed {
  const statement = `As ${stage} I have decided.`;
  const digests = { evidenceSha256: digestOf('evidence/manifest.json'), decisionsSha256: '' };
  return { kind: 'signed', stage, at: when, by, assurance: 'asserted', statement, ...digests, ...over };
}

/** A stream in which each event is bound to the one before; a signature that says nothing else signs what is before it. */
function chained(events: readonly ReviewEvent[]): readonly StoredReviewEvent[] {
  const stream: StoredReviewEvent[] = [];
  for (const event of events) {
    const previous = stream.at(-1)?.sha256 ?? chainStart;
    const bound =
      event.kind === 'signed' && event.decisionsSha256 === '' ? { ...event, decisionsSha256: previous } : event;
    stream.push(chainEvent(previous, stream.length + 1, bound));
  }
  return stream;
}

interface Final {
  /** What is printed as signed; by default every signature of the stream. */
  readonly signOffs?: (signOffs: readonly SignOff[]) => readonly SignOff[];
  readonly text?: (text: string) => string;
}

function decidedIn(report: Report, stream: readonly StoredReviewEvent[]): Report {
  const opening = stream.filter(({ event }) => event.kind === 'opened').map(({ sequence }) => sequence);
  const state = opening.join() === '1' ? foldReview(stream) : null;
  return state === null ? report : signedReport(report, state);
}

async function finalReport(stream: readonly StoredReviewEvent[], { signOffs, text }: Final = {}): Promise<Buffer> {
  const lines = stream.map((event) => `${JSON.stringify(event)}\n`).join('');
  const printed = stream.flatMap(({ event }) => (event.kind === 'signed' ? [signOffOf(event)] : []));
  return issued(run, signer, {
    files: { 'review.jsonl': () => text?.(lines) ?? lines },
    printed: (report) => ({
      ...decidedIn(report, stream),
      files: report.files.filter(({ name }) => name !== 'review.jsonl'),
      signOffs: signOffs?.(printed) ?? printed,
    }),
  });
}

const bySignatures = [signedBy('jane@acme.com', 'reviewer'), signedBy('cfo@acme.com', 'control-owner')] as const;
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
      `4 events of the review in an unbroken chain, with 1 decision; the last has the digest ${stream.at(-1)?.sha256}`,
    );
    expect(out).toContain('signed by jane@acme.com as reviewer on 8 October 2026');
    expect(out).toContain('signed by cfo@acme.com as control-owner');
    expect(out).toMatch(/drawn again, \d+ pages print the same/);
    expect(out).not.toContain('a draft');
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
      decidedBy: 'jane@acme.com',
      decidedBecause: 'nobody knows it',
    };
    expect(rows).toContainEqual(expect.objectContaining(ghost));
    expect(rows).toContainEqual(expect.objectContaining({ login: 'jane@acme.com', decision: '' }));
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

  it('when an event was taken out', async () => {
    const shorter = finalReport(stream, { text: (lines) => lines.split('\n').toSpliced(1, 1).join('\n') });
    expect(await refusal(shorter)).toContain('event out of order');
  });

  it('when decisions were put in after the signature, and the chain was made again', async () => {
    const [, , signature] = stream;
    const early = signature?.event.kind === 'signed' ? signature.event : signedBy('', 'reviewer');
    expect(await refusal(finalReport(chained([opened, decided, decided, early])))).toContain(
      'a signature for other decisions',
    );
  });

  it.each([
    ['a review of another run', chained([{ ...opened, run: 'other' }, decided, ...bySignatures])],
    ['a review of other findings', chained([{ ...opened, findingsSha256: sha256('') }, decided, ...bySignatures])],
    [
      'a signature for other evidence',
      chained([opened, signedBy('jane@acme.com', 'reviewer', { evidenceSha256: sha256('') })]),
    ],
    ['came before it was opened', chained([decided])],
    ['opens a review that is open already', chained([opened, opened])],
    ['no event that opens it', []],
  ])('when it must be said of its events: %s', async (said, events) => {
    expect(await refusal(finalReport(events))).toContain(said);
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

describe('a report that the control was not performed', () => {
  const period = given(parsePeriod('2026-Q3', { timeZone: 'UTC', fiscalYearStart: 1 }));
  const drawn = buffer(
    notPerformedPdf({
      organisation: 'Acme Corp',
      period,
      occasion: { kind: 'due-day', dueDay: period.dueDay },
      at: when,
      reason: 'No export was handed in.',
      attempts: [],
      tool: { name: 'access-review', version: '1' },
    }),
  );

  it('holds, and says that there is no evidence to look at', async () => {
    const { exit, out } = await verified(await sealed(await drawn, signer));
    expect(exit).toBe(0);
    expect(out).toMatch(/^INTACT, SIGNER NOT VERIFIED/);
    expect(out).toContain('the control was not performed in 2026-Q3');
    expect(out).toContain('it carries no evidence');
  });

  it('gives no sample', async () => {
    const { exit, err } = await verified(await sealed(await drawn, signer), { sample: '1', seed: 'a' });
    expect(exit).toBe(2);
    expect(err).toContain('nothing to draw from');
  });
});
