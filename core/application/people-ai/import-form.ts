// The way back into People.ai without an API: the revoked accounts' own rows in the vendor's import form.
import type { ImportFile, ImportInput } from '../application.ts';

export const operationHeader = 'Operation';

/** At most 500 users a file (People.ai help, "Manage users via CSV upload"). */
const rowsPerFile = 500;

/** With these columns the import fails. */
const dropped = new Set(['status', 'suspendedAt']);

/**
 * Same headers in the same order as the export, minus `Status` and `Suspended At`, `Operation` set to `Suspend`; every
 * other cell verbatim, because the import overwrites the row. An export without `Operation` gets it as first column.
 *
 * @example filesOf({ header: ['Operation', 'Status', 'Email'], columns, operationColumn: 0, records })
 *   // [{ text: 'Operation,Email\r\nSuspend,ghost@acme.com\r\n', rows: 1 }]
 */
export function filesOf(input: ImportInput): readonly ImportFile[] {
  const files: ImportFile[] = [];
  for (let from = 0; from < input.records.length; from += rowsPerFile) {
    const records = input.records.slice(from, from + rowsPerFile);
    const lines = [
      formRow(input.header, operationHeader, input),
      ...records.map(({ cells }) => formRow(cells, 'Suspend', input)),
    ];
    files.push({ text: lines.map(csvLine).join(''), rows: records.length });
  }
  return files;
}

function formRow(
  cells: readonly string[],
  operation: string,
  { header, columns, operationColumn }: ImportInput,
): readonly string[] {
  const left = new Set(columns.filter(({ field }) => dropped.has(field)).map(({ index }) => index));
  const row = header.flatMap((name, index) => {
    if (left.has(index)) return [];
    if (index === operationColumn) return [operation === operationHeader ? name : operation];
    return [cells[index] ?? ''];
  });
  return operationColumn === null ? [operation, ...row] : row;
}

function csvLine(cells: readonly string[]): string {
  return `${cells.map((cell) => (/[",\r\n]/.test(cell) ? `"${cell.replaceAll('"', '""')}"` : cell)).join(',')}\r\n`;
}
