// Which files work orders were issued with: an administrator imports them as they are, so none is handed out that was changed.
import { reviewKey } from '../../core/names/object-keys.ts';
import type { StoredReviewEvent } from '../../core/review/events/event.ts';

/** @returns the SHA-256 of each file of each order of the period, by its key, as the events name it */
export function orderFiles(period: string, events: readonly StoredReviewEvent[]): ReadonlyMap<string, string> {
  const issued = events.map(({ event }) => event).filter((event) => event.kind === 'work-order-issued');
  return new Map(
    issued.flatMap(({ number, files }) =>
      files.map(({ name, sha256 }) => [reviewKey(period, `work-order-${number}/${name}`), sha256] as const),
    ),
  );
}
