// Issues the report of a review: the run under review drawn again with its signatures, its lines and decisions attached.
import { reviewKey } from '../../core/names/object-keys.ts';
import type { SelfTest } from '../../core/findings/self-test/self-test.ts';
import { canonicalJson } from '../../core/values/canonical-json.ts';
import type { Attachment, Renderer, Sealer, Sheets } from '../../core/ports.ts';
import { earlierLinesFile, evidenceFiles } from '../../core/names/evidence-files.ts';
import type { EvidenceFile } from '../../core/names/evidence-files.ts';
import { signedStream } from '../../core/review/signatures/signature.ts';
import { signedReport } from '../../core/report/signed-report.ts';
import { foldReview, isSigned } from '../../core/review/events/state.ts';
import type { ReviewState } from '../../core/review/events/state.ts';
import type { Report } from '../../core/report/report.ts';
import { attachmentOf, attachmentsOf } from '../run/attachments.ts';
import { drawReport } from '../run/draw-report.ts';
import { frozenBytes, linesIn } from './standing/freeze-lines.ts';
import { encoded, whole } from '../bytes.ts';
import type { ReviewDependencies } from './open-review.ts';
import { recomputeRun } from '../run/recompute-run.ts';
import { runFiles } from '../run/run-files.ts';
import type { RunFiles } from '../run/run-files.ts';
import { storedRuns } from '../run/stored-runs.ts';
import type { StoredRun } from '../run/stored-runs.ts';

export interface IssueDependencies {
  readonly sheets: Sheets;
  readonly renderer: Renderer;
  readonly sealer: Sealer;
  readonly tool: Report['tool'];
  readonly selfTest: SelfTest;
}

/**
 * Repeatable: whoever issues the same signatures again finds the same report in place, so a process that was killed
 * between signing and issuing is made good by the next one.
 *
 * @returns the key of the report: final when every stage has signed
 * @throws Error when this version of the program no longer yields the files of the run
 */
export async function issueReport(
  dependencies: ReviewDependencies & IssueDependencies,
  period: string,
  stored = storedRuns(dependencies),
): Promise<string> {
  const { objects, reviews, scratch } = dependencies;
  const stream = signedStream(await reviews.load(period));
  const state = foldReview(stream);
  if (state === null) throw new Error(`nobody has signed the review ${period}`);
  const key = reportKey(period, state);
  if ((await objects.get(key)) !== null) return key;
  const run = await stored.get(state.run, `the review ${period}`);
  const { report, files } = await runAsRecorded(dependencies, run);
  const decisions = stream.map((event) => `${canonicalJson(event)}\n`).join('');
  const lines = await frozenBytes(objects, { period, linesSha256: state.linesSha256 });
  const signed = signedReport(report, { state, frozen: linesIn(lines) });
  const attachments = [
    ...(await attachmentsOf(files)),
    attachmentOf({ name: evidenceFiles.review.name, kept: await scratch.keep(encoded([decisions])) }),
    attachmentOf({ name: evidenceFiles.reviewLines.name, kept: await scratch.keep(whole(lines)) }),
    ...(await earlierLines(dependencies, period, state)),
  ];
  const signedAt = state.signatures.at(-1)?.at ?? run.record.asOf;
  const { pdf } = await drawReport(dependencies, { report: signed, attachments, signedAt });
  await objects.put(reviewKey(period, nameOf(evidenceFiles.review, state)), encoded([decisions]));
  await objects.put(key, pdf.read());
  return key;
}

/** What was put before the reviewers until the review was moved, so that what was carried can be told again. */
async function earlierLines(
  { objects, scratch }: ReviewDependencies,
  period: string,
  { rebases }: ReviewState,
): Promise<readonly Attachment[]> {
  const attached: Attachment[] = [];
  for (const [index, { before }] of rebases.entries()) {
    const bytes = await frozenBytes(objects, { period, linesSha256: before.linesSha256 });
    const { name } = earlierLinesFile(index + 1);
    attached.push(attachmentOf({ name, kept: await scratch.keep(whole(bytes)) }));
  }
  return attached;
}

/** A stage that signs again after a correction has a report of its own: nothing that was issued is written over. */
function reportKey(period: string, state: ReviewState): string {
  return reviewKey(period, nameOf(evidenceFiles.report, state));
}

function nameOf({ name }: EvidenceFile, state: ReviewState): string {
  return isSigned(state) ? name : `signed-at-${state.sequence}/${name}`;
}

async function runAsRecorded(dependencies: ReviewDependencies & IssueDependencies, run: StoredRun): Promise<RunFiles> {
  const { selfTest } = dependencies;
  const { id, files: recorded } = run.record;
  const files = await runFiles(dependencies, { ...(await recomputeRun(dependencies, run)), selfTest });
  const other = files.report.files.find(
    ({ name, sha256 }) => recorded.find((file) => file.name === name)?.sha256 !== sha256,
  );
  if (other === undefined) return files;
  throw new Error(
    `${other.name} of the run ${id} does not come out as it was recorded: sign off with the version that made the run`,
  );
}
