// `verify` against a forger who binds events rightly and fills their members as no step of this program does.
import { describe, expect, test } from 'vitest';
import { toolVersion } from '../../../../cli/terminal/tool.ts';
import { policyDigest } from '../../../../core/config/approval.ts';
import type { AttachedFile, ReviewEvent } from '../../../../core/review/events/event.ts';
import { linesText } from '../../../../core/review/lines/line.ts';
import type { ComparedRun } from '../../../../core/review/changes/roll-forward.ts';
import { refusalText } from '../../../../core/values/result.ts';
import { unlawfulIn } from '../../../../steps/review/standing/unlawful.ts';
import { at, onDay } from '../../../support/time.ts';
import { approved, commented, decided, delegated, first, ghost, grc, jane, opened, order, second } from './acts.ts';
import { chained, decidedBy, digestOf, finalReport, linesOf, openedOn, run, signedBy, when } from '../final-report.ts';
import { aRun } from '../issued-report.ts';
import { verified } from '../verified.ts';

const later = at('2026-10-10T10:00:00Z');
const laterRun = '20261009T090000Z-0123abcd';
const asserted = { assurance: 'asserted' } as const;

const unasked = { kind: 'delegated', at: when, by: null, from: grc, to: null, reason: 'left' } as const;
const observed = {
  kind: 'removals-observed',
  at: later,
  run: laterRun,
  exportedAt: at('2026-10-09T08:00:00Z'),
  lines: [{ login: ghost, shown: 'absent' }],
} as const;
const mailed = {
  kind: 'mailed',
  at: when,
  day: onDay('2026-10-08'),
  mails: [{ id: 'a', to: grc, notices: ['opened'] }],
} as const;
const missed = { kind: 'run-missed', at: at('2026-10-07T09:00:00Z'), reason: 'no export' } as const;
const notPerformed = { kind: 'not-performed', at: when, dueDay: onDay('2027-01-15'), reason: 'nobody' } as const;
const voided = { kind: 'voided', at: when, by: grc, ...asserted, reason: 'opened in error' } as const;
const ticket: AttachedFile = { name: 'ticket.pdf', mediaType: 'application/pdf', bytes: 12, sha256: 'a'.repeat(64) };

type Events = readonly ReviewEvent[];

/** One more event, before anybody signs. */
function withEvent(...events: Events): Events {
  const signedAt = events.some((event) => event.at === later) ? { at: later } : {};
  return [opened, decided, ...events, { ...first, ...signedAt }, { ...second, ...signedAt }];
}

function approving(...changes: readonly string[]): Events {
  return withEvent({ ...approved, changes });
}

function attaching(over: Partial<AttachedFile>): Events {
  return withEvent({ ...commented, files: [{ ...ticket, ...over }] });
}

interface Asked {
  readonly asksMembers?: boolean;
  readonly closing?: boolean;
  readonly shows?: ComparedRun | null;
  /** Of a report that carries the exports by which its removals are proven. */
  readonly attachesProofs?: boolean;
}

async function brokenIn(
  events: Events,
  { asksMembers = true, closing = false, shows = null, attachesProofs = false }: Asked = {},
) {
  const from = shows === null ? null : { ...shows, run: run.report.run.id };
  const ahead = shows === null || from === null ? null : { from, ahead: new Map([[shows.run, shows]]) };
  const rules = {
    same: true,
    asksWho: true,
    asksFarther: true,
    asksForm: true,
    asksMembers,
    asksSince: asksMembers,
    judgesActors: true,
    attachesProofs,
    asksNames: true,
    endsExceptions: true,
    asksEnded: true,
    uncovers: true,
    carriesRespelled: true,
    regardsDecisions: true,
    ends: closing ? 'closed' : 'signed',
    ahead,
  } as const;
  const broken = await unlawfulIn({ earlier: [], stream: chained(events), frozen: linesOf(run) }, run.worked, rules);
  return broken === null ? 'nothing' : refusalText(broken);
}

test.each<[string, Events]>([
  ['a delegation until its last day', withEvent({ ...delegated, to: grc, from: jane, until: onDay('2026-10-08') })],
  ['a comment with a file', attaching({})],
  ['an approval of a change', approving('policy.dormantDays: 60, now 90', 'policy.newSetting: true, now not set')],
  ['an order and its proof', withEvent(order, observed)],
  ['a mail', withEvent(mailed)],
  ['a missed run', withEvent(missed)],
  ['a review after one that was voided', [opened, decided, voided, opened, decided, first, second]],
])('what a step records holds: %s', async (_what, events) => {
  expect(await brokenIn(events)).toBe('nothing');
});

