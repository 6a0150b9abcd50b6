// Closing reports for tests of what is drawn: one that says everything, and one as most reviews have it.
import type { ClosingReport } from '../../../core/report/closing/closing.ts';
import { aReport } from './report-builder.ts';
import { aSignedReport } from './signed-report.ts';
import { markup, names } from './hostile-names.ts';
import { someForward, someProofs } from '../review/some-proofs.ts';
import { at, onDay } from '../time.ts';

const reason = 'The reason goes on and loses nothing. '.repeat(10);
const account = { login: `u@bücher.de`, name: markup, role: 'User', reason };
const decision = { by: 'cfo@acme.com', at: at('2026-10-06T08:00:00Z') };

/** A closing that says everything that one can say, in names of all scripts. */
export const fullClosing: ClosingReport = {
  schema: 1,
  organisation: markup,
  period: aReport().period,
  timeZone: 'UTC',
  paper: 'A4',
  controlOwner: { mail: 'cfo@bücher.de', name: markup, title: null },
  tool: aReport().tool,
  signer: { kind: 'local', fingerprint: 'AB:'.repeat(31) },
  run: { id: aReport().run.id, asOf: aReport().run.asOf, manifestSha256: '1'.repeat(64) },
  openedAt: decision.at,
  signOffs: aSignedReport().signOffs,
  closed: { at: at('2027-01-16T06:30:00Z'), by: 'grc@acme.com', day: onDay('2027-01-16') },
  events: { count: 12345, head: '2'.repeat(64) },
  decisions: { keep: 1234, revoke: 60, except: 14 },
  removals: Array.from({ length: 60 }, (_, index) => ({
    ...account,
    name: names[index % names.length] ?? null,
    decidedBy: 'jane@acme.com',
    decidedAt: decision.at,
    order: index === 0 ? null : { number: 1, at: decision.at, dueDay: onDay('2026-10-13') },
    proof: { run: 'later', exportedAt: at('2026-10-20T08:00:00Z'), shown: 'suspended' as const, row: index },
    hours: index === 0 ? null : 1234,
    late: index % 2 === 0,
  })),
  orders: [{ number: 1, at: decision.at, by: null, accounts: 59, withdrawn: true }],
  exceptions: [{ ...account, ...decision, until: onDay('2027-03-31'), codesSeen: ['ORPHANED_ACCOUNT'] }],
  open: [{ kind: 'finding', about: 'the control itself', what: markup, severity: 'high', why: reason }],
  exports: [
    {
      run: 'later',
      asOf: decision.at,
      exportedAt: decision.at,
      exportedBy: null,
      file: 'evidence/export.csv',
      sha256: '3'.repeat(64),
      rowsRead: 1234,
      manifestSha256: '4'.repeat(64),
    },
  ],
  newest: 'later',
  since: {
    ...someForward,
    changes: names.map((login, index) => ({
      login,
      kind: index % 2 === 0 ? 'left' : 'role',
      before: index % 2 === 0 ? null : 'User',
      after: markup,
      reviewed: index === 0,
      how: reason,
    })),
  },
  timeliness: someProofs.timeliness,
  comments: names.map((name) => ({
    ...decision,
    assurance: 'oidc',
    login: account.login,
    text: `${name} ${markup} ${reason}`,
    files: [{ name, bytes: 1234, sha256: '5'.repeat(64) }],
  })),
};

/** A closing as most reviews have it: so many removals, each proven in time, and nothing else to tell. */
export function aQuietClosing(removals: number): ClosingReport {
  const [, some] = fullClosing.removals;
  if (some === undefined) throw new Error('the full closing has removals');
  const proven = { ...some, name: 'Zoë Ångström', reason: 'has left', hours: 30, late: false };
  const each = Array.from({ length: removals }, (_, index) => ({ ...proven, login: `person.${index}@acme.com` }));
  const orders = fullClosing.orders.map((order) => ({ ...order, accounts: removals, withdrawn: false }));
  return {
    ...fullClosing,
    organisation: 'Acme Corp',
    controlOwner: { mail: 'cfo@acme.com', name: 'Ada Lovelace', title: 'CFO' },
    decisions: { keep: 20, revoke: removals, except: 0 },
    removals: each,
    orders: removals === 0 ? [] : orders,
    exceptions: [],
    open: [],
    exports: removals === 0 ? [] : fullClosing.exports,
    since: { ...someForward, changes: [] },
    comments: [],
  };
}
