// What a spreadsheet runs when it opens a cell: neutralised in the lists that people open, and named where it has to stay.

/**
 * `= + - @` and their full-width forms, also behind blanks, and cells that begin with a tab or a line break
 * (OWASP, CSV injection).
 *
 * @example isFormula(' =1+1') // true
 */
export function isFormula(cell: string): boolean {
  return /^\s*(?:[=+\-@\uFF1D\uFF0B\uFF0D\uFF20]|(?<=[\t\r\n]))/.test(cell);
}

/** Where spreadsheets split a line, by the region and by what a person picks: commas, semicolons, tabs, bars, line breaks. */
const separators = /([,;\t|\r\n])/;

/** Behind a separator quotes are no harm to a formula: once a line was split elsewhere, they stand for themselves. */
const formulaWhenSplit = /^[\s'"]*[=+\-@\uFF1D\uFF0B\uFF0D\uFF20]/;

/** The parts that a spreadsheet may take for cells of their own, each with whether it would then run. */
function splitParts(cell: string): readonly { readonly text: string; readonly runs: boolean }[] {
  return cell
    .split(separators)
    .map((text, index) => ({ text, runs: index > 0 && index % 2 === 0 && formulaWhenSplit.test(text) }));
}

/**
 * Whether a spreadsheet runs the cell, or a part of it where it splits lines otherwise than a comma does.
 *
 * @example holdsFormula('Doe;=1+1') // true
 */
export function holdsFormula(cell: string): boolean {
  return isFormula(cell) || splitParts(cell).some(({ runs }) => runs);
}

/**
 * A cell that no spreadsheet runs, wherever it splits the line.
 *
 * @example neutralised('Doe;=1+1') // "Doe;'=1+1"
 */
export function neutralised(cell: string): string {
  if (harmless.test(cell)) return cell;
  const inside = splitParts(cell)
    .map(({ text, runs }) => (runs ? `'${text}` : text))
    .join('');
  return isRun(inside) ? `'${inside}` : inside;
}

/** Nearly every cell: it begins with a letter or a digit, and nobody splits it. */
const harmless = /^(?:[0-9A-Za-z][^,;\t|\r\n]*)?$/;

/** Gives back what `neutralised` was given. */
export function asWritten(cell: string): string {
  const inside = cell.startsWith("'") && isRun(cell.slice(1)) ? cell.slice(1) : cell;
  return splitParts(inside)
    .map(({ text, runs }) => (runs && text.startsWith("'") ? text.slice(1) : text))
    .join('');
}

/** Also behind apostrophes, so that taking one apostrophe away always gives the cell back. */
function isRun(cell: string): boolean {
  return isFormula(cell.replace(/^[\s']+/, (front) => front.replaceAll("'", '')));
}

/** The values for errors of Excel, LibreOffice and Google Sheets, and the signs in place of what is too wide for its column. */
const cellError =
  /^\s*(?:#(?:N\/A|REF!|VALUE!|NAME\?|DIV\/0!|NULL!|NUM!|SPILL!|CALC!|FIELD!|BLOCKED!|ERROR!)|#{3,}|Err:\d{3})\s*$/i;

/** What a spreadsheet shows in place of a value that it cannot work out. @example isCellError('#N/A') // true */
export function isCellError(cell: string): boolean {
  return cellError.test(cell);
}
