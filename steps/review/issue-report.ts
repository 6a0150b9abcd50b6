// Works out the report of a signature: the run under review drawn with its signatures, its lines and decisions attached.
import { reviewKey } from '../../core/names/object-keys.ts';
import type { SelfTest } from '../../core/findings/self-test/self-test.ts';
import type { Attachment, Renderer, Sheets } from '../../core/ports/drawing.ts';
import type { Bytes, Objects } from '../../core/ports/objects.ts';
import type { Sealer } from '../../core/ports/proof.ts';
import { canonicalJson } from '../../core/values/canonical-json.ts';
import { earlierLinesFile, evidenceFiles } from '../../core/names/evidence-files.ts';
import type { EvidenceFile } from '../../core/names/evidence-files.ts';
import type { ClosingReport } from '../../core/report/closing/closing.ts';
import { signedReport } from '../../core/report/signed-report.ts';
import { ReviewAltered } from '../../core/review/events/altered.ts';
import { foldReview } from '../../core/review/events/folded.ts';
import { isSigned } from '../../core/review/events/state.ts';
import type { ReviewState } from '../../core/review/events/state.ts';
import type { StoredReviewEvent } from '../../core/review/events/event.ts';
import { signedStream } from '../../core/review/signatures/signature.ts';
import type { Refusal } from '../../core/values/result.ts';
import type { ReviewLines } from '../../core/review/lines/line.ts';
import type { Report } from '../../core/report/report.ts';
import { toolText } from '../../core/versions.ts';
import { runsAhead } from '../../core/review/changes/roll-forward.ts';
import type { ForwardedChanges } from '../../core/review/changes/roll-forward.ts';
import { aheadAttachments, forwardAt, runsAheadOf } from './standing/run-ahead.ts';
import { attachmentOf, attachmentsOf } from '../run/attachments.ts';
import { drawReport } from '../run/draw-report.ts';
import { frozenBytes, frozenLines, linesIn } from './standing/freeze-lines.ts';
import { askedBy } from '../../core/verification/reviewed/asked.ts';
import { unlawfulIn } from './standing/unlawful.ts';
import type { HeldReview } from './standing/unlawful.ts';
import { encoded, whole } from '../bytes.ts';
import type { ReviewDependencies } from './open-review.ts';
import { recomputeRun } from '../run/recompute-run.ts';
import type { RecomputedRun } from '../run/recompute-run.ts';
import { signersOf } from './standing/signers-of.ts';
import { isProving, runFiles } from '../run/run-files.ts';
import type { RunFiles } from '../run/run-files.ts';
import { EvidenceChanged, readToTheEnd } from '../run/stored-evidence.ts';
import { madeBy } from '../run/stored-runs.ts';
import type { StoredRun, StoredRuns } from '../run/stored-runs.ts';

/** Enough to prove, before anything is recorded, that the report can be issued; drawing and sealing it takes more. */
export interface ProveDependencies {
  readonly sheets: Sheets;
  readonly tool: Report['tool'];
  readonly selfTest: SelfTest;
}

export interface IssueDependencies extends ProveDependencies {
  readonly renderer: Renderer;
  readonly drawClosing: (closing: ClosingReport, attachments: readonly Attachment[]) => Bytes;
  readonly sealer: Sealer;
}

/** A report that is drawn and sealed, and not in place yet: the event that promises it is appended only after that. */
export interface DraftedReport {
  /** Of the report. */
  readonly key: string;
  /** In the order in which they are laid down: what the report belongs with comes before it. */
  readonly files: readonly { readonly key: string; readonly read: () => Bytes }[];
}

/** Repeatable: the same draft laid down again finds the same files in place. @returns the key of the report */
export async function layDraft(objects: Objects, { key, files }: DraftedReport): Promise<string> {
  for (const file of files) await objects.put(file.key, file.read());
  return key;
}

export interface Drafting {
  readonly period: string;
  /** Up to the signature that promises the report; the signature itself may still have to be appended. */
  readonly stream: readonly StoredReviewEvent[];
  readonly stored: StoredRuns;
}

export interface ProvenReport {
  readonly state: ReviewState;
  readonly report: Report;
  readonly files: RunFiles['files'];
  /** The lines as they were frozen, byte for byte. */
  readonly lines: Uint8Array;
  /** What changed until the last signature; `undefined` for one of a version that did not ask. */
  readonly forward: ForwardedChanges | null | undefined;
}

