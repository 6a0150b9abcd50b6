// The one loop that writes to a review: it looks at the stream, appends an event, and looks again when somebody else
// was first.
import type { Reviews } from '../core/ports/stores.ts';
import { withEvent } from '../core/review/events/chain.ts';
import type { ReviewEvent, StoredReviewEvent } from '../core/review/events/event.ts';
import { inTime } from '../core/review/events/recorded-at.ts';
import { foldPeriod } from '../core/review/events/folded.ts';
import type { ReviewState, VoidedReview } from '../core/review/events/state.ts';

/** The events of a period, as they stand when the next event is chosen. */
export interface Stream {
  readonly events: readonly StoredReviewEvent[];
  /** `null` while nobody has opened the review. */
  readonly state: ReviewState | null;
  /** Reviews of the period that were voided. */
  readonly voids: readonly VoidedReview[];
  /** The events that this change has appended so far, in order. */
  readonly mine: readonly ReviewEvent[];
}

export type Next<Answer> =
  | { readonly kind: 'add'; readonly event: ReviewEvent }
  | { readonly kind: 'done'; readonly answer: Answer };

export function add(event: ReviewEvent): Next<never> {
  return { kind: 'add', event };
}

export function done<Answer>(answer: Answer): Next<Answer> {
  return { kind: 'done', answer };
}

/**
 * Calls `next` until it answers that it is done: first with the stored stream, then with its own event appended, or
 * with the stream loaded anew when another event was there first. So `next` has to judge what it is shown each time,
 * and the events that it appends have to lead to an end. An event that is dated before the last one gets the time of
 * the last one.
 *
 * @example await changeReview(reviews, '2026-Q4', async ({ state }) => state?.closed ? done(state) : add(closing))
 */
export async function changeReview<Answer>(
  reviews: Reviews,
  period: string,
  next: (stream: Stream) => Promise<Next<Answer>>,
): Promise<Answer> {
  let events = await reviews.load(period);
  const mine: ReviewEvent[] = [];
  for (;;) {
    const step = await next({ events, ...foldPeriod(events), mine });
    if (step.kind === 'done') return step.answer;
    const event = inTime(step.event, events);
    const { kind } = await reviews.append(period, events.length, event);
    if (kind === 'conflict') {
      events = await reviews.load(period);
      continue;
    }
    events = withEvent(events, event);
    mine.push(event);
  }
}
