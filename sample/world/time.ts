// The days of the sample: its three reviews, and instants written as text and counted from one another.
import { dayInMs, hourInMs, instantFromMs, msOf, parseInstant } from '../../core/values/instant.ts';
import type { Instant } from '../../core/values/instant.ts';

/** @throws for a text that is no instant: the sample is written by hand */
export function at(text: string): Instant {
  const instant = parseInstant(text);
  if (instant === null) throw new Error(`the sample wrote no instant: ${text}`);
  return instant;
}

export function daysBefore(days: number, instant: Instant): Instant {
  return instantFromMs(msOf(instant) - days * dayInMs);
}

export function hoursAfter(hours: number, instant: Instant): Instant {
  return instantFromMs(msOf(instant) + hours * hourInMs);
}

export function secondsBefore(seconds: number, instant: Instant): Instant {
  return instantFromMs(msOf(instant) - seconds * 1000);
}

/** One review of the sample: when its export was taken, and when its directories were read and compared with it. */
export interface Quarter {
  readonly id: '2026-Q2' | '2026-Q3' | '2026-Q4';
  /** Where its files stand, below `sample/`. */
  readonly folder: string;
  readonly exportedAt: Instant;
  readonly asOf: Instant;
}

/**
 * The present review comes last. Its export was five days old when the directories were read, which is what two
 * findings are about.
 */
export const quarters: readonly [Quarter, Quarter, Quarter] = [
  {
    id: '2026-Q2',
    folder: 'previous/2026-Q2',
    exportedAt: at('2026-04-01T13:30:00Z'),
    asOf: at('2026-04-01T15:00:00Z'),
  },
  {
    id: '2026-Q3',
    folder: 'previous/2026-Q3',
    exportedAt: at('2026-07-01T13:30:00Z'),
    asOf: at('2026-07-01T15:00:00Z'),
  },
  {
    id: '2026-Q4',
    folder: '',
    exportedAt: at('2026-10-01T13:30:00Z'),
    asOf: at('2026-10-06T14:00:00Z'),
  },
];
export const present = quarters[2];

/** Whether this review is that one or a later one. */
export function isSince(id: Quarter['id'], on: Quarter): boolean {
  return on.id >= id;
}
