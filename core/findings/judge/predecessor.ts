// Whose a login was before. Two questions about somebody who bore it and is gone: may the account pass to the one who
// has the login as a secondary address today (`successors`), and is the person there under another identity, so that
// they are no leaver (`remaining`)?
import { matchKey } from '../../values/login.ts';
import type { CanonicalLogin, PlusAddressing } from '../../values/login.ts';
import type { Account } from '../../inputs/account.ts';
import type { History, LedgerEntry } from '../../inputs/history.ts';
import { msOf } from '../../values/instant.ts';
import type { Instant } from '../../values/instant.ts';
import { areJoined, identitiesBefore, isNewObjectOf } from '../collect/known-before.ts';
import type { Remade } from '../collect/known-before.ts';
import { knownToday } from '../collect/known-today.ts';
import type { KnownToday } from '../collect/known-today.ts';
import type { IdentityIndex } from '../collect/identity-index.ts';
import {
  areCalledOne,
  areCalledOtherwise,
  isMadeAfter,
  isNamesakeOf,
  isRemade,
  isSameByNumber,
  joiningKeys,
  loginKeys,
  objectOf,
  shareAddress,
} from '../collect/known-identity.ts';
import type { KnownIdentity } from '../collect/known-identity.ts';
import { bearersIn, placeholderOf } from '../collect/placeholder.ts';
import type { ElsewhereLookup, LedgerLookup } from './leaving.ts';
import type { Match, Matcher } from './match.ts';
import { leaverOf } from './person.ts';
import type { PersonContext } from './person.ts';
import { isAuthoritative, judgeIdentity } from './situation.ts';
import type { DirectoryView, JudgedIdentity } from './situation.ts';

export interface PredecessorInput {
  readonly people: Pick<Matcher, 'approvedFor' | 'placeholder'>;
  readonly rules: PersonContext['rules'];
  readonly ledger: History['ledger'];
  readonly gone: LedgerLookup;
  readonly elsewhere: ElsewhereLookup;
  readonly plus: PlusAddressing;
}

/**
 * Who holds the account today by a rule that comes after `login`, and is another person than the one who bore its login
 * before.
 */
export type SuccessorsOf = (account: Account, match: Match) => readonly KnownIdentity[];

/**
 * Somebody who bore the account's login and is gone still outranks an alias, an approved alias and an employee id, as
 * they did while the directory showed them as deleted (contract, section 5). So does whom an accepted run tied to the account
 * in any way, gone, or shown as deleted or disabled under another login: the addresses of leavers are given to others.
 *
 * Somebody found is the same person as the one who is gone when one of these holds:
 *
 * - An approved alias says so.
 * - They have the same employee number, which is no placeholder.
 * - They share a login over two directories, now or when the account was last tied to both.
 * - They are a newer object that held the account before it was renamed, or that bears the name of the one who is gone.
 * - They bear that name, and the other one is there and disabled.
 *
 * @returns whom these rules found; nobody where nobody who bore the login is gone, or somebody found is the same person
 */
