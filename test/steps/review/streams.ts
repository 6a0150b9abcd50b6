// Streams of a review in memory, for plays that each begin with the same one.
import { chainEvent, chainStart } from '../../../core/review/events/chain.ts';
import type { StoredReviewEvent } from '../../../core/review/events/event.ts';
import type { Reviews } from '../../../core/ports/stores.ts';
import { period } from './year/opened.ts';

/** Streams in memory, so that every play begins with a review that was just opened. */
export function streamsFrom(opened: readonly StoredReviewEvent[]): Reviews {
  const stream = [...opened];
  return {
    append: async (_, expected, event) => {
      if (stream.length !== expected) return { kind: 'conflict', sequence: stream.length };
      stream.push(chainEvent(stream.at(-1)?.sha256 ?? chainStart, stream.length + 1, event));
      return { kind: 'appended' };
    },
    load: async () => [...stream],
    since: async (_, head) => stream.slice(head.sequence),
    list: async () => [period],
  };
}
