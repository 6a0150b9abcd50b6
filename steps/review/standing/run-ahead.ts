// The later run that tells what changed since the run under review, and what it tells.
import { aheadFile, evidenceFiles } from '../../../core/names/evidence-files.ts';
import type { Attachment } from '../../../core/ports/drawing.ts';
import type { ExportReader } from '../../../core/ports/inputs.ts';
import {
  formOf,
  forwardForm,
  isAhead,
  rollForwardOf,
  runsAhead,
  signedUpTo,
} from '../../../core/review/changes/roll-forward.ts';
import type { ComparedRun, ForwardedChanges, ForwardForm } from '../../../core/review/changes/roll-forward.ts';
import type { StoredReviewEvent } from '../../../core/review/events/event.ts';
import { foldReview } from '../../../core/review/events/folded.ts';
import type { ReviewState } from '../../../core/review/events/state.ts';
import type { RunsAhead } from '../../../core/verification/reviewed/ahead.ts';
import { jsonSha256 } from '../../../core/values/canonical-json.ts';
import { isBefore, msOf } from '../../../core/values/instant.ts';
import type { Instant } from '../../../core/values/instant.ts';
import { refusalText } from '../../../core/values/result.ts';
import { manifestSchema } from '../../../core/verification/stated.ts';
import { attachmentOf } from '../../run/attachments.ts';
import { comparedRun } from '../../run/compared-run.ts';
import { provingFiles } from '../../run/proving-export.ts';
import { EvidenceChanged, readToTheEnd } from '../../run/stored-evidence.ts';
import type { StoredRun, StoredRuns } from '../../run/stored-runs.ts';

/**
 * Of whatever period: between the end of a period and its signature, runs are mostly of the next. A run whose as-of lies
 * in the future tells nothing about the signature, and neither does one that no gate let pass. Watch runs count as runs
 * do: they tell who left since, of the last export that was accepted.
 *
 * @param until when it is asked; `null` where nobody signs
 */
export async function runAhead(stored: StoredRuns, run: StoredRun, until: Instant | null): Promise<StoredRun | null> {
  const from = await placeOf(run);
  for (const later of await laterRuns(stored, run.record.asOf)) {
    if (until !== null && isBefore(until, later.record.asOf)) continue;
    if (isAhead(from, await placeOf(later))) return later;
  }
  return null;
}

/** The latest first, and of one as-of the run before the watch run. */
async function laterRuns(stored: StoredRuns, after: Instant): Promise<readonly StoredRun[]> {
  const runs = (await stored.accepted()).filter(({ record }) => isBefore(after, record.asOf));
  const watches = await stored.watchesAfter(after);
  return [...watches, ...runs].toSorted((a, b) => msOf(a.record.asOf) - msOf(b.record.asOf)).toReversed();
}

async function placeOf(run: StoredRun): Promise<Pick<ComparedRun, 'asOf' | 'exportedAt' | 'policySha256'>> {
  const { exportedAt } = (await run.stated()).run;
  const { policySha256 } = await run.document(evidenceFiles.manifest, manifestSchema);
  return { asOf: run.record.asOf, exportedAt, policySha256 };
}

/** @returns `null` when no later run tells it */
export async function forwarded(
  dependencies: { readonly exportReader: ExportReader },
  {
    run,
    ahead,
    state,
    form = forwardForm,
  }: {
    readonly run: StoredRun;
    readonly ahead: StoredRun | null;
    readonly state: ReviewState;
    /** Of what an event has recorded; what is not recorded yet has the present one. */
    readonly form?: ForwardForm;
  },
): Promise<ForwardedChanges | null> {
  if (ahead === null) return null;
  const [from, to] = [await compared(dependencies, run), await compared(dependencies, ahead)];
  return rollForwardOf({ from, to, state, form });
}

/**
 * What changed until the last signature, as it stood before that: the event names its digest.
 *
 * @returns `undefined` for a signature of a version that did not ask
 */
export async function forwardAt(
  dependencies: { readonly exportReader: ExportReader },
  { stream, stored, period }: Omit<Streamed, 'state'>,
): Promise<ForwardedChanges | null | undefined> {
  const index = stream.findLastIndex(({ event }) => event.kind === 'signed');
  const event = stream[index]?.event;
  const state = foldReview(stream.slice(0, index));
  if (event?.kind !== 'signed' || state === null || event.rollForward === undefined) return undefined;
  if (event.rollForward === null) return null;
  const opened = async (id: string): Promise<StoredRun> => stored.get(id, `the review ${period}`);
  const [run, ahead] = [await opened(state.run), await opened(event.rollForward.run)];
  await readToTheEnd(ahead);
  const forward = await forwarded(dependencies, { run, ahead, state, form: formOf(event.rollForward) });
  const { sha256 } = event.rollForward;
  if (jsonSha256(forward) === sha256) return forward;
  throw new EvidenceChanged({
    what: 'the roll-forward does not come out as it was signed for',
    where: `run ${ahead.record.id}`,
    found: `SHA-256 ${jsonSha256(forward)}`,
    expected: `SHA-256 ${sha256}`,
  });
}

/**
 * What changed between the last signature, as far as it was rolled forward, and the closing.
 *
 * @returns `null` when no later run tells it
 */
export async function changedSince(
  dependencies: { readonly exportReader: ExportReader },
  {
    stored,
    state,
    period,
    until,
  }: { readonly stored: StoredRuns; readonly state: ReviewState; readonly period: string; readonly until: Instant },
): Promise<ForwardedChanges | null> {
  const run = await stored.get(signedUpTo(state), `the review ${period}`);
  return forwarded(dependencies, { run, ahead: await runAhead(stored, run, until), state });
}

/** The later runs of which the report has the export. @param of as of `runsAhead` @returns `null` where there is none */
export async function runsAheadOf(
  dependencies: { readonly exportReader: ExportReader },
  { period, stream, stored, state }: Streamed,
  of: { readonly attachesProofs: boolean },
): Promise<RunsAhead | null> {
  const wanted = runsAhead(stream, state, of);
  if (wanted.length === 0) return null;
  const opened = async (id: string): Promise<ComparedRun> =>
    compared(dependencies, await stored.get(id, `the review ${period}`));
  const ahead = new Map<string, ComparedRun>();
  for (const id of wanted) ahead.set(id, await opened(id));
  return { from: await opened(state.run), ahead };
}

interface Streamed {
  readonly period: string;
  readonly stream: readonly StoredReviewEvent[];
  readonly stored: StoredRuns;
  readonly state: ReviewState;
}

async function compared(dependencies: { readonly exportReader: ExportReader }, run: StoredRun): Promise<ComparedRun> {
  const { id, files: recorded } = run.record;
  const files = new Map(provingFiles(recorded).map((name) => [name, run.file(name)]));
  const read = await comparedRun(dependencies, { run: id, files });
  if (read.kind === 'ok') return read.value;
  throw new EvidenceChanged({
    what: 'a run cannot be compared any more',
    where: `run ${id}`,
    found: read.refusals.map(refusalText).join(' '),
    expected: `${evidenceFiles.findings.name}, export and policy as they were recorded`,
  });
}

/** The files of a run to which a signature was rolled forward, or whose export proves removals, as a report carries them. */
export function aheadAttachments(run: StoredRun): readonly Attachment[] {
  const { record } = run;
  return provingFiles(record.files).map((name) =>
    attachmentOf({ name: aheadFile(record.id, name).name, kept: run.file(name) }),
  );
}
