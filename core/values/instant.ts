// Time as data: instants and days are parsed once and compared without a clock or the machine's time zone.

declare const instantBrand: unique symbol;
/** A moment in UTC, always written `2026-10-05T08:00:00Z` (milliseconds only when they are not zero). */
export type Instant = string & { readonly [instantBrand]: true };

declare const dayBrand: unique symbol;
/** A calendar day without a time, `2026-10-05`. */
export type Day = string & { readonly [dayBrand]: true };

/**
 * When something happened, as exactly as the source says: an instant, or only a day.
 * A day lasts from `from` (included) to `to` (excluded) in the time zone of its source.
 */
export type Moment =
  | { readonly kind: 'instant'; readonly at: Instant }
  | { readonly kind: 'day'; readonly day: Day; readonly from: Instant; readonly to: Instant };

export const hourInMs = 3_600_000;
export const dayInMs = 24 * hourInMs;

/**
 * ISO 8601 with a zone, and the forms that programs make of it: a blank for the T, no seconds, a comma, `UTC`, `+01`.
 */
const isoInstant =
  /^(\d{4})-(\d{2})-(\d{2})[Tt ](\d{2}):(\d{2})(?::(\d{2})(?:[.,](\d{1,9}))?)?\s?(Z|z|UTC|[+-]\d{2}(?::?\d{2})?)$/;
/** The one form in which this program writes instants. It does not tell whether the day exists. */
const canonicalInstant = /^\d{4}-\d{2}-\d{2}T(?:[01]\d|2[0-3]):[0-5]\d:[0-5]\d(?:\.(?!000)\d{3})?Z$/;
const isoDay = /^\d{4}-\d{2}-\d{2}$/;

export function instantFromMs(ms: number): Instant {
  return new Date(ms).toISOString().replace('.000Z', 'Z') as Instant;
}

/**
 * Milliseconds since 1970. It is asked about ten times for each account and identity, and arithmetic takes half the
 * time of `Date.parse`.
 */
export function msOf(instant: Instant): number {
  if (!canonicalInstant.test(instant) || !isDayWritten(instant)) return Date.parse(instant);
  const minutes = (dayNumber(instant) * 24 + digits(instant, 11, 13)) * 60 + digits(instant, 14, 16);
  const thousandths = instant.length === 'YYYY-MM-DDThh:mm:ssZ'.length ? 0 : digits(instant, 20, 23);
  return minutes * 60_000 + digits(instant, 17, 19) * 1000 + thousandths;
}

/**
 * Days since 1970-01-01, of a text that begins like `2026-10-05`. The year is counted from March, so that a leap day is
 * its last.
 */
function dayNumber(text: string): number {
  const [month, date] = [digits(text, 5, 7), digits(text, 8, 10)];
  const year = digits(text, 0, 4) - (month < 3 ? 1 : 0);
  const leapDays = Math.floor(year / 4) - Math.floor(year / 100) + Math.floor(year / 400);
  const dayOfYear = Math.floor((153 * ((month + 9) % 12) + 2) / 5) + date;
  return year * 365 + leapDays + dayOfYear - daysBefore1970;
}

/** From 0000-03-01, and the one that a day of a year begins with. */
const daysBefore1970 = 719_469;

/** Compares by time. As texts, an instant with a fraction of a second would come before the whole second. */
export function isBefore(one: Instant, other: Instant): boolean {
  return msOf(one) < msOf(other);
}

export function earlierOf(one: Instant, other: Instant): Instant {
  return isBefore(other, one) ? other : one;
}

/**
 * @returns `null` of none
 * @example latestOf([parseInstant('2026-10-05T08:00:00.5Z'), parseInstant('2026-10-05T08:00:00Z')]) // the first of the two
 */
export function latestOf(instants: readonly Instant[]): Instant | null {
  return instants.toSorted((one, other) => msOf(one) - msOf(other)).at(-1) ?? null;
}

