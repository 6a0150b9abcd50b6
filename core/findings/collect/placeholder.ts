// Employee numbers that tell nobody apart: what a directory holds for all contractors, or for whoever waits for a number.
import type { KnownIdentity } from './known-identity.ts';

/** A number that more bear than one person has identities and accounts is a placeholder, and says nothing. */
export const mostOfOneNumber = 5;

/** How many bear a number, by directory; deleted identities are left out. */
export type CountsOfNumber = ReadonlyMap<string, number>;

export interface Placeholder {
  readonly directory: string;
  /** How many of its identities bear the number, deleted ones left out. */
  readonly bearers: number;
}

/**
 * Counted by directory: somebody may have an identity in each of many.
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
 * @returns the first directory in which too many bear the number; `null` where none has as many
 * @example placeholderOf(bearersIn(people.byEmployeeId('E00000'))) // { directory: 'okta', bearers: 312 }
 */
export function placeholderOf(counts: CountsOfNumber): Placeholder | null {
  const found = [...counts].find(([, count]) => count > mostOfOneNumber);
  return found === undefined ? null : { directory: found[0], bearers: found[1] };
}
