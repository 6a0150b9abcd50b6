// Decides over a whole export what its slash dates mean, by the declared order or the one that the values prove, and
// finds out whether a spreadsheet under another locale has changed dates.
import type { Config } from '../../../config/config.ts';
import { earliest, withIsoDay } from '../../../values/instant.ts';
import type { Moment } from '../../../values/instant.ts';
import { ok, refusedAll } from '../../../values/result.ts';
import type { Refusal, Result } from '../../../values/result.ts';
import { dateTextIn } from './date-text.ts';
import type { DateCell, DateText, SlashOrder } from './date-text.ts';
import { quoted } from '../../../values/text.ts';
import type { Place } from '../place.ts';
import type { Table } from '../../table.ts';

export type DateConfig = Pick<Config['export'], 'dateFormat' | 'timeZone'> & {
  readonly table: Pick<Table, 'format' | 'taken'>;
};

const declare = 'declare MM/DD/YYYY or DD/MM/YYYY in export.dateFormat';
const undeclared = 'ISO, MM/DD/YYYY or DD/MM/YYYY; DD.MM.YYYY where export.dateFormat declares it';

function isSlashOrder(declared: NonNullable<DateConfig['dateFormat']>): declared is SlashOrder {
  return declared === 'MM/DD/YYYY' || declared === 'DD/MM/YYYY';
}

/**
 * Is shown every date cell of an export first, and says only then what each means. ISO dates are read under every
 * declared format, because they have one meaning, and because a workbook that was saved again gives them for each cell
 * that held a real date.
 *
 * @example
 * const survey = new DateSurvey({ timeZone: 'UTC', table });
 * const seen = survey.see({ row: 2, header: 'Last Login', text: '12/31/2026' });
 * const dates = survey.settle(place); // ok: the file proves MM/DD/YYYY, and `dates.value(seen)` is that day
 */
export class DateSurvey {
  readonly #declared: DateConfig['dateFormat'];
  readonly #read: (text: string) => DateText;
  /** By header: the first cell that is no date, and how many such cells there are. */
  readonly #unreadable = new Map<string, { readonly first: DateCell; count: number }>();
  readonly #proof: Record<SlashOrder, DateCell | null> = { 'MM/DD/YYYY': null, 'DD/MM/YYYY': null };
  #open: DateCell | null = null;
  readonly #resaved: ResavedDates;

  constructor(config: DateConfig) {
    this.#resaved = new ResavedDates(config.table);
    this.#declared = config.dateFormat;
    this.#read = dateTextIn(config.timeZone);
  }

