// Who may be the owner that the register names, where the object that bore their login is gone: whoever has another address of it.
import type { LedgerEntry } from '../../inputs/history.ts';
import type { CanonicalLogin } from '../../values/login.ts';
import { joiningKeys } from './known-identity.ts';
import type { KnownIdentity } from './known-identity.ts';

/**
 * @param owners their logins as keys
 * @param ledger who was there in earlier accepted runs
 */
export function ownersBefore(
  owners: readonly CanonicalLogin[],
  ledger: readonly LedgerEntry[],
): (known: KnownIdentity) => boolean {
  const named = new Set(owners);
  const bore = ledger.filter(({ logins }) => logins.some((login) => named.has(login)));
  const addresses = new Set(bore.flatMap(({ logins }) => logins.filter((login) => login.includes('@'))));
  return (known) => addresses.size > 0 && joiningKeys(known).some((login) => addresses.has(login));
}
