// How the review of a period stands: folded once for each stream, and then from where the last fold ended.
import { beginsWith } from './chain.ts';
import type { StoredReviewEvent } from './event.ts';
import { foldedOnto } from './fold.ts';
import type { FoldedPeriod, ReviewState } from './state.ts';

/** @returns `null` when no review stands open; its period may still have events about that */
export function foldReview(events: readonly StoredReviewEvent[]): ReviewState | null {
  return foldPeriod(events).state;
}

interface Folded {
  readonly events: readonly StoredReviewEvent[];
  readonly period: FoldedPeriod;
}

/** The latest fold of each stream, by its first event. */
const folded = new WeakMap<StoredReviewEvent, Folded>();

/** Of a stream whose beginning was folded before only the rest is folded. */
export function foldPeriod(events: readonly StoredReviewEvent[]): FoldedPeriod {
  const [first] = events;
  if (first === undefined) return { state: null, voids: [] };
  const known = folded.get(first);
  const before = known !== undefined && beginsWith(events, known.events) ? known : null;
  if (before?.events.length === events.length) return before.period;
  const period = foldedOnto(before?.period ?? null, events.slice(before?.events.length ?? 0));
  // A copy: whoever gave the list may go on adding to it.
  folded.set(first, { events: [...events], period });
  return period;
}
