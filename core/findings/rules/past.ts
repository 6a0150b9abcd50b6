// What earlier accepted runs and expired entries say of a login, indexed once: a search for each account would square the work.
import type { AliasEntry } from '../../config/config.ts';
import { isExpired } from '../../config/registers.ts';
import type { LedgerEntry } from '../../inputs/history.ts';
import { canonicalLogin, matchKey } from '../../values/login.ts';
import type { CanonicalLogin } from '../../values/login.ts';
import type { ReviewContext } from '../judge/judgement.ts';

export interface Past {
  /** The first identity of the ledger that bore this login, or was a candidate of the account with it. */
  bearer(login: CanonicalLogin): LedgerEntry | undefined;
  /** The first approved alias of this account that has expired. */
  expiredAlias(login: CanonicalLogin): AliasEntry | undefined;
}

export function pastOf({ history, config, today }: Pick<ReviewContext, 'history' | 'config' | 'today'>): Past {
  const bearers = firstOfEach(history.ledger, ({ accounts, logins }) =>
    accounts.every((login) => logins.includes(login)) ? logins : [...accounts, ...logins],
  );
  const expired = firstOfEach(
    config.aliases.filter((entry) => isExpired(entry, today)),
    (entry) => [canonicalLogin(entry.login)].filter((login) => login !== null),
  );
  return {
    bearer: (login) => bearers.get(login) ?? bearers.get(matchKey(login, 'distinct')),
    expiredAlias: (login) => expired.get(login),
  };
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
