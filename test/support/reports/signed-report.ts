// A report that every stage has signed, of a review in which something of every kind was decided.
import type { ReviewEvent } from '../../../core/review/events/event.ts';
import { signedReport } from '../../../core/report/signed-report.ts';
import type { Report } from '../../../core/report/report.ts';
import { login } from '../inputs/population-builder.ts';
import { aPopulation, aReport, findingsOf } from './report-builder.ts';
import { aLine, stateAfter } from '../review/review-line.ts';
import { at, onDay } from '../time.ts';
import { sha256 } from '../bytes.ts';
import type { ForwardedChanges } from '../../../core/review/changes/roll-forward.ts';
import { someSigners } from '../review/some-proofs.ts';

export interface SignedSays {
  readonly report?: Report;
  /** By login; what is not named is kept. */
  readonly decided?: Readonly<Record<string, 'revoke' | 'except'>>;
  /** Revoked accounts that a work order holds, and those that a later export shows suspended. */
  readonly ordered?: readonly string[];
  readonly proven?: readonly string[];
  readonly signedAt?: string;
  readonly stages?: readonly ('reviewer' | 'control-owner')[];
  /** By default it names no run to which it was rolled forward. */
  readonly forward?: ForwardedChanges | null;
}

const orphans = ['person.3@acme.com', 'person.13@acme.com', 'person.23@acme.com'] as const;

/** Thirty accounts: one orphan proven gone, one ordered, one excepted, and everything else kept. */
export function aSignedReport(says: SignedSays = {}): Report {
  const population = aPopulation(30);
  const [gone, going, staying] = orphans;
  const {
    report = aReport({ population, findings: findingsOf(population) }),
    decided = { [gone]: 'revoke', [going]: 'revoke', [staying]: 'except' },
    ordered = [gone, going],
    proven = [gone],
    signedAt = '2026-10-20T08:00:00Z',
    stages = ['reviewer', 'control-owner'],
  } = says;
  const codesOf = Map.groupBy(
    report.findings.filter(({ state }) => state !== 'closed'),
    (finding) => finding.login,
  );
  const lines = report.population
    .filter(({ status }) => status !== 'suspended')
    .map((account) =>
      aLine({ ...account, status: 'active', codes: [...account.findings], reviewer: login('mona@acme.com') }),
    );
  const decisions: ReviewEvent = {
    kind: 'decided',
    at: at('2026-10-06T08:00:00Z'),
    by: 'mona@acme.com',
    assurance: 'asserted',
    lines: lines.map((line) => ({
      login: line.login,
      decision: decided[line.login] ?? 'keep',
      until: decided[line.login] === 'except' ? onDay('2026-12-31') : null,
      reason: 'as the team said',
      codesSeen: (codesOf.get(line.login) ?? []).map(({ code }) => code),
    })),
  };
  const order: ReviewEvent = {
    kind: 'work-order-issued',
    at: at('2026-10-07T08:00:00Z'),
    by: 'mona@acme.com',
    number: 1,
    run: report.run.id,
    logins: ordered.map(login),
    left: [],
    files: [],
  };
  const observed: ReviewEvent = {
    kind: 'removals-observed',
    at: at('2026-10-12T08:00:00Z'),
    run: '20261012T080000Z-00000001',
    exportedAt: at('2026-10-11T08:00:00Z'),
    lines: proven.map((one) => ({ login: login(one), shown: 'suspended' })),
  };
  const signatures = stages.map((stage): ReviewEvent => ({
    kind: 'signed',
    stage,
    at: at(signedAt),
    by: `${stage}@acme.com`,
    assurance: 'asserted',
    statement: 'I have reviewed every account.',
    evidenceSha256: sha256('manifest'),
    decisionsSha256: sha256('head'),
  }));
  const events = [
    decisions,
    ...(ordered.length > 0 ? [order] : []),
    ...(proven.length > 0 ? [observed] : []),
    ...signatures,
  ];
  const { forward } = says;
  return signedReport(report, {
    state: stateAfter(...events),
    frozen: { lines },
    signers: someSigners,
    ...(forward === undefined ? {} : { forward }),
  });
}

/** A report on which nothing was found but one orphan, whose removal is proven. */
export function aCleanReport(over: Partial<Report> = {}): Report {
  const population = aPopulation(10);
  const report = aReport({ population, findings: findingsOf(population), ...over });
  const revoked = orphans[0];
  return aSignedReport({ report, decided: { [revoked]: 'revoke' }, ordered: [revoked], proven: [revoked] });
}
