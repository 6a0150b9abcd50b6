// Takes back somebody's own signature while the other stage is open; what was signed, and that it was, stays on record.
import type { Reviews } from '../../../core/ports/stores.ts';
import type { Clock } from '../../../core/ports/world.ts';
import type { Assurance, SignatureWithdrawn } from '../../../core/review/events/event.ts';
import { notOpen, signatureBy, takingBackRefusals } from '../../../core/review/signatures/way-back.ts';
import type { CanonicalLogin } from '../../../core/values/login.ts';
import { ok, refused, refusedAll } from '../../../core/values/result.ts';
import type { Result } from '../../../core/values/result.ts';
import { add, changeReview, done } from '../../change-review.ts';

/** What each way back is asked with. */
export interface WayBackRequest {
  readonly period: string;
  readonly by: CanonicalLogin;
  readonly assurance: Assurance;
  readonly reason: string;
}

/** The decisions stay as they are; the stage is signed again, by the same person or by another. */
export async function takeBackSignature(
  { reviews, clock }: { readonly reviews: Reviews; readonly clock: Clock },
  { period, ...request }: WayBackRequest,
): Promise<Result<SignatureWithdrawn>> {
  return changeReview<Result<SignatureWithdrawn>>(reviews, period, async ({ state, voids, mine }) => {
    const own = mine.find((event) => event.kind === 'signature-withdrawn');
    if (own !== undefined) return done(ok(own));
    if (state === null) return done(refused(notOpen(period, { voids })));
    const refusals = takingBackRefusals({ period, state, by: request.by });
    const signed = signatureBy(state, request.by);
    if (refusals.length > 0 || signed === null) return done(refusedAll(refusals));
    return add({ kind: 'signature-withdrawn', at: clock.now(), stage: signed.stage, ...request });
  });
}
