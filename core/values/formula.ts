// What a spreadsheet runs when it opens a cell: neutralised in the lists that people open, named where it has to stay.

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
export function splitParts(cell: string): readonly { readonly text: string; readonly runs: boolean }[] {
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
