// Finds the list of users in a file: the table, and in it the record whose headers name an e-mail and a status column.
import { application } from '../../application/applications.ts';
import type { Config } from '../../config/config.ts';
import type { ExportField } from '../../application/account.ts';
import type { Table } from '../table.ts';
import { ok, refused, refusedAll } from '../../values/result.ts';
import type { Refusal, Result } from '../../values/result.ts';
import { placeIn, refusalOfFault } from './place.ts';
import { quoted } from '../../values/text.ts';
import type { Fault, RowRecord } from './place.ts';
import { mapHeader } from './header-mapping.ts';
import type { HeaderMapping } from './header-mapping.ts';

/**
 * How many records are searched for the header. Above it stand a title and some notes at the most, and further down the
 * records would be data.
 */
const recordsSearched = 50;

export interface FoundHeader extends HeaderMapping {
  readonly table: Table;
  readonly row: number;
  /** The header record, cell for cell. */
  readonly cells: readonly string[];
  /** Sheets that hold a list of users as well and are not the one that is read. */
  readonly otherSheets: readonly string[];
  /** Sheets that hold anything else. A list might go on there without a header. */
  readonly sheetsWithText: readonly string[];
}

type Configured = Config['export']['columns'];

/** Why a table has no header. */
type Miss =
  | { readonly kind: 'no-status'; readonly record: RowRecord }
  | { readonly kind: 'no-email'; readonly record: RowRecord | null }
  | { readonly kind: 'fault'; readonly fault: Fault };

/**
 * Sheets: the first one with a header. Delimiters: the one that gives the header the most columns.
 *
 * @returns refusals that list the headers found, when an e-mail or status column or a configured header is missing,
 *   or when a header that is needed stands twice
 */
export function findHeader(tables: readonly Table[], fileName: string, configured: Configured): Result<FoundHeader> {
  const found: FoundHeader[] = [];
  const misses: Missed[] = [];
  for (const table of tables) {
    const search = searchHeader(table, configured);
    if (search.kind === 'found') found.push(search.header);
    else misses.push({ table, miss: search });
  }
  const [first, ...others] = found;
  if (first === undefined) return refused(closestMiss(misses, fileName, configured));
  if (first.table.sheet !== null) {
    const otherSheets = others.map((other) => other.table.sheet ?? '');
    const sheetsWithText = misses.flatMap(({ table }) => (hasText(table) ? [table.sheet ?? ''] : []));
    return checked({ ...first, otherSheets, sheetsWithText }, fileName);
  }
  const widest = found.reduce((best, other) => (other.cells.length > best.cells.length ? other : best));
  return checked(widest, fileName);
}

/** Whether the table holds any text. One that cannot be read may hold anything, and so counts. */
function hasText(table: Table): boolean {
  for (const _ of table.rows()) return true;
  return false;
}

function searchHeader(
  table: Table,
  configured: Configured,
): Miss | { readonly kind: 'found'; readonly header: FoundHeader } {
  let withEmail: RowRecord | null = null;
  let widest: RowRecord | null = null;
  let searched = 0;
  for (const record of table.rows()) {
    if (record.kind === 'fault') return { kind: 'fault', fault: record };
    const mapping = mapHeader(record.cells, configured, table.rules);
    const fields = new Set(mapping.columns.map((column) => column.field));
    if (fields.has('email') && fields.has('status')) {
      const alone = { otherSheets: [], sheetsWithText: [] };
      return { kind: 'found', header: { ...mapping, table, row: record.row, cells: record.cells, ...alone } };
    }
    if (fields.has('email')) withEmail ??= record;
    if (widest === null || record.cells.length > widest.cells.length) widest = record;
    searched += 1;
    if (searched === recordsSearched) break;
  }
  return withEmail === null ? { kind: 'no-email', record: widest } : { kind: 'no-status', record: withEmail };
}

type Missed = { readonly table: Table; readonly miss: Miss };

/**
 * Which table the refusal is about: the first one, because it is the likeliest reading, unless another came closer to a
 * header.
 */
function closestOf(misses: readonly Missed[]): Missed | undefined {
  return misses.find(({ miss }) => miss.kind === 'no-status') ?? misses[0];
}

/** A record that looks like the header of a list but lacks a column that is needed. */
export interface LikelyHeader {
  readonly table: Table;
  readonly row: number;
  readonly cells: readonly string[];
}

/** @returns `null` where a header is found, or nothing looks like one */
export function likeliestHeader(tables: readonly Table[], configured: Configured): LikelyHeader | null {
  const misses: Missed[] = [];
  for (const table of tables) {
    const miss = searchHeader(table, configured);
    if (miss.kind === 'found') return null;
    misses.push({ table, miss });
  }
  const closest = closestOf(misses);
  if (closest === undefined || closest.miss.kind === 'fault' || closest.miss.record === null) return null;
  const { row, cells } = closest.miss.record;
  return { table: closest.table, row, cells };
}

function closestMiss(misses: readonly Missed[], fileName: string, configured: Configured): Refusal {
  const closest = closestOf(misses);
  if (closest === undefined) {
    return {
      what: 'no table',
      where: fileName,
      found: 'nothing to read',
      expected: `a user export of ${application.name}`,
    };
  }
  const { table, miss } = closest;
  const place = placeIn(fileName, table);
  if (miss.kind === 'fault') return refusalOfFault(miss.fault, place);
  const field = miss.kind === 'no-status' ? 'status' : 'email';
  return missingColumn(field, { configured, where: place(miss.record?.row ?? 1), record: miss.record });
}

function missingColumn(
  field: 'email' | 'status',
  search: { readonly configured: Configured; readonly where: string; readonly record: RowRecord | null },
): Refusal {
  const header = search.configured[field];
  const usual = field === 'email' ? 'a column such as Email' : 'a column such as Status';
  return {
    what: field === 'email' ? 'no e-mail column' : 'no status column',
    where: search.where,
    found: search.record === null ? 'no record' : headersText(search.record.cells),
    expected:
      header === undefined
        ? `${usual} in one of the first ${recordsSearched} records; otherwise name it in export.columns.${field}`
        : `the header ${quoted(header)}, as configured in export.columns.${field}`,
  };
}

function headersText(cells: readonly string[]): string {
  return `the headers ${cells.map(quoted).join(', ')}`;
}

/** Refuses a header that lacks a configured column, or that has a needed one twice. */
function checked(header: FoundHeader, fileName: string): Result<FoundHeader> {
  const where = placeIn(fileName, header.table)(header.row);
  const absent = header.absent.map((column): Refusal => absentRefusal(column, where, header.cells));
  const doubled = header.doubled.map((double): Refusal => ({
    what: 'a header that is needed stands more than once',
    where,
    found: `${quoted(double.header)} in the columns ${double.indexes.map((index) => index + 1).join(' and ')}`,
    expected: 'each of these headers once',
  }));
  const refusals = [...absent, ...doubled];
  return refusals.length > 0 ? refusedAll(refusals) : ok(header);
}

function absentRefusal(
  column: { readonly field: ExportField; readonly header: string },
  where: string,
  cells: readonly string[],
): Refusal {
  return {
    what: 'a configured column is not in the file',
    where,
    found: headersText(cells),
    expected: `the header ${quoted(column.header)}, as configured in export.columns.${column.field}`,
  };
}
