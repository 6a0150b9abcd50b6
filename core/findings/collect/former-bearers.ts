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
 * An identity lost a login that it bore when the last accepted run saw it, where it is still there without that login and an
 * account was ever its own, or is not shown and another one of its directory bears the login for the first time. What
 * earlier runs saw of this the ledger tells (`former`).
 *
 * @example formerBearers({ history, index, rules }).of('ann@acme.com') // [{ entry, login, borne: '2026-07-01T08:00:00Z' }]
 */
export function formerBearers({ history, index, rules }: BearersInput): FormerBearers {
  const lost = new Map<LedgerEntry, readonly FormerLogin[]>();
  if (rules.has('sees-logins-pass') && history.ledger.length > 0) {
    const losing = losingNow(history, index);
    for (const entry of history.ledger) {
      const former = formerOf(entry, losing(entry), history);
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

function losingNow(
  history: History,
  { relevant, accountless }: BearersInput['index'],
): (entry: LedgerEntry) => readonly CanonicalLogin[] {
  const before = identitiesBefore(history);
  const shown = new Map<LedgerEntry, readonly CanonicalLogin[]>();
  const gained = new Map<string, Set<CanonicalLogin>>();
  for (const known of [...relevant, ...accountless]) {
    const entry = before.get(known.directory, known.identity.id);
    const borne = loginKeys(known);
    const had = entry?.logins ?? none;
    if (entry !== undefined) shown.set(entry, lacking(had, borne));
    for (const login of lacking(borne, had)) {
      const inTheirs = gained.get(known.directory) ?? new Set();
      gained.set(known.directory, inTheirs.add(login));
    }
  }
  return (entry) => {
    const lost = shown.get(entry);
    if (lost !== undefined) return entry.accounts.length === 0 ? none : lost;
    const inTheirs = gained.get(entry.directory);
    return inTheirs === undefined ? none : entry.logins.filter((login) => inTheirs.has(login));
  };
}

/** Nearly everybody bears what they bore, and so one empty list is enough. */
function lacking(all: readonly CanonicalLogin[], some: readonly CanonicalLogin[]): readonly CanonicalLogin[] {
  return all.every((login) => some.includes(login)) ? none : all.filter((login) => !some.includes(login));
}

/** An account that the last export held was there by then: of the two times the earlier one is sure of both. */
function formerOf(
  { former, lastSeen }: LedgerEntry,
  losing: readonly CanonicalLogin[],
  { run }: Pick<History, 'run'>,
): readonly FormerLogin[] {
  const before = former ?? none;
  const fresh = losing.filter((login) => before.every((one) => one.login !== login));
  if (fresh.length === 0) return before;
  const borne = run === null ? lastSeen : earlierOf(lastSeen, run.exportedAt);
  return [...before, ...fresh.map((login) => ({ login, borne }))];
}
