// Instants, days and clocks as tests write them.
import { parseDay, parseInstant } from '../../core/values/instant.ts';
import type { Day, Instant } from '../../core/values/instant.ts';
import type { Clock } from '../../core/ports/world.ts';

/** @example at('2026-10-05T08:00:00Z') */
export function at(text: string): Instant {
  const instant = parseInstant(text);
  if (instant === null) throw new Error(`the test wrote no instant: ${text}`);
  return instant;
}

/** @example onDay('2026-10-05') */
export function onDay(text: string): Day {
  const day = parseDay(text);
  if (day === null) throw new Error(`the test wrote no day: ${text}`);
  return day;
}

/** A clock that stands still. */
export function clockAt(text: string): Clock {
  return { now: () => at(text) };
}
