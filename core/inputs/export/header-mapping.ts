// Which column of an export feeds which field: configured headers first, then the names that such exports use.
import { exportForm } from '../../application/applications.ts';
import type { Config } from '../../config/config.ts';
import { exportFields, foldedHeader } from '../../application/account.ts';
import type { ExportField } from '../../application/account.ts';

export interface Column {
  readonly field: ExportField;
  /** Position in the record, counted from 0. */
  readonly index: number;
  /** The header as the file spells it. */
  readonly header: string;
}

export interface HeaderMapping {
  /** In the order of `exportFields`; a field without a column is absent. */
  readonly columns: readonly Column[];
  /** Position of the column `Operation`, which the application's own import form has; `null` where there is none. */
  readonly operationColumn: number | null;
  /** Fields whose configured header is not in the record. */
  readonly absent: readonly { readonly field: ExportField; readonly header: string }[];
  /** Headers that stand more than once and feed a field, so that it is not known which of their columns is meant. */
  readonly doubled: readonly { readonly header: string; readonly indexes: readonly number[] }[];
}

/** @example isHeaderOf('email', 'E-Mail_address') // true: the headers that an export may give the field */
export function isHeaderOf(field: ExportField, cell: string): boolean {
  const name = foldedHeader(cell);
  return exportForm.headers[field].some((synonym) => foldedHeader(synonym) === name);
}

/**
 * @param cells a record that may be the header
 * @param configured `export.columns` of the configuration; a header named there feeds no other field
 * @example mapHeader(['E-Mail', 'Status'], {}).columns // [{ field: 'email', index: 0, header: 'E-Mail' }, ...]
 */
export function mapHeader(cells: readonly string[], configured: Config['export']['columns']): HeaderMapping {
  const positions = positionsOf(cells);
  const claimed = new Set(Object.values(configured).map(foldedHeader));
  const columns: Column[] = [];
  const absent: { field: ExportField; header: string }[] = [];
  const used = new Map<string, readonly number[]>();
  for (const field of exportFields) {
    const wanted = configured[field];
    const names =
      wanted === undefined
        ? exportForm.headers[field].map(foldedHeader).filter((name) => !claimed.has(name))
        : [foldedHeader(wanted)];
    const name = names.find((candidate) => positions.has(candidate));
    const indexes = name === undefined ? [] : (positions.get(name) ?? []);
    const [index] = indexes;
    if (name !== undefined && index !== undefined) {
      columns.push({ field, index, header: cells[index] ?? '' });
      used.set(name, indexes);
    } else if (wanted !== undefined) {
      absent.push({ field, header: wanted });
    }
  }
  const operation = foldedHeader(exportForm.operationHeader);
  const operations = positions.get(operation) ?? [];
  if (operations.length > 0) used.set(operation, operations);
  const doubled = [...used.values()]
    .filter((indexes) => indexes.length > 1)
    .map((indexes) => ({ header: cells[indexes[0] ?? 0] ?? '', indexes }));
  return { columns, operationColumn: operations[0] ?? null, absent, doubled };
}

function positionsOf(cells: readonly string[]): Map<string, number[]> {
  const positions = new Map<string, number[]>();
  cells.forEach((cell, index) => {
    const name = foldedHeader(cell);
    if (name === '') return;
    const known = positions.get(name);
    if (known === undefined) positions.set(name, [index]);
    else known.push(index);
  });
  return positions;
}