const cases: readonly (readonly [string, Events, string])[] = [
  ['a delegation by nobody with a sign-in', withEvent({ ...unasked, ...asserted }), 'by nobody, and asserted'],
  ['a delegation by nobody with an end', withEvent({ ...unasked, until: onDay('2026-12-31') }), 'by nobody until'],
  ['a delegation that had ended', withEvent({ ...delegated, to: grc, until: onDay('2026-10-07') }), 'that had ended'],
  ['an opening by nobody with a sign-in', [{ ...opened, by: null }, decided, first, second], 'by nobody, and'],
  ['a code that was seen twice', [opened, twiceSeen(), first, second], 'with a code twice'],
  ['a comment with blanks around it', withEvent({ ...commented, text: ' seen ' }), 'with the words " seen "'],
  [
    'a comment with six files',
    withEvent({ ...commented, files: [1, 2, 3, 4, 5, 6].map((n) => ({ ...ticket, name: `${n}.pdf` })) }),
    'with 6 files',
  ],
  ['a file below another folder', attaching({ name: '../ticket.pdf' }), 'with the file "../ticket.pdf"'],
  ['a file whose name is read backwards', attaching({ name: 'a\u202efdp.exe' }), 'with the file'],
  ['a file of no bytes', attaching({ bytes: 0 }), '0 bytes'],
  ['a file of half a byte', attaching({ bytes: 0.5 }), '0.5 bytes'],
  ['a file of less than nothing', attaching({ bytes: -5 }), '-5 bytes'],
  ['a file of another kind than its name', attaching({ mediaType: 'text/plain' }), 'text/plain'],
  ['a file that nobody takes', attaching({ name: 'a.exe', mediaType: 'application/x-msdownload' }), 'a.exe'],
  ['an approval in prose', approving('NO CHANGES OF NOTE'), 'NO CHANGES OF NOTE'],
  ['an approval of a value that is another', approving('policy.dormantDays: 60, now 30'), 'dormantDays'],
  ['an approval of what did not change', approving('policy.dormantDays: 90, now 90'), 'dormantDays'],
  [
    'an approval of one change twice',
    approving('policy.dormantDays: 60, now 90', 'policy.dormantDays: 30, now 90'),
    '30, now 90',
  ],
  [
    'an approval in another order',
    approving('policy.maxSkewHours: 12, now 24', 'policy.dormantDays: 60, now 90'),
    'dormantDays',
  ],
  ['an approval of the approval', approving('policy.approvedBy: "x@acme.com", now not set'), 'approvedBy'],
  ['an order on no run', withEvent({ ...order, run: '' }), 'of the run ""'],
  ['an order that leaves whom it names', withEvent({ ...order, left: [{ login: ghost, why: 'x' }] }), 'twice'],
  [
    'an order that leaves somebody, and says nothing',
    withEvent({ ...order, left: [{ login: grc, why: '\u200b' }] }),
    'that leaves grc@acme.com and says nothing',
  ],
  ['an order with a file elsewhere', withEvent({ ...order, files: [{ ...order.files[0], name: '../a.csv' }] }), '../a'],
  ['an order with one file twice', withEvent({ ...order, files: [order.files[0], order.files[0]] }), 'suspend-001.csv'],
  ['a proof by a watch run', withEvent(order, { ...observed, run: `watch-${laterRun}` }), 'of the run "watch-'],
  ['a proof by the run under review', withEvent(order, { ...observed, run: order.run }), 'the run under review'],
  ['a proof about nobody', withEvent(order, { ...observed, lines: [] }), 'about nobody'],
  [
    'a proof by an export from later',
    withEvent(order, { ...observed, exportedAt: at('2026-10-11T08:00:00Z') }),
    'of an export of 2026-10-11T08:00:00Z',
  ],
  ['a mail to nobody', withEvent({ ...mailed, mails: [{ id: 'a', to: '', notices: ['x'] }] }), 'to nobody'],
  ['a mail about nothing', withEvent({ ...mailed, mails: [] }), 'about nothing'],
  ['a mail that tells nothing', withEvent({ ...mailed, mails: [{ id: 'a', to: grc, notices: [] }] }), 'about nothing'],
  [
    'what came before the later of two missed runs',
    withEvent({ ...missed, at: later }, missed, { ...commented, at: when }),
    'before the missed run',
  ],
  ['a missed run without a reason', withEvent({ ...missed, reason: '\u200b' }), 'with the words'],
  [
    'a run that will be missed',
    withEvent({ ...missed, at: later }, { ...commented, at: when }),
    'before the missed run',
  ],
  ['a control that was not performed, and was', withEvent(notPerformed), 'was not performed'],
];

function twiceSeen(): ReviewEvent {
  const lines = decided.lines.map((line) =>
    line.login === ghost ? { ...line, codesSeen: [...line.codesSeen, ...line.codesSeen] } : line,
  );
  return { ...decided, lines };
}

