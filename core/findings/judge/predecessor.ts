// Whose a login was before it became somebody's secondary address: a leaver's account does not pass to the successor.
import { matchKey } from '../../values/login.ts';
import type { CanonicalLogin, PlusAddressing } from '../../values/login.ts';
import type { Account } from '../../inputs/account.ts';
import type { History, LedgerEntry } from '../../inputs/history.ts';
import { msOf } from '../../values/instant.ts';
import { identitiesBefore } from '../collect/known-before.ts';
import { joiningKeys } from '../collect/known-identity.ts';
import type { KnownIdentity } from '../collect/known-identity.ts';
import type { LedgerLookup } from './leaving.ts';
import type { Match, Matcher } from './match.ts';

export interface PredecessorInput {
  readonly people: Pick<Matcher, 'approvedFor' | 'placeholder'>;
  readonly ledger: History['ledger'];
  readonly gone: LedgerLookup;
  readonly plus: PlusAddressing;
}

/** Who holds the account today by a rule that comes after `login`, and is not who bore its login before. */
export type SuccessorsOf = (account: Account, match: Match) => readonly KnownIdentity[];

/**
 * An identity that the ledger knows by the account's login, and that is gone, is a candidate by `login`, so it decides
 * before an alias, an approved alias or an employee id (contract, section 5), as it did while it was soft-deleted.
 *
 * @returns empty where nobody with this login is gone, or where today's candidate is the same person: approved by
 *   somebody, with the employee id of the gone identity (which is no placeholder), joined with it by a login over two
 *   directories, or holding the account by a newer object before it was renamed
 */
export function successors({ people, ledger, gone, plus }: PredecessorInput): SuccessorsOf {
  const known = identitiesBefore({ ledger });
  return (account, { rule, candidates }) => {
    if (rule === null || rule === 'name-id' || rule === 'login') return none;
    const last = lastOfEach(gone([matchKey(account.login, plus)], null));
    if (last.length === 0) return none;
    const approved = new Set(people.approvedFor(account.login));
    const hasNumberOf = ({ identity: { employeeId } }: KnownIdentity, before: LedgerEntry): boolean =>
      employeeId !== null && employeeId === before.employeeId && people.placeholder(employeeId) === null;
    const isSame = ({ known: today }: Match['candidates'][number]): boolean =>
      approved.has(today) ||
      last.some((before) => {
        const entry = known.get(today.directory, today.identity.id);
        return hasNumberOf(today, before) || bearsLoginOf(today, before) || heldSince(entry, before, account.login);
      });
    return candidates.some(isSame) ? [] : candidates.map((candidate) => candidate.known);
  };
}

/** Nearly every account has this answer, and so one list is enough. */
const none: readonly KnownIdentity[] = [];

/** A login may have had several bearers: of each directory the last one counts. */
function lastOfEach(gone: readonly LedgerEntry[]): readonly LedgerEntry[] {
  return [...Map.groupBy(gone, ({ directory }) => directory).values()].flatMap((inOne) =>
    inOne.toSorted((a, b) => msOf(a.lastSeen) - msOf(b.lastSeen) || (isNewer(a, b) ? 1 : -1)).slice(-1),
  );
}

/** Of another directory: in their own, somebody got it. */
function bearsLoginOf(today: KnownIdentity, before: LedgerEntry): boolean {
  return today.directory !== before.directory && joiningKeys(today).some((login) => before.logins.includes(login));
}

/** Who came back under the login, and was renamed since, is known by an object that is newer than the one that is gone. */
function heldSince(entry: LedgerEntry | undefined, before: LedgerEntry, account: CanonicalLogin): boolean {
  return entry !== undefined && entry.accounts.includes(account) && isNewer(entry, before);
}

function isNewer(one: LedgerEntry, other: LedgerEntry): boolean {
  if (one.createdAt !== null && other.createdAt !== null) return msOf(one.createdAt) > msOf(other.createdAt);
  return msOf(one.firstSeen) > msOf(other.firstSeen);
}
