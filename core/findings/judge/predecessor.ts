// Whose a login was before: a leaver's account does not pass to who has it as a secondary address, and who lost it with one
// object and is there by another is no leaver.
import { matchKey } from '../../values/login.ts';
import type { CanonicalLogin, PlusAddressing } from '../../values/login.ts';
import type { Account } from '../../inputs/account.ts';
import type { History, LedgerEntry } from '../../inputs/history.ts';
import { msOf } from '../../values/instant.ts';
import { multimap } from '../../values/multimap.ts';
import type { Multimap } from '../../values/multimap.ts';
import { ByIdentity } from '../collect/by-identity.ts';
import { identitiesBefore } from '../collect/known-before.ts';
import type { IdentityIndex } from '../collect/identity-index.ts';
import { areTwoPeoples, joiningKeys } from '../collect/known-identity.ts';
import type { KnownIdentity } from '../collect/known-identity.ts';
import { bearersIn, placeholderOf } from '../collect/placeholder.ts';
import type { LedgerLookup } from './leaving.ts';
import type { Match, Matcher } from './match.ts';
import { leaverOf } from './person.ts';
import type { PersonContext } from './person.ts';
import { isAuthoritative, judgeIdentity } from './situation.ts';
import type { DirectoryView } from './situation.ts';

export interface PredecessorInput {
  readonly people: Pick<Matcher, 'approvedFor' | 'placeholder'>;
  readonly rules: PersonContext['rules'];
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
 *   directories, now or when the account was last tied to both, or holding the account by a newer object before it was
 *   renamed
 */
export function successors({ people, rules, ledger, gone, plus }: PredecessorInput): SuccessorsOf {
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
        if (hasNumberOf(today, before) || bearsLoginOf(today, before)) return true;
        if (entry === undefined) return false;
        const isJoined = rules.has('remembers-joins') && wasWith(entry, before, account.login);
        return isJoined || heldSince(entry, before, account.login);
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
function heldSince(entry: LedgerEntry, before: LedgerEntry, account: CanonicalLogin): boolean {
  return entry.accounts.includes(account) && isNewer(entry, before);
}

/** Somebody who is gone in one directory, and the identity by which the same person is there. */
export interface Remaining {
  readonly gone: LedgerEntry;
  readonly there: There;
}

interface There {
  readonly directory: string;
  readonly id: string;
  readonly name: string | null;
  /** By what it is the same person: an accepted run tied the account to both, or they bear one employee number. */
  readonly by: 'account' | 'number';
}

/** @returns `null` where whoever bore the account left, as far as anything tells */
export type RemainingOf = (account: Pick<Account, 'login'>, gone: readonly LedgerEntry[]) => Remaining | null;

export interface RemainingInput extends PersonContext {
  readonly history: Pick<History, 'ledger'>;
  readonly index: Pick<IdentityIndex, 'relevant' | 'accountless' | 'tied'>;
  readonly views: ReadonlyMap<string, DirectoryView>;
}

/**
 * A directory that purges somebody takes with them what led from their login to their other identities, and they are no
 * leaver by that. Either an accepted run tied the account to an identity of another directory too, as one person with the one
 * that is gone, and that identity is there; or an identity of any directory bears the employee number of the one that is
 * gone, and no other name. Not where it is disabled or HR names it, nor where the directory that lost them is authoritative
 * for the login's domain and does not show them itself.
 */
export function remaining({ history, index, views, ...context }: RemainingInput): RemainingOf {
  if (!context.rules.has('remembers-joins')) return () => null;
  // Hardly any account asks, and a large company has many of both.
  let indexed: KnownBefore | null = null;
  const known = (): KnownBefore => (indexed ??= knownBefore(history, index));
  const isThere = (today: KnownIdentity | undefined): boolean => {
    if (today === undefined) return false;
    const { state } = judgeIdentity(today, leaverOf(today, context.leavers), context);
    return state !== 'deleted' && state !== 'disabled';
  };
  const byAccount = (before: LedgerEntry, login: CanonicalLogin): There | undefined => {
    const { tiedTo, today } = known();
    const same = tiedTo
      .get(login)
      ?.find((entry) => wasWith(entry, before, login) && isThere(today.get(entry.directory, entry.id)));
    return same === undefined ? undefined : { directory: same.directory, id: same.id, name: same.name, by: 'account' };
  };
  const byNumber = ({ employeeId, name }: LedgerEntry): There | undefined => {
    const bearers = employeeId === null ? [] : (known().numbered.get(employeeId) ?? []);
    if (placeholderOf(bearersIn(bearers)) !== null) return undefined;
    const same = bearers.find(
      (today) =>
        isThere(today) && !(name !== null && today.identity.name !== null && areTwoPeoples(today.identity.name, name)),
    );
    if (same === undefined) return undefined;
    return { directory: same.directory, id: same.identity.id, name: same.identity.name, by: 'number' };
  };
  return ({ login }, gone) => {
    if (gone.length === 0) return null;
    const last = lastOfEach(gone);
    const found = last.map((before) => ({ gone: before, there: byAccount(before, login) ?? byNumber(before) }));
    const hasLastWord = ({ gone: { directory }, there }: (typeof found)[number]): boolean => {
      const view = views.get(directory);
      return there?.directory !== directory && (view === undefined || isAuthoritative(view.config, login));
    };
    if (found.some(hasLastWord)) return null;
    const beside = found.flatMap(({ gone: before, there }) => (there === undefined ? [] : [{ gone: before, there }]));
    const same = new Set(beside.map(({ gone: before }) => before));
    for (const before of same) for (const other of last) if (wasWith(other, before, login)) same.add(other);
    return same.size === last.length ? (beside[0] ?? null) : null;
  };
}

interface KnownBefore {
  readonly tiedTo: Multimap<LedgerEntry>;
  readonly today: Pick<ByIdentity<KnownIdentity>, 'get'>;
  readonly numbered: Multimap<KnownIdentity>;
}

function knownBefore({ ledger }: RemainingInput['history'], index: RemainingInput['index']): KnownBefore {
  const today = new ByIdentity<KnownIdentity>();
  for (const known of [...index.relevant, ...index.accountless, ...index.tied])
    today.set(known.directory, known.identity.id, known);
  return {
    tiedTo: multimap(ledger, ({ accounts }) => accounts),
    today,
    numbered: multimap([...today.values()], ({ identity: { employeeId } }) =>
      employeeId === null ? [] : [employeeId],
    ),
  };
}

/** Whether an accepted run took both for the person of an account, each in a directory of its own, by an address of both. */
function wasWith(entry: LedgerEntry, before: LedgerEntry, account: CanonicalLogin): boolean {
  if (entry.directory === before.directory || !entry.accounts.includes(account)) return false;
  return entry.logins.some((login) => login.includes('@') && before.logins.includes(login));
}

function isNewer(one: LedgerEntry, other: LedgerEntry): boolean {
  if (one.createdAt !== null && other.createdAt !== null) return msOf(one.createdAt) > msOf(other.createdAt);
  return msOf(one.firstSeen) > msOf(other.firstSeen);
}
