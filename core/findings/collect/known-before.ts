// Looks up, by login and by identity, what earlier accepted runs knew. Each index is made once and shared, because for
// a large company it takes as long to make as most of what asks it.
import type { History, KnownAccount, LedgerEntry } from '../../inputs/history.ts';
import type { CanonicalLogin } from '../../values/login.ts';
import { ByIdentity } from './by-identity.ts';
import { isRemade } from './known-identity.ts';
import type { PersonsObject } from './known-identity.ts';

const accounts = new WeakMap<readonly KnownAccount[], ReadonlyMap<string, KnownAccount>>();
const ledgers = new WeakMap<readonly LedgerEntry[], Pick<ByIdentity<LedgerEntry>, 'get' | 'has' | 'values'>>();

/** The population of the last accepted run, by login. */
export function accountsBefore(history: Pick<History, 'accounts'>): ReadonlyMap<string, KnownAccount> {
  const known = accounts.get(history.accounts);
  if (known !== undefined) return known;
  const made = new Map<string, KnownAccount>(history.accounts.map((account) => [account.login, account]));
  accounts.set(history.accounts, made);
  return made;
}

/** Every identity of the ledger, by directory and id. */
export function identitiesBefore({
  ledger,
}: Pick<History, 'ledger'>): Pick<ByIdentity<LedgerEntry>, 'get' | 'has' | 'values'> {
  const known = ledgers.get(ledger);
  if (known !== undefined) return known;
  const made = new ByIdentity<LedgerEntry>();
  for (const entry of ledger) made.set(entry.directory, entry.id, entry);
  ledgers.set(ledger, made);
  return made;
}

/** What of an identity tells with whom it was one person. */
export type Joinable = Pick<LedgerEntry, 'directory' | 'id' | 'logins' | 'accounts' | 'joined'>;

/**
 * Whether an accepted run took both to be the person of the account: they are in two directories, and share an address, or
 * shared one until one of them lost it.
 *
 * @param entry that was tied to the account
 */
export function areJoined(entry: Joinable, other: Joinable, account: CanonicalLogin): boolean {
  if (entry.directory === other.directory || !entry.accounts.includes(account)) return false;
  const share = entry.logins.some((login) => login.includes('@') && other.logins.includes(login));
  return share || isJoinedTo(entry, other) || isJoinedTo(other, entry);
}

function isJoinedTo({ joined }: Joinable, { directory, id }: Joinable): boolean {
  return joined?.some((one) => one.directory === directory && one.id === id) === true;
}

/** What of an identity tells whether it is a newer object of one person. */
export type Remade = Joinable & PersonsObject;

/**
 * Whether an identity that an accepted run tied to the account is a newer object of the person of another one of its
 * directory, who lost that one and came back.
 */
export function isNewObjectOf(entry: Remade, other: Remade, account: CanonicalLogin): boolean {
  return entry.accounts.includes(account) && (isRemade(entry, other) || isRemadeBefore(entry, other));
}

/** Whether an accepted run saw that the one is a newer object of the person of the other, whatever their names are now. */
function isRemadeBefore(entry: Remade, other: Remade): boolean {
  return entry.directory === other.directory && isJoinedTo(entry, other);
}
