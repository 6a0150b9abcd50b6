// What no list of people comes near: files beyond it are refused, so that none costs more time or memory than its rows are worth.

/** Rows of a list of leavers, rows of a file of decisions, faults of any file. */
export const mostRows = 200_000;

/** A name, a role, a list of teams: what is longer is none, and would be printed on pages of its own. */
export const longestText = 1_000;

/** All rejected rows together, in bytes of memory: each is kept and printed cell for cell. */
export const mostRejected = 10_000_000;

/** What a row weighs that is kept: a reference a cell, and its text. */
export function weightOf(cells: readonly string[]): number {
  return cells.reduce((sum, cell) => sum + 8 + cell.length, 100);
}
