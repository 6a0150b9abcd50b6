// Works out the closing report: reads the exports again that prove the removals, and draws it with all that it rests on.
import { sha256Of } from '../../core/values/digest.ts';
import { evidenceFiles, proofFile } from '../../core/names/evidence-files.ts';
import { reviewKey } from '../../core/names/object-keys.ts';
import type { Attachment } from '../../core/ports/drawing.ts';
import type { Kept } from '../../core/ports/objects.ts';
import { closingDocument } from '../../core/report/closing/closing.ts';
import type { ClosingInput, ClosingReport, ProvingExport } from '../../core/report/closing/closing.ts';
import { ClosingContradiction, closingOf } from '../../core/report/closing/closing-of.ts';
import type { Report } from '../../core/report/report.ts';
import { withEvent } from '../../core/review/events/chain.ts';
import type { Closed } from '../../core/review/events/event.ts';
import { foldReview } from '../../core/review/events/folded.ts';
import type { ReviewState } from '../../core/review/events/state.ts';
import { provenRemovals } from '../../core/review/removals/proof.ts';
import { formOf, signedUpTo } from '../../core/review/changes/roll-forward.ts';
import type { ForwardedChanges } from '../../core/review/changes/roll-forward.ts';
import { jsonSha256 } from '../../core/values/canonical-json.ts';
import { refusalText } from '../../core/values/result.ts';
import { encoded, whole } from '../bytes.ts';
import { attachmentOf, attachmentsOf } from '../run/attachments.ts';
import { provingExport, provingFiles } from '../run/proving-export.ts';
import { recomputeRun } from '../run/recompute-run.ts';
import type { RecomputedRun } from '../run/recompute-run.ts';
import { isProving, runFiles } from '../run/run-files.ts';
import { EvidenceChanged, readToTheEnd } from '../run/stored-evidence.ts';
import type { StoredRun } from '../run/stored-runs.ts';
import { earlierLines, holdToRules, rolledAhead, streamBytes } from './issue-report.ts';
import type { DraftedReport, Drafting, IssueDependencies, ProveDependencies } from './issue-report.ts';
import type { ReviewDependencies } from './open-review.ts';
import { frozenBytes, linesIn } from './standing/freeze-lines.ts';
import { forwardAt, forwarded } from './standing/run-ahead.ts';
import { tellingAttachments } from './standing/told-before.ts';

export interface DraftedClosing {
  /** With the digest of what the report shows. */
  readonly event: Closed;
  readonly draft: DraftedReport;
}

export interface ClosingDrafting extends Drafting {
  /** The event that closes the review, without the digest, which the draft tells. */
  readonly closing: Omit<Closed, 'closingSha256'>;
}

export interface ProvenClosing {
  /** With the digest of what the report shows. */
  readonly event: Closed;
  readonly closing: ClosingReport;
  /** What the report shows, as it is attached. */
  readonly document: string;
  readonly state: ReviewState;
  readonly run: StoredRun;
  readonly proving: readonly StoredRun[];
  readonly lines: Uint8Array;
}

/**
 * Everything about a closing but the pages of its report.
 *
 * @param drafting its stream is everything before the event that closes the review
 * @throws EvidenceChanged when evidence is not what was recorded, or does not show what the events say
 * @throws ReviewAltered as `holdToRules` does
 */
export async function proveClosing(
  dependencies: ReviewDependencies & ProveDependencies,
  { period, stream, stored, closing }: ClosingDrafting,
): Promise<ProvenClosing> {
  const { objects, tool } = dependencies;
  const state = foldReview(stream);
  if (state === null) throw new Error(`nobody has opened the review ${period}`);
  const opened = async (id: string): Promise<StoredRun> => stored.get(id, `the review ${period}`);
  const run = await opened(state.run);
  const proving = await Promise.all(provingRuns(state, closing.run).map(opened));
  for (const one of new Set([run, ...proving])) await readToTheEnd(one);
  const lines = await frozenBytes(objects, { period, linesSha256: state.linesSha256 });
  const frozen = linesIn(lines);
  const { report, again } = await recordedReport(dependencies, run);
  const ended = withEvent(stream, closing);
  await holdToRules(dependencies, { period, stream: ended, stored, state, frozen, run, again, closing: true });
  const worked = concluded(period, {
    report,
    state,
    frozen,
    exports: await exportsOf(dependencies, proving),
    closed: closing,
    since: await sinceAt(dependencies, { state, stored, period, closing }),
    tool,
  });
  const document = closingDocument(worked);
  const event: Closed = { ...closing, closingSha256: sha256Of(document) };
  return { event, closing: worked, document, state, run, proving, lines };
}

/**
 * A function of the stream, the evidence and the event: the same closing has the same report, byte for byte.
 *
 * @throws EvidenceChanged as `proveClosing` does
 */
