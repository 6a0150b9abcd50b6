// The last review that every stage has signed: what a later one is compared with.
import { isBefore } from '../../../core/values/instant.ts';
import type { Instant } from '../../../core/values/instant.ts';
import type { Reviews } from '../../../core/ports/stores.ts';
import { foldReview } from '../../../core/review/events/folded.ts';
import { isSigned } from '../../../core/review/events/state.ts';
import type { ReviewState } from '../../../core/review/events/state.ts';
import type { StoredRun, StoredRuns } from '../../run/stored-runs.ts';

export interface SignedReview {
  readonly review: string;
  readonly run: StoredRun;
}

/** Of the reviews whose run has an earlier as-of, the signed one with the latest. */
export async function lastSigned(
  { reviews, stored }: { readonly reviews: Reviews; readonly stored: StoredRuns },
  before: Instant,
): Promise<SignedReview | null> {
  let last: { readonly review: string; readonly state: ReviewState } | null = null;
  for (const review of await reviews.list()) {
    const state = foldReview(await reviews.load(review));
    if (state === null || !isSigned(state) || !isBefore(state.runAsOf, before)) continue;
    if (last === null || isBefore(last.state.runAsOf, state.runAsOf)) last = { review, state };
  }
  if (last === null) return null;
  const { review, state } = last;
  return { review, run: await stored.get(state.run, `the review ${review}`) };
}
