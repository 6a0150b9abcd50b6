// Who bore a login before it passed to somebody else of their directory, as accepted runs saw it happen: both may have been
// there long before the account, so that no creation date tells it.
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
  /** Who lost it first comes first; who has it back is among them. */
  of(login: CanonicalLogin): readonly FormerBearer[];
  /** What an identity of the ledger lost by now, for the next run. */
  lostBy(entry: LedgerEntry): readonly FormerLogin[];
}

interface BearersInput {
  readonly history: History;
  readonly index: Pick<IdentityIndex, 'relevant' | 'accountless'>;
  readonly rules: JudgingRules;
}

/**
 * An identity lost a login that it bore when the last accepted run saw it, where it is still there without that login, or is
 * not shown, or deleted, and another one of its directory bears the login for the first time; not one that another identity
 * bore beside it and still does, as an administrator's second object has its owner's address. What earlier runs saw of this
 * the ledger tells (`former`); who had a login back loses it once more, because the account may be of the time between.
 *
 * @example formerBearers({ history, index, rules }).of('ann@acme.com') // [{ entry, login, borne: '2026-07-01T08:00:00Z', name: 'Ann Lee', … }]
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

/** The ledger keeps the logins of who is not there as they were, also those that passed to somebody already. */
function hasLost({ former }: LedgerEntry, login: CanonicalLogin): boolean {
  return (former ?? none).some((one) => one.login === login);
}

/** What somebody bore before and bears today passed to nobody, whoever had it as well. */
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

/** Logins of directories. */
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

/** Nearly everybody bears what they bore, and so one empty list is enough. */
function lacking(all: readonly CanonicalLogin[], others: readonly CanonicalLogin[]): readonly CanonicalLogin[] {
  return all.every((login) => others.includes(login)) ? none : all.filter((login) => !others.includes(login));
}

/**
 * An account that the last export held was there by then: of the two times the earlier one is sure of both. What an object
 * is called later (`Leaver - 4711`) does not tell whose the account was.
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
