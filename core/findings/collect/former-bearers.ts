// Finds who bore a login before somebody else of the same directory got it, from what accepted runs saw. Dates of
// creation cannot tell this: both people may have been in the directory long before the account was made.
import { earlierOf, msOf } from '../../values/instant.ts';
import type { History, LedgerEntry } from '../../inputs/history.ts';
import type { CanonicalLogin } from '../../values/login.ts';
import { multimap } from '../../values/multimap.ts';
import type { JudgingRules } from '../../versions.ts';
import type { IdentityIndex } from './identity-index.ts';
import { identitiesBefore } from './known-before.ts';
import { loginKeys } from './known-identity.ts';
import type { KnownIdentity } from './known-identity.ts';

type FormerLogin = NonNullable<LedgerEntry['former']>[number];

export interface FormerBearer extends FormerLogin {
  readonly entry: LedgerEntry;
}

export interface FormerBearers {
  /** In the order in which they lost the login. Somebody who has it back is listed too. */
  of(login: CanonicalLogin): readonly FormerBearer[];
  /** The logins that this identity of the ledger has lost so far, for the next run to remember. */
  lostBy(entry: LedgerEntry): readonly FormerLogin[];
}

interface BearersInput {
  readonly history: History;
  readonly index: Pick<IdentityIndex, 'relevant' | 'accountless'>;
  readonly rules: JudgingRules;
}

/**
 * An identity has lost a login when it bore the login at the last accepted run and all of this holds today:
 * - It is in the directory without that login, or it is deleted, or it is not shown.
 * - Another identity of the same directory bears the login for the first time.
 * - No identity that bore the login too at that time still bears it, as an administrator's second object may share its
 *   owner's address.
 * What earlier runs saw stands in the ledger (`former`). Whoever got a login back can lose it once more: the account
 * may have been made in between.
 *
 * @example formerBearers({ history, index, rules }).of('ann@acme.com') // [{ entry, login, borne:
 * '2026-07-01T08:00:00Z', name: 'Ann Lee', … }]
 */
export function formerBearers({ history, index, rules }: BearersInput): FormerBearers {
  const lost = new Map<LedgerEntry, readonly FormerLogin[]>();
  if (rules.has('sees-logins-pass') && history.ledger.length > 0) {
    const there = [...index.relevant, ...index.accountless].filter(({ identity }) => identity.state !== 'deleted');
    const losing = losingNow(history, there);
    for (const entry of history.ledger) {
      const former = formerOf(entry, losing.get(entry) ?? none, history);
      if (former.length > 0) lost.set(entry, former);
    }
  }
  const bearers = [...lost].flatMap(([entry, former]) => former.map((one) => ({ ...one, entry })));
  const byLogin = multimap(
    bearers.toSorted((a, b) => msOf(a.borne) - msOf(b.borne)),
    ({ login }) => [login],
  );
  return { of: (login) => byLogin.get(login) ?? none, lostBy: (entry) => lost.get(entry) ?? none };
}

const none: readonly never[] = [];

type Logins = ReadonlyMap<LedgerEntry, readonly CanonicalLogin[]>;

function losingNow(history: History, today: readonly KnownIdentity[]): Logins {
  const before = identitiesBefore(history);
  const lost = new Map<LedgerEntry, readonly CanonicalLogin[]>();
  const gained = new LoginsIn();
  for (const known of today) {
    const entry = before.get(known.directory, known.identity.id);
    const borne = loginKeys(known);
    gained.add(known, lacking(borne, entry?.logins ?? none));
    const missing = entry === undefined ? none : lacking(entry.logins, borne);
    if (entry !== undefined && missing.length > 0) lost.set(entry, missing);
  }
  for (const entry of history.ledger) {
    const passed = entry.logins.filter((login) => gained.has(entry, login) && !hasLost(entry, login));
    if (passed.length > 0 && !lost.has(entry)) lost.set(entry, passed);
  }
  return lost.size === 0 ? lost : withoutShared(lost, today, before);
}

/**
 * Whether the loss is known from an earlier run. The ledger keeps the logins of an absent identity as they were, and so
 * also those that somebody else has had since.
 */
function hasLost({ former }: LedgerEntry, login: CanonicalLogin): boolean {
  return (former ?? none).some((one) => one.login === login);
}

/** Takes out the logins that did not pass on, because somebody who bore them beside the entry still does. */
function withoutShared(
  lost: Logins,
  today: readonly KnownIdentity[],
  before: ReturnType<typeof identitiesBefore>,
): Logins {
  const inQuestion = new LoginsIn();
  for (const [entry, logins] of lost) inQuestion.add(entry, logins);
  const kept = new LoginsIn();
  for (const known of today) {
    const had: readonly CanonicalLogin[] = before.get(known.directory, known.identity.id)?.logins ?? none;
    kept.add(
      known,
      loginKeys(known).filter((login) => inQuestion.has(known, login) && had.includes(login)),
    );
  }
  return new Map([...lost].map(([entry, logins]) => [entry, logins.filter((login) => !kept.has(entry, login))]));
}

/** A set of logins for each directory. */
class LoginsIn {
  readonly #logins = new Map<string, Set<CanonicalLogin>>();

  add({ directory }: Place, logins: readonly CanonicalLogin[]): void {
    if (logins.length === 0) return;
    const inOne = this.#logins.get(directory) ?? new Set();
    for (const login of logins) inOne.add(login);
    this.#logins.set(directory, inOne);
  }

  has({ directory }: Place, login: CanonicalLogin): boolean {
    return this.#logins.get(directory)?.has(login) === true;
  }
}

type Place = Pick<LedgerEntry, 'directory'>;

/** @returns `none` itself where nothing is lacking, because nearly everybody bears what they bore */
function lacking(all: readonly CanonicalLogin[], others: readonly CanonicalLogin[]): readonly CanonicalLogin[] {
  return all.every((login) => others.includes(login)) ? none : all.filter((login) => !others.includes(login));
}

/**
 * Adds today's losses to those of earlier runs. `borne` is the last instant at which the identity surely bore the login
 * and the account surely existed: the earlier one of when it was last seen and when the last export was taken. The name
 * is kept as it was then, because directories rename leavers (`Leaver - 4711`).
 */
function formerOf(
  { former, lastSeen, name, employeeId }: LedgerEntry,
  losing: readonly CanonicalLogin[],
  { run }: Pick<History, 'run'>,
): readonly FormerLogin[] {
  const before = former ?? none;
  if (losing.length === 0) return before;
  const borne = run === null ? lastSeen : earlierOf(lastSeen, run.exportedAt);
  return [...before, ...losing.map((login) => ({ login, borne, name, employeeId }))];
}
