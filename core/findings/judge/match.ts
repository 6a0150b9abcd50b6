// Ties an account to identities by rules in their order, and says which rule tied it (contract, section 5).
import type { Config, AliasEntry } from '../../config/config.ts';
import { isExpired } from '../../config/registers.ts';
import { areTorn, decisiveBearers } from '../collect/bearers-by-name.ts';
import type { IdentityIndex } from '../collect/identity-index.ts';
import { isMadeAfter, isRemade, isSameByNumber, objectOf } from '../collect/known-identity.ts';
import type { KnownIdentity } from '../collect/known-identity.ts';
import { bearersIn, mostOfOneNumber, placeholderOf } from '../collect/placeholder.ts';
import type { Placeholder } from '../collect/placeholder.ts';
import { leaversFile } from './situation.ts';
import type { JudgedIdentity } from './situation.ts';
import type { Account } from '../../inputs/account.ts';
import { dayOf } from '../../values/instant.ts';
import type { Instant } from '../../values/instant.ts';
import { canonicalLogin, matchKey } from '../../values/login.ts';
import type { CanonicalLogin, PlusAddressing } from '../../values/login.ts';
import type { JudgingRules } from '../../versions.ts';
import { joinPeople } from './joining.ts';
import type { Joining, Judge } from './joining.ts';
import type { PeopleIndex } from './people-index.ts';

export type MatchRule = 'name-id' | 'login' | 'alias' | 'approved-alias' | 'employee-id';

export interface Match {
  /** The rule that decided; `null` when no rule found anybody. */
  readonly rule: MatchRule | null;
  /** The identities of the person: the candidates, and who shares a login with them in another directory. */
  readonly person: readonly JudgedIdentity[];
  /** Deleted identities that a live one of the same directory has replaced: they are evidence, not judged. */
  readonly replaced: readonly JudgedIdentity[];
  /** Whether the identities are those of two or more people, so that a person has to decide whose the account is. */
  readonly disputed: boolean;
  /** The identities that the rule itself found, before others were joined with them. */
  readonly candidates: readonly JudgedIdentity[];
}

/** What an account is matched by. The name alone ties nobody: it tells two people with one employee number apart. */
export type Matchable = Pick<Account, 'login' | 'employeeId' | 'name'>;

export interface Matcher {
  match(account: Matchable, judge: Judge): Match;
  /**
   * Finds people by `name-id`, `login` or `alias` alone, as an owner in the register and an identity in `aliases` are
   * found.
   */
  find(login: string): readonly KnownIdentity[];
  /** Whom entries of `aliases` that have not expired name for this account, whatever rule matches it. */
  approvedFor(login: CanonicalLogin): readonly KnownIdentity[];
  /** Who bears an employee number; nobody where it is a placeholder. */
  numbered(employeeId: string): readonly KnownIdentity[];
  /** Why an employee number ties nobody; `null` where it may. */
  placeholder(employeeId: string): Placeholder | null;
}

export interface MatchingRules {
  readonly asOf: Instant;
  readonly rules: JudgingRules;
  /** Counts of the employee numbers whose bearers are not all among `people`; none by default. */
  readonly bearers?: IdentityIndex['bearers'];
  /** Whether an earlier run took two identities of two directories for one person of an account; by default nothing tells. */
  readonly wereOne?: (today: KnownIdentity, before: KnownIdentity, account: CanonicalLogin) => boolean;
}

