// Looks for damage in the rows of a new export: cells that moved, letters and digits that were lost, and more text than
// people have. An export in the evidence of a run is not asked again; the version that took it asked its own questions.
import { longestText, mostLongText, mostRejected, usualText, weightOf } from '../../limits.ts';
import type { RejectedRow } from '../../account.ts';
import { lostLetters } from '../../../values/addresses.ts';
import { isRounded, plural, quoted, shortened } from '../../../values/text.ts';
import type { DateSurvey } from '../dates/dates.ts';
import { isOtherHeader } from './header-again.ts';
import type { FoundHeader } from '../header.ts';
import { MovedCells } from './moved-cells.ts';
import type { Fault, RowRecord } from '../place.ts';
import type { StatusSurvey } from '../statuses.ts';

/** What is known of the statuses and dates of the whole file at its end. */
export interface Surveys {
  readonly statuses: StatusSurvey;
  readonly dates: DateSurvey;
}

/** Each method returns the fault that ends the reading, or `null`. */
export interface RowDoubts {
  /** @param place among the rows of the file, counted from 1 */
  ofRow(record: RowRecord, place: number): Fault | null;
  /** @param rejected all rows so far in which no user stands; the last one is new */
  ofRejected(rejected: readonly RejectedRow[]): Fault | null;
  ofUser(record: RowRecord, user: { readonly email: string }): Fault | null;
  /** To be asked at the end of the file. */
  ofAll(): Fault | null;
  /**
   * Whether the export is certain to be refused. Its remaining rows are then read for their faults alone, because
   * keeping their accounts would take memory for nothing.
   */
  areCertain(): boolean;
  /** Whether there are so many faults that more of them would help nobody. */
  areEnough(): boolean;
}

export const noDoubts: RowDoubts = {
  ofRow: () => null,
  ofRejected: () => null,
  ofUser: () => null,
  ofAll: () => null,
  areCertain: () => false,
  areEnough: () => false,
};

/**
 * @example
 * const doubts = rowDoubts(header, surveys);
 * const fault = doubts.ofUser(record, { email: 'j?rg@acme.com' }); // an address with a question mark in place of a letter
 */
export function rowDoubts(header: FoundHeader, { statuses, dates }: Surveys): RowDoubts {
  const moved = header.table.format === 'csv' ? new MovedCells(header) : null;
  const numbers = employeeNumbers(header);
  const tooLong = longTexts(header);
  let rejectedWeight = 0;
  return {
    ofRow: (record, place) => moved?.see(record, place) ?? null,
    ofRejected(rejected) {
      const last = rejected.at(-1);
      rejectedWeight += weightOf(last?.cells ?? []);
      if (rejectedWeight > mostRejected) return tooManyRejected(rejected);
      return last === undefined ? null : (otherOrder(last, header) ?? damagedDomain(last, header));
    },
    ofUser: (record, { email }) =>
      damagedAddress(record.row, email) ?? duration(record, header) ?? numbers.see(record) ?? tooLong(record),
    ofAll: () => moved?.end() ?? numbers.rounded(),
    areCertain: () => dates.isRefused || statuses.isRefused,
    areEnough: () => statuses.isFull,
  };
}

/**
 * An address with a question mark or a box where a letter was: as after a broken byte, it is not known what else of the
 * file was lost, and the account would be nobody's.
 */
function damagedAddress(row: number, email: string): Fault | null {
  const lost = lostLetters(email);
  return lost === null
    ? null
    : { kind: 'fault', row, found: `an address with ${lost}: ${quoted(email)}`, expected: 'the file as exported' };
}

/**
 * A row that was rejected because its address lost letters of its domain. A note that stands in the column and holds a
 * question mark has blanks as well, and is left alone.
 */
function damagedDomain({ row, cells }: RejectedRow, { columns }: FoundHeader): Fault | null {
  const email = (cells[columns.find(({ field }) => field === 'email')?.index ?? -1] ?? '').trim();
  return /^\S+@\S+$/u.test(email) ? damagedAddress(row, email) : null;
}