/**
 * Reads an ISO 8601 instant with a zone. Fractions beyond milliseconds (Graph sends six or seven digits) are cut.
 *
 * @returns `null` when the text is no instant, names a day or hour that does not exist, or one before the year 0000 or
 *   after 9999 in UTC: the form in which instants are written has no such year.
 * @example parseInstant('2026-10-05T08:00:00.1234567Z') // '2026-10-05T08:00:00.123Z'
 */
export function parseInstant(text: string): Instant | null {
  // Most instants are in this form already, and there may be millions: writing each anew would make ten texts.
  if (canonicalInstant.test(text)) return isDayWritten(text) ? (text as Instant) : null;
  const found = isoInstant.exec(text.trim());
  if (found === null) return null;
  const [, year, month, day, hour, minute, second = '00', fraction = '', zone = 'Z'] = found;
  if (!isDayWritten(text.trim())) return null;
  if (Number(hour) > 23 || Number(minute) > 59 || Number(second) > 59) return null;
  const offset = zoneOffset(zone);
  if (offset === null) return null;
  const thousandths = fraction.padEnd(3, '0').slice(0, 3);
  const written = `${year}-${month}-${day}T${hour}:${minute}:${second}${thousandths === '000' ? '' : `.${thousandths}`}Z`;
  if (offset === 0) return written as Instant;
  const inUtc = instantFromMs(Date.parse(written) - offset);
  return canonicalInstant.test(inUtc) ? inUtc : null;
}

function zoneOffset(zone: string): number | null {
  const found = /^([+-])(\d{2}):?(\d{2})?$/.exec(zone);
  if (found === null) return 0;
  const [, sign, hours, minutes = '00'] = found;
  if (Number(hours) > 14 || Number(minutes) > 59) return null;
  return (sign === '-' ? -1 : 1) * (Number(hours) * hourInMs + Number(minutes) * 60_000);
}

/** Reads an ISO calendar day; `null` for anything else and for days that do not exist, such as 30 February. */
export function parseDay(text: string): Day | null {
  const trimmed = text.trim();
  return isoDay.test(trimmed) && isDayWritten(trimmed) ? (trimmed as Day) : null;
}

/**
 * Days that programs write for "never": the zeros of the clocks of Unix, .NET, SQL Server, MySQL and Windows, and of
 * spreadsheets, whose day 0 is the one before 1900-01-01. A time behind the day does not matter: written in a zone to
 * the west, the zero of Unix is on the day before.
 */
const zeroDays: ReadonlySet<string> = new Set([
  '0000-00-00',
  '0000-12-31',
  '0001-01-01',
  '1600-12-31',
  '1601-01-01',
  '1752-12-31',
  '1753-01-01',
  '1899-12-30',
  '1899-12-31',
  '1900-01-01',
  '1969-12-31',
  '1970-01-01',
]);

/**
 * Whether a text of the form `1601-01-01...` is on a day that stands for "never".
 *
 * @example isNever('0001-01-01T00:00:00+01:00') // true, as is what parseInstant makes of it
 */
export function isNever(text: string): boolean {
  return zeroDays.has(text.slice(0, 'YYYY-MM-DD'.length));
}

/** Whether the day exists that a text of the form `2026-10-05...` begins with. */
function isDayWritten(text: string): boolean {
  const [year, month, date] = [digits(text, 0, 4), digits(text, 5, 7), digits(text, 8, 10)];
  return month >= 1 && month <= 12 && date >= 1 && date <= daysIn(year, month);
}

/**
 * The number in a part of a text. It is read in place, because cutting it out first would make a text for each of
 * millions of days.
 */
function digits(text: string, from: number, to: number): number {
  let number = 0;
  for (let at = from; at < to; at += 1) number = number * 10 + text.charCodeAt(at) - 48;
  return number;
}

function daysIn(year: number, month: number): number {
  if (month !== 2) return month === 4 || month === 6 || month === 9 || month === 11 ? 30 : 31;
  return (year % 4 === 0 && year % 100 !== 0) || year % 400 === 0 ? 29 : 28;
}

