// Notes what is recorded while a command works: when it fails afterwards, the person is told that, for example, their
// signature stands.
import type { Reviews } from '../core/ports/stores.ts';
import type { ReviewEvent } from '../core/review/events/event.ts';
import { NotWitnessed } from './witnessed-reviews.ts';

export interface NotedEvent {
  readonly review: string;
  readonly kind: ReviewEvent['kind'];
}

/** @param recorded is given each event that was appended, also where its witness could not be written */
export function notedReviews(reviews: Reviews, recorded: NotedEvent[]): Reviews {
  return {
    ...reviews,
    async append(review, expected, event) {
      const { kind } = event;
      try {
        const appended = await reviews.append(review, expected, event);
        if (appended.kind === 'appended') recorded.push({ review, kind });
        return appended;
      } catch (error) {
        if (error instanceof NotWitnessed) recorded.push({ review, kind });
        throw error;
      }
    },
  };
}

/** @example kindsOf([{ review: '2026-Q4', kind: 'work-order-issued' }]) // 'work order issued' */
export function kindsOf(recorded: readonly NotedEvent[]): string {
  return [...new Set(recorded.map(({ kind }) => kind.replaceAll('-', ' ')))].join(', ');
}
