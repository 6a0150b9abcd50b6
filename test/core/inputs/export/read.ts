// An export as it is read, from rows or from tables, with nothing configured unless a test says it.
import { readExport } from '../../../../core/inputs/export/reading.ts';
import type { ReadInput, ExportPopulation } from '../../../../core/inputs/export/reading.ts';
import { refusalText } from '../../../../core/values/result.ts';
import { exportTable } from '../../../support/inputs/export-builder.ts';
import type { ExportRow } from '../../../support/inputs/export-builder.ts';

const isPrivileged = (role: string): boolean => role === 'Admin';

export type Read = Partial<ReadInput['config']> & { readonly tables: ReadInput['tables'] };

export function readAll({ tables, ...config }: Read): ReturnType<typeof readExport> {
  return readExport({
    tables,
    fileName: 'users.csv',
    config: { columns: {}, statuses: {}, timeZone: 'UTC', ...config },
    isPrivileged,
  });
}

export function populationOf(read: Read): ExportPopulation {
  const result = readAll(read);
  if (result.kind === 'refused') throw new Error(result.refusals.map(refusalText).join('\n'));
  return result.value;
}

export function refusalsOf(read: Read): readonly string[] {
  const result = readAll(read);
  return result.kind === 'refused' ? result.refusals.map(refusalText) : [];
}

export function fromRows(rows: readonly ExportRow[], config: Omit<Read, 'tables'> = {}): ExportPopulation {
  return populationOf({ tables: [exportTable(rows)], ...config });
}
