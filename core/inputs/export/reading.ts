// The export as the review knows it: every row is an account, a duplicate, or rejected with its reason. Otherwise the
// whole export is refused.
import { exportForm } from '../../application/applications.ts';
import type { Config } from '../../config/config.ts';
import { isLive } from '../account.ts';
import type { Account, RejectedRow, DuplicateRow } from '../account.ts';
import type { DateText } from './dates/date-text.ts';
import { eachDraft, gatherDrafts } from './drafts.ts';
import type { UserDraft, Drafts, Survey } from './drafts.ts';
import type { Column } from './header-mapping.ts';
import { findHeader } from './header.ts';
import { oneRowPerLogin } from './logins.ts';
import { placeIn, refusalOfFault } from './place.ts';
import type { TableChoice } from './records.ts';
import { statusWords } from './statuses.ts';
import type { Table } from '../table.ts';
import { earliest, isBefore } from '../../values/instant.ts';
import type { Moment } from '../../values/instant.ts';
import { refused, ok } from '../../values/result.ts';
import type { Result, Refusal } from '../../values/result.ts';

export interface ReadInput {
  /** The readings of the file, best first, as an `ExportReader` gives them. */
  readonly tables: readonly Table[];
  /** The file's name as the administrator knows it, for refusals only. */
  readonly fileName: string;
  readonly config: Config['export'];
  /** Decides between several rows of one login: a privileged role outranks an ordinary one. */
  readonly isPrivileged: (role: string) => boolean;
}

/** `rowsRead = accounts + rejected + duplicates` always holds. All lists are in the order of the file. */
export interface ExportPopulation {
  readonly table: TableChoice;
  /** The header record, cell for cell, unmapped columns included. */
  readonly header: readonly string[];
  readonly headerRow: number;
  readonly columns: readonly Column[];
  /** Position of the column `Operation`, which the suspend file fills in. */
  readonly operationColumn: number | null;
  readonly accounts: readonly Account[];
  readonly rejected: readonly RejectedRow[];
  readonly duplicates: readonly DuplicateRow[];
  /** How many records stand below the header, without blank lines. */
  readonly rowsRead: number;
  /** Signs that the file was changed after the application wrote it, one sentence each. */
  readonly editedSigns: readonly string[];
}

/**
 * Reads the user list of the application (contract, sections 3 and 5).
 *
 * @returns refusals when the file cannot be read to its end, lacks an e-mail or status column, holds a status word or
 *   a date that has no certain meaning, or names no user at all: a part of a population is never taken for the whole
 * @example
 * const population = readExport({ tables, fileName: 'users.csv', config: config.export, isPrivileged: () => false });
 */
export function readExport(input: ReadInput): Result<ExportPopulation> {
  const words = statusWords(input.config.statuses);
  if (words.kind === 'refused') return words;
  const found = findHeader(input.tables, input.fileName, input.config.columns);
  if (found.kind === 'refused') return found;
  const header = found.value;
  const place = placeIn(input.fileName, header.table);
  const gathered = gatherDrafts(header, words.value, input.config);
  if (gathered.fault !== null) return refused(refusalOfFault(gathered.fault, place));
  const statusHeader = header.columns.find((column) => column.field === 'status')?.header ?? '';
  const refusals = [...gathered.statuses.refusals(place, statusHeader)];
  const dates = gathered.dates.settle(place);
  if (dates.kind === 'refused') for (const refusal of dates.refusals) refusals.push(refusal);
  if (refusals.length === 0 && gathered.drafts.length === 0) refusals.push(nobody(gathered, place(header.row)));
  if (dates.kind === 'refused' || refusals.length > 0) return { kind: 'refused', refusals };
  const logins = oneRowPerLogin(gathered.drafts, input.isPrivileged);
  const { format, encoding, delimiter, sheet, rules } = header.table;
  const countsOldest = rules?.has('counts-oldest-row') !== false;
  return ok({
    table: { format, encoding, delimiter, sheet },
    header: header.cells,
    headerRow: header.row,
    columns: header.columns,
    operationColumn: header.operationColumn,
    accounts: logins.kept.map((draft) => ({
      ...dated(draft, dates.value),
      ...(countsOldest ? oldestOf(draft, logins.othersOf(draft), dates.value) : {}),
      conflicts: logins.conflictsOf(draft),
    })),
    rejected: gathered.rejected,
    duplicates: logins.duplicates,
    rowsRead: gathered.rowsRead,
    editedSigns: exportForm.editedSigns(header, gathered),
  });
}

/** A row in which a user stands: an account, or a duplicate of one. */
export type UserRow = Omit<Account, 'conflicts'>;

/**
 * The users' rows of an export that was read before, in the order of the file. Each walk goes through the file again
 * and holds one row at a time.
 *
 * @returns the refusals of `readExport` where the file cannot be read to its end, or has no certain meaning
 */
export function userRows(input: Omit<ReadInput, 'isPrivileged'>): Result<() => Generator<UserRow, void, void>> {
  const words = statusWords(input.config.statuses);
  if (words.kind === 'refused') return words;
  const found = findHeader(input.tables, input.fileName, input.config.columns);
  if (found.kind === 'refused') return found;
  const walk = (): ReturnType<typeof eachDraft> => eachDraft(found.value, words.value, input.config);
  const place = placeIn(input.fileName, found.value.table);
  const { fault, dates } = surveyed(walk());
  if (fault !== null) return refused(refusalOfFault(fault, place));
  const settled = dates.settle(place);
  if (settled.kind === 'refused') return settled;
  return ok(function* () {
    for (const draft of walk()) yield dated(draft, settled.value);
  });
}

function surveyed(reading: ReturnType<typeof eachDraft>): Survey {
  for (;;) {
    const next = reading.next();
    if (next.done === true) return next.value;
  }
}

function dated({ dates, ...rest }: UserDraft, read: (seen: DateText) => Moment | null): UserRow {
  return {
    ...rest,
    createdAt: read(dates.createdAt),
    lastLogin: read(dates.lastLogin),
    ...(dates.lastLogin.kind === 'zero' ? { zeroLogin: true } : {}),
    suspendedAt: read(dates.suspendedAt),
  };
}

/**
 * When an account of several rows was created: of those that are live as the kept one is, the oldest counts. Two accounts
 * may stand in them, and the older one must not pass for one that was made since; one that tells no time may be the oldest.
 */
function oldestOf(
  kept: UserDraft,
  others: readonly UserDraft[],
  read: (seen: DateText) => Moment | null,
): Partial<Pick<Account, 'createdAt'>> {
  const alike = others.filter((other) => isLive(other) === isLive(kept));
  if (alike.length === 0) return {};
  const times = [kept, ...alike].map(({ dates }) => read(dates.createdAt));
  const oldest = times.reduce((one, other) => (one === null || other === null ? null : earlierMoment(one, other)));
  return { createdAt: oldest };
}

function earlierMoment(one: Moment, other: Moment): Moment {
  return isBefore(earliest(other), earliest(one)) ? other : one;
}

function nobody(gathered: Drafts, where: string): Refusal {
  const [first] = gathered.rejected;
  return {
    what: 'no user below the header',
    where,
    found:
      first === undefined
        ? 'nothing below the header'
        : `${gathered.rowsRead} rows, all rejected; the first is row ${first.row}: ${first.reason}`,
    expected: 'one row a user',
  };
}
