// Writes the piece of configuration that declares headers and status words which nobody declared yet. A person has to
// complete it, because only they can say what a word means.
import { exportForm } from '../../application/applications.ts';
import { accountStatuses } from '../../application/account.ts';
import type { Config } from '../../config/config.ts';
import { canonicalLogin } from '../../values/login.ts';
import { quoted } from '../../values/text.ts';
import type { Table } from '../table.ts';
import { gatherDrafts } from './drafts.ts';
import { mapHeader } from './header-mapping.ts';
import { findHeader, likeliestHeader } from './header.ts';
import type { LikelyHeader } from './header.ts';
import { statusWords } from './statuses.ts';
import type { StatusWords } from './statuses.ts';

type ExportConfig = Config['export'];

/** How many rows are looked at to guess what a column holds. */
const rowsLookedAt = 20;

/**
 * A piece that the configuration refuses as it stands, so that nothing is decided by copying it.
 *
 * @returns `null` where all headers and status words are known, or where something else is wrong with the file
 * @example suggestedConfiguration(tables, config.export)
 * // { "export": { "columns": { "email": "Kennung", "status": "one of: \"Zustand\", \"Rolle\"" } } }
 */
export function suggestedConfiguration(tables: readonly Table[], config: ExportConfig): string | null {
  const words = statusWords(config.statuses);
  if (words.kind === 'refused') return null;
  const found = findHeader(tables, '', config.columns);
  const piece =
    found.kind === 'ok'
      ? wordsPiece(gatherDrafts(found.value, words.value, config).statuses.unknown(), config)
      : columnsPiece(likeliestHeader(tables, config.columns), config, words.value);
  return piece === null ? null : JSON.stringify({ export: piece }, null, 2);
}

function wordsPiece(unknown: readonly string[], { statuses }: ExportConfig): object | null {
  if (unknown.length === 0) return null;
  const known = accountStatuses.map((kind) => [kind, statuses[kind] ?? exportForm.statusWords[kind]]);
  return { statuses: { ...Object.fromEntries(known), [`move each to ${accountStatuses.join(' or ')}`]: unknown } };
}

function columnsPiece(likely: LikelyHeader | null, { columns }: ExportConfig, words: StatusWords): object | null {
  if (likely === null) return null;
  const mapped = mapHeader(likely.cells, columns).columns;
  const free = likely.cells
    .map((header, index) => ({ header, index }))
    .filter(({ header, index }) => header.trim() !== '' && mapped.every((column) => column.index !== index));
  if (free.length === 0) return null;
  const chosen = (holds: (cell: string) => boolean): string => {
    const fitting = free.filter(({ index }) => columnHolds(likely, index, holds));
    const [only, ...others] = fitting;
    if (only !== undefined && others.length === 0) return only.header;
    return `one of: ${(fitting.length === 0 ? free : fitting).map(({ header }) => quoted(header)).join(', ')}`;
  };
  const lacks = (field: 'email' | 'status'): boolean => mapped.every((column) => column.field !== field);
  return {
    columns: {
      ...columns,
      ...(lacks('email') ? { email: chosen((cell) => canonicalLogin(cell)?.includes('@') === true) } : {}),
      ...(lacks('status') ? { status: chosen((cell) => words.has(cell.trim().toLowerCase())) } : {}),
    },
  };
}

/** Whether the column is filled in some of the first rows, and every filled cell is of that kind. */
function columnHolds({ table, row }: LikelyHeader, index: number, holds: (cell: string) => boolean): boolean {
  const cells: string[] = [];
  for (const record of table.rows()) {
    if (record.kind === 'fault' || cells.length === rowsLookedAt) break;
    const cell = record.row > row ? (record.cells[index] ?? '') : '';
    if (cell.trim() !== '') cells.push(cell);
  }
  return cells.length > 0 && cells.every(holds);
}
