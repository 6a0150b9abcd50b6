// One pass over the rows below the header: every record becomes a user's draft or a rejected row, none is dropped.
import type { Config } from '../../config/config.ts';
import type { ExportField } from '../../application/account.ts';
import type { CountedRows } from '../../application/application.ts';
import type { Account, RejectedRow } from '../account.ts';
import type { DateText } from './dates/date-text.ts';
import { DateSurvey } from './dates/dates.ts';
import { longestText, mostLongText, mostRejected, usualText, weightOf } from '../limits.ts';
import { isGuessed } from '../table.ts';
import type { FoundHeader } from './header.ts';
import type { Fault, RowRecord } from './place.ts';
import { MovedCells } from './moved-cells.ts';
import { readRow, widthOf } from './row.ts';
import { SavedBlocks } from './saved-blocks.ts';
import { StatusSurvey, wordsUnder } from './statuses.ts';
import type { StatusWords } from './statuses.ts';
import { lostLetters } from '../../values/addresses.ts';
import { idOrAbsent, isRounded, plural, quoted, shortened, withoutInvisible } from '../../values/text.ts';
import type { CanonicalLogin } from '../../values/login.ts';

export type DateField = Extract<ExportField, 'createdAt' | 'lastLogin' | 'suspendedAt'>;

/** An account whose dates wait until the whole file has told what they mean. */
export interface UserDraft extends Omit<Account, DateField | 'conflicts'> {
  readonly dates: Readonly<Record<DateField, DateText>>;
}

export interface Drafts extends Survey {
  readonly drafts: readonly UserDraft[];
}

/** What is known of the whole file once it was gone through. */
export interface Survey {
  readonly rejected: readonly RejectedRow[];
  readonly rowsRead: number;
  /** Rows whose `Operation` cell is filled in: never so in a raw export. */
  readonly operations: CountedRows;
  /** Rows that a spreadsheet saved without the empty cells at their end. */
  readonly shortRows: CountedRows;
  readonly statuses: StatusSurvey;
  readonly dates: DateSurvey;
  /** What ended the table early; then the export is refused. */
  readonly fault: Fault | null;
}

export function gatherDrafts(...form: Parameters<typeof eachDraft>): Drafts {
  const drafts: UserDraft[] = [];
  const reading = eachDraft(...form);
  for (;;) {
    const next = reading.next();
    if (next.done === true) return { drafts, ...next.value };
    drafts.push(next.value);
  }
}

/** The same, a draft at a time. */
export function* eachDraft(
  header: FoundHeader,
  words: StatusWords,
  config: Config['export'],
): Generator<UserDraft, Survey, void> {
  const isNew = header.table.taken !== true;
  const { rules } = header.table;
  const taken = { hosts: rules?.has('names-domains') === false, standIns: rules?.has('rejects-stand-ins') === false };
  const status = header.columns.find(({ field }) => field === 'status')?.header ?? '';
  const meant = isNew ? wordsUnder(status, words, config.statuses) : words;
  const reader = draftReader(header, new StatusSurvey(meant), new DateSurvey({ ...config, table: header.table }));
  const { statuses, dates } = reader;
  const rejected: RejectedRow[] = [];
  let rejectedWeight = 0;
  const operations: { count: number; firstRow: number | null } = { count: 0, firstRow: null };
  const width = widthOf(header.cells);
  const blocks = new SavedBlocks(width.least);
  const readsBlocks = header.table.format === 'csv' && rules?.has('reads-saved-blocks') !== false;
  const rows = header.table.rows();
  const moved = isNew && header.table.format === 'csv' ? new MovedCells(header.cells) : null;
  let [place, rowsRead] = [0, 0];
  const endedBy = (fault: Fault | null): Survey => ({
    rejected,
    rowsRead,
    operations,
    shortRows: blocks.short,
    statuses,
    dates,
    fault,
  });
  for (const record of readsBlocks ? blocks.whole(rows) : rows) {
    if (record.kind === 'fault') return endedBy(record);
    place += 1;
    if (record.row <= header.row) continue;
    if (isNew && statuses.isFull) break;
    const longer = moved?.see(record, place) ?? null;
    if (longer !== null) return endedBy(longer);
    rowsRead += 1;
    if (header.operationColumn !== null && isFilledIn(record.cells[header.operationColumn] ?? '')) {
      operations.count += 1;
      operations.firstRow ??= record.row;
    }
    const reading = readRow(record.cells, {
      width,
      emailIndex: reader.emailIndex,
      isGuessed: isGuessed(header.table),
      taken,
    });
    if (reading.kind === 'rejected') {
      rejected.push({ row: record.row, reason: reading.reason, cells: record.cells });
      rejectedWeight += weightOf(record.cells);
      if (isNew && rejectedWeight > mostRejected) return endedBy(tooManyRejected(record.row, rejected));
    } else {
      const fault = isNew
        ? (damagedAddress(record.row, reading.email) ?? reader.numbers.see(record) ?? reader.tooLong(record))
        : null;
      if (fault !== null) return endedBy(fault);
      const draft = reader.read(record, reading);
      // The rows of an export that is refused are read for their faults alone: many of them would take memory for nothing.
      const isRefused = isNew && (dates.isRefused || statuses.isRefused);
      if (draft !== null && !isRefused) yield draft;
    }
  }
  const fault = isNew ? (moved?.end() ?? reader.numbers.rounded()) : null;
  return endedBy(fault);
}

