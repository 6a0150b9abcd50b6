// What one date cell can mean, read by itself: slash forms stay open until the whole file has been seen.
import { dayMoment, instantInZone, isNever, parseDay, parseInstant, withIsoDay } from '../../../values/instant.ts';
import type { Moment } from '../../../values/instant.ts';

export interface DateCell {
  readonly row: number;
  readonly header: string;
  readonly text: string;
}

export type SlashOrder = 'MM/DD/YYYY' | 'DD/MM/YYYY';

export type DateText =
  /** Empty, or a word for "never" or "unknown". */
  | { readonly kind: 'none' }
  /** The first moment of a program's clock (`zero`): not a date, and not surely "never" either. */
  | { readonly kind: 'zero' }
  | { readonly kind: 'moment'; readonly moment: Moment }
  /** `null` for the order under which the cell would name a day that does not exist. */
  | ({ readonly kind: 'slash' } & Readonly<Record<SlashOrder, Moment | null>>)
  /**
   * The day comes first, as spreadsheets write dates in much of Europe. It is read only where the configuration
   * declares it.
   */
  | { readonly kind: 'dotted'; readonly moment: Moment }
  | { readonly kind: 'unreadable' };

const none: DateText = { kind: 'none' };
const zero: DateText = { kind: 'zero' };
const unreadable: DateText = { kind: 'unreadable' };
const noDate = new Set(['', '-', 'n/a', 'never', 'none', 'null']);
/** A day at the beginning: ISO, or in either order with slashes or dots; a clock may follow. */
const leadingDay = /^(?:\d{4}-\d{2}-\d{2}|(\d{1,2})[/.](\d{1,2})[/.](\d{4}))(?=$|[Tt,\s])/;
/** A clock at the end, behind a T, a comma or blanks: hour, minute, second, and the A or P of AM and PM. */
const clockForm = /(?:[Tt]|,?\s+)(\d{1,2}):(\d{2})(?::(\d{2})(?:[.,]\d{1,9})?)?(?:\s*([AaPp])[Mm])?$/;
const slashForm = /^(\d{1,2})\/(\d{1,2})\/(\d{4})$/;
const dottedForm = /^(\d{1,2})\.(\d{1,2})\.(\d{4})$/;
/** No date is longer. The pattern for clocks takes quadratic time over blanks, which a hostile cell may hold. */
const longestDate = 40;
/** How many different cells are remembered. A column with more of them repeats few. */
const mostCells = 1_000;

/**
 * Reads ISO instants, ISO days, and ISO, slash or dotted days with an optional wall clock (24 hours, or AM and PM); a day
 * that begins with its year is ISO's, whatever stands between.
 *
 * @param timeZone where a wall clock or a day without a zone stands (IANA name)
 * @returns a function of the cell; it remembers days, because their bounds are costly to find and they repeat, and as many
 *   cells as repeat: an account then keeps a moment that others have too, and no text of its own
 * @example dateTextIn('UTC')('2026-10-05 08:00') // a moment, the instant 2026-10-05T08:00:00Z
 */
export function dateTextIn(timeZone: string): (cell: string) => DateText {
  const momentAt = momentsIn(timeZone);
  const cells = new Map<string, DateText>();
  return (cell) => {
    const known = cells.get(cell);
    if (known !== undefined) return known;
    const read = readCell(cell, momentAt);
    if (cell.length <= longestDate && cells.size < mostCells) cells.set(cell, read);
    return read;
  };
}

/** The moment of an ISO day, or of a wall clock (`HH:MM:SS`) on it; `null` where there is no such day. */
type MomentAt = (dayText: string, time: string | null) => Moment | null;

function momentsIn(timeZone: string): MomentAt {
  const days = new Map<string, Moment | null>();
  const dayAt = (text: string): Moment | null => {
    const known = days.get(text);
    if (known !== undefined) return known;
    const day = parseDay(text);
    const moment = day === null ? null : dayMoment(day, timeZone);
    days.set(text, moment);
    return moment;
  };
  return (dayText, time) => {
    const day = dayAt(dayText);
    if (day === null || time === null) return day;
    return { kind: 'instant', at: instantInZone(`${dayText}T${time}`, timeZone) };
  };
}

