// The last review that every stage has signed: what a later one is compared with.
import { isBefore } from '../../../core/values/instant.ts';
import type { Instant } from '../../../core/values/instant.ts';
import type { Reviews, Runs } from '../../../core/ports.ts';
import { foldReview, isSigned } from '../../../core/review/events/state.ts';
import type { ReviewState } from '../../../core/review/events/state.ts';
import type { RunRecord } from '../../../core/run.ts';

export interface SignedReview {
  readonly review: string;
  readonly state: ReviewState;
  readonly run: RunRecord;
}

/** Of the reviews whose run has an earlier as-of, the signed one with the latest. */
export async function lastSigned(
  { reviews, runs }: { readonly reviews: Reviews; readonly runs: Runs },
  before: Instant,
): Promise<SignedReview | null> {
  let last: { readonly review: string; readonly state: ReviewState } | null = null;
  for (const review of await reviews.list()) {
    const state = foldReview(await reviews.load(review));
    if (state === null || !isSigned(state) || !isBefore(state.runAsOf, before)) continue;
    if (last === null || isBefore(last.state.runAsOf, state.runAsOf)) last = { review, state };
  }
  if (last === null) return null;
  const run = await runs.get(last.state.run);
  if (run === null) throw new Error(`the run ${last.state.run} of the review ${last.review} is not recorded`);
  return { ...last, run };
}
