// An account as products of identity governance take it: who it belongs to, what it may, and what it is.
import type { Config, RegisterEntry } from '../../config/config.ts';
import { registeredAccounts } from '../../config/registers.ts';
import { isPrivileged } from '../../config/roles.ts';
import { isLive } from '../../inputs/account.ts';
import type { UserRow } from '../../inputs/export/reading.ts';
import type { Situation } from '../../names/situations.ts';
import type { Moment } from '../../values/instant.ts';
import { onOneLine } from '../../values/text.ts';

export interface GovernedAccount {
  readonly login: string;
  readonly name: string | null;
  /** Tidied, so that two spellings of one role are one. */
  readonly role: string | null;
  readonly privileged: boolean;
  readonly status: string;
  readonly live: boolean;
  readonly situation: Situation;
  readonly employeeId: string | null;
  readonly manager: string | null;
  readonly created: Moment | null;
  readonly lastLogin: Moment | null;
  /** Whose the account is; `null` where nobody is known, or two people claim it. */
  readonly person: {
    readonly login: string;
    readonly guest: boolean;
    /** Object id in Entra, when the person is there. */
    readonly entraId: string | null;
  } | null;
  /** Of the register: no person signs in. */
  readonly registered: { readonly owner: string | null } | null;
}

/** Blanks around and inside are read as part of a name, or refused. */
export function tidy(text: string | null): string | null {
  const one = text === null ? '' : onOneLine(text).replaceAll(/\s+/g, ' ').trim();
  return one === '' ? null : one;
}

/** An account as the run matched it. */
export interface MatchedAccount {
  readonly account: UserRow;
  readonly situation: Situation;
  readonly disputed: boolean;
  readonly person: readonly MatchedPerson[];
}

export interface MatchedPerson {
  readonly directory: string;
  /** The directory's own. */
  readonly id: string;
  /** `null` for somebody without any. */
  readonly login: string | null;
  readonly guest: boolean;
  readonly manager: string | null;
  /** Whether they decided what the situation is. */
  readonly decisive: boolean;
}

/** Made once for a run. */
export function governing(config: Config): (matched: MatchedAccount) => GovernedAccount {
  const entra = new Set(config.directories.filter(({ kind }) => kind === 'entra').map(({ id }) => id));
  const register = registeredAccounts(config);
  return (matched) => governed(matched, config, { entra, registered: register.get(matched.account.login) ?? null });
}

function governed(
  { account, situation, disputed, person }: MatchedAccount,
  { policy }: Config,
  { entra, registered }: { readonly entra: ReadonlySet<string>; readonly registered: RegisterEntry | null },
): GovernedAccount {
  const decisive = person.find((one) => one.decisive) ?? null;
  const owner = disputed ? null : decisive;
  const inEntra = disputed ? undefined : person.find(({ directory }) => entra.has(directory));
  return {
    login: account.login,
    name: account.name,
    role: tidy(account.role),
    privileged: account.role !== null && isPrivileged(account.role, policy),
    status: account.status,
    live: isLive(account),
    situation,
    employeeId: account.employeeId,
    manager: decisive?.manager ?? account.manager,
    created: account.createdAt,
    lastLogin: account.lastLogin,
    person:
      owner === null || owner.login === null
        ? null
        : { login: owner.login, guest: owner.guest, entraId: inEntra?.id ?? null },
    registered: registered === null ? null : { owner: registered.owner ?? null },
  };
}
