// Signs that a file is not as People.ai wrote it.
import type { CountedRows, ExportLook, LookOfRows } from '../application.ts';
import { plural, quoted } from '../../values/text.ts';

/** The export of People.ai is a CSV with `Suspended At` and an empty `Operation` (its help pages on importing users). */
export function editedSigns(header: ExportLook, rows: LookOfRows): readonly string[] {
  const { operations, shortRows, errors, misread, above, respelled, headersAgain, lost } = rows;
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
  if (operations.count > 0) signs.push(`\`Operation\` is filled in, in ${counted(operations)}`);
  if (shortRows.count > 0)
    signs.push(`re-saved copy: empty cells at the end were left away, as Excel does, in ${counted(shortRows)}`);
  if (respelled !== null)
    signs.push(`re-saved copy: another program spelled its headers, such as ${quoted(respelled)}`);
  if (above > 0) signs.push(`${plural(above, 'row')} above the header, with which People.ai begins`);
  if (headersAgain.count > 0)
    signs.push(`several exports laid end to end: the header stands once more, in ${counted(headersAgain)}`);
  if (errors.count > 0)
    signs.push(`re-saved copy: the error of a spreadsheet in place of a value, in ${counted(errors)}`);
  if (misread.count > 0)
    signs.push(`re-saved copy: letters of UTF-8 that were read as another encoding, in ${counted(misread)}`);
  if (lost.count > 0) signs.push(`re-saved copy: question marks in place of letters of names, in ${counted(lost)}`);
  return signs;
}

function counted({ count, firstRow }: CountedRows): string {
  return `${plural(count, 'row')} (first: row ${firstRow})`;
}
