// Dates of a directory: what never happened is absent, and one that is there and cannot be read is said.
import { isNever, parseInstant } from '../../../core/values/instant.ts';
import type { Instant } from '../../../core/values/instant.ts';
import { isSeen, plural } from '../../../core/values/text.ts';

export type ReadDate =
  | { readonly kind: 'date'; readonly at: Instant }
  | { readonly kind: 'never' }
  | { readonly kind: 'unreadable' };

/** No directory is older, and nobody left one before: a year of another calendar, or one that lost a digit. */
const firstYear = '1971';

/**
 * @param text as the directory writes it; what is missing, blank, and the zero of a clock in any zone, is never
 * @example readDate('0001-01-01T00:00:00+01:00') // { kind: 'never' }
 * @example readDate('0206-09-30T00:00:00Z') // { kind: 'unreadable' }, as is a day without a time
 */
export function readDate(text: string | null | undefined): ReadDate {
  if (typeof text !== 'string') return { kind: 'never' };
  const at = parseInstant(text);
  if (isNever(at ?? '') || isNever(text.trim()) || !isSeen(text)) return { kind: 'never' };
  return at === null || at < firstYear ? { kind: 'unreadable' } : { kind: 'date', at };
}

/** A date of a kind of row. */
export interface DateField {
  /** As the directory calls it, and in which row: `created of an assignment`. */
  readonly name: string;
  /** What it means where it cannot be read, as the end of a sentence. */
  readonly follows: string;
}

const longestShown = 40;

/** Reads the dates of one reading of a directory, and remembers for each field how many could not be read. */
export class ReadDates {
  readonly #unread = new Map<DateField, { readonly text: string; readonly id: string; count: number }>();

  /**
   * @param id of whom or what the row is
   * @returns the date, or `null` when there is none or it cannot be read
   */
  instantOf(field: DateField, text: string | null | undefined, id: string): Instant | null {
    const read = readDate(text);
    if (read.kind === 'unreadable') this.#count(field, text ?? '', id);
    return read.kind === 'date' ? read.at : null;
  }

  #count(field: DateField, text: string, id: string): void {
    const first = this.#unread.get(field);
    if (first === undefined) this.#unread.set(field, { text: text.slice(0, longestShown), id, count: 1 });
    else first.count += 1;
  }

  /** A sentence for each field with one that could not be read. */
  notes(): readonly string[] {
    return [...this.#unread].map(([{ name, follows }, { text, id, count }]) => {
      const whose = count === 1 ? `of ${id}` : `of ${id}, and ${plural(count - 1, 'more row')}`;
      return `The date ${name} cannot be read (${JSON.stringify(text)} ${whose}): ${follows}.`;
    });
  }
}
