// Ties an account to identities by rules in their order, and says which rule tied it (contract, section 5).
import type { Config, AliasEntry } from '../../config/config.ts';
import { isExpired } from '../../config/registers.ts';
import { joiningKeys } from '../collect/known-identity.ts';
import type { KnownIdentity } from '../collect/known-identity.ts';
import { mostOfOneNumber, placeholderOf } from '../collect/placeholder.ts';
import type { Placeholder } from '../collect/placeholder.ts';
import type { JudgedIdentity } from './situation.ts';
import type { Account } from '../../inputs/account.ts';
import { dayOf } from '../../values/instant.ts';
import type { Instant } from '../../values/instant.ts';
import { canonicalLogin, matchKey } from '../../values/login.ts';
import type { CanonicalLogin } from '../../values/login.ts';
import type { JudgingRules } from '../../versions.ts';
import type { PeopleIndex } from './people-index.ts';

export type MatchRule = 'name-id' | 'login' | 'alias' | 'approved-alias' | 'employee-id';

export interface Match {
  /** The rule that decided; `null` when no rule found anybody. */
  readonly rule: MatchRule | null;
  /** The person: candidates, and whoever shares a login with them in another directory. */
  readonly person: readonly JudgedIdentity[];
  /** Deleted identities that a live one of the same directory has replaced: they are evidence, not judged. */
  readonly replaced: readonly JudgedIdentity[];
  /** Two or more people of one directory. */
  readonly disputed: boolean;
  /** The candidates that the rule itself found, before anybody joined them. */
  readonly candidates: readonly JudgedIdentity[];
}

/** How the world looks from one account: whether an identity has left depends on the account's own login too. */
export type Judge = (known: KnownIdentity) => JudgedIdentity;

export interface Matcher {
  match(account: Pick<Account, 'login' | 'employeeId'>, judge: Judge): Match;
  /** For an owner in the register and an identity in the aliases: found by `name-id`, `login` or `alias`. */
  find(login: string): readonly KnownIdentity[];
  /** Whom unexpired entries of the aliases name for this account, by whatever rule they are matched. */
  approvedFor(login: CanonicalLogin): readonly KnownIdentity[];
  /** What makes an employee number tie nobody; `null` of one that may. */
  placeholder(employeeId: string): Placeholder | null;
}

