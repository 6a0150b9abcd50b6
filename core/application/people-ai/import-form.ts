// The way back into People.ai without an API: the revoked accounts' own rows in the vendor's import form.
import { suspendFile } from '../../names/evidence-files.ts';

/** The raw cells of one row. */
export interface RawRecord {
  readonly row: number;
  readonly cells: readonly string[];
}

/** At most 500 users a file (People.ai help, "Manage users via CSV upload"). */
export const rowsPerFile = 500;

export interface SuspendInput {
  /** The header record of the export, cell for cell. */
  readonly header: readonly string[];
  /** Positions of `Status` and `Suspended At`: with them the import fails. */
  readonly dropped: ReadonlySet<number>;
  /** Position of `Operation`; `null` when the export has none, and the column is put first. */
  readonly operationColumn: number | null;
  readonly records: readonly RawRecord[];
}

export interface SuspendFile {
  /** `suspend-001.csv` */
  readonly name: string;
  readonly text: string;
  readonly rows: number;
}

/**
 * Same headers in the same order as the export, minus `Status` and `Suspended At`, `Operation` set to `Suspend`; every
 * other cell verbatim, because the import overwrites the row.
 *
 * @example suspendFiles({ header: ['Operation', 'Status', 'Email'], dropped: new Set([1]), operationColumn: 0, records })
 *   // [{ name: 'suspend-001.csv', text: 'Operation,Email\r\nSuspend,ghost@acme.com\r\n', rows: 1 }]
 */
export function suspendFiles(input: SuspendInput): readonly SuspendFile[] {
  const files: SuspendFile[] = [];
  for (let from = 0; from < input.records.length; from += rowsPerFile) {
    const records = input.records.slice(from, from + rowsPerFile);
    const lines = [
      formRow(input.header, 'Operation', input),
      ...records.map(({ cells }) => formRow(cells, 'Suspend', input)),
    ];
    files.push({ name: suspendFile(files.length + 1).name, text: lines.map(csvLine).join(''), rows: records.length });
  }
  return files;
}

function formRow(
  cells: readonly string[],
  operation: string,
  { header, dropped, operationColumn }: SuspendInput,
): readonly string[] {
  const row = header.flatMap((name, index) => {
    if (dropped.has(index)) return [];
    if (index === operationColumn) return [operation === 'Operation' ? name : operation];
    return [cells[index] ?? ''];
  });
  return operationColumn === null ? [operation, ...row] : row;
}

function csvLine(cells: readonly string[]): string {
  return `${cells.map((cell) => (/[",\r\n]/.test(cell) ? `"${cell.replaceAll('"', '""')}"` : cell)).join(',')}\r\n`;
}
