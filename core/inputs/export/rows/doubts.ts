// What is asked of the rows of an export that comes in: cells that moved, letters and digits that were lost, more text than
// people have. One that was kept was asked by the version that took it.
import { longestText, mostLongText, mostRejected, usualText, weightOf } from '../../limits.ts';
import type { RejectedRow } from '../../account.ts';
import { lostLetters } from '../../../values/addresses.ts';
import { isRounded, plural, quoted, shortened } from '../../../values/text.ts';
import type { DateSurvey } from '../dates/dates.ts';
import type { FoundHeader } from '../header.ts';
import { MovedCells } from './moved-cells.ts';
import type { Fault, RowRecord } from '../place.ts';
import type { StatusSurvey } from '../statuses.ts';

/** What the words and the dates of the whole file tell, once it was gone through. */
export interface Surveys {
  readonly statuses: StatusSurvey;
  readonly dates: DateSurvey;
}

/** Each gives what ends the reading there, or `null`. */
export interface RowDoubts {
  /** @param place among the rows of the file, counted from 1 */
  ofRow(record: RowRecord, place: number): Fault | null;
  /** @param rejected all rows up to here that no user stands in, the last one new */
  ofRejected(rejected: readonly RejectedRow[]): Fault | null;
  ofUser(record: RowRecord, user: { readonly email: string }): Fault | null;
  /** Asked at the end of the file. */
  ofAll(): Fault | null;
  /** Whether the export is refused by now: its rows are read for their faults alone, and many would take memory for nothing. */
  areCertain(): boolean;
  /** Whether it is refused for so much that nobody needs to be told more. */
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
      return last === undefined ? null : damagedDomain(last, header);
    },
    ofUser: (record, { email }) =>
      damagedAddress(record.row, email) ?? duration(record, header) ?? numbers.see(record) ?? tooLong(record),
    ofAll: () => moved?.end() ?? numbers.rounded(),
    areCertain: () => dates.isRefused || statuses.isRefused,
    areEnough: () => statuses.isFull,
  };
}

/** As after a broken byte: what else of the file was lost nobody knows, and the account would be nobody's. */
function damagedAddress(row: number, email: string): Fault | null {
  const lost = lostLetters(email);
  return lost === null
    ? null
    : { kind: 'fault', row, found: `an address with ${lost}: ${quoted(email)}`, expected: 'the file as exported' };
}

/** With its domain an address lost what makes it one; a note with a question mark in it has blanks. */
function damagedDomain({ row, cells }: RejectedRow, { columns }: FoundHeader): Fault | null {
  const email = (cells[columns.find(({ field }) => field === 'email')?.index ?? -1] ?? '').trim();
  return /^\S+@\S+$/u.test(email) ? damagedAddress(row, email) : null;
}

/** A spreadsheet counts it as a day of 1900, and `30:15` was made of an id perhaps. */
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

/** Looks for employee numbers that a spreadsheet changed: whose such a number is nobody knows any more. */
interface EmployeeNumbers {
  /** @returns what a cell alone shows */
  see(record: RowRecord): Fault | null;
  /** @returns what all of them show, at the end: of long numbers one that is certainly whole proves that the others are */
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
      // Where digits are Arabic, so is the sign before the decimals.
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
/** As a date cell of a workbook comes: `1-2` and `MAR1` become one. */
const dateOfCell = /^\d{4}-\d{2}-\d{2}(?:T\d{2}:\d{2}:\d{2})?$/;

/**
 * Looks for what is no text of anybody's in a column that feeds a field, and counts what is long over all rows: a cell may
 * be, and a file of such cells takes the memory of many. A long e-mail cell rejects its row alone.
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
