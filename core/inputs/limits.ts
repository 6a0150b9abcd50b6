// What no list of people comes near: files beyond it are refused, so that none costs more time or memory than its rows are worth.

/** Rows of a list of leavers, rows of a file of decisions, faults of any file. */
export const mostRows = 200_000;

/** What a cell of a spreadsheet holds (Excel specifications and limits); a longer name, role or list of teams is none. */
export const longestText = 32_767;

/**
 * Characters. Hardly a text of a list of people is longer than the first; all that are have at most the second
 * together.
 */
export const usualText = 1_000;
export const mostLongText = 10_000_000;

/** All rejected rows together, in bytes of memory: each is kept and printed cell for cell. */
export const mostRejected = 10_000_000;

/** What a row weighs that is kept: a reference a cell, and its text. */
export function weightOf(cells: readonly string[]): number {
  return cells.reduce((sum, cell) => sum + 8 + cell.length, 100);
}
