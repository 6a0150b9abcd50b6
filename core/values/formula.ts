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
