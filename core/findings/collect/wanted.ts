// What is looked for in the directories: by the accounts of the export, the register and earlier runs.
import { identitiesBefore } from './known-before.ts';
import { nameKey } from './known-identity.ts';
import type { KnownIdentity } from './known-identity.ts';
import { ownersBefore } from './owners-before.ts';
import type { ByIdentity } from './by-identity.ts';
import type { Account } from '../../inputs/account.ts';
import type { Config } from '../../config/config.ts';
import type { History, LedgerEntry } from '../../inputs/history.ts';
import { canonicalLogin, matchKey, plainForm } from '../../values/login.ts';
import type { CanonicalLogin } from '../../values/login.ts';
import { plainNumber } from '../../values/text.ts';

export interface Wanted {
  readonly keys: Set<CanonicalLogin>;
  readonly employeeIds: ReadonlySet<string>;
  /** Employee numbers of accounts, without the zeros in front. */
  readonly plainNumbers: ReadonlySet<string>;
  readonly accountKeys: ReadonlySet<CanonicalLogin>;
  /** Logins of owners, and of those whom approved aliases name. */
  readonly registered: ReadonlySet<CanonicalLogin>;
  readonly accountNames: ReadonlySet<string>;
  /** Of the accounts whose logins have letters beyond ASCII: the logins as `plainForm` writes them. */
  readonly plainForms: ReadonlySet<string>;
  readonly ledger: Pick<ByIdentity<LedgerEntry>, 'get'>;
  /** Whether somebody has an address of whom earlier runs knew by the login of an owner or of an approved alias. */
  readonly mayOwn: (known: KnownIdentity) => boolean;
}

export function wantedOf(accounts: readonly Account[], config: Config, history: History): Wanted {
  const plus = config.policy.plusAddressing;
  const accountKeys = new Set(accounts.map((account) => matchKey(account.login, plus)));
  const registered = [
    ...config.nonHuman.map((entry) => entry.owner ?? ''),
    ...config.aliases.map((entry) => entry.identity),
  ]
    .map(canonicalLogin)
    .filter((login) => login !== null)
    .map((login) => matchKey(login, plus));
  return {
    mayOwn: ownersBefore(registered, history.ledger),
    ledger: identitiesBefore(history),
    keys: new Set([...accountKeys, ...registered]),
    employeeIds: new Set(accounts.flatMap((account) => account.employeeId ?? [])),
    plainNumbers: new Set(accounts.flatMap(({ employeeId }) => plainNumber(employeeId ?? '') ?? [])),
    accountKeys,
    registered: new Set(registered),
    plainForms: new Set(accounts.flatMap(({ login }) => plainForm(login) ?? [])),
    accountNames: new Set(accounts.flatMap((account) => (account.name === null ? [] : nameKey(account.name)))),
  };
}