export async function draftClosing(
  dependencies: ReviewDependencies & IssueDependencies,
  drafting: ClosingDrafting,
): Promise<DraftedClosing> {
  const { scratch } = dependencies;
  const { period, stream, stored } = drafting;
  const { event, closing, document, state, run, proving, lines } = await proveClosing(dependencies, drafting);
  const { files } = run.record;
  const forward = await forwardAt(dependencies, { period, stream, stored });
  const attachments = [
    ...(await attachmentsOf(files.map(({ name }) => ({ name, kept: run.file(name) })))),
    attachmentOf({ name: evidenceFiles.review.name, kept: await scratch.keep(streamBytes(withEvent(stream, event))) }),
    attachmentOf({ name: evidenceFiles.reviewLines.name, kept: await scratch.keep(whole(lines)) }),
    ...(await earlierLines(dependencies, period, state)),
    ...(await rolledAhead(dependencies, { ...drafting, stream: withEvent(stream, event), state, forward })),
    ...(event.toldBy === undefined
      ? []
      : tellingAttachments(await stored.get(event.toldBy.run, `the review ${period}`))),
    attachmentOf({ name: evidenceFiles.closing.name, kept: await scratch.keep(encoded([document])) }),
    ...proving.filter(({ record }) => record.id !== state.run).flatMap(proofsOf),
  ];
  const pdf = await drawn(dependencies, closing, attachments);
  const key = reviewKey(period, evidenceFiles.closingReport.name);
  const beside = { key: reviewKey(period, evidenceFiles.closing.name), read: () => encoded([document]) };
  return { event, draft: { key, files: [beside, { key, read: () => pdf.read() }] } };
}

/** @returns `undefined` for a closing of a version that did not ask */
async function sinceAt(
  dependencies: ReviewDependencies,
  { state, stored, period, closing }: Omit<ClosingDrafting, 'stream'> & { readonly state: ReviewState },
): Promise<ForwardedChanges | null | undefined> {
  const { rollForward } = closing;
  if (rollForward === undefined || rollForward === null) return rollForward;
  const run = await stored.get(signedUpTo(state), `the review ${period}`);
  const ahead = await stored.get(rollForward.run, `the review ${period}`);
  await readToTheEnd(ahead);
  const since = await forwarded(dependencies, { run, ahead, state, form: formOf(rollForward) });
  const found = jsonSha256(since);
  if (found === rollForward.sha256) return since;
  throw changed({ where: `run ${ahead.record.id}`, found: `a roll-forward with the SHA-256 ${found}` });
}

/** Every run whose export is a proof of this closing. @param newest shows those that are in no order */
export function provingRuns(state: ReviewState, newest: string | undefined): readonly string[] {
  const proofs = provenRemovals(state).map(({ proof }) => proof.run);
  return [...new Set([...proofs, ...(newest === undefined ? [] : [newest])])];
}

/** This version may word findings otherwise than the one that made the run; what goes with the report is as recorded. */
async function recordedReport(
  dependencies: ReviewDependencies & ProveDependencies,
  { record, ...run }: StoredRun,
): Promise<{ readonly report: Report; readonly again: RecomputedRun }> {
  const again = await recomputeRun(dependencies, { record, ...run });
  const { report } = await runFiles(dependencies, {
    ...again,
    selfTest: dependencies.selfTest,
    proves: isProving(record.files),
  });
  if (report.run.id === record.id) return { report: { ...report, files: record.files }, again };
  throw changed({ where: `run ${record.id}`, found: `its evidence yields the run ${report.run.id}` });
}

async function exportsOf(
  dependencies: ReviewDependencies,
  runs: readonly StoredRun[],
): Promise<ReadonlyMap<string, ProvingExport>> {
  const exports = new Map<string, ProvingExport>();
  for (const run of runs) {
    const { record } = run;
    const files = new Map(provingFiles(record.files).map((name) => [name, run.file(name)]));
    const read = await provingExport(dependencies, { run: record.id, files });
    if (read.kind === 'refused')
      throw changed({ where: `run ${record.id}`, found: read.refusals.map(refusalText).join(' ') });
    exports.set(record.id, read.value);
  }
  return exports;
}

function concluded(period: string, input: ClosingInput): ClosingReport {
  try {
    return closingOf(input);
  } catch (error) {
    if (!(error instanceof ClosingContradiction)) throw error;
    throw changed({ where: `closing of ${period}`, found: error.message });
  }
}

function changed({ where, found }: Readonly<Record<'where' | 'found', string>>): EvidenceChanged {
  const expected = 'evidence and events as this program recorded them';
  return new EvidenceChanged({ what: 'stored evidence does not bear the closing out', where, found, expected });
}

function proofsOf(run: StoredRun): readonly Attachment[] {
  const { id, files } = run.record;
  return provingFiles(files).map((name) => attachmentOf({ name: proofFile(id, name).name, kept: run.file(name) }));
}

async function drawn(
  {
    scratch,
    sealer,
    drawClosing,
  }: Pick<IssueDependencies, 'sealer' | 'drawClosing'> & Pick<ReviewDependencies, 'scratch'>,
  closing: ClosingReport,
  attachments: readonly Attachment[],
): Promise<Kept> {
  const { fingerprint } = await sealer.certificate();
  const sealed = { ...closing, signer: { kind: sealer.kind, fingerprint } };
  const pdf = await scratch.keep(drawClosing(sealed, attachments));
  return scratch.keep(await sealer.seal(pdf, closing.closed.at));
}
