// Gives an event its time: the clock's, unless the clock says what the stream and the run already contradict.
import { isBefore } from '../../values/instant.ts';
import type { Instant } from '../../values/instant.ts';
import type { ReviewEvent, StoredReviewEvent } from './event.ts';

/**
 * A clock that was set back, or a writer who was overtaken while at work, must not record what `verify` refuses later:
 * an event is no earlier than the one before it (contract, section 10). A run that was missed is recorded with the time
 * at which it was due, so it does not follow this rule; what comes after it does.
 *
 * @param at what the clock says
 * @returns `at`, or the time of the last event, or of the missed runs behind it, where that is later
 */
export function recordedAt(at: Instant, events: readonly StoredReviewEvent[]): Instant {
  const last = events.findLastIndex(({ event }) => event.kind !== 'run-missed');
  return events.slice(Math.max(0, last)).reduce((latest, { event }) => later(latest, event.at), at);
}

/** An event as it is recorded behind `events`: a review begins no earlier than its run, and no proof before its export. */
export function inTime(event: ReviewEvent, events: readonly StoredReviewEvent[]): ReviewEvent {
  if (event.kind === 'run-missed') return event;
  return { ...event, at: recordedAt(later(event.at, restsOn(event)), events) };
}

/** What lay before the event, whatever the clock says: its run, or the export that it tells of. */
function restsOn(event: ReviewEvent): Instant {
  if (event.kind === 'opened' || event.kind === 'rebased') return event.runAsOf;
  return event.kind === 'removals-observed' ? event.exportedAt : event.at;
}

function later(one: Instant, other: Instant): Instant {
  return isBefore(one, other) ? other : one;
}
