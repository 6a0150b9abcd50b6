// Instants as a person reads and types them, each with the time zone it is said in.
import { instantInZone, parseDay } from '../../../core/values/instant.ts';
import type { Instant } from '../../../core/values/instant.ts';
import { serverNow } from '../api/server-clock.ts';

/** `5 Oct 2026, 14:03 GMT+2` */
export function when(instant: string | null, timeZone: string): string {
  if (instant === null) return '–';
  const date = new Date(instant);
  if (Number.isNaN(date.getTime())) return instant;
  return new Intl.DateTimeFormat('en-GB', {
    day: 'numeric',
    month: 'short',
    year: 'numeric',
    hour: '2-digit',
    minute: '2-digit',
    timeZoneName: 'short',
    timeZone,
  }).format(date);
}

/** `5 Oct 2026` of an instant, by the clock of the time zone, or of a day such as `2026-10-05`, which is the same everywhere. */
export function dayOf(text: string, timeZone: string): string {
  const date = new Date(text);
  if (Number.isNaN(date.getTime())) return text;
  const zone = parseDay(text) === null ? timeZone : 'UTC';
  return date.toLocaleDateString('en-GB', { day: 'numeric', month: 'short', year: 'numeric', timeZone: zone });
}

/** As a table has room for it: `28 Sep 2026` of `28 September 2026, 07:55 UTC`. */
export function dayShort(text: string | null): string {
  if (text === null) return 'unknown';
  return (text.split(',')[0] ?? text).replace(/[A-Z][a-z]{3,}/, (month) => month.slice(0, 3));
}

/** `3 days late`, `today`, `12 days left` */
export function daysLeftSay(days: number): string {
  if (days === 0) return 'due today';
  const count = Math.abs(days);
  return `${count} ${count === 1 ? 'day' : 'days'} ${days < 0 ? 'late' : 'left'}`;
}

/** `1.5 hours`, `3 days` */
export function hoursSay(hours: number | null): string {
  if (hours === null) return '–';
  if (hours < 48) return `${Math.round(hours * 10) / 10} hours`;
  return `${Math.round(hours)} hours (${Math.round(hours / 24)} days)`;
}

/**
 * By the clock of the time zone, and not later than now.
 *
 * @returns `null` for what is no such time
 * @example instantTyped('2026-10-05 08:00', 'Europe/Berlin') // '2026-10-05T06:00:00Z'
 */
export function instantTyped(text: string, timeZone: string): Instant | null {
  const [, day = '', hour = '', minute = '', second = '00'] =
    /^\s*(\d{4}-\d{2}-\d{2})[ T]([01]\d|2[0-3]):([0-5]\d)(?::([0-5]\d))?\s*$/.exec(text) ?? [];
  if (parseDay(day) === null) return null;
  const instant = instantInZone(`${day}T${hour}:${minute}:${second}`, timeZone);
  return Date.parse(instant) > serverNow() ? null : instant;
}
