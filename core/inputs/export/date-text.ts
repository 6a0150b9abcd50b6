// What one date cell can mean, read by itself: slash forms stay open until the whole file has been seen.
import { dayMoment, instantInZone, isNever, parseDay, parseInstant } from '../../values/instant.ts';
import type { Moment } from '../../values/instant.ts';

export interface DateCell {
  readonly row: number;
  readonly header: string;
  readonly text: string;
}

export type SlashOrder = 'MM/DD/YYYY' | 'DD/MM/YYYY';

export type DateText =
  /** Empty, or a word for "never" or "unknown". */
  | { readonly kind: 'none' }
  /** The first moment of a program's clock: no date, and perhaps not "never" either. */
  | { readonly kind: 'zero' }
  | { readonly kind: 'moment'; readonly moment: Moment }
  /** `null` under the order that would name a day that does not exist. */
  | ({ readonly kind: 'slash' } & Readonly<Record<SlashOrder, Moment | null>>)
  /** The day first, as spreadsheets write dates in much of Europe; read only where it is declared. */
  | { readonly kind: 'dotted'; readonly moment: Moment }
  | { readonly kind: 'unreadable' };

const none: DateText = { kind: 'none' };
const zero: DateText = { kind: 'zero' };
const unreadable: DateText = { kind: 'unreadable' };
const noDate = new Set(['', '-', 'n/a', 'never', 'none', 'null']);
const leadingDay = /^(?:\d{4}-\d{2}-\d{2}|(\d{1,2})[/.](\d{1,2})[/.](\d{4}))(?=$|[Tt,\s])/;
const clockForm = /(?:[Tt]|,?\s+)(\d{1,2}):(\d{2})(?::(\d{2})(?:[.,]\d{1,9})?)?(?:\s*([AaPp])[Mm])?$/;
const slashForm = /^(\d{1,2})\/(\d{1,2})\/(\d{4})$/;
const dottedForm = /^(\d{1,2})\.(\d{1,2})\.(\d{4})$/;
/** No date is longer. The pattern for clocks takes quadratic time over blanks, which a hostile cell may hold. */
const longestDate = 40;
/** Of more different cells few repeat. */
const mostCells = 1_000;

/**
 * Reads ISO instants, ISO days, and ISO, slash or dotted days with an optional wall clock (24 hours, or AM and PM).
 *
 * @param timeZone where a wall clock or a day without a zone stands (IANA name)
 * @returns a function of the cell; it remembers days, because their bounds are costly to find and they repeat, and as many
 *   cells as repeat: an account then keeps a moment that others have too, and no text of its own
 * @example dateTextIn('UTC')('2026-10-05 08:00') // a moment, the instant 2026-10-05T08:00:00Z
 */
export function dateTextIn(timeZone: string): (cell: string) => DateText {
  const days = new Map<string, Moment | null>();

  function dayAt(text: string): Moment | null {
    const known = days.get(text);
    if (known !== undefined) return known;
    const day = parseDay(text);
    const moment = day === null ? null : dayMoment(day, timeZone);
    days.set(text, moment);
    return moment;
  }

  function momentAt(dayText: string, time: string | null): Moment | null {
    const day = dayAt(dayText);
    if (day === null || time === null) return day;
    return { kind: 'instant', at: instantInZone(`${dayText}T${time}`, timeZone) };
  }

  const cells = new Map<string, DateText>();

  return (cell) => {
    const known = cells.get(cell);
    if (known !== undefined) return known;
    const read = readCell(cell);
    if (cell.length <= longestDate && cells.size < mostCells) cells.set(cell, read);
    return read;
  };

  function readCell(cell: string): DateText {
    const text = cell.trim();
    if (noDate.has(text.toLowerCase())) return none;
    if (text.length > longestDate) return unreadable;
    const behindZero = afterZero(text);
    // What stands behind it must be a clock all the same.
    if (behindZero !== null) return readCell(`2000-01-01${behindZero}`).kind === 'moment' ? zero : unreadable;
    if (!isOurYear(text)) return unreadable;
    const instant = parseInstant(text);
    if (instant !== null) return { kind: 'moment', moment: { kind: 'instant', at: instant } };
    const clock = clockForm.exec(text);
    const time = clock === null ? null : timeOf(clock);
    if (time === 'no such time') return unreadable;
    const date = clock === null ? text : text.slice(0, clock.index);
    const slash = slashForm.exec(date);
    if (slash !== null) return slashText(slash, (day) => momentAt(day, time));
    const dotted = dottedForm.exec(date);
    const moment = momentAt(dotted === null ? date : isoOf(dotted), time);
    if (moment === null) return unreadable;
    return { kind: dotted === null ? 'moment' : 'dotted', moment };
  }
}

/** @returns what follows the zero of a program's clock; `null` for any other date */
function afterZero(text: string): string | null {
  const found = leadingDay.exec(text);
  if (found === null) return null;
  const [written, first, second, year] = found;
  const days =
    first === undefined || second === undefined
      ? [written]
      : [
          `${year}-${first.padStart(2, '0')}-${second.padStart(2, '0')}`,
          `${year}-${second.padStart(2, '0')}-${first.padStart(2, '0')}`,
        ];
  return days.some(isNever) ? text.slice(written.length) : null;
}

/** The first four digits of a date are its year; other calendars are some centuries away. */
function isOurYear(text: string): boolean {
  const year = /\d{4}/.exec(text)?.[0];
  return year === undefined || (Number(year) >= 1900 && Number(year) < 2200);
}

function slashText(found: RegExpExecArray, momentOn: (day: string) => Moment | null): DateText {
  const [, first = '', second = '', year = ''] = found;
  const monthFirst = momentOn(`${year}-${first.padStart(2, '0')}-${second.padStart(2, '0')}`);
  const dayFirst = momentOn(`${year}-${second.padStart(2, '0')}-${first.padStart(2, '0')}`);
  if (monthFirst === null && dayFirst === null) return unreadable;
  return { kind: 'slash', 'MM/DD/YYYY': monthFirst, 'DD/MM/YYYY': dayFirst };
}

function isoOf(found: RegExpExecArray): string {
  const [, day = '', month = '', year = ''] = found;
  return `${year}-${month.padStart(2, '0')}-${day.padStart(2, '0')}`;
}

function timeOf(found: RegExpExecArray): string {
  const [, hourText = '', minute = '', second = '00', half] = found;
  const hour = Number(hourText);
  const inHalf = half === undefined ? hour <= 23 : hour >= 1 && hour <= 12;
  if (!inHalf || Number(minute) > 59 || Number(second) > 59) return 'no such time';
  const ofDay = half === undefined ? hour : (hour % 12) + (half.toLowerCase() === 'p' ? 12 : 0);
  return `${String(ofDay).padStart(2, '0')}:${minute}:${second}`;
}
