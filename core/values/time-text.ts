// Time as people are told it: spans, days and instants in the one form of everything printed, and back.
import { hourInMs, msOf, parseDay } from './instant.ts';
import type { Day, Instant, Moment } from './instant.ts';

/**
 * A span of time in the one form in which people are told any: whole days, and what is left of them. A second that was
 * begun counts, so that what is barely too long does not read like what is allowed.
 *
 * @example durationText(76 * hourInMs) // '3 days 4 hours'
 * @example durationText(0) // 'less than a second'
 */
export function durationText(ms: number): string {
  const seconds = Math.ceil(ms / 1000);
  const parts = [
    { count: Math.floor(seconds / 86_400), unit: 'day' },
    { count: Math.floor(seconds / 3600) % 24, unit: 'hour' },
    { count: Math.floor(seconds / 60) % 60, unit: 'minute' },
    { count: seconds % 60, unit: 'second' },
  ].filter(({ count }) => count > 0);
  if (parts.length === 0) return 'less than a second';
  return parts.map(({ count, unit }) => `${count} ${unit}${count === 1 ? '' : 's'}`).join(' ');
}

/**
 * The same of hours as data has them; an hour that was begun counts.
 *
 * @example hoursText(19) // '19 hours'
 * @example hoursText(0) // 'less than an hour'
 */
export function hoursText(hours: number): string {
  return hours === 0 ? 'less than an hour' : durationText(Math.ceil(hours) * hourInMs);
}

/**
 * How old something was at a later time, in whole hours.
 *
 * @example ageText(exportedAt, signedAt) // '14 days 23 hours later'
 */
export function ageText(from: Instant, to: Instant): string {
  const hours = Math.floor((msOf(to) - msOf(from)) / hourInMs);
  if (hours < 0) return `${hoursText(-hours)} earlier`;
  return `${hoursText(hours)} later`;
}

const months = [
  'January',
  'February',
  'March',
  'April',
  'May',
  'June',
  'July',
  'August',
  'September',
  'October',
  'November',
  'December',
];

/** A day for people, with the year always said: `3 October 2026`. */
export function dayText(day: Day): string {
  const [year, month, date] = day.split('-').map(Number);
  return `${date} ${months[(month ?? 1) - 1]} ${year}`;
}

/** An instant for people, in UTC, to the minute: `3 October 2026, 08:00 UTC`. */
export function instantText(instant: Instant): string {
  return `${dayText(instant.slice(0, 10) as Day)}, ${instant.slice(11, 16)} UTC`;
}

export function momentText(moment: Moment): string {
  return moment.kind === 'instant' ? instantText(moment.at) : dayText(moment.day);
}

/**
 * The day of what `momentText` wrote; in UTC where it wrote an instant.
 *
 * @returns `null` for any other text
 * @example momentDay('3 October 2026, 08:00 UTC') // '2026-10-03'
 */
export function momentDay(text: string): Day | null {
  const [, date = '', month = '', year = ''] =
    /^(\d{1,2}) ([A-Z][a-z]+) (\d{4})(?:, \d{2}:\d{2} UTC)?$/.exec(text) ?? [];
  const number = String(months.indexOf(month) + 1).padStart(2, '0');
  return parseDay(`${year}-${number}-${date.padStart(2, '0')}`);
}

/**
 * What `momentText` wrote, so that the order of the texts is that of the moments; a day alone comes before its instants.
 *
 * @returns any other text as it is
 * @example momentOrder('3 October 2026, 08:00 UTC') // '2026-10-03 08:00'
 */
export function momentOrder(text: string): string {
  const day = momentDay(text);
  if (day === null) return text;
  const [, time = ''] = /, (\d{2}:\d{2}) UTC$/.exec(text) ?? [];
  return `${day} ${time}`;
}

/** For narrow columns that say UTC in their header: `2026-10-03 08:00`, or the day alone. */
export function momentStamp(moment: Moment): string {
  return moment.kind === 'instant' ? `${moment.at.slice(0, 10)} ${moment.at.slice(11, 16)}` : moment.day;
}

/**
 * A stamp or an instant in the one style of the printed pages.
 *
 * @param look `short`: for narrow columns that say UTC in their header
 * @returns any other text as it is
 * @example stampText('2026-10-03 08:00', 'short') // '3 Oct 2026, 08:00'
 * @example stampText('2026-10-03 08:00', 'whole') // '3 October 2026, 08:00 UTC'
 */
export function stampText(stamp: string, look: 'whole' | 'short'): string {
  const [, day, time] = /^(\d{4}-\d\d-\d\d)(?:[ T](\d\d:\d\d[\d:.]*)Z?)?$/.exec(stamp) ?? [];
  if (day === undefined) return stamp;
  const whole = dayText(day as Day);
  if (look === 'whole') return time === undefined ? whole : `${whole}, ${time} UTC`;
  const [date, month = '', year] = whole.split(' ');
  return `${date} ${month.slice(0, 3)} ${year}${time === undefined ? '' : `, ${time}`}`;
}
