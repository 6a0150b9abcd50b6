// Decides over a whole export what its slash dates mean: the declared order, or the one that the values prove.
import type { Config } from '../../config/config.ts';
import { earliest } from '../../values/instant.ts';
import type { Moment } from '../../values/instant.ts';
import { ok, refusedAll } from '../../values/result.ts';
import type { Refusal, Result } from '../../values/result.ts';
import { dateTextIn } from './date-text.ts';
import type { DateText, SlashOrder } from './date-text.ts';
import { quoted } from '../../values/text.ts';
import type { Place } from './place.ts';
import type { Table } from '../table.ts';

export interface DateCell {
  readonly row: number;
  readonly header: string;
  readonly text: string;
}

export type DateConfig = Pick<Config['export'], 'dateFormat' | 'timeZone'> & {
  /** A date cell of a workbook comes as an ISO date without a zone; a slash date there is text. */
  readonly format: Table['format'];
};

const realDate = /^\d{4}-\d{2}-\d{2}(?:T\d{2}:\d{2}:\d{2})?$/;

const declare = 'declare MM/DD/YYYY or DD/MM/YYYY in export.dateFormat';

/**
 * Sees every date cell of an export, and only then reads them. ISO dates are read under every declared format:
 * they have one meaning, and a re-saved workbook gives them for each cell that held a real date.
 *
 * @example
 * const survey = new DateSurvey({ timeZone: 'UTC' });
 * const seen = survey.see({ row: 2, header: 'Last Login', text: '12/31/2026' });
 * const dates = survey.settle(place); // ok: the file proves MM/DD/YYYY, and `dates.value(seen)` is that day
 */
export class DateSurvey {
  readonly #declared: DateConfig['dateFormat'];
  readonly #read: (text: string) => DateText;
  /** By header: the first cell that is no date, and how many there are. */
  readonly #unreadable = new Map<string, { readonly first: DateCell; count: number }>();
  readonly #proof: Record<SlashOrder, DateCell | null> = { 'MM/DD/YYYY': null, 'DD/MM/YYYY': null };
  #open: DateCell | null = null;
  readonly #isWorkbook: boolean;
  #real: DateCell | null = null;
  #slash: DateCell | null = null;

  constructor(config: DateConfig) {
    this.#isWorkbook = config.format === 'xlsx';
    this.#declared = config.dateFormat;
    this.#read = dateTextIn(config.timeZone);
  }

  /** @returns what the cell can mean; `settle` tells which moment that is */
  see(cell: DateCell): DateText {
    const read = this.#read(cell.text);
    if (read.kind === 'unreadable') this.#countUnreadable(cell);
    if (read.kind === 'slash') {
      this.#slash ??= cell;
      this.#weigh(read, cell);
    } else if (read.kind === 'moment' && realDate.test(cell.text.trim())) this.#real ??= cell;
    return read;
  }

  #weigh(read: Extract<DateText, { kind: 'slash' }>, cell: DateCell): void {
    const { 'MM/DD/YYYY': monthFirst, 'DD/MM/YYYY': dayFirst } = read;
    if (this.#declared !== undefined) {
      if (this.#declared === 'ISO' || read[this.#declared] === null) this.#countUnreadable(cell);
    } else if (dayFirst === null) {
      this.#proof['MM/DD/YYYY'] ??= cell;
    } else if (monthFirst === null) {
      this.#proof['DD/MM/YYYY'] ??= cell;
    } else if (earliest(monthFirst) !== earliest(dayFirst)) {
      this.#open ??= cell;
    }
  }

  /**
   * @returns how to read what `see` gave (`null`: the cell says never, or nothing), or refusals: a value that is no
   *   date, values that contradict one another, values that fit two orders and nothing decides
   */
  settle(place: Place): Result<(seen: DateText) => Moment | null> {
    const { 'MM/DD/YYYY': monthFirst, 'DD/MM/YYYY': dayFirst } = this.#proof;
    const refusals = [...this.#unreadable.values()].map((seen) => this.#notADate(seen, place));
    if (this.#isWorkbook && this.#real !== null && this.#slash !== null) {
      refusals.push(openedElsewhere(this.#real, this.#slash, place));
    }
    if (monthFirst !== null && dayFirst !== null) refusals.push(contradiction(monthFirst, dayFirst, place));
    if (monthFirst === null && dayFirst === null && this.#open !== null) refusals.push(ambiguity(this.#open, place));
    if (refusals.length > 0) return refusedAll(refusals);
    const proven = monthFirst === null ? 'DD/MM/YYYY' : 'MM/DD/YYYY';
    const order = this.#declared === undefined || this.#declared === 'ISO' ? proven : this.#declared;
    return ok((seen) => {
      if (seen.kind === 'slash') return seen[order];
      return seen.kind === 'moment' ? seen.moment : null;
    });
  }

  #countUnreadable(cell: DateCell): void {
    const known = this.#unreadable.get(cell.header);
    if (known === undefined) this.#unreadable.set(cell.header, { first: cell, count: 1 });
    else known.count += 1;
  }

  #notADate(seen: { readonly first: DateCell; readonly count: number }, place: Place): Refusal {
    const more = seen.count === 1 ? '' : ` and ${seen.count - 1} more in this column`;
    return {
      what: 'a value that is no date in the expected format',
      where: place(seen.first.row, seen.first.header),
      found: `${quoted(seen.first.text)}${more}`,
      expected: this.#declared === undefined ? 'ISO, MM/DD/YYYY or DD/MM/YYYY' : dateFormatText(this.#declared),
    };
  }
}

function dateFormatText(declared: NonNullable<DateConfig['dateFormat']>): string {
  return declared === 'ISO'
    ? 'ISO, as declared in export.dateFormat'
    : `${declared} (or ISO), as declared in export.dateFormat`;
}

function contradiction(monthFirst: DateCell, dayFirst: DateCell, place: Place): Refusal {
  return {
    what: 'two date formats in one file',
    where: place(monthFirst.row, monthFirst.header),
    found: `${quoted(monthFirst.text)} can only be MM/DD/YYYY, ${quoted(dayFirst.text)} in row ${dayFirst.row} only DD/MM/YYYY`,
    expected: 'one format in all date columns',
  };
}

/** A spreadsheet turns what is a date under its own locale into one, day and month exchanged, and leaves the rest. */
function openedElsewhere(real: DateCell, slash: DateCell, place: Place): Refusal {
  return {
    what: 'date cells beside dates as text, the mark of a file that was opened under another locale',
    where: place(real.row, real.header),
    found: `the date ${real.text}, and the text ${quoted(slash.text)} in row ${slash.row}, column ${slash.header}`,
    expected: 'the CSV as exported',
  };
}

function ambiguity(cell: DateCell, place: Place): Refusal {
  return {
    what: 'ambiguous date format',
    where: place(cell.row, cell.header),
    found: `${quoted(cell.text)}, and no value in the file tells month and day apart`,
    expected: declare,
  };
}