export function matcher(
  people: PeopleIndex,
  config: Config,
  { asOf, rules, bearers = new Map(), wereOne = () => false }: MatchingRules,
): Matcher {
  const plus = config.policy.plusAddressing;
  const approved = aliasesInForce(config, asOf);

  const find = (raw: string): readonly KnownIdentity[] => {
    const login = canonicalLogin(raw);
    if (login === null) return [];
    const key = matchKey(login, plus);
    return first([people.byNameId(key), people.byLogin(key), people.byAlias(key)]);
  };

  const approvedFor = (login: CanonicalLogin): readonly KnownIdentity[] =>
    (approved.get(login) ?? []).flatMap((entry) => find(entry.identity));

  const placeholder = placeholdersAmong(people, { rules, bearers });
  const numbered = (employeeId: string): readonly KnownIdentity[] =>
    placeholder(employeeId) === null ? people.byEmployeeId(employeeId) : [];

  const looking: Looking = { people, rules, plus, approvedFor, numbered, placeholder, wereOne };
  const countsAll = rules.has('counts-all-bearers');

  return {
    find,
    approvedFor,
    numbered,
    placeholder,
    match(account, judge) {
      const { rule, found, beaten } = candidatesOf(account, judge, looking);
      const { employeeId: number } = account;
      const numberOf = ({ identity: { employeeId } }: KnownIdentity): string | null =>
        employeeId !== null && (countsAll || employeeId === number) && placeholder(employeeId) !== null
          ? null
          : employeeId;
      const joined = joinPeople(found, { people, judge, number, numberOf, rules });
      const isTorn = rule === 'employee-id' && rules.has('asks-which-namesake') && areTorn(found, account.name);
      const { person, replaced, disputed } = isTorn
        ? { person: joined, replaced: none, disputed: true }
        : settle(joined, { numberOf, rules });
      const told = new Set([...person, ...replaced].map(({ known }) => known));
      const others = beaten.filter(({ known }) => !told.has(known));
      return {
        rule,
        person,
        candidates: found,
        disputed,
        replaced: others.length === 0 ? replaced : [...replaced, ...others],
      };
    },
  };
}

interface Candidates {
  readonly rule: MatchRule | null;
  readonly found: readonly JudgedIdentity[];
  /** Deleted candidates that gave way to a living one, which another rule found. */
  readonly beaten: readonly JudgedIdentity[];
}

/** What the rules look people up in. */
interface Looking
  extends Pick<Matcher, 'approvedFor' | 'numbered' | 'placeholder'>, Required<Pick<MatchingRules, 'wereOne'>> {
  readonly people: PeopleIndex;
  readonly rules: JudgingRules;
  readonly plus: PlusAddressing;
}

/** Asks the rules in their order. The first that finds somebody decides, and a living person goes before a deleted one. */
function candidatesOf(account: Matchable, judge: Judge, looking: Looking): Candidates {
  const { people, rules, plus, approvedFor, numbered } = looking;
  const key = matchKey(account.login, plus);
  const named = people.byNameId(key).map(judge);
  if (named.some(isAlive)) return foundBy('name-id', named);
  const logged = people.byLogin(key).map(judge);
  const alive = logged.filter(isAlive);
  // A live login match beats a deleted name-id match: the address was given to somebody who works here now.
  if (alive.length > 0)
    return named.length > 0 ? { ...foundBy('login', alive), beaten: named } : foundBy('login', logged);
  const bearers = account.employeeId === null ? none : numbered(account.employeeId).map(judge);
  const others: readonly Candidates[] = [
    foundBy('alias', people.byAlias(key).map(judge)),
    foundBy('approved-alias', approvedFor(account.login).map(judge)),
    foundBy('employee-id', rules.has('asks-whose-name') ? decisiveBearers(bearers, account.name) : bearers),
  ];
  const deleted = named.length > 0 ? foundBy('name-id', named) : foundBy('login', logged);
  const [first, ...later] = [deleted, ...others].filter(({ found }) => found.length > 0);
  if (first === undefined) return foundBy(null, none);
  const asks = rules.has(first === deleted ? 'finds-who-came-back' : 'finds-the-deleted-again');
  return (asks ? cameBack(first.found, later, { ...looking, account }) : null) ?? first;
}

/**
 * Whoever is deleted, and is in the directory again as a newer object with another login, is found by that object when
 * the employee number shows them to be the same person, or the name where an alias leads to it; so is whoever another
 * directory has, when an earlier run took them for the same person.
 *
 * @returns `null` where nobody came back
 */
function cameBack(
  deleted: readonly JudgedIdentity[],
  others: readonly Candidates[],
  {
    account,
    rules,
    placeholder,
    wereOne,
  }: Pick<Looking, 'rules' | 'placeholder' | 'wereOne'> & {
    readonly account: Matchable;
  },
): Candidates | null {
  if (!deleted.every(isObjectGone)) return null;
  const isSame = ({ known }: JudgedIdentity, rule: MatchRule | null): boolean => {
    const { employeeId, createdAt, name } = known.identity;
    if (deleted.some((one) => wereOne(known, one.known, account.login))) return true;
    const isAddressed = rule !== 'employee-id' && rules.has('follows-new-objects');
    if (isAddressed && deleted.some((one) => isRemade(objectOf(known), objectOf(one.known)))) return true;
    if (employeeId === null || placeholder(employeeId) !== null) return false;
    const asksNames = rule === 'employee-id' && rules.has('asks-whose-name');
    const before = deleted.filter(
      ({ known: { identity } }) =>
        identity.employeeId === employeeId && (!asksNames || isSameByNumber(name, identity.name, account.name)),
    );
    const own = before.filter((one) => one.known.directory === known.directory);
    return before.length > 0 && own.every((one) => isMadeAfter(createdAt, one.known.identity.createdAt));
  };
  for (const { rule, found } of others) {
    const same = found.filter((one) => isAlive(one) && isSame(one, rule));
    if (same.length === 0) continue;
    const held = new Set(same.map(({ known }) => known.directory));
    const elsewhere = deleted.filter(({ known }) => !held.has(known.directory));
    return { rule, found: [...same, ...elsewhere], beaten: deleted };
  }
  return null;
}

