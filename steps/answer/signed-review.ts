// A review that every stage has signed, as the report that they signed: for whoever hands it to another product.
import { application } from '../../core/application/applications.ts';
import { isPrivileged } from '../../core/config/roles.ts';
import type { Finding } from '../../core/findings/finding.ts';
import type { AssessedReport } from '../../core/formats/oscal/assessed-report.ts';
import { exportFile } from '../../core/names/evidence-files.ts';
import { signOffStages } from '../../core/names/sign-off.ts';
import type { ExportReader } from '../../core/ports/inputs.ts';
import type { Objects } from '../../core/ports/objects.ts';
import type { Reviews, Runs } from '../../core/ports/stores.ts';
import { foldPeriod } from '../../core/review/events/folded.ts';
import { isSigned } from '../../core/review/events/state.ts';
import type { ReviewState } from '../../core/review/events/state.ts';
import { notOpen } from '../../core/review/signatures/not-open.ts';
import { ok, refused } from '../../core/values/result.ts';
import type { Refusal, Result } from '../../core/values/result.ts';
import { frozenLines } from '../review/standing/freeze-lines.ts';
import { storedRun } from '../run/stored-runs.ts';
import type { StoredRun } from '../run/stored-runs.ts';
import { holdRecorded, recordedFindings, recordedHead, recordedPopulation } from './recorded.ts';

export interface SignedReviewDependencies {
  readonly objects: Objects;
  readonly runs: Runs;
  readonly reviews: Reviews;
  readonly exportReader: ExportReader;
  readonly tool: AssessedReport['tool'];
}

export interface SignedPeriod {
  readonly report: AssessedReport;
  /** Folded up to the last signature: what came later was not signed for. */
  readonly state: ReviewState;
}

/**
 * Of what the run and the review recorded: nothing is judged anew.
 *
 * @throws EvidenceChanged when a file of the run, or of the lines of the review, is missing or changed
 */
export async function signedPeriod(
  dependencies: SignedReviewDependencies,
  period: string,
): Promise<Result<SignedPeriod>> {
  const { reviews, runs, objects } = dependencies;
  const events = await reviews.load(period);
  const now = foldPeriod(events);
  if (now.state === null) return refused(notOpen(period, { voids: now.voids }));
  if (!isSigned(now.state)) return refused(notSigned(period, now.state));
  const last = events.findLastIndex(({ event }) => event.kind === 'signed');
  const { state } = foldPeriod(events.slice(0, last + 1));
  if (state === null) throw new Error(`the review ${period} is signed and was never opened`);
  const record = await runs.get(state.run);
  if (record === null) throw new Error(`the run ${state.run} of the review ${period} is not recorded`);
  const run = storedRun(objects, record);
  await holdRecorded(run, { reviews });
  await frozenLines(objects, { period, linesSha256: state.linesSha256 });
  const report = { ...(await reportOf(run, dependencies)), decisions: [...state.decisions.values()] };
  return ok({ report, state });
}

async function reportOf(
  run: StoredRun,
  { exportReader, tool }: SignedReviewDependencies,
): Promise<Omit<AssessedReport, 'decisions'>> {
  const { id, asOf, period, status, files } = run.record;
  const [config, headers, head] = [await run.config(), await run.headers(), await recordedHead(run)];
  const findings: Finding[] = [];
  for await (const finding of recordedFindings(run)) findings.push(finding);
  const about = new Set(findings.map(({ login }) => login));
  const isCsv = files.some(({ name }) => name === exportFile('csv').name);
  return {
    application: application.name,
    organisation: config.organisation,
    period: { id: period },
    run: { id, asOf },
    tool,
    status,
    totals: head.totals,
    findings,
    files,
    export: { exportedAt: head.run.exportedAt, format: isCsv ? 'csv' : 'xlsx' },
    directories: headers.map(({ directory, completeness, takenAt }) => ({ id: directory, completeness, takenAt })),
    population: [...(await recordedPopulation(run, exportReader))]
      .filter(({ login }) => about.has(login))
      .map((account) => ({
        ...account,
        privileged: account.role !== null && isPrivileged(account.role, config.policy),
      })),
  };
}

function notSigned(period: string, { signatures }: Pick<ReviewState, 'signatures'>): Refusal {
  const missing = signOffStages.filter((stage) => !signatures.some((signed) => signed.stage === stage));
  return {
    what: 'review not signed',
    where: `the review ${period}`,
    found: `no signature as ${missing.join(' and as ')}`,
    expected: 'a review that every stage has signed: access-review review sign-off',
  };
}
