// Limits that no real list of people comes near. A file beyond one is refused, so that no file costs more time or
// memory than its rows are worth.

/** Rows of a list of leavers, rows of a file of decisions, faults of any file. */
export const mostRows = 200_000;

/**
 * The longest text of a cell in a spreadsheet (Excel specifications and limits). A longer name, role or list of teams
 * is none.
 */
export const longestText = 32_767;

/**
 * In characters. Few texts of a list of people are longer than the first number, and all that are have together no more
 * than the second.
 */
export const usualText = 1_000;
export const mostLongText = 10_000_000;

/** The most that all rejected rows of a file may take, in bytes of memory: each is kept and printed cell for cell. */
export const mostRejected = 10_000_000;

/** The bytes that a row takes when it is kept: a reference for each cell, and its text. */
export function weightOf(cells: readonly string[]): number {
  return cells.reduce((sum, cell) => sum + 8 + cell.length, 100);
}
