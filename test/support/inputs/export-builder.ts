// Exports for tests: the columns of People.ai's own file, and only the cells that a test is about.
import type { ExportField } from '../../../core/application/account.ts';
import type { Table, TableRow } from '../../../core/inputs/table.ts';

export type ExportRow = Partial<Record<ExportField | 'operation', string>>;

const headers: Record<ExportField | 'operation', string> = {
  operation: 'Operation',
  email: 'Email',
  name: 'Name',
  firstName: 'First Name',
  lastName: 'Last Name',
  status: 'Status',
  suspendedAt: 'Suspended At',
  role: 'Role',
  lastLogin: 'Last Login',
  createdAt: 'Created At',
  team: 'Team',
  manager: 'Manager',
  license: 'License',
  employeeId: 'Employee ID',
  userType: 'User Type',
};
const alwaysThere: readonly string[] = ['operation', 'email', 'status', 'suspendedAt'];

/**
 * Header and rows of a raw export: `Operation`, `Email`, `Status`, `Suspended At`, and the columns that a row fills.
 * A row without a status is Active.
 *
 * @example exportCells([{ email: 'jane@acme.com' }])[1] // ['', 'jane@acme.com', 'Active', '']
 */
export function exportCells(rows: readonly ExportRow[]): string[][] {
  const named = Object.entries(headers).filter(
    ([field]) => alwaysThere.includes(field) || rows.some((row) => Object.hasOwn(row, field)),
  );
  const cells = rows.map((row) => {
    const values = new Map(Object.entries({ status: 'Active', ...row }));
    return named.map(([field]) => values.get(field) ?? '');
  });
  return [named.map(([, header]) => header), ...cells];
}

export interface CsvShape {
  readonly delimiter?: ',' | ';' | '\t';
  readonly newline?: '\n' | '\r\n' | '\r';
}

function csvCell(text: string): string {
  return /[",;\t\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}

/** Cells as a CSV file would hold them, quoted where they must be. */
export function csvText(records: readonly (readonly string[])[], shape: CsvShape = {}): string {
  const { delimiter = ',', newline = '\n' } = shape;
  return records.map((record) => record.map(csvCell).join(delimiter) + newline).join('');
}

/** @example exportCsv([{ email: 'jane@acme.com', status: 'Active', role: 'Admin' }]) */
export function exportCsv(rows: readonly ExportRow[], shape: CsvShape = {}): string {
  return csvText(exportCells(rows), shape);
}

/** A table as a reader gives it, from cells: row numbers count from 1. */
export function tableOf(records: readonly (readonly string[])[], kind: Partial<Table> = {}): Table {
  const rows = records.map((cells, index): TableRow => ({ kind: 'row', row: index + 1, cells }));
  return { format: 'csv', encoding: 'utf-8', delimiter: ',', sheet: null, rows: () => rows, ...kind };
}

export function exportTable(rows: readonly ExportRow[]): Table {
  return tableOf(exportCells(rows));
}
