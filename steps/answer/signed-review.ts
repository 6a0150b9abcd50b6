// A review that every stage has signed, as the report that they signed: for whoever hands it to another product.
import type { SelfTest } from '../../core/findings/self-test/self-test.ts';
import type { Objects } from '../../core/ports/objects.ts';
import type { Reviews, Runs } from '../../core/ports/stores.ts';
import { signedReport } from '../../core/report/signed-report.ts';
import type { Report } from '../../core/report/report.ts';
import { foldPeriod } from '../../core/review/events/folded.ts';
import { isSigned } from '../../core/review/events/state.ts';
import type { ReviewState } from '../../core/review/events/state.ts';
import { notOpen } from '../../core/review/signatures/not-open.ts';
import { signOffStages } from '../../core/names/sign-off.ts';
import { ok, refused } from '../../core/values/result.ts';
import type { Refusal, Result } from '../../core/values/result.ts';
import { frozenLines } from '../review/standing/freeze-lines.ts';
import type { RecomputeDependencies } from '../run/recompute-run.ts';
import { isProving, runFiles } from '../run/run-files.ts';
import type { RunFilesDependencies } from '../run/run-files.ts';
import { readToTheEnd } from '../run/stored-evidence.ts';
import { openRun } from './open-run.ts';

export interface SignedReviewDependencies extends RecomputeDependencies, RunFilesDependencies {
  readonly objects: Objects;
  readonly runs: Runs;
  readonly reviews: Reviews;
  readonly selfTest: SelfTest;
}

export interface SignedPeriod {
  readonly report: Report;
  /** Folded up to the last signature: what came later was not signed for. */
  readonly state: ReviewState;
}

/** @throws EvidenceChanged when evidence is missing or changed, or the run does not come out as recorded */
export async function signedPeriod(
  dependencies: SignedReviewDependencies,
  period: string,
): Promise<Result<SignedPeriod>> {
  const { reviews, runs, objects, selfTest } = dependencies;
  const events = await reviews.load(period);
  const now = foldPeriod(events);
  if (now.state === null) return refused(notOpen(period, { voids: now.voids }));
  if (!isSigned(now.state)) return refused(notSigned(period, now.state));
  const last = events.findLastIndex(({ event }) => event.kind === 'signed');
  const { state } = foldPeriod(events.slice(0, last + 1));
  if (state === null) throw new Error(`the review ${period} is signed and was never opened`);
  const record = await runs.get(state.run);
  if (record === null) throw new Error(`the run ${state.run} of the review ${period} is not recorded`);
  const { run, inputs, reconciled } = await openRun(dependencies, record);
  await readToTheEnd(run);
  const { report } = await runFiles(dependencies, { inputs, reconciled, selfTest, proves: isProving(record.files) });
  const frozen = await frozenLines(objects, { period, linesSha256: state.linesSha256 });
  // What was recorded counts: another version of the program writes its own name into the manifest.
  return ok({ report: signedReport({ ...report, files: record.files }, { state, frozen }), state });
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