/**
 * Everything about the report of a signature but its pages.
 *
 * @throws EvidenceChanged when the evidence is not what was recorded, or this version no longer yields the files of the run
 * @throws ReviewAltered when an event stands in the store that this program would not have recorded, its digests as they may be
 */
export async function proveReport(
  dependencies: ReviewDependencies & ProveDependencies,
  { period, stream, stored }: Drafting,
): Promise<ProvenReport> {
  const state = foldReview(stream);
  if (state === null) throw new Error(`nobody has signed the review ${period}`);
  const run = await stored.get(state.run, `the review ${period}`);
  const { report, files, again } = await runAsRecorded(dependencies, run);
  const { inputs } = again;
  const lines = await frozenBytes(dependencies.objects, { period, linesSha256: state.linesSha256 });
  const frozen = linesIn(lines);
  await holdToRules(dependencies, { period, stream, stored, state, frozen, again, run, closing: false });
  const signers = await signersOf({ state, frozen }, inputs);
  const forward = await forwardAt(dependencies, { stream, stored, period });
  const facts = { state, frozen, signers, ...(forward === undefined ? {} : { forward }) };
  return { state, report: signedReport(report, facts), files, lines, forward };
}

/**
 * A function of the stream and the evidence: the same signatures have the same report, byte for byte.
 *
 * @throws EvidenceChanged as `proveReport` does
 */
export async function draftReport(
  dependencies: ReviewDependencies & IssueDependencies,
  drafting: Drafting,
): Promise<DraftedReport> {
  const { scratch } = dependencies;
  const { period, stream, stored } = drafting;
  const { state, report, files, lines, forward } = await proveReport(dependencies, drafting);
  const attachments = [
    ...(await attachmentsOf(files)),
    attachmentOf({ name: evidenceFiles.review.name, kept: await scratch.keep(streamBytes(stream)) }),
    attachmentOf({ name: evidenceFiles.reviewLines.name, kept: await scratch.keep(whole(lines)) }),
    ...(await earlierLines(dependencies, period, state)),
    ...(await rolledAhead(dependencies, { stream, state, stored, period, forward })),
  ];
  const run = await stored.get(state.run, `the review ${period}`);
  const signedAt = state.signatures.at(-1)?.at ?? run.record.asOf;
  const { pdf } = await drawReport(dependencies, { report, attachments, signedAt });
  const key = reportKey(period, state);
  const events = { key: reviewKey(period, nameOf(evidenceFiles.review, state)), read: () => streamBytes(stream) };
  return { key, files: [events, { key, read: () => pdf.read() }] };
}

/**
 * The roll-forward of the last signature, and of each run to which a signature reached what it is worked out from; of
 * each run that proves a removal the same.
 */
export async function rolledAhead(
  dependencies: ReviewDependencies & Pick<ProveDependencies, 'tool'>,
  { state, forward, ...drafting }: Drafting & Pick<ProvenReport, 'state' | 'forward'>,
): Promise<readonly Attachment[]> {
  const { scratch, tool } = dependencies;
  const runs = await Promise.all(
    runsAhead(drafting.stream, state, askedBy(tool)).map(async (id) =>
      drafting.stored.get(id, `the review ${drafting.period}`),
    ),
  );
  for (const run of runs) await readToTheEnd(run);
  const document =
    forward === undefined || forward === null
      ? []
      : [
          attachmentOf({
            name: evidenceFiles.rollForward.name,
            kept: await scratch.keep(encoded([canonicalJson(forward)])),
          }),
        ];
  return [...document, ...runs.flatMap(aheadAttachments)];
}

