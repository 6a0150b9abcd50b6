// Whose a login was before. Two questions about somebody who bore it and is gone: may the account pass to the one who
// has the login as a secondary address today (`successors`), and is the person there under another identity, so that
// they are no leaver (`remaining`)?
import { matchKey } from '../../values/login.ts';
import type { CanonicalLogin, PlusAddressing } from '../../values/login.ts';
import type { Account } from '../../inputs/account.ts';
import type { History, LedgerEntry } from '../../inputs/history.ts';
import { msOf } from '../../values/instant.ts';
import { multimap } from '../../values/multimap.ts';
import type { Multimap } from '../../values/multimap.ts';
import { ByIdentity } from '../collect/by-identity.ts';
import { areJoined, identitiesBefore } from '../collect/known-before.ts';
import type { IdentityIndex } from '../collect/identity-index.ts';
import { areCalledOtherwise, isSameByNumber, joiningKeys } from '../collect/known-identity.ts';
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

/**
 * Who holds the account today by a rule that comes after `login`, and is another person than the one who bore its login
 * before.
 */
export type SuccessorsOf = (account: Account, match: Match) => readonly KnownIdentity[];

/**
 * Somebody who bore the account's login and is gone still outranks an alias, an approved alias and an employee id, as
 * they did while the directory showed them as deleted (contract, section 5).
 *
 * Somebody found is the same person as the one who is gone when one of these holds:
 *
 * - An approved alias says so.
 * - They have the same employee number, which is no placeholder.
 * - They share a login over two directories, now or when the account was last tied to both.
 * - They are a newer object that held the account before it was renamed.
 *
 * @returns whom these rules found; nobody where nobody who bore the login is gone, or somebody found is the same person
 */
export function successors({ people, rules, ledger, gone, plus }: PredecessorInput): SuccessorsOf {
  const known = identitiesBefore({ ledger });
  return (account, { rule, candidates }) => {
    if (rule === null || rule === 'name-id' || rule === 'login') return none;
    const last = lastOfEach(gone([matchKey(account.login, plus)], null));
    if (last.length === 0) return none;
    const approved = new Set(people.approvedFor(account.login));
    const asksNames = rule === 'employee-id' && rules.has('asks-whose-name');
    const hasNumberOf = ({ identity: { employeeId, name } }: KnownIdentity, before: LedgerEntry): boolean =>
      employeeId !== null &&
      employeeId === before.employeeId &&
      people.placeholder(employeeId) === null &&
      (!asksNames || isSameByNumber(name, before.name, account.name));
    const isSame = ({ known: today }: Match['candidates'][number]): boolean =>
      approved.has(today) ||
      last.some((before) => {
        const entry = known.get(today.directory, today.identity.id);
        if (hasNumberOf(today, before) || bearsLoginOf(today, before)) return true;
        if (entry === undefined) return false;
        const wasOne = rules.has('remembers-joins') && areJoined(entry, before, account.login);
        return wasOne || heldSince(entry, before, account.login);
      });
    return candidates.some(isSame) ? [] : candidates.map((candidate) => candidate.known);
  };
}

/** One empty list, which is the answer for nearly every account. */
const none: readonly KnownIdentity[] = [];

/** Of each directory only the last bearer counts: a login may have passed on several times. */
function lastOfEach(gone: readonly LedgerEntry[]): readonly LedgerEntry[] {
  return [...Map.groupBy(gone, ({ directory }) => directory).values()].flatMap((inOne) =>
    inOne.toSorted((a, b) => msOf(a.lastSeen) - msOf(b.lastSeen) || (isNewer(a, b) ? 1 : -1)).slice(-1),
  );
}

/**
 * Whether they share a login over two directories. Within one directory a login in common shows a successor, not the
 * same person.
 */
function bearsLoginOf(today: KnownIdentity, before: LedgerEntry): boolean {
  return today.directory !== before.directory && joiningKeys(today).some((login) => before.logins.includes(login));
}

/**
 * Whether somebody came back under the login and was renamed since: their object once held the account, and is newer
 * than the one that is gone.
 */
function heldSince(entry: LedgerEntry, before: LedgerEntry, account: CanonicalLogin): boolean {
  return entry.accounts.includes(account) && isNewer(entry, before);
}

/** An identity that is gone, and another identity by which the same person is still there. */
export interface Remaining {
  readonly gone: LedgerEntry;
  readonly there: There;
}

interface There {
  readonly directory: string;
  readonly id: string;
  readonly name: string | null;
  /** Why both are the same person: an accepted run tied the account to both, or they bear the same employee number. */
  readonly by: 'account' | 'number';
}

/** @returns `null` where the person who bore the account has left, as far as anything tells */
export type RemainingOf = (account: Pick<Account, 'login'>, gone: readonly LedgerEntry[]) => Remaining | null;

export interface RemainingInput extends PersonContext {
  readonly history: Pick<History, 'ledger'>;
  readonly index: Pick<IdentityIndex, 'relevant' | 'accountless' | 'tied'>;
  readonly views: ReadonlyMap<string, DirectoryView>;
}

/**
 * Finds out whether somebody whom a directory purged is still there under another identity. That a directory purges an
 * identity also destroys what led from its login to the person's other identities, and it must not make the person a
 * leaver. They are still there when one of these holds:
 * - An accepted run tied the account to an identity of another directory as well, as one person with the one that is
 *   gone, and that identity is there.
 * - An identity of any directory bears the employee number of the one that is gone, and does not bear another name.
 * An identity that is disabled, or that HR names, does not count as there. Nor does any of this help where the
 * directory that lost the person is authoritative for the login's domain and shows no other identity of theirs.
 */
export function remaining({ history, index, views, ...context }: RemainingInput): RemainingOf {
  if (!context.rules.has('remembers-joins')) return () => null;
  // Made only when it is asked for: hardly any account needs it, and the ledger and the directories of a large company
  // are long.
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
      ?.find((entry) => areJoined(entry, before, login) && isThere(today.get(entry.directory, entry.id)));
    return same === undefined ? undefined : { directory: same.directory, id: same.id, name: same.name, by: 'account' };
  };
  const byNumber = ({ employeeId, name }: LedgerEntry): There | undefined => {
    const bearers = employeeId === null ? [] : (known().numbered.get(employeeId) ?? []);
    if (placeholderOf(bearersIn(bearers)) !== null) return undefined;
    const same = bearers.find((today) => isThere(today) && !areCalledOtherwise(today.identity.name, name));
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
    for (const before of same) for (const other of last) if (areJoined(other, before, login)) same.add(other);
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

function isNewer(one: LedgerEntry, other: LedgerEntry): boolean {
  if (one.createdAt !== null && other.createdAt !== null) return msOf(one.createdAt) > msOf(other.createdAt);
  return msOf(one.firstSeen) > msOf(other.firstSeen);
}
