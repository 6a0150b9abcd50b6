// A workbook of one user, of which one part is as a program of a public bug report writes it.
import { inlineRows, workbookOf, workbookParts, zipOf } from '../../../support/inputs/workbook-builder.ts';

export const header = inlineRows([['Email', 'Status', 'Role']]);

/** A workbook of one user, whose role and last login are cells as they stand in its XML. */
export function workbookWith(
  role: string,
  says: { readonly format?: string | number; readonly date1904?: true } = {},
): Buffer {
  const { format = 0, ...shape } = says;
  return workbookOf({ ...shape, sheets: { Users: `${header}<row r="2">${user}${role}</row>` }, styles: [format] });
}

export const user = '<c t="inlineStr"><is><t>jane@acme.com</t></is></c><c t="inlineStr"><is><t>Active</t></is></c>';

/** A list of one user, of whom one more cell is told as it stands in the XML. */
export function withCell(column: string, cell: string): string {
  return `${inlineRows([['Email', 'Status', column]])}<row r="2">${user}${cell}</row>`;
}

/** A workbook of one user, with shared strings as they stand in their part: the last is the role. */
export function sharing(...strings: readonly string[]): Buffer {
  const data = `${header}<row r="2">${user}<c t="s"><v>${strings.length - 1}</v></c></row>`;
  const parts = workbookParts({ sheets: { Users: data } }).map((part) =>
    part.name === 'xl/sharedStrings.xml' ? { ...part, content: `<sst>${strings.join('')}</sst>` } : part,
  );
  return zipOf(parts);
}

export const transitional = 'http://schemas.openxmlformats.org/officeDocument/2006/relationships';

/** A workbook of one user in whose parts of that name the XML is written otherwise. */
export function rewritten(
  part: string,
  change: (xml: string) => string | Buffer,
  role = '<c t="inlineStr"><is><t>User</t></is></c>',
): Buffer {
  const sheet = `${header}<row r="2">${user}${role}</row>`;
  const parts = workbookParts({ sheets: { Users: sheet } }).map((one) =>
    one.name.startsWith(part) ? { ...one, content: change(one.content.toString()) } : one,
  );
  return zipOf(parts);
}
