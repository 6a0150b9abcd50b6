// Voids a review that was opened in error: all of it stays on record, and the period is without a review again.
import type { Reviews } from '../../../core/ports/stores.ts';
import type { Clock } from '../../../core/ports/world.ts';
import { todayOf } from '../../../core/config/calendar.ts';
import { foldPeriod } from '../../../core/review/events/folded.ts';
import { recordedAt } from '../../../core/review/events/recorded-at.ts';
import { stateOn } from '../../../core/review/events/state.ts';
import type { VoidedReview } from '../../../core/review/events/state.ts';
import { notOpen } from '../../../core/review/signatures/not-open.ts';
import { voidRefusals } from '../../../core/review/signatures/way-back.ts';
import { ok, refused, refusedAll } from '../../../core/values/result.ts';
import { assuranceIn } from '../../../core/review/lines/actor.ts';
import type { Result } from '../../../core/values/result.ts';
import { add, changeReview, done } from '../../change-review.ts';
import { storedRuns } from '../../run/stored-runs.ts';
import { strangerIn } from '../standing/actor.ts';
import type { OpenStateDependencies } from '../standing/open-state.ts';
import type { WayBackRequest } from './take-back-signature.ts';

/** @returns what was voided, with the orders whose files nobody may import any more */
export async function voidReview(
  dependencies: OpenStateDependencies & { readonly clock: Clock },
  { period, ...request }: WayBackRequest,
): Promise<Result<VoidedReview>> {
  const stored = storedRuns(dependencies);
  const stranger = await strangerIn(dependencies, { period, by: request.by, act: 'voiding' });
  if (stranger !== null) return refused(stranger);
  return changeReview<Result<VoidedReview>>(dependencies.reviews, period, async ({ events, state, voids, mine }) => {
    const last = voids.at(-1);
    if (mine.length > 0 && last !== undefined) return done(ok(last));
    if (state === null) return done(refused(notOpen(period, { voids })));
    const run = await stored.get(state.run, `the review ${period}`);
    const config = await run.config();
    const at = recordedAt(dependencies.clock.now(), events);
    const standing = stateOn(state, todayOf(at, config));
    const refusals = voidRefusals({ period, state: standing, by: request.by, reviewers: config.reviewers });
    if (refusals.length > 0) return done(refusedAll(refusals));
    return add({ kind: 'voided', at, ...request, assurance: assuranceIn(config, request.assurance) });
  });
}

/** @returns the last voided review of a period that has no other; `null` where one stands open, or none was voided */
export async function voidedReview(reviews: Reviews, period: string): Promise<VoidedReview | null> {
  const { state, voids } = foldPeriod(await reviews.load(period));
  return state === null ? (voids.at(-1) ?? null) : null;
}
