// Holds the name in a row of HR's list against the person whom the row's address names: the row may be about somebody
// else.
import { matchKey } from '../../values/login.ts';
import type { Leaver } from '../../inputs/leavers/row.ts';
import { areComparable, areTwoPeoples } from '../collect/known-identity.ts';
import type { Judgement } from '../judge/judgement.ts';
import { leaverOf } from '../judge/person.ts';
import type { PersonContext } from '../judge/person.ts';

/**
 * The row of HR's list that names the account's person: by the account's own login, or by one that the person bears or
 * bore.
 */
export function listedAs(
  { account, match, named }: Pick<Judgement, 'account' | 'match' | 'named'>,
  { leavers, config }: Pick<PersonContext, 'leavers' | 'config'>,
): Leaver | undefined {
  if (leavers.size === 0) return undefined;
  const own = leavers.get(matchKey(account.login, config.policy.plusAddressing));
  if (own !== undefined) return own;
  for (const { known } of match.person) {
    const leaver = leaverOf(known, leavers);
    if (leaver !== undefined) return leaver;
  }
  return named?.leaver;
}

/**
 * Whether the row of HR's list has somebody else's name: no word of it is in any name that the export and the
 * directories have for the account's person.
 *
 * @returns `null` where the names cannot be compared, or the row has a single word
 * @example isNamedOtherwise(ofJaneDoe, { name: 'Pat Roe', employeeId: null }) // true; of 'Doe, Jané' false
 */
export function isNamedOtherwise(
  { account, match, gone }: Pick<Judgement, 'account' | 'match' | 'gone'>,
  { called }: Pick<Leaver, 'called'>,
): boolean | null {
  const name = called?.name ?? null;
  // A single word may be a login, a first name, or what a guest calls themselves.
  if (name === null || !/\S\s+\S/.test(name)) return null;
  const told = [account.name, ...match.person.map(({ known }) => known.identity.name), ...gone.map((one) => one.name)];
  const comparable = told.filter((one) => one !== null).filter((one) => areComparable(one, name));
  return comparable.length === 0 ? null : comparable.every((one) => areTwoPeoples(one, name));
}