/** A second header, below which the cells stand in another order: each would be read under its neighbour's header. */
function otherOrder({ row, cells }: RejectedRow, header: FoundHeader): Fault | null {
  if (!isOtherHeader(header, cells)) return null;
  const found = `a second header, whose columns stand otherwise: ${cells.map((cell) => quoted(cell)).join(', ')}`;
  return { kind: 'fault', row, found, expected: 'one export; of several that were laid end to end, the newest alone' };
}

/** A duration where a date belongs: a spreadsheet counts it as a day of 1900. `30:15` may have been made of an id. */
function duration({ row, durations = [] }: RowRecord, { columns }: FoundHeader): Fault | null {
  const column = columns.find(({ index }) => durations.includes(index));
  return column === undefined
    ? null
    : {
        kind: 'fault',
        row,
        found: `a cell of hours and minutes without a day in the column ${shortened(column.header)}`,
        expected: 'the file as exported, or a column of dates or of text',
      };
}

function tooManyRejected(rejected: readonly RejectedRow[]): Fault {
  const [first] = rejected;
  return {
    kind: 'fault',
    row: rejected.at(-1)?.row ?? 0,
    found: `${plural(rejected.length, 'row')} up to here that no user stands in, the first in row ${first?.row}: ${first?.reason}`,
    expected: `at most ${mostRejected / 1_000_000} MB of such rows; one row a user`,
  };
}

/** Looks for employee numbers that a spreadsheet changed, because it is not known whose such a number is. */
interface EmployeeNumbers {
  /** @returns what is certain from this cell alone */
  see(record: RowRecord): Fault | null;
  /**
   * @returns what all cells together show, at the end: long numbers may be rounded, unless one of them is certainly
   *   whole
   */
  rounded(): Fault | null;
}

function employeeNumbers({ columns, table }: FoundHeader): EmployeeNumbers {
  const column = columns.find(({ field }) => field === 'employeeId');
  let rounded: Fault | null = null;
  let areWhole = false;
  const changed = (row: number, cell: string, how: string): Fault => {
    const found = `${quoted(cell)} in the column ${shortened(column?.header ?? '')}: ${how}`;
    return { kind: 'fault', row, found, expected: 'the file as exported, or that column kept as text' };
  };
  return {
    see({ row, cells, longNumbers }) {
      const cell = column === undefined ? '' : (cells[column.index] ?? '');
      if (cell === '') return null;
      // Arabic digits come with their own decimal sign.
      if (isRounded(cell.replace('\u066b', '.'))) return changed(row, cell, digitsLost);
      if (table.format === 'xlsx' && dateOfCell.test(cell)) return changed(row, cell, 'a date was made of the number');
      const long = longNumbers?.find((number) => number.column === column?.index);
      if (long?.isRounded === false) areWhole = true;
      else if (long !== undefined) rounded ??= changed(row, cell, digitsLost);
      return null;
    },
    rounded: () => (areWhole ? null : rounded),
  };
}

const digitsLost = 'digits of the number are lost';
/** A date cell of a workbook. Spreadsheets make one of `1-2` and of `MAR1`. */
const dateOfCell = /^\d{4}-\d{2}-\d{2}(?:T\d{2}:\d{2}:\d{2})?$/;

/**
 * Looks for text that is longer than anybody's, in columns that feed a field. A single cell may be long; long cells are
 * counted over all rows, because a file full of them takes the memory of many files. A long e-mail cell rejects its row
 * alone.
 */
function longTexts({ columns }: FoundHeader): (record: RowRecord) => Fault | null {
  let longText = 0;
  return ({ row, cells }) => {
    for (const { field, header, index } of columns) {
      const { length } = cells[index] ?? '';
      if (field === 'email' || length <= usualText) continue;
      longText += length;
      const found = `${length} characters in the column ${shortened(header)}`;
      if (length > longestText)
        return { kind: 'fault', row, found, expected: `at most ${longestText} characters, as a cell holds` };
      if (longText > mostLongText)
        return {
          kind: 'fault',
          row,
          found: `${longText} characters in cells of more than ${usualText} up to here`,
          expected: `at most ${mostLongText} in all of them`,
        };
    }
    return null;
  };
}
