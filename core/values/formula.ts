// Cells that a spreadsheet would run as a formula. In lists that people open they are neutralised; where a cell has to
// stay as it is, it is named.

/**
 * Whether a cell begins as a formula: with `= + - @` or their full-width forms, also behind blanks, or with a tab or a
 * line break (OWASP, CSV injection).
 *
 * @example isFormula(' =1+1') // true
 */
export function isFormula(cell: string): boolean {
  return /^\s*(?:[=+\-@\uFF1D\uFF0B\uFF0D\uFF20]|(?<=[\t\r\n]))/.test(cell);
}

/** Characters at which spreadsheets split a line, depending on the region and on what a person picks. */
const separators = /([,;\t|\r\n])/;

/**
 * Begins as a formula when the line is split before it. Quotes do not protect it there, because a line that is split at
 * another character than the comma has its quotes as plain characters.
 */
const formulaWhenSplit = /^[\s'"]*[=+\-@\uFF1D\uFF0B\uFF0D\uFF20]/;

/** The parts that a spreadsheet may take for cells of their own, and whether it would run each. */
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
 * The cell in a form that no spreadsheet runs, wherever it splits the line.
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

/** Cells that begin with a letter or a digit and have no separator, as nearly all do. */
const harmless = /^(?:[0-9A-Za-z][^,;\t|\r\n]*)?$/;

/** The inverse of `neutralised`. */
export function asWritten(cell: string): string {
  const inside = cell.startsWith("'") && isRun(cell.slice(1)) ? cell.slice(1) : cell;
  return splitParts(inside)
    .map(({ text, runs }) => (runs && text.startsWith("'") ? text.slice(1) : text))
    .join('');
}

/** Apostrophes in front count as well, so that taking one apostrophe away always gives the cell back. */
function isRun(cell: string): boolean {
  return isFormula(cell.replace(/^[\s']+/, (front) => front.replaceAll("'", '')));
}

/** The error values of Excel, LibreOffice and Google Sheets, and the signs for what is too wide for its column. */
const cellError =
  /^\s*(?:#(?:N\/A|REF!|VALUE!|NAME\?|DIV\/0!|NULL!|NUM!|SPILL!|CALC!|FIELD!|BLOCKED!|ERROR!)|#{3,}|Err:\d{3})\s*$/i;

/** What a spreadsheet shows in place of a value that it cannot work out. @example isCellError('#N/A') // true */
export function isCellError(cell: string): boolean {
  return cellError.test(cell);
}