function readCell(cell: string, momentAt: MomentAt): DateText {
  const text = cell.trim();
  if (noDate.has(text.toLowerCase())) return none;
  if (text.length > longestDate) return unreadable;
  const written = withIsoDay(text);
  if (written !== text) return readCell(written, momentAt);
  const behindZero = afterZero(text);
  // What stands behind the zero must be a clock, or the cell is no date.
  if (behindZero !== null) return readCell(`2000-01-01${behindZero}`, momentAt).kind === 'moment' ? zero : unreadable;
  if (!isOurYear(text)) return unreadable;
  const instant = parseInstant(text);
  if (instant !== null) return { kind: 'moment', moment: { kind: 'instant', at: instant } };
  const clock = clockForm.exec(text);
  if (clock === null) return readDate(text, (day) => momentAt(day, null));
  const time = timeOf(clock);
  return time === null ? unreadable : readDate(text.slice(0, clock.index), (day) => momentAt(day, time));
}

/** A day as somebody wrote it, at the time that stands behind it. */
function readDate(date: string, momentOn: (day: string) => Moment | null): DateText {
  const slash = slashForm.exec(date);
  if (slash !== null) return slashText(slash, momentOn);
  const dotted = dottedForm.exec(date);
  const moment = momentOn(dotted === null ? date : dottedDay(dotted));
  if (moment === null) return unreadable;
  return { kind: dotted === null ? 'moment' : 'dotted', moment };
}

/** @returns what follows the zero of a program's clock; `null` for any other date */
function afterZero(text: string): string | null {
  const found = leadingDay.exec(text);
  if (found === null) return null;
  const [written, first, second, year = ''] = found;
  const days =
    first === undefined || second === undefined
      ? [written]
      : [isoDay(year, first, second), isoDay(year, second, first)];
  return days.some(isNever) ? text.slice(written.length) : null;
}

/** Whether the first four digits are a year of our calendar. Years of other calendars are some centuries away. */
function isOurYear(text: string): boolean {
  const year = /\d{4}/.exec(text)?.[0];
  return year === undefined || (Number(year) >= 1900 && Number(year) < 2200);
}

function slashText(found: RegExpExecArray, momentOn: (day: string) => Moment | null): DateText {
  const [, first = '', second = '', year = ''] = found;
  const monthFirst = momentOn(isoDay(year, first, second));
  const dayFirst = momentOn(isoDay(year, second, first));
  if (monthFirst === null && dayFirst === null) return unreadable;
  return { kind: 'slash', 'MM/DD/YYYY': monthFirst, 'DD/MM/YYYY': dayFirst };
}

function dottedDay(found: RegExpExecArray): string {
  const [, day = '', month = '', year = ''] = found;
  return isoDay(year, month, day);
}

/** @example isoDay('2026', '5', '10') // '2026-05-10' */
function isoDay(year: string, month: string, day: string): string {
  return `${year}-${month.padStart(2, '0')}-${day.padStart(2, '0')}`;
}

/** A clock of 24 hours, or AM and PM, as `HH:MM:SS`; `null` where there is no such time. */
function timeOf(found: RegExpExecArray): string | null {
  const [, hourText = '', minute = '', second = '00', half] = found;
  const hour = Number(hourText);
  const inHalf = half === undefined ? hour <= 23 : hour >= 1 && hour <= 12;
  if (!inHalf || Number(minute) > 59 || Number(second) > 59) return null;
  const noon = half?.toLowerCase() === 'p' ? 12 : 0;
  const ofDay = half === undefined ? hour : (hour % 12) + noon;
  return `${String(ofDay).padStart(2, '0')}:${minute}:${second}`;
}
