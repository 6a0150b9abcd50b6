// The one loop that writes to a review: looks at the stream, adds an event, and looks again when somebody else was first.
import type { Reviews } from '../core/ports/stores.ts';
import { withEvent } from '../core/review/events/chain.ts';
import type { ReviewEvent, StoredReviewEvent } from '../core/review/events/event.ts';
import { inTime } from '../core/review/events/recorded-at.ts';
import { foldPeriod } from '../core/review/events/folded.ts';
import type { ReviewState, VoidedReview } from '../core/review/events/state.ts';

/** A period's stream, as it stands when the next event is chosen. */
export interface Stream {
  readonly events: readonly StoredReviewEvent[];
  /** `null` while nobody has opened the review. */
  readonly state: ReviewState | null;
  /** Reviews of the period that were voided. */
  readonly voids: readonly VoidedReview[];
  /** What this very change has added so far, in order. */
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
 * Asks `next` until it is done: first with the stream as it is stored, then with its own event in place, or with the
 * stream loaded anew when another event took the place. So `next` has to look at what it is shown each time, and what
 * it adds must not make it add again for ever. An event whose time lies before the last one's takes that one's time.
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