export function successors({ people, rules, ledger, gone, elsewhere, plus }: PredecessorInput): SuccessorsOf {
  const known = identitiesBefore({ ledger });
  const hearsRenamed = rules.has('hears-the-renamed');
  return (account, { rule, candidates, person }) => {
    if (rule === null || rule === 'name-id' || rule === 'login') return none;
    const key = matchKey(account.login, plus);
    const found = person.map((one) => one.known);
    const isTied = candidates.some(
      (one) => known.get(one.known.directory, one.known.identity.id)?.accounts.includes(account.login) === true,
    );
    // Beside somebody whom a run tied to the account too, only who bore its login counts.
    const away = elsewhere(account, found).filter(
      ({ before, today }) => isAway(today) && (!isTied || before.logins.includes(key)),
    );
    const last = lastOfEach([
      ...gone([key], hearsRenamed && !isTied ? account.login : null),
      ...away.map(({ before }) => before),
    ]);
    if (last.length === 0) return none;
    const approved = new Set(people.approvedFor(account.login));
    const asksNames = rule === 'employee-id' && rules.has('asks-whose-name');
    const isAnotherNamesake = rules.has('asks-of-numbered-namesakes') ? isNamesakeOf : () => false;
    const hasNumberOf = ({ identity }: KnownIdentity, before: LedgerEntry): boolean => {
      const { employeeId, name } = identity;
      const isOne =
        employeeId !== null &&
        employeeId === before.employeeId &&
        people.placeholder(employeeId) === null &&
        (!asksNames || isSameByNumber(name, before.name, account.name));
      return isOne && !(asksNames && isAnotherNamesake(identity, before, account.name));
    };
    const disabled = new Set(away.flatMap(({ before, today }) => (today.state === 'disabled' ? before : [])));
    // The name alone could be that of a namesake to whom the address of a leaver was given.
    const isCalledAsHeld = (today: KnownIdentity, before: LedgerEntry): boolean =>
      isRemade(objectOf(today), before) || (disabled.has(before) && areCalledOne(objectOf(today), before));
    const isSame = ({ known: today }: Match['candidates'][number]): boolean =>
      approved.has(today) ||
      last.some((before) => {
        const entry = known.get(today.directory, today.identity.id);
        if (hasNumberOf(today, before) || bearsLoginOf(today, before)) return true;
        if (rules.has('follows-new-objects') && isCalledAsHeld(today, before)) return true;
        if (entry === undefined) return false;
        const wasOne = rules.has('remembers-joins') && areJoined(entry, before, account.login);
        return wasOne || heldSince(entry, before, account.login);
      });
    return candidates.some(isSame) ? [] : candidates.map((candidate) => candidate.known);
  };
}

/** One empty list, which is the answer for nearly every account. */
const none: readonly KnownIdentity[] = [];

function isAway({ state }: JudgedIdentity): boolean {
  return state === 'deleted' || state === 'disabled';
}

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
  /** The directory of the one that is gone. */
  readonly from: string;
  /** Until when earlier runs saw it there; `null` where the directory still shows it, as deleted. */
  readonly until: Instant | null;
  readonly there: There;
}

interface There {
  readonly directory: string;
  readonly id: string;
  readonly name: string | null;
  /** Why both are the same person: an accepted run tied the account to both, or they bear the same employee number. */
  readonly by: 'account' | 'number';
}

/** Who bore the account's login and is gone. */
export interface Lost {
  /** Those whom no directory shows, as earlier runs knew them. */
  readonly gone: readonly LedgerEntry[];
  /** Those whom a directory shows as deleted. */
  readonly deleted: readonly KnownIdentity[];
  /** Those of whom it is not known whether they are gone, because their directory may not show everybody. */
  readonly unseen: readonly LedgerEntry[];
}

type Asked = Pick<Account, 'login' | 'name'>;

/** @returns `null` where the person who bore the account has left, as far as anything tells */
export type RemainingOf = (account: Asked, lost: Lost) => Remaining | null;

export interface RemainingInput extends PersonContext {
  readonly history: Pick<History, 'ledger'>;
  readonly index: Pick<IdentityIndex, 'relevant' | 'accountless' | 'tied'>;
  readonly views: ReadonlyMap<string, DirectoryView>;
}

/**
 * Finds out whether somebody whom a directory deleted or purged is still there under another identity. That a directory
 * purges an identity also destroys what led from its login to the person's other identities, and it must not make the
 * person a leaver. They are still there when one of these holds:
 * - An accepted run tied the account to an identity of another directory as well, as one person with the one that is
 *   gone, or to a newer object of the same directory, and that identity is there.
 * - An identity of any directory bears the employee number of the one that is gone, or of one that was the same person and
 *   that its directory may still have without showing it, and does not bear another name. Of a
 *   directory that still shows the one that is gone it has to be newer: who has two objects and loses one did not return.
 * An identity that is disabled, or that HR names, does not count as there. Nor does any of this help where the
 * directory that lost the person is authoritative for the login's domain and shows no other identity of theirs.
 */
