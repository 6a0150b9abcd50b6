// Records as stores keep them, of which a test names only what it is about.
import { findingId } from '../../../core/findings/finding.ts';
import type { Finding } from '../../../core/findings/finding.ts';
import type { Instant } from '../../../core/values/instant.ts';
import type { ReviewEvent } from '../../../core/review/events/event.ts';
import { runId, watchId } from '../../../core/run.ts';
import type { RunRecord } from '../../../core/run.ts';
import { sha256 } from '../bytes.ts';
import { at } from '../time.ts';
import { login } from './population-builder.ts';

export function aRun(record: Partial<RunRecord> & { readonly id: string }): RunRecord {
  return {
    asOf: at('2026-10-05T08:00:00Z'),
    period: '2026-Q4',
    status: 'complete',
    accepted: true,
    inputsSha256: sha256(record.id),
    historyKey: `history/${record.id}.json`,
    files: [{ name: 'findings.json', bytes: 2, sha256: sha256('{}') }],
    ...record,
  };
}

/** Its id follows from its as-of, as that of each watch run does. */
export function aWatch({ asOf }: Pick<RunRecord, 'asOf'>): RunRecord {
  const inputsSha256 = sha256(`watch ${asOf}`);
  const id = watchId(runId(asOf, inputsSha256));
  return aRun({ id, asOf, inputsSha256, accepted: false, historyKey: null });
}

export function aFinding(finding: Partial<Finding> = {}): Finding {
  const { code = 'ORPHANED_ACCOUNT', login = 'jane.doe@acme.com' } = finding;
  const takenAt: Instant = at('2026-10-05T07:30:00.250Z');
  return {
    id: findingId(code, login ?? 'export'),
    code,
    severity: 'high',
    login,
    row: 17,
    situation: 'unmatched',
    reason: 'No directory knows “jane.doe@acme.com” or did before.',
    directory: null,
    identity: null,
    evidence: {
      export: { sha256: sha256('export'), row: 17 },
      snapshots: [{ directory: 'okta', takenAt }],
      facts: [{ label: 'Last login', value: '20 September 2026' }],
    },
    firstSeen: at('2026-10-05T08:00:00Z'),
    reviewsOpen: 1,
    state: 'new',
    continues: null,
    ...finding,
  };
}

/** The event of a reviewer who keeps accounts. */
export function kept(emails: readonly string[], by = 'grc@acme.com'): ReviewEvent {
  const lines = emails.map((email) => ({
    login: login(email),
    decision: 'keep' as const,
    until: null,
    reason: 'still needed, says “Zoë”',
    codesSeen: ['PRIVILEGED_ACCOUNT' as const],
  }));
  return { kind: 'decided', at: at('2026-10-06T09:00:00Z'), by, assurance: 'asserted', lines };
}

export const opened: ReviewEvent = {
  kind: 'opened',
  at: at('2026-10-05T08:00:00Z'),
  run: '20261005T080000Z-1a2b3c4d',
  runAsOf: at('2026-10-05T08:00:00Z'),
  by: null,
  accounts: 250,
  findingsSha256: sha256('findings'),
  linesSha256: sha256('lines'),
};

/** One event of each kind that leads back. In no real review do they follow one another like this. */
export const waysBack: readonly ReviewEvent[] = [
  {
    kind: 'signature-withdrawn',
    at: at('2026-10-08T08:00:00Z'),
    by: 'grc@acme.com',
    assurance: 'asserted',
    stage: 'reviewer',
    reason: 'signed too early, says “Zoë”',
  },
  {
    kind: 'rebased',
    at: at('2026-10-09T08:00:00Z'),
    by: 'grc@acme.com',
    assurance: 'asserted',
    reason: 'the first export lacked a team',
    run: '20261008T080000Z-2b3c4d5e',
    runAsOf: at('2026-10-08T08:00:00Z'),
    accounts: 251,
    findingsSha256: sha256('findings of the later run'),
    linesSha256: sha256('lines of the later run'),
    carried: 248,
    again: [login('jane.doe@acme.com')],
    gone: [login('gone@acme.com')],
  },
  {
    kind: 'voided',
    at: at('2026-10-10T08:00:00Z'),
    by: 'cfo@acme.com',
    assurance: 'oidc',
    reason: 'opened on the test instance',
  },
];

export const workOrderIssued: ReviewEvent = {
  kind: 'work-order-issued',
  at: at('2026-10-07T08:00:00Z'),
  by: 'grc@acme.com',
  number: 1,
  run: '20261005T080000Z-1a2b3c4d',
  logins: [login('jane.doe@acme.com')],
  left: [],
  files: [{ name: 'suspend-001.csv', sha256: sha256('Email') }],
};
