// Which column of an export feeds which field: configured headers first, then the names that such exports use.
import { exportForm } from '../../application/applications.ts';
import type { Config } from '../../config/config.ts';
import { exportFields, foldedHeader, lettersOfHeader } from '../../application/account.ts';
import type { ExportField } from '../../application/account.ts';
import type { JudgingRules } from '../../versions.ts';

export interface Column {
  readonly field: ExportField;
  /** Position in the record, counted from 0. */
  readonly index: number;
  /** The header as the file spells it. */
  readonly header: string;
  /** Whether nothing but the letters of the header are those of a name that is known. */
  readonly isRespelled: boolean;
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

/**
 * @param rules of the version that took the file; all there are where this is absent
 * @example isHeaderOf('email', 'E-Mail_address') // true: the headers that an export may give the field
 */
export function isHeaderOf(field: ExportField, cell: string, rules?: JudgingRules): boolean {
  const folded = readsRespelled(rules) ? lettersOfHeader : foldedHeader;
  const name = folded(cell);
  return exportForm.headers[field].some((synonym) => folded(synonym) === name);
}

function readsRespelled(rules: JudgingRules | undefined): boolean {
  return rules?.has('reads-respelled-headers') !== false;
}

/**
 * @param cells a record that may be the header
 * @param configured `export.columns` of the configuration; a header named there feeds no other field
 * @param rules of the version that took the file; all there are where this is absent
 * @example mapHeader(['E-Mail', 'Status'], {}).columns // [{ field: 'email', index: 0, header: 'E-Mail' }, ...]
 */
export function mapHeader(
  cells: readonly string[],
  configured: Config['export']['columns'],
  rules?: JudgingRules,
): HeaderMapping {
  const positions = positionsOf(cells.map(foldedHeader));
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
      columns.push({ field, index, header: cells[index] ?? '', isRespelled: false });
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
  const respelled = readsRespelled(rules) ? respelledColumns(cells, columns, configured) : [];
  return { columns: inOrder([...columns, ...respelled]), operationColumn: operations[0] ?? null, absent, doubled };
}

/** Of each field that nobody configured and no name feeds: the only column whose header has the letters of a name. */
function respelledColumns(
  cells: readonly string[],
  columns: readonly Column[],
  configured: Config['export']['columns'],
): readonly Column[] {
  const taken = new Set(columns.map(({ index }) => index));
  const positions = positionsOf(cells.map((cell, index) => (taken.has(index) ? '' : lettersOfHeader(cell))));
  return exportFields
    .filter((field) => configured[field] === undefined && columns.every((column) => column.field !== field))
    .flatMap((field) => {
      const found = exportForm.headers[field].map((name) => positions.get(lettersOfHeader(name)) ?? []);
      const [index, ...others] = found.find((indexes) => indexes.length > 0) ?? [];
      if (index === undefined || others.length > 0) return [];
      return [{ field, index, header: cells[index] ?? '', isRespelled: true }];
    });
}

function inOrder(columns: readonly Column[]): readonly Column[] {
  return columns.toSorted((one, other) => exportFields.indexOf(one.field) - exportFields.indexOf(other.field));
}

function positionsOf(names: readonly string[]): Map<string, number[]> {
  const positions = new Map<string, number[]>();
  names.forEach((name, index) => {
    if (name === '') return;
    const known = positions.get(name);
    if (known === undefined) positions.set(name, [index]);
    else known.push(index);
  });
  return positions;
}