  /** @returns what the cell can mean; `settle` tells which moment that is */
  see(cell: DateCell): DateText {
    const read = this.#read(cell.text);
    if (read.kind === 'unreadable') this.#countUnreadable(cell);
    if (read.kind === 'dotted' && this.#declared !== 'DD.MM.YYYY') this.#countUnreadable(cell);
    if (read.kind === 'slash') this.#weigh(read, cell);
    this.#resaved.see(cell, read);
    return read;
  }

  /** Whether `settle` will refuse, whatever the remaining rows hold. */
  get isRefused(): boolean {
    const { 'MM/DD/YYYY': monthFirst, 'DD/MM/YYYY': dayFirst } = this.#proof;
    return this.#unreadable.size > 0 || (monthFirst !== null && dayFirst !== null);
  }

  #weigh(read: Extract<DateText, { kind: 'slash' }>, cell: DateCell): void {
    const { 'MM/DD/YYYY': monthFirst, 'DD/MM/YYYY': dayFirst } = read;
    if (this.#declared !== undefined) {
      if (!isSlashOrder(this.#declared) || read[this.#declared] === null) this.#countUnreadable(cell);
    } else if (dayFirst === null) {
      this.#proof['MM/DD/YYYY'] ??= cell;
    } else if (monthFirst === null) {
      this.#proof['DD/MM/YYYY'] ??= cell;
    } else if (earliest(monthFirst) !== earliest(dayFirst)) {
      this.#open ??= cell;
    }
  }

  /**
   * @returns a function that gives the moment of what `see` returned (`null`: the cell says never, or nothing). Or
   *   refusals: a value that is no date, values that contradict one another, or values that fit both orders where
   *   nothing decides
   */
  settle(place: Place): Result<(seen: DateText) => Moment | null> {
    const { 'MM/DD/YYYY': monthFirst, 'DD/MM/YYYY': dayFirst } = this.#proof;
    const refusals = [...this.#unreadable.values()].map((seen) => this.#notADate(seen, place));
    refusals.push(...this.#resaved.refusals(place));
    if (monthFirst !== null && dayFirst !== null) refusals.push(contradiction(monthFirst, dayFirst, place));
    if (monthFirst === null && dayFirst === null && this.#open !== null) refusals.push(ambiguity(this.#open, place));
    if (refusals.length > 0) return refusedAll(refusals);
    const proven = monthFirst === null ? 'DD/MM/YYYY' : 'MM/DD/YYYY';
    const order = this.#declared !== undefined && isSlashOrder(this.#declared) ? this.#declared : proven;
    return ok((seen) => {
      if (seen.kind === 'slash') return seen[order];
      return seen.kind === 'moment' || seen.kind === 'dotted' ? seen.moment : null;
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
      expected: `${this.#declared === undefined ? undeclared : dateFormatText(this.#declared)}${serial.test(seen.first.text) ? counted : ''}`,
    };
  }
}

/** The number by which a spreadsheet counts a day of these years, with its time as a fraction. */
const serial = /^\s*[345]\d{4}(?:[.,]\d+)?\s*$/;
const counted = '; where a spreadsheet shows the number of a day, the column is formatted as dates before it is saved';

/** A date cell of a workbook, as its reader gives it. */
const realDate = /^\d{4}-\d{2}-\d{2}(?:T\d{2}:\d{2}:\d{2})?$/;
/** A date cell that a spreadsheet saved as CSV under a locale whose dates begin with the year, as ISO's do. */
const savedDate = /^\d{4}-\d{2}-(\d{2})(?: \d{1,2}:\d{2}(?::\d{2})?)?$/;

interface Seen {
  date: DateCell | null;
  slash: DateCell | null;
  /** Whether some value of the column proves that day and month were not exchanged. */
  isProvenIntact: boolean;
}

/**
 * Looks for the mark of a file that was opened under another locale. A spreadsheet turns each text that is a date under
 * its own locale into a date, with day and month exchanged, and leaves the other texts as they were. The file then has
 * real dates beside texts with slashes. In a workbook the two are different kinds of cells. In a CSV the mark is a
 * column whose slash dates all name a day after the 12th while none of its other dates does; one value that breaks this
 * proves the column intact.
 */
export class ResavedDates {
  readonly #table: Pick<Table, 'format' | 'taken'>;
  /** By header in a CSV. A workbook counts as one column. */
  readonly #columns = new Map<string, Seen>();

  constructor(table: Pick<Table, 'format' | 'taken'>) {
    this.#table = table;
  }

  see(cell: DateCell, read: DateText): void {
    if (read.kind === 'slash') {
      const seen = this.#seenIn(cell);
      seen.slash ??= cell;
      if (read['MM/DD/YYYY'] !== null && read['DD/MM/YYYY'] !== null) seen.isProvenIntact = true;
    } else if (read.kind === 'moment') {
      const date = this.#isWorkbook ? realDate.exec(cell.text.trim()) : savedDate.exec(withIsoDay(cell.text.trim()));
      if (date === null) return;
      const seen = this.#seenIn(cell);
      seen.date ??= cell;
      if (Number(date[1]) > 12) seen.isProvenIntact = true;
    }
  }

  /**
   * One refusal for each column with the mark, and one in all for a workbook. None for a CSV that was taken into
   * evidence by an earlier run.
   */
  refusals(place: Place): readonly Refusal[] {
    if (!this.#isWorkbook && this.#table.taken === true) return [];
    return [...this.#columns.values()].flatMap(({ date, slash, isProvenIntact }) =>
      date === null || slash === null || (isProvenIntact && !this.#isWorkbook)
        ? []
        : [openedElsewhere(date, slash, place)],
    );
  }

  get #isWorkbook(): boolean {
    return this.#table.format === 'xlsx';
  }

  #seenIn({ header }: DateCell): Seen {
    const column = this.#isWorkbook ? '' : header;
    const known = this.#columns.get(column);
    if (known !== undefined) return known;
    const seen: Seen = { date: null, slash: null, isProvenIntact: false };
    this.#columns.set(column, seen);
    return seen;
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

function openedElsewhere(date: DateCell, slash: DateCell, place: Place): Refusal {
  return {
    what: 'dates that a spreadsheet made beside dates as text, the mark of a file that was opened under another locale',
    where: place(date.row, date.header),
    found: `the date ${date.text}, and the text ${quoted(slash.text)} in row ${slash.row}, column ${slash.header}`,
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