function foundBy(rule: MatchRule | null, found: readonly JudgedIdentity[]): Candidates {
  return { rule, found, beaten: none };
}

function isAlive({ state }: JudgedIdentity): boolean {
  return state !== 'deleted';
}

/**
 * Whether the directory itself says that the object is deleted. Neither a line of the leavers file nor a leave date
 * that has passed, while the object is still there, lets somebody count as having come back.
 */
export function isObjectGone({ known: { identity }, left }: JudgedIdentity): boolean {
  return identity.state === 'deleted' && left?.source !== leaversFile;
}

/** Makes the function that tells placeholders. The count for a number with many bearers is made once. */
function placeholdersAmong(
  people: PeopleIndex,
  { rules, bearers }: Required<Pick<MatchingRules, 'rules' | 'bearers'>>,
): Matcher['placeholder'] {
  if (!rules.has('counts-bearers')) return () => null;
  const countsAll = rules.has('counts-all-bearers');
  const placeholders = new Map<string, Placeholder | null>();
  return (employeeId) => {
    const before = placeholders.get(employeeId);
    if (before !== undefined) return before;
    const known = people.byEmployeeId(employeeId);
    const counted = countsAll ? bearers.get(employeeId) : undefined;
    // Nearly every number has one bearer, and for those nothing is kept.
    if (known.length <= mostOfOneNumber && counted === undefined) return null;
    const found = placeholderOf(counted ?? bearersIn(known));
    placeholders.set(employeeId, found);
    return found;
  };
}

/**
 * Tells whether the identities are those of one person. Two living identities of one directory are two people, unless
 * they share an employee id that is no placeholder and are at most as many as one person has. A deleted identity beside
 * a living one of its directory is replaced by it. Where all are deleted, nobody is left to dispute the account.
 */
function settle(
  joined: readonly JudgedIdentity[],
  { numberOf, rules }: Pick<Joining, 'numberOf' | 'rules'>,
): Pick<Match, 'person' | 'replaced' | 'disputed'> {
  if (joined.length < 2) return { person: joined, replaced: none, disputed: false };
  const person: JudgedIdentity[] = [];
  const replaced: JudgedIdentity[] = [];
  let disputed = false;
  for (const inDirectory of Map.groupBy(joined, (judged) => judged.known.directory).values()) {
    const alive = inDirectory.filter(isAlive);
    for (const judged of inDirectory) (alive.length === 0 || isAlive(judged) ? person : replaced).push(judged);
    if (alive.length < 2) continue;
    const numbers = new Set(alive.map(({ known }) => numberOf(known)));
    const areOne = numbers.size === 1 && !numbers.has(null);
    const areTooMany = alive.length > mostOfOneNumber && rules.has('counts-bearers');
    if (!areOne || areTooMany) disputed = true;
  }
  return { person, replaced, disputed };
}

const none: readonly JudgedIdentity[] = [];

function aliasesInForce(config: Config, asOf: Instant): ReadonlyMap<CanonicalLogin, readonly AliasEntry[]> {
  const today = dayOf(asOf, config.calendar.timeZone);
  const entries = new Map<CanonicalLogin, AliasEntry[]>();
  for (const entry of config.aliases) {
    const login = canonicalLogin(entry.login);
    if (login === null || isExpired(entry, today)) continue;
    entries.set(login, [...(entries.get(login) ?? []), entry]);
  }
  return entries;
}

function first(lists: readonly (readonly KnownIdentity[])[]): readonly KnownIdentity[] {
  return lists.find((list) => list.length > 0) ?? [];
}
