// Signs that a file is not as People.ai wrote it.
import type { ExportLook, Operations } from '../application.ts';
import { quoted } from '../../values/text.ts';

/** The export of People.ai is a CSV with `Suspended At` and an empty `Operation` (its help pages on importing users). */
export function editedSigns(header: ExportLook, operations: Operations): readonly string[] {
  const signs: string[] = [];
  if (header.table.format === 'xlsx') signs.push('re-saved copy: a workbook, People.ai writes CSV');
  const { encoding, delimiter } = header.table;
  if (delimiter !== null && delimiter !== ',') {
    const found = delimiter === ';' ? 'semicolons' : 'tabs';
    signs.push(`re-saved copy: ${found} between its cells, People.ai writes commas`);
  }
  if (encoding !== null && encoding !== 'utf-8')
    signs.push(`read as ${encoding}${encoding === 'windows-1252' ? ', which is a guess' : ''}: People.ai writes UTF-8`);
  if (header.otherSheets.length > 0) {
    signs.push(`not read: ${header.otherSheets.map(quoted).join(', ')}, other sheets with a list of users`);
  }
  if (header.sheetsWithText.length > 0) {
    signs.push(`not read: ${header.sheetsWithText.map(quoted).join(', ')}, other sheets with text`);
  }
  if (!header.columns.some((column) => column.field === 'suspendedAt')) signs.push('no `Suspended At` column');
  if (operations.firstRow !== null) {
    const rows = operations.count === 1 ? '1 row' : `${operations.count} rows`;
    signs.push(`\`Operation\` is filled in, in ${rows} (first: row ${operations.firstRow})`);
  }
  return signs;
}