/** What was put before the reviewers until the review was moved, so that what was carried can be told again. */
export async function earlierLines(
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

/** As review.jsonl holds them, one stored event a line. */
export function streamBytes(stream: readonly StoredReviewEvent[]): Bytes {
  return encoded(stream.map((event) => `${canonicalJson(event)}\n`));
}

/** A stage that signs again after a correction has a report of its own: nothing that was issued is written over. */
export function reportKey(period: string, state: Pick<ReviewState, 'signatures' | 'sequence'>): string {
  return reviewKey(period, nameOf(evidenceFiles.report, state));
}

function nameOf({ name }: EvidenceFile, state: Pick<ReviewState, 'signatures' | 'sequence'>): string {
  return isSigned(state) ? name : `signed-at-${state.sequence}/${name}`;
}

async function movedFrom(
  { objects }: Pick<ReviewDependencies, 'objects'>,
  period: string,
  { rebases }: ReviewState,
): Promise<readonly ReviewLines[]> {
  return Promise.all(rebases.map(async ({ before: { linesSha256 } }) => frozenLines(objects, { period, linesSha256 })));
}

interface Held extends Drafting {
  readonly state: ReviewState;
  readonly frozen: ReviewLines;
  readonly run: StoredRun;
  readonly again: RecomputedRun;
  /** Whether the stream ends with the event that closes the review. */
  readonly closing: boolean;
}

/**
 * Asks of a review what `verify` will ask of its report, before anything is appended.
 *
 * @throws ReviewAltered when its lines are not those of the run, or an event is one that this program would not record
 */
export async function holdToRules(dependencies: ReviewDependencies & ProveDependencies, held: Held): Promise<void> {
  const { period, stream, stored, state, frozen, run, again, closing } = held;
  const of = again.inputs.period.id;
  if (of !== period) throw new ReviewAltered(period, [otherPeriod(of, period)]);
  const made = await madeBy(run);
  const rules = askedBy(made);
  // A version that asked nothing of what came after the last signature is held to what was signed for.
  const told = closing && !rules.asksForm ? signedStream(stream) : stream;
  const earlier = await movedFrom(dependencies, period, state);
  const unlawful = await unlawfulIn({ stream: told, frozen, earlier }, again, {
    ...rules,
    same: toolText(made) === toolText(dependencies.tool),
    ends: closing && rules.asksForm ? 'closed' : 'signed',
    ahead: await runsAheadOf(dependencies, { period, stream, stored, state }, rules),
  });
  if (unlawful !== null) throw new ReviewAltered(period, [unlawful]);
  await holdWhereItStood(dependencies, { period, stream, stored, state, earlier });
}

/**
 * What was recorded before a move is held to the run on which it was recorded. A report carries no evidence of that run,
 * but the store still has it. A run that another version made is passed over: this one may yield other files of it.
 */
async function holdWhereItStood(
  dependencies: ReviewDependencies & ProveDependencies,
  { period, stream, stored, state, earlier }: Drafting & Pick<Held, 'state'> & Pick<HeldReview, 'earlier'>,
): Promise<void> {
  for (const [index, move] of state.rebases.entries()) {
    const frozen = earlier[index];
    const told = stream.filter(({ sequence }) => sequence < move.sequence);
    const stood = foldReview(told);
    const run = await stored.get(move.before.run, `the review ${period}`);
    const made = await madeBy(run);
    if (frozen === undefined || stood === null || toolText(made) !== toolText(dependencies.tool)) continue;
    const held = { stream: told, frozen, earlier: earlier.slice(0, index) };
    const unlawful = await unlawfulIn(held, await recomputeRun(dependencies, run), {
      ...askedBy(made),
      same: true,
      ends: 'moved',
      ahead: await runsAheadOf(dependencies, { period, stream: told, stored, state: stood }, { attachesProofs: false }),
    });
    if (unlawful !== null) throw new ReviewAltered(period, [unlawful]);
  }
}

function otherPeriod(found: string, expected: string): Refusal {
  return { what: 'a review of another period', where: 'its run', found: `a run of ${found}`, expected };
}

async function runAsRecorded(
  dependencies: ReviewDependencies & ProveDependencies,
  run: StoredRun,
): Promise<RunFiles & { readonly again: RecomputedRun }> {
  const { selfTest } = dependencies;
  const { id, files: recorded } = run.record;
  await readToTheEnd(run);
  const again = await recomputeRun(dependencies, run);
  const files = await runFiles(dependencies, { ...again, selfTest, proves: isProving(recorded) });
  const other = files.report.files.find(
    ({ name, sha256 }) => recorded.find((file) => file.name === name)?.sha256 !== sha256,
  );
  if (other === undefined) return { ...files, again };
  const [made, here] = [toolText(await madeBy(run)), toolText(dependencies.tool)];
  const isOther = made !== here;
  throw new EvidenceChanged({
    what: isOther ? 'the run was made by another version' : 'the run does not come out as it was recorded',
    where: `${other.name} of the run ${id}`,
    found: isOther ? `${made}, this is ${here}` : `SHA-256 ${other.sha256}`,
    expected: isOther
      ? 'that version, or the review moved onto a run of this one: compare again, then move it (review rebase)'
      : 'what was recorded when the run was made',
  });
}
