// A signed review of which one account has a finding: for tests of what a report concludes and counts.
import type { Code } from '../../../core/names/codes.ts';
import type { Report } from '../../../core/report/report.ts';
import { aFinding, aPopulationRow, aReport } from '../../support/reports/report-builder.ts';
import { aSignedReport } from '../../support/reports/signed-report.ts';
import type { SignedSays } from '../../support/reports/signed-report.ts';

export const ghost = 'ghost@acme.com';

/** A signed review of two accounts, of which one has a finding of this code. */
export function signedWith(code: Code, says: SignedSays = {}, over: Partial<Report> = {}): Report {
  const population = [aPopulationRow(), aPopulationRow({ login: ghost, row: 3, findings: [code] })];
  const report = aReport({ population, findings: [aFinding({ code, login: ghost })], ...over });
  return aSignedReport({ report, decided: {}, ordered: [], proven: [], ...says });
}

/** Of the register. */
export const key = {
  login: ghost,
  kind: 'api-key',
  owner: null,
  purpose: null,
  expires: null,
  inExport: false,
  outcome: '',
} as const;

export const removed: SignedSays = { decided: { [ghost]: 'revoke' }, ordered: [ghost], proven: [ghost] };
export const underWay: SignedSays = { decided: { [ghost]: 'revoke' }, ordered: [ghost] };
