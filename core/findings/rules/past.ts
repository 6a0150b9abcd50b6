// What earlier accepted runs and expired aliases say of a login. It is indexed once, because a search for each account
// would take the square of the time.
import type { AliasEntry } from '../../config/config.ts';
import { isExpired } from '../../config/registers.ts';
import type { LedgerEntry } from '../../inputs/history.ts';
import { canonicalLogin, matchKey } from '../../values/login.ts';
import type { CanonicalLogin } from '../../values/login.ts';
import { multimap } from '../../values/multimap.ts';
import type { Multimap } from '../../values/multimap.ts';
import { sortedWords } from '../collect/known-identity.ts';
import type { JudgementContext } from '../judge/judgement.ts';

export interface Past {
  /** The first identity of the ledger that bore this login or was a candidate of the account with this login. */
  bearer(login: CanonicalLogin): LedgerEntry | undefined;
  /** Somebody whom an accepted run knew by this number and name, even if they were purged since. */
  called(employeeId: string, name: string): LedgerEntry | undefined;
  /** The first approved alias of this account that has expired. */
  expiredAlias(login: CanonicalLogin): AliasEntry | undefined;
}

export function pastOf({ history, config, today }: Pick<JudgementContext, 'history' | 'config' | 'today'>): Past {
  const bearers = firstOfEach(history.ledger, ({ accounts, logins }) =>
    accounts.every((login) => logins.includes(login)) ? logins : [...accounts, ...logins],
  );
  const expired = firstOfEach(
    config.aliases.filter((entry) => isExpired(entry, today)),
    (entry) => [canonicalLogin(entry.login)].filter((login) => login !== null),
  );
  // Made only when it is asked for: hardly any account needs it, and the ledger of a large company is long.
  let numbered: Multimap<LedgerEntry> | null = null;
  return {
    called(employeeId, name) {
      numbered ??= multimap(history.ledger, (entry) => callsOf(entry).flatMap((call) => call.employeeId ?? []));
      const isSo = (call: Call): boolean =>
        call.employeeId === employeeId && call.name !== null && sortedWords(call.name) === sortedWords(name);
      return numbered.get(employeeId)?.find((entry) => callsOf(entry).some(isSo));
    },
    bearer: (login) => bearers.get(login) ?? bearers.get(matchKey(login, 'distinct')),
    expiredAlias: (login) => expired.get(login),
  };
}

type Call = Pick<LedgerEntry, 'name' | 'employeeId'>;

/** The names and numbers that somebody bore when last seen, and whenever they lost a login. */
function callsOf(entry: LedgerEntry): readonly Call[] {
  return entry.former === undefined ? [entry] : [entry, ...entry.former];
}

function firstOfEach<Value>(
  values: readonly Value[],
  loginsOf: (value: Value) => readonly CanonicalLogin[],
): ReadonlyMap<CanonicalLogin, Value> {
  const found = new Map<CanonicalLogin, Value>();
  for (const value of values) {
    for (const login of loginsOf(value)) if (!found.has(login)) found.set(login, value);
  }
  return found;
}
