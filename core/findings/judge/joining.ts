// Joins the identities that a rule found for an account with the other identities of the same person, over all
// directories (contract, section 5).
import { joiningKeys } from '../collect/known-identity.ts';
import type { KnownIdentity } from '../collect/known-identity.ts';
import type { CanonicalLogin } from '../../values/login.ts';
import type { JudgingRules } from '../../versions.ts';
import type { PeopleIndex } from './people-index.ts';
import type { JudgedIdentity } from './situation.ts';

/**
 * Judges an identity for one account. The answer depends on the account, because the leavers file may name its login.
 */
export type Judge = (known: KnownIdentity) => JudgedIdentity;

export interface Joining {
  readonly people: PeopleIndex;
  readonly judge: Judge;
  /** The employee number of the account. */
  readonly number: string | null;
  /**
   * The employee number by which an identity is joined with others; `null` when it has none or the number is a
   * placeholder.
   */
  readonly numberOf: (known: KnownIdentity) => string | null;
  readonly rules: JudgingRules;
}

/**
 * Adds, step by step, each identity of another directory that shares an address, as NameID or login, with an identity
 * that is in already. Living identities go first. A login may have been given to somebody else since, and two rules
 * keep that successor out:
 * - A deleted identity brings in nobody when a living one of its directory replaced it under another employee number.
 * - A login that a deleted identity shares with a living one of the same directory, found or not, brings in only
 *   identities with the employee number of the deleted one or of the account.
 *
 * @returns `found` itself where nobody joins
 */
export function joinPeople(
  found: readonly JudgedIdentity[],
  { people, judge, number, numberOf, rules }: Joining,
): readonly JudgedIdentity[] {
  const [first] = found;
  // Nearly everybody is in one directory, and then no map is needed.
  if (first === undefined || (found.length === 1 && !isElsewhere(first.known, people))) return found;
  const joined = new Map(found.map((judged) => [judged.known, judged]));
  const sizeBefore = joined.size;
  const living: Living = new Map();
  for (const judged of found) countLiving(living, judged);
  const othersWith = othersOf((login) => people.byLoginKey(login));
  const livingWith = livingBearers(people, judge);
  const isGivenAway = (one: JudgedIdentity, login: CanonicalLogin): boolean =>
    rules.has('asks-who-bears-now') && one.state === 'deleted' && isReplaced(one, livingWith(login), numberOf);
  // Identities of other directories that bear the login and are shown by an employee number to be the same person, not
  // the successor.
  const sameWith = ({ known }: JudgedIdentity, login: CanonicalLogin): readonly KnownIdentity[] =>
    people.byLoginKey(login).filter((other) => {
      const its = other.directory === known.directory ? null : numberOf(other);
      return its !== null && (its === known.identity.employeeId || its === number);
    });
  const broughtBy = (one: JudgedIdentity): readonly KnownIdentity[] =>
    joiningKeys(one.known).flatMap((login) =>
      isGivenAway(one, login) ? sameWith(one, login) : othersWith(login, one.known.directory),
    );
  const firstOf = (open: readonly JudgedIdentity[]): ReadonlySet<JudgedIdentity> =>
    rules.has('joins-the-living-first') ? nextOf(open, living, numberOf) : new Set(open);
  let open = found;
  for (let next = firstOf(open); next.size > 0; next = firstOf(open)) {
    const brought: JudgedIdentity[] = [];
    for (const one of next) {
      for (const other of broughtBy(one)) {
        if (joined.has(other)) continue;
        const judged = judge(other);
        joined.set(other, judged);
        brought.push(judged);
      }
    }
    for (const judged of brought) countLiving(living, judged);
    open = [...open.filter((judged) => !next.has(judged)), ...brought];
  }
  return joined.size === sizeBefore ? found : [...joined.values()];
}

function isElsewhere(known: KnownIdentity, people: PeopleIndex): boolean {
  return joiningKeys(known).some((login) =>
    people.byLoginKey(login).some(({ directory }) => directory !== known.directory),
  );
}

/**
 * Finds who bears a login in another directory than the one that asks.
 *
 * A login is answered at most twice, because many identities may share it. The first to ask brings in those of all other
 * directories, and the first of another directory brings in the rest: those of the directory that asked first. By then
 * everybody is in, and whoever asks later is told of nobody.
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

/** The employee numbers of the living identities of each directory; `null` stands for one without a number. */
type Living = Map<string, Set<string | null>>;

function countLiving(living: Living, { known, state }: JudgedIdentity): void {
  if (state === 'deleted') return;
  const numbers = living.get(known.directory);
  if (numbers === undefined) living.set(known.directory, new Set([known.identity.employeeId]));
  else numbers.add(known.identity.employeeId);
}

/** Finds the living identities that bear a login. Each login is looked up once, because many may share it. */
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

/**
 * Those whose logins are followed next: the living ones, and only when there are none, the deleted ones that nobody
 * replaced. They are taken all at once, so that the order in which identities were found does not matter.
 */
function nextOf(
  open: readonly JudgedIdentity[],
  living: Living,
  numberOf: Joining['numberOf'],
): ReadonlySet<JudgedIdentity> {
  const alive = open.filter(({ state }) => state !== 'deleted');
  return new Set(alive.length > 0 ? alive : open.filter((one) => !isReplaced(one, living, numberOf)));
}

function isReplaced({ known }: JudgedIdentity, living: Living, numberOf: Joining['numberOf']): boolean {
  const numbers = living.get(known.directory);
  if (numbers === undefined) return false;
  const number = numberOf(known);
  return number === null || !numbers.has(number);
}
