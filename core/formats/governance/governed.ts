// An account as products of identity governance take it: who it belongs to, what it may, and what it is.
import type { Config } from '../../config/config.ts';
import { isPrivileged } from '../../config/roles.ts';
import type { Judgement } from '../../findings/judge/judgement.ts';
import { isLive } from '../../inputs/account.ts';
import { managerOf } from '../../review/lines/lines-of.ts';
import type { Situation } from '../../names/situations.ts';
import type { Moment } from '../../values/instant.ts';
import { byCodePoint, onOneLine } from '../../values/text.ts';

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
  readonly registered: { readonly owner: string | null; readonly purpose: string | null } | null;
}

/** Blanks around and inside are read as part of a name, or refused. */
export function tidy(text: string | null): string | null {
  const one = text === null ? '' : onOneLine(text).replaceAll(/\s+/g, ' ').trim();
  return one === '' ? null : one;
}

/** Sorted by login, as some products ask. */
export function governedAccounts(judgements: readonly Judgement[], config: Config): readonly GovernedAccount[] {
  const entra = new Set(config.directories.filter(({ kind }) => kind === 'entra').map(({ id }) => id));
  return judgements
    .map((judgement) => governed(judgement, config, entra))
    .toSorted((a, b) => byCodePoint(a.login, b.login));
}

function governed(judgement: Judgement, { policy }: Config, entra: ReadonlySet<string>): GovernedAccount {
  const { account, situation, match, decisive, register } = judgement;
  const identity = match.disputed ? null : (decisive?.known.identity ?? null);
  const login = identity === null ? undefined : (identity.logins[0] ?? identity.nameId ?? undefined);
  const inEntra = match.disputed ? undefined : match.person.find(({ known }) => entra.has(known.directory));
  return {
    login: account.login,
    name: account.name,
    role: tidy(account.role),
    privileged: account.role !== null && isPrivileged(account.role, policy),
    status: account.status,
    live: isLive(account),
    situation,
    employeeId: account.employeeId,
    manager: managerOf(judgement),
    created: account.createdAt,
    lastLogin: account.lastLogin,
    person:
      identity === null || login === undefined
        ? null
        : { login, guest: identity.guest, entraId: inEntra?.known.identity.id ?? null },
    registered: register === null ? null : { owner: register.owner ?? null, purpose: register.purpose ?? null },
  };
}
