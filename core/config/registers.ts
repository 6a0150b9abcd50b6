// The registers of the configuration: when an entry expires, and which of them are API keys.
import type { Config } from './config.ts';
import { canonicalLogin } from '../values/login.ts';

/** An entry holds through the day on which it expires (contract, section 7). */
export function isExpired(entry: { readonly expires?: string | null | undefined }, today: string): boolean {
  return entry.expires !== null && entry.expires !== undefined && entry.expires < today;
}

/** Logins of the API key pairs of the register. */
export function keysOf({ nonHuman }: Pick<Config, 'nonHuman'>): ReadonlySet<string> {
  const keys = nonHuman.filter(({ kind }) => kind === 'api-key');
  return new Set(keys.map(({ login }) => canonicalLogin(login) ?? login));
}