/** As after a broken byte: what else of the file was lost nobody knows, and the account would be nobody's. */
function damagedAddress(row: number, email: string): Fault | null {
  const lost = lostLetters(email);
  return lost === null
    ? null
    : { kind: 'fault', row, found: `an address with ${lost}: ${quoted(email)}`, expected: 'the file as exported' };
}

function tooManyRejected(row: number, rejected: readonly RejectedRow[]): Fault {
  const [first] = rejected;
  return {
    kind: 'fault',
    row,
    found: `${plural(rejected.length, 'row')} up to here that no user stands in, the first in row ${first?.row}: ${first?.reason}`,
    expected: `at most ${mostRejected / 1_000_000} MB of such rows; one row a user`,
  };
}

/** A final Ctrl-Z and what pads a file to a block are no text of anybody's. */
function isFilledIn(cell: string): boolean {
  return /[^\s\p{Cc}]/u.test(withoutInvisible(cell));
}

interface DraftReader {
  readonly emailIndex: number;
  readonly statuses: StatusSurvey;
  readonly dates: DateSurvey;
  /**
   * What is no text of anybody's, in a column that feeds a field, or one long text too many; a long e-mail cell rejects
   * its row alone.
   */
  tooLong(record: RowRecord): Fault | null;
  readonly numbers: EmployeeNumbers;
  /** `null` when the status has no meaning; `statuses` then holds the refusal. */
  read(record: RowRecord, user: { readonly login: CanonicalLogin; readonly email: string }): UserDraft | null;
}

function draftReader(header: FoundHeader, statuses: StatusSurvey, dates: DateSurvey): DraftReader {
  const columns = new Map(header.columns.map((column) => [column.field, column]));
  const indexOf = (field: ExportField): number => columns.get(field)?.index ?? -1;
  const asksOfNumbers = header.table.rules?.has('knows-no-numbers') !== false;
  const once = firstOfEqual();
  return {
    emailIndex: indexOf('email'),
    statuses,
    dates,
    numbers: employeeNumbers(header),
    tooLong: longTexts(header),
    read(record, { login, email }) {
      const raw = (field: ExportField): string => record.cells[indexOf(field)] ?? '';
      const text = (field: ExportField): string | null => raw(field).trim() || null;
      const oneOfFew = (field: ExportField): string | null => {
        const found = text(field);
        return found === null ? null : once(found);
      };
      const date = (field: DateField): DateText =>
        dates.see({ row: record.row, header: columns.get(field)?.header ?? '', text: raw(field) });
      const seen = { createdAt: date('createdAt'), lastLogin: date('lastLogin'), suspendedAt: date('suspendedAt') };
      const status = statuses.read(record.row, raw('status'));
      if (status === null) return null;
      return {
        login,
        email,
        row: record.row,
        status,
        name: columns.has('name') ? text('name') : fullName(text('firstName'), text('lastName')),
        role: oneOfFew('role'),
        team: oneOfFew('team'),
        manager: oneOfFew('manager'),
        license: oneOfFew('license'),
        employeeId: asksOfNumbers ? idOrAbsent(text('employeeId')) : text('employeeId'),
        userType: oneOfFew('userType'),
        dates: seen,
      };
    },
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

/** Counts what is long over all rows: a cell may be, and a file of such cells takes the memory of many. */
function longTexts({ columns }: FoundHeader): DraftReader['tooLong'] {
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

/** Each cell is a text of its own, and a hundred thousand accounts have a few roles and teams: equal ones are kept once. */
function firstOfEqual(): (text: string) => string {
  const known = new Map<string, string>();
  return (text) => {
    const first = known.get(text);
    if (first === undefined && known.size < mostEqual) known.set(text, text);
    return first ?? text;
  };
}

/** A column of more different texts repeats few of them. */
const mostEqual = 1_000;

function fullName(first: string | null, last: string | null): string | null {
  return [first, last].filter((part) => part !== null).join(' ') || null;
}
