// Refused input is a value: it says what is wrong, where it stands, what was found there and what is expected.

/**
 * One reason why an input was refused.
 *
 * @example
 * { what: 'unknown status', where: 'export.csv, row 17, column Status', found: '"Dormant" in 3 rows',
 *   expected: 'one of Active, Invited, Suspended' }
 */
export interface Refusal {
  readonly what: string;
  readonly where: string;
  readonly found: string;
  readonly expected: string;
}

export type Result<T> =
  | { readonly kind: 'ok'; readonly value: T }
  | { readonly kind: 'refused'; readonly refusals: readonly Refusal[] };

export function ok<T>(value: T): Result<T> {
  return { kind: 'ok', value };
}

export function refused(...refusals: readonly Refusal[]): Result<never> {
  return { kind: 'refused', refusals };
}

/** One line of plain English for the terminal, the mail and the report. */
export function refusalText(refusal: Refusal): string {
  return `${refusal.where}: ${refusal.what}. Found: ${refusal.found}. Expected: ${refusal.expected}.`;
}

/** The same for a log, without what was found: a cell or a line of a file may hold a name. */
export function refusalLogText({ where, what, expected }: Refusal): string {
  return `${where}: ${what}. Expected: ${expected}.`;
}