describe.each(cases)('%s', (_what, events, told) => {
  test('is refused', async () => {
    expect(await brokenIn(events)).toContain(told);
  });

  test('was not asked of before 0.8.0', async () => {
    expect(await brokenIn(events, { asksMembers: false })).not.toContain(told);
  });
});

describe('of a review that was voided on the same run', () => {
  const again = [opened, decided, first, second];
  test.each<[string, Events, string]>([
    [
      'who opened it',
      [
        { ...opened, by: 'x@else.example' },
        { ...voided, by: 'x@else.example' },
      ],
      'nobody who is known',
    ],
    [
      'who voided it',
      [
        { ...opened, by: 'gone@acme.com' },
        { ...voided, by: 'gone@acme.com' },
      ],
      'cannot sign in',
    ],
    ['who decided in it', [opened, { ...decided, by: 'x@else.example' }, voided], 'nobody who is known'],
    ['in whose name', [opened, { ...decided, by: 'grc@acme.com\u200b' }, voided], 'in another form'],
    ['who signed in', [opened, { ...decided, assurance: 'oidc' }, voided], 'a sign-in where nobody can sign in'],
    ['about whom', [opened, { ...decided, lines: [] }, voided], 'about 0 lines'],
  ])('it is asked %s', async (_what, events, told) => {
    expect(await brokenIn([...events, ...again])).toContain(told);
    expect(await brokenIn([...events, ...again], { asksMembers: false })).toBe('nothing');
  });
});

describe('of a run to which a signature was rolled forward', () => {
  const shows: ComparedRun = {
    run: laterRun,
    asOf: at('2026-10-09T09:00:00Z'),
    exportedAt: observed.exportedAt,
    policySha256: '',
    manifestSha256: '',
    doubt: null,
    absence: null,
    accounts: [{ login: ghost, status: 'suspended', role: 'User', createdAt: null }],
    open: [],
  };

  test('a removal is proven by none that is not attached, from version 0.10.0 on', async () => {
    const told = withEvent(order, observed);
    for (const attached of [null, { ...shows, run: `${laterRun.slice(0, -1)}0` }])
      expect(await brokenIn(told, { shows: attached, attachesProofs: true })).toContain(
        'a removal that no attached export proves',
      );
    expect(await brokenIn(told)).toBe('nothing');
  });

  test('a proof holds that it shows', async () => {
    const suspended = { ...observed, lines: [{ login: ghost, shown: 'suspended' }] } as const;
    expect(await brokenIn(withEvent(order, suspended), { shows, attachesProofs: true })).toBe('nothing');
  });

  test.each<[string, Events, Partial<ComparedRun>, string]>([
    ['one that it shows otherwise', withEvent(order, observed), {}, 'which does not show it so'],
    ['one of another time', withEvent(order, observed), { exportedAt: later }, 'whose export is of'],
    ['one that is in doubt', withEvent(order, observed), { doubt: 'the file was edited' }, 'the file was edited'],
    ['an order about who is suspended', withEvent({ ...order, run: laterRun }), {}, 'a work order that could not be'],
  ])('refused is %s', async (_what, ...[events, over, said]) => {
    expect(await brokenIn(events, { shows: { ...shows, ...over } })).toContain(said);
  });
});

test('a comment after the last signature is refused, as is a decision', async () => {
  const closed = { kind: 'closed', at: when, by: grc, ...asserted } as const;
  const events = [opened, decided, first, second, commented, closed];
  expect(await brokenIn(events, { closing: true })).toContain('a comment after every stage had signed');
  expect(await brokenIn(events, { closing: true, asksMembers: false })).toBe('nothing');
});

/** What is said of a signed report of this version, in which an approval tells of changes in prose. */
async function told(version: string): Promise<string> {
  const of = await aRun({ countShown: 4, tool: { ...toolVersion(), version } });
  const own = { evidenceSha256: digestOf('evidence/manifest.json', of) };
  const signatures = [signedBy('grc@acme.com', 'reviewer', own), signedBy('cfo@acme.com', 'control-owner', own)];
  const prose = { ...approved, sha256: policyDigest(of.worked.inputs.config), changes: ['NO CHANGES OF NOTE'] };
  const events = [openedOn(of), decidedBy('grc@acme.com', of), prose, ...signatures];
  const { exit, err } = await verified(await finalReport(chained(events, of), { of, lines: linesText(linesOf(of)) }));
  return exit === 0 ? 'nothing' : err;
}

test('it is asked of whole reports from 0.8.0 on', async () => {
  expect(await told('0.7.0')).toBe('nothing');
  expect(await told('0.8.0')).toContain('an approval of a change that the policy does not show');
});
