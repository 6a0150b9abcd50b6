// Rows of an export read again, cell for cell, for files that the application imports.
import type { RawRecord } from '../../application/application.ts';
import type { Table } from '../table.ts';

/** Which of several readings of the file was taken. */
export type TableChoice = Pick<Table, 'format' | 'encoding' | 'delimiter' | 'sheet'>;

/**
 * Reads named rows again, cell for cell, from the table that `readExport` took: for files that the application imports.
 *
 * @param rows row numbers of accounts, duplicates or rejected rows
 * @returns the records in the order of the file
 * @throws Error when the tables do not hold all of these rows: then they are not of the same file
 */
export function recordsOf(
  tables: readonly Table[],
  choice: TableChoice,
  rows: ReadonlySet<number>,
): readonly RawRecord[] {
  const table = tables.find((other) => other.sheet === choice.sheet && other.delimiter === choice.delimiter);
  if (table === undefined) throw new Error('the file no longer has the table that the export was read from');
  const records: RawRecord[] = [];
  for (const record of table.rows()) {
    if (records.length === rows.size) break;
    if (record.kind === 'row' && rows.has(record.row)) records.push({ row: record.row, cells: record.cells });
  }
  if (records.length !== rows.size) throw new Error('the file no longer has all rows that the export was read from');
  return records;
}
