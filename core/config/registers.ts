// The registers of the configuration: when an entry expires, and which of them are API keys.
import type { Config, RegisterEntry } from './config.ts';
import { canonicalLogin } from '../values/login.ts';
import type { CanonicalLogin } from '../values/login.ts';

/** Whether an entry has expired. It still holds on the day on which it expires (contract, section 7). */
export function isExpired(entry: { readonly expires?: string | null | undefined }, today: string): boolean {
  return entry.expires !== null && entry.expires !== undefined && entry.expires < today;
}

/** Entries of the register by login, without API keys, which are no accounts of the export. */
export function registeredAccounts({ nonHuman }: Pick<Config, 'nonHuman'>): ReadonlyMap<CanonicalLogin, RegisterEntry> {
  return new Map(
    nonHuman.flatMap((entry) => {
      const login = canonicalLogin(entry.login);
      return login === null || entry.kind === 'api-key' ? [] : [[login, entry] as const];
    }),
  );
}

/** Logins of the API key pairs of the register. */
export function keysOf({ nonHuman }: Pick<Config, 'nonHuman'>): ReadonlySet<string> {
  const keys = nonHuman.filter(({ kind }) => kind === 'api-key');
  return new Set(keys.map(({ login }) => canonicalLogin(login) ?? login));
}
