// Takes back somebody's own signature while the other stage is open; what was signed, and that it was, stays on record.
import type { Clock } from '../../../core/ports/world.ts';
import type { Assurance, SignatureWithdrawn } from '../../../core/review/events/event.ts';
import { assuranceIn } from '../../../core/review/lines/actor.ts';
import { notOpen } from '../../../core/review/signatures/not-open.ts';
import { signatureBy, takingBackRefusals } from '../../../core/review/signatures/way-back.ts';
import type { CanonicalLogin } from '../../../core/values/login.ts';
import { ok, refused, refusedAll } from '../../../core/values/result.ts';
import type { Result } from '../../../core/values/result.ts';
import { add, changeReview, done } from '../../change-review.ts';
import { storedRuns } from '../../run/stored-runs.ts';
import type { OpenStateDependencies } from '../standing/open-state.ts';

/** What each way back is asked with. */
export interface WayBackRequest {
  readonly period: string;
  readonly by: CanonicalLogin;
  readonly assurance: Assurance;
  readonly reason: string;
}

/** The decisions stay as they are; the stage is signed again, by the same person or by another. */
export async function takeBackSignature(
  { clock, ...home }: OpenStateDependencies & { readonly clock: Clock },
  { period, ...request }: WayBackRequest,
): Promise<Result<SignatureWithdrawn>> {
  return changeReview<Result<SignatureWithdrawn>>(home.reviews, period, async ({ state, voids, mine }) => {
    const own = mine.find((event) => event.kind === 'signature-withdrawn');
    if (own !== undefined) return done(ok(own));
    if (state === null) return done(refused(notOpen(period, { voids })));
    const refusals = takingBackRefusals({ period, state, by: request.by });
    const signed = signatureBy(state, request.by);
    if (refusals.length > 0 || signed === null) return done(refusedAll(refusals));
    const config = await (await storedRuns(home).get(state.run, `the review ${period}`)).config();
    const assurance = assuranceIn(config, request.assurance);
    return add({ kind: 'signature-withdrawn', at: clock.now(), stage: signed.stage, ...request, assurance });
  });
}