export function matcher(
  people: PeopleIndex,
  config: Config,
  { asOf, rules }: { readonly asOf: Instant; readonly rules: JudgingRules },
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

  const placeholders = new Map<string, Placeholder | null>();
  const placeholder = (employeeId: string): Placeholder | null => {
    if (!rules.has('counts-bearers')) return null;
    const before = placeholders.get(employeeId);
    if (before !== undefined) return before;
    const bearers = people.byEmployeeId(employeeId);
    // Nearly every number is one person's, and need not be kept.
    if (bearers.length <= mostOfOneNumber) return null;
    const found = placeholderOf(bearers);
    placeholders.set(employeeId, found);
    return found;
  };

  const candidatesOf = (account: Pick<Account, 'login' | 'employeeId'>, judge: Judge): RuleResult => {
    const key = matchKey(account.login, plus);
    const named = people.byNameId(key).map(judge);
    if (named.some((judged) => judged.state !== 'deleted')) return { rule: 'name-id', found: named, beaten: [] };
    const logged = people.byLogin(key).map(judge);
    if (named.length > 0) {
      const alive = logged.filter((judged) => judged.state !== 'deleted');
      // A live login match beats a deleted name-id match: the address was given to somebody who works here now.
      return alive.length > 0
        ? { rule: 'login', found: alive, beaten: named }
        : { rule: 'name-id', found: named, beaten: [] };
    }
    if (logged.length > 0) return { rule: 'login', found: logged, beaten: [] };
    const aliased = people.byAlias(key);
    if (aliased.length > 0) return { rule: 'alias', found: aliased.map(judge), beaten: [] };
    const confirmed = approvedFor(account.login);
    if (confirmed.length > 0) return { rule: 'approved-alias', found: confirmed.map(judge), beaten: [] };
    const numbered =
      account.employeeId === null || placeholder(account.employeeId) !== null
        ? []
        : people.byEmployeeId(account.employeeId);
    if (numbered.length > 0) return { rule: 'employee-id', found: numbered.map(judge), beaten: [] };
    return { rule: null, found: [], beaten: [] };
  };

  return {
    find,
    approvedFor,
    placeholder,
    match(account, judge) {
      const { rule, found, beaten } = candidatesOf(account, judge);
      const { employeeId: number } = account;
      const numberOf = ({ identity: { employeeId } }: KnownIdentity): string | null =>
        employeeId !== null && employeeId === number && placeholder(number) !== null ? null : employeeId;
      const joined = joinPeople(found, { people, judge, number, numberOf, rules });
      const { person, replaced, disputed } = settle(joined, { numberOf, rules });
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

interface RuleResult {
  readonly rule: MatchRule | null;
  readonly found: readonly JudgedIdentity[];
  /** Deleted name-id candidates that a live login candidate beat. */
  readonly beaten: readonly JudgedIdentity[];
}

interface Settling {
  /** What makes an identity one person with others: its employee number, but for the account's where that is a placeholder. */
  readonly numberOf: (known: KnownIdentity) => string | null;
  readonly rules: JudgingRules;
}

interface Joining extends Settling {
  readonly people: PeopleIndex;
  readonly judge: Judge;
  /** The employee number of the account. */
  readonly number: string | null;
}

/**
 * Every identity of another directory that shares an address, as NameID or login, with one of the person joins,
 * transitively. Living ones first:
 * by a deleted one that a living one of its directory replaced only whoever bears its employee number is that person.
 * Its login was given to somebody else, and what else it bore is nobody's of this account. Nor does anybody join by a
 * login of a deleted one that a living one of its directory bears now, found or not, but whoever bears
 * its number or that of the account: it leads to the successor.
 */
function joinPeople(
  found: readonly JudgedIdentity[],
  { people, judge, number, numberOf, rules }: Joining,
): readonly JudgedIdentity[] {
  const [first] = found;
  // Nearly everybody is in one directory, and needs no map.
  if (first === undefined || (found.length === 1 && !isElsewhere(first.known, people))) return found;
  const joined = new Map(found.map((judged) => [judged.known, judged]));
  const living: Living = new Map();
  for (const judged of found) countLiving(living, judged);
  const othersWith = othersOf((login) => people.byLoginKey(login));
  const livingWith = livingBearers(people, judge);
  const isGivenAway = (one: JudgedIdentity, login: CanonicalLogin): boolean =>
    rules.has('asks-who-bears-now') && one.state === 'deleted' && isReplaced(one, livingWith(login), numberOf);
  // By its number, or that of the account, somebody who still bears the login elsewhere is not the successor.
  const sameWith = ({ known }: JudgedIdentity, login: CanonicalLogin): readonly KnownIdentity[] =>
    people.byLoginKey(login).filter((other) => {
      const its = other.directory === known.directory ? null : numberOf(other);
      return its !== null && (its === known.identity.employeeId || its === number);
    });
  let isAlone = true;
  let open = found;
  const follow = (): ReadonlySet<JudgedIdentity> =>
    rules.has('joins-the-living-first') ? nextOf(open, living, numberOf) : new Set(open);
  for (let next = follow(); next.size > 0; next = follow()) {
    const brought: JudgedIdentity[] = [];
    for (const one of next) {
      for (const other of joiningKeys(one.known).flatMap((login) =>
        isGivenAway(one, login) ? sameWith(one, login) : othersWith(login, one.known.directory),
      )) {
        if (joined.has(other)) continue;
        const judged = judge(other);
        joined.set(other, judged);
        isAlone = false;
        brought.push(judged);
      }
    }
    for (const judged of brought) countLiving(living, judged);
    open = [...open.filter((judged) => !next.has(judged)), ...brought];
  }
  return isAlone ? found : [...joined.values()];
}

function isElsewhere(known: KnownIdentity, people: PeopleIndex): boolean {
  return joiningKeys(known).some((login) =>
    people.byLoginKey(login).some(({ directory }) => directory !== known.directory),
  );
}

/**
 * Who bears a login in another directory than who asks. Of many who share one, the first brings in those of the other
 * directories, and the first of another one the rest: whoever asks after them is told of nobody, since all have joined.
 */
export function othersOf(
  bearers: (login: CanonicalLogin) => readonly KnownIdentity[],
): (login: CanonicalLogin, directory: string) => readonly KnownIdentity[] {
  const askedIn = new Map<CanonicalLogin, string | null>();
  return (login, directory) => {
    const before = askedIn.get(login);
    if (before === directory || before === null) return [];
    askedIn.set(login, before === undefined ? directory : null);
    return bearers(login).filter((other) => other.directory !== directory);
  };
}

/** The employee numbers of the living, by directory. */
type Living = Map<string, Set<string | null>>;

function countLiving(living: Living, { known, state }: JudgedIdentity): void {
  if (state === 'deleted') return;
  const numbers = living.get(known.directory);
  if (numbers === undefined) living.set(known.directory, new Set([known.identity.employeeId]));
  else numbers.add(known.identity.employeeId);
}

/** Of those who live and bear a login; of a login that many bear they are looked at once. */
function livingBearers(people: PeopleIndex, judge: Judge): (login: CanonicalLogin) => Living {
  const looked = new Map<CanonicalLogin, Living>();
  return (login) => {
    const before = looked.get(login);
    if (before !== undefined) return before;
    const living: Living = new Map();
    for (const known of people.byLoginKey(login)) countLiving(living, judge(known));
    looked.set(login, living);
    return living;
  };
}

/** All at once, so that the order in which they are found changes nothing. */
function nextOf(
  open: readonly JudgedIdentity[],
  living: Living,
  numberOf: Settling['numberOf'],
): ReadonlySet<JudgedIdentity> {
  const alive = open.filter(({ state }) => state !== 'deleted');
  return new Set(alive.length > 0 ? alive : open.filter((one) => !isReplaced(one, living, numberOf)));
}

function isReplaced({ known }: JudgedIdentity, living: Living, numberOf: Settling['numberOf']): boolean {
  const numbers = living.get(known.directory);
  if (numbers === undefined) return false;
  const number = numberOf(known);
  return number === null || !numbers.has(number);
}

/**
 * Identities of one directory are two people, unless they share an employee id that is no placeholder, at most as many as
 * one person has, or all but one are deleted: then the live one is the candidate. Where all are deleted nobody is left to
 * dispute.
 */
function settle(
  joined: readonly JudgedIdentity[],
  { numberOf, rules }: Settling,
): Pick<Match, 'person' | 'replaced' | 'disputed'> {
  if (joined.length < 2) return { person: joined, replaced: none, disputed: false };
  const person: JudgedIdentity[] = [];
  const replaced: JudgedIdentity[] = [];
  let disputed = false;
  for (const inDirectory of Map.groupBy(joined, (judged) => judged.known.directory).values()) {
    const alive = inDirectory.filter((judged) => judged.state !== 'deleted');
    for (const judged of inDirectory) {
      (alive.length === 0 || judged.state !== 'deleted' ? person : replaced).push(judged);
    }
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
