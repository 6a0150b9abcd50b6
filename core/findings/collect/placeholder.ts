// Employee numbers that identify nobody, such as the one value that a directory holds for all contractors, or for
// everybody who waits for a number.
import type { KnownIdentity } from './known-identity.ts';

/**
 * The most identities or accounts that one person is taken to have. A number with more bearers than this is a
 * placeholder.
 */
export const mostOfOneNumber = 5;

/** How many identities of each directory bear one number, without deleted ones. */
export type CountsOfNumber = ReadonlyMap<string, number>;

export interface Placeholder {
  readonly directory: string;
  /** How many identities of the directory bear the number, without deleted ones. */
  readonly bearers: number;
}

/**
 * Counts by directory, because one person may have an identity in each of many.
 *
 * @param bearers of one number, in all directories
 * @example bearersIn(people.byEmployeeId('E00000')) // Map { 'okta' => 312 }
 */
export function bearersIn(bearers: readonly Pick<KnownIdentity, 'directory' | 'identity'>[]): CountsOfNumber {
  const counts = new Map<string, number>();
  for (const { directory, identity } of bearers)
    if (identity.state !== 'deleted') counts.set(directory, (counts.get(directory) ?? 0) + 1);
  return counts;
}

/**
 * @returns the first directory in which too many identities bear the number; `null` when there is none
 * @example placeholderOf(bearersIn(people.byEmployeeId('E00000'))) // { directory: 'okta', bearers: 312 }
 */
export function placeholderOf(counts: CountsOfNumber): Placeholder | null {
  const found = [...counts].find(([, count]) => count > mostOfOneNumber);
  return found === undefined ? null : { directory: found[0], bearers: found[1] };
}
