// Which report carries what somebody has just said of a review.
import { foldReview } from '../../../../core/review/events/folded.ts';
import { carriedBy } from '../../../../core/review/signatures/carried-by.ts';
import type { CarryingReport } from '../../../../core/review/signatures/carried-by.ts';
import type { Ports } from '../../ports.ts';

/** A review that was voided since has no report to carry it. */
export async function carriedNow({ reviews }: Pick<Ports, 'reviews'>, period: string): Promise<CarryingReport> {
  const state = foldReview(await reviews.load(period));
  return state === null ? 'none' : carriedBy(state);
}
