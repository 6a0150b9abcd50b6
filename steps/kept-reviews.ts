// Keeps the streams of reviews that this process has checked, so that it need not read and check them again.
import type { Reviews } from '../core/ports/stores.ts';
import type { StoredReviewEvent } from '../core/review/events/event.ts';
import { withEvent } from '../core/review/events/chain.ts';

/**
 * `load` answers the same array until something is recorded, by this process or another. It reads only the events after
 * the last one that it knows, and each is bound to that one by its digest.
 *
 * @throws ReviewAltered when the store no longer holds what this process has seen
 */
export function keptReviews(reviews: Reviews): Reviews {
  const streams = new Map<string, readonly StoredReviewEvent[]>();
  return {
    async load(review) {
      const known = streams.get(review);
      const last = known?.at(-1);
      const events =
        known === undefined || last === undefined
          ? await reviews.load(review)
          : grown(known, await reviews.since(review, last));
      streams.set(review, events);
      return events;
    },
    since: async (review, head) => reviews.since(review, head),
    list: async () => reviews.list(),
    async append(review, expected, event) {
      const appended = await reviews.append(review, expected, event);
      const known = streams.get(review);
      if (appended.kind === 'appended' && known?.length === expected) streams.set(review, withEvent(known, event));
      return appended;
    },
  };
}

function grown(known: readonly StoredReviewEvent[], more: readonly StoredReviewEvent[]): readonly StoredReviewEvent[] {
  return more.length === 0 ? known : [...known, ...more];
}
