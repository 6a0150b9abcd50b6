// How a review period is named wherever somebody types it: on the command line, in an address, to an assistant.

/**
 * The name as everything keeps it: a year, Q and a quarter. Any other text stays as it is, and is refused where it is looked
 * up.
 *
 * @example periodName(' 2026-q4') // '2026-Q4'
 */
export function periodName(text: string): string {
  const name = text.trim().toUpperCase();
  return /^\d{4}-Q[1-4]$/.test(name) ? name : text;
}