const yearFirst = /^(\d{4})([/.])\s?(\d{1,2})\2\s?(\d{1,2})\.?(?=$|[Tt,\s])/;

/**
 * Writes a day that begins with its year as ISO does. Whatever stands between, it has one meaning; spreadsheets write
 * it so in East Asia, South Africa and Hungary.
 *
 * @returns the text with that day as ISO writes it; any other text as it is
 * @example withIsoDay('2026/10/5 8:00') // '2026-10-05 8:00'
 */
export function withIsoDay(text: string): string {
  const found = yearFirst.exec(text);
  if (found === null) return text;
  const [written, year, , month = '', day = ''] = found;
  return `${year}-${month.padStart(2, '0')}-${day.padStart(2, '0')}${text.slice(written.length)}`;
}

export function addDays(day: Day, days: number): Day {
  return new Date(Date.parse(`${day}T00:00:00Z`) + days * dayInMs).toISOString().slice(0, 10) as Day;
}

/** Whole days from `from` to `to`; negative when `to` comes first. */
export function daysBetween(from: Day, to: Day): number {
  return Math.round((Date.parse(`${to}T00:00:00Z`) - Date.parse(`${from}T00:00:00Z`)) / dayInMs);
}

const formats = new Map<string, Intl.DateTimeFormat>();

function formatFor(timeZone: string): Intl.DateTimeFormat {
  const known = formats.get(timeZone);
  if (known !== undefined) return known;
  const made = new Intl.DateTimeFormat('en-US', {
    timeZone,
    hourCycle: 'h23',
    year: 'numeric',
    month: '2-digit',
    day: '2-digit',
    hour: '2-digit',
    minute: '2-digit',
    second: '2-digit',
  });
  formats.set(timeZone, made);
  return made;
}

/** What the clock on a wall in a time zone shows at an instant, in milliseconds as if that were UTC. */
function wallClockMs(ms: number, timeZone: string): number {
  const part: Record<string, string> = {};
  for (const { type, value } of formatFor(timeZone).formatToParts(ms)) part[type] = value;
  const year = (part['year'] ?? '').padStart(4, '0');
  return Date.parse(`${year}-${part['month']}-${part['day']}T${part['hour']}:${part['minute']}:${part['second']}Z`);
}

/** The day on the calendar of `timeZone` (an IANA name) at this instant. */
export function dayOf(instant: Instant, timeZone: string): Day {
  if (timeZone === 'UTC') return instant.slice(0, 10) as Day;
  return new Date(wallClockMs(msOf(instant), timeZone)).toISOString().slice(0, 10) as Day;
}

/**
 * The instant at which the clock on a wall in `timeZone` shows `local` (`2026-10-05T08:00:00`, without a zone). A time
 * that is skipped when clocks change becomes the instant of the change; of one that is shown twice, the first instant
 * counts.
 */
export function instantInZone(local: string, timeZone: string): Instant {
  const wanted = Date.parse(`${local}Z`);
  if (timeZone === 'UTC') return instantFromMs(wanted);
  const before = wanted - (wallClockMs(wanted - dayInMs, timeZone) - (wanted - dayInMs));
  const after = wanted - (wallClockMs(wanted + dayInMs, timeZone) - (wanted + dayInMs));
  const [first, second] = before < after ? [before, after] : [after, before];
  return instantFromMs(wallClockMs(first, timeZone) === wanted ? first : second);
}

export function startOfDay(day: Day, timeZone: string): Instant {
  return instantInZone(`${day}T00:00:00`, timeZone);
}

export function dayMoment(day: Day, timeZone: string): Moment {
  return { kind: 'day', day, from: startOfDay(day, timeZone), to: startOfDay(addDays(day, 1), timeZone) };
}

/** The earliest instant that a moment can mean. */
export function earliest(moment: Moment): Instant {
  return moment.kind === 'instant' ? moment.at : moment.from;
}

/** The latest instant that a moment can mean (for a day: the end of it). */
export function latest(moment: Moment): Instant {
  return moment.kind === 'instant' ? moment.at : moment.to;
}
