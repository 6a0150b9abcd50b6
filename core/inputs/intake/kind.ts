// What kind of file it is, by its content: an export has an e-mail and a status column, a leavers file an e-mail and a
// day.
import type { Config } from '../../config/config.ts';
import type { FileKind } from '../../config/intake.ts';
import { readAddress } from '../../values/addresses.ts';
import { isHeaderOf } from '../export/header-mapping.ts';
import { findHeader } from '../export/header.ts';
import type { Table } from '../table.ts';

/** @returns `null` for a file that looks like neither */
export function kindOfTables(tables: readonly Table[], config: Pick<Config, 'export'>): FileKind | null {
  const header = findHeader(tables, '', config.export.columns);
  if (header.kind === 'ok') return 'export';
  for (const table of tables) {
    for (const row of table.rows()) {
      // A list is read from its first line that is not blank.
      if (row.kind === 'row' && row.cells.every((cell) => cell.trim() === '')) continue;
      const [first = '', second] = row.kind === 'row' ? row.cells : [];
      const isList = second !== undefined && (isHeaderOf('email', first) || readAddress(first).kind !== 'none');
      if (isList && !(row.kind === 'row' && row.cells.some((cell) => isHeaderOf('status', cell)))) return 'leavers';
      break;
    }
  }
  return null;
}
