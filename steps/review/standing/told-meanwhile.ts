// What the run of a review tells outside the process, where the report of another one tells it too: that review was signed
// after the run was made, so the run could not begin where its signature ended.
import type { ExportReader } from '../../../core/ports/inputs.ts';
import type { ReviewStreams } from '../../../core/ports/stores.ts';
import { foldPeriod } from '../../../core/review/events/folded.ts';
import type { Signed, StoredReviewEvent, TellingReport } from '../../../core/review/events/event.ts';
import { isSigned } from '../../../core/review/events/state.ts';
import type { ReviewState } from '../../../core/review/events/state.ts';
import { isBefore } from '../../../core/values/instant.ts';
import type { Instant } from '../../../core/values/instant.ts';
import type { StoredRun, StoredRuns } from '../../run/stored-runs.ts';
import { forwardAt } from './run-ahead.ts';
import { toldSinceIn } from './told-before.ts';

interface Telling {
  readonly period: string;
  /** Under review. */
  readonly run: StoredRun;
  readonly stored: StoredRuns;
  /** When the review is signed. */
  readonly until: Instant;
}

/**
 * Only a report that begins at the same population, reaches to this run at least, and names every account that this run
 * names: what it lacks would be told nowhere. One that leaves its own changes to another document tells none.
 *
 * @returns `null` where the report of this review tells it
 */
export async function toldMeanwhile(
  dependencies: { readonly reviews: ReviewStreams; readonly exportReader: ExportReader },
  { period, run, stored, until }: Telling,
): Promise<TellingReport | null> {
  const told = await toldSinceIn(run);
  if (told === null || told.since === null || told.changes.length === 0) return null;
  for (const review of await dependencies.reviews.list()) {
    if (review === period) continue;
    const stream = await dependencies.reviews.load(review);
    const other = signedIn(stream);
    if (other === null || isBefore(other.signature.at, run.record.asOf) || isBefore(until, other.signature.at))
      continue;
    const there = await toldSinceIn(await stored.get(other.state.run, `the review ${review}`));
    if (there === null || there.untold !== null || there.since?.run.id !== told.since.run.id) continue;
    const forward = await forwardAt(dependencies, { period: review, stream, stored });
    const reached = forward?.to.asOf ?? other.state.runAsOf;
    if (isBefore(reached, run.record.asOf)) continue;
    const named = new Set([...there.changes, ...(forward?.changes ?? [])].map(({ login }) => login));
    if (!told.changes.every(({ login }) => named.has(login))) continue;
    return { review, signedAt: other.signature.at, asOf: reached };
  }
  return null;
}

/** @returns `null` for a review that is not signed, or whose report leaves what changed to another document */
function signedIn(
  stream: readonly StoredReviewEvent[],
): { readonly state: ReviewState; readonly signature: Signed } | null {
  const { state } = foldPeriod(stream);
  const signature = state === null || !isSigned(state) ? undefined : state.signatures.at(-1);
  if (state === null || signature === undefined) return null;
  return state.toldBy === null && signature.toldBy === undefined ? { state, signature } : null;
}