export function remaining({ history, index, views, ...context }: RemainingInput): RemainingOf {
  if (!context.rules.has('remembers-joins')) return () => null;
  const known = (): KnownToday => knownToday(history, index);
  const isThere = (today: KnownIdentity | undefined): today is KnownIdentity =>
    today !== undefined && !isAway(judgeIdentity(today, leaverOf(today, context.leavers), context));
  const followsObjects = context.rules.has('follows-new-objects');
  const byAccount = (before: Before, login: CanonicalLogin): There | undefined => {
    const { tiedTo, today } = known();
    const shown = today.get(before.directory, before.id);
    const same = tiedTo.get(login)?.find((entry) => {
      const one = today.get(entry.directory, entry.id);
      if (!isThere(one)) return false;
      if (followsObjects && isNewObjectOf(entry, before, login)) return true;
      return areJoined(entry, before, login) && !(shown !== undefined && shareAddress(one, shown));
    });
    return same === undefined ? undefined : { directory: same.directory, id: same.id, name: same.name, by: 'account' };
  };
  const asksNamesakes = context.rules.has('asks-of-numbered-namesakes');
  const numbered = (before: Before, called: string | null): readonly KnownIdentity[] => {
    const { employeeId, name } = before;
    const bearers = employeeId === null ? [] : (known().numbered.get(employeeId) ?? []);
    if (placeholderOf(bearersIn(bearers)) !== null) return [];
    return bearers.filter(
      (today) =>
        isThere(today) &&
        !areCalledOtherwise(today.identity.name, name) &&
        !(asksNamesakes && isNamesakeOf(today.identity, before, called)),
    );
  };
  const stillThere = (before: Before, { login, name }: Asked, unseen: Lost['unseen']): There | undefined => {
    const there = byAccount(before, login) ?? thereAs(numbered(before, name)[0]);
    if (there !== undefined || !context.rules.has('asks-of-the-unseen')) return there;
    return thereAs(unseen.filter((one) => areJoined(one, before, login)).flatMap((one) => numbered(one, name))[0]);
  };
  const again = (before: Before, { login, name }: Asked): There | undefined => {
    const bearers = numbered(before, name);
    const isOwn = (one: KnownIdentity): boolean => one.directory === before.directory;
    return (
      thereAs(bearers.find((one) => isOwn(one) && isMadeAfter(one.identity.createdAt, before.createdAt))) ??
      byAccount(before, login) ??
      thereAs(bearers.find((one) => !isOwn(one)))
    );
  };
  return (account, { gone, deleted, unseen }) => {
    const { login } = account;
    if (gone.length === 0 && deleted.length === 0) return null;
    const shown = deleted.map((one) => asBefore(one, login, known().ledger));
    const held = new Set(shown.map(({ directory }) => directory));
    const purged = lastOfEach(gone.filter(({ directory }) => !held.has(directory)));
    const found = [
      ...shown.map((before) => ({ before, until: null, there: again(before, account) })),
      ...purged.map((before) => ({ before, until: before.lastSeen, there: stillThere(before, account, unseen) })),
    ];
    const hasLastWord = ({ before: { directory }, there }: (typeof found)[number]): boolean => {
      const view = views.get(directory);
      return there?.directory !== directory && (view === undefined || isAuthoritative(view.config, login));
    };
    if (found.some(hasLastWord)) return null;
    const same = new Set(found.flatMap(({ before, there }) => (there === undefined ? [] : [before])));
    for (const before of same)
      for (const other of found) if (areJoined(other.before, before, login)) same.add(other.before);
    if (same.size < found.length) return null;
    const beside = found.flatMap(({ before, until, there }) =>
      there === undefined ? [] : [{ from: before.directory, until, there }],
    );
    return beside[0] ?? null;
  };
}

function thereAs(today: KnownIdentity | undefined): There | undefined {
  if (today === undefined) return undefined;
  const { directory, identity } = today;
  return { directory, id: identity.id, name: identity.name, by: 'number' };
}

/** An identity that is gone, whether a directory shows it as deleted or only the ledger knows it. */
type Before = Remade;

function asBefore(known: KnownIdentity, account: CanonicalLogin, ledger: KnownToday['ledger']): Before {
  const { directory, identity } = known;
  const { id, name, employeeId, createdAt } = identity;
  const { accounts = [], logins = [], joined = [] } = ledger.get(directory, id) ?? {};
  return {
    directory,
    id,
    name,
    employeeId,
    createdAt,
    accounts: [...accounts, account],
    logins: [...logins, ...loginKeys(known)],
    joined,
  };
}

function isNewer(one: LedgerEntry, other: LedgerEntry): boolean {
  if (one.createdAt !== null && other.createdAt !== null) return msOf(one.createdAt) > msOf(other.createdAt);
  return msOf(one.firstSeen) > msOf(other.firstSeen);
}
