// Accounts whose address was changed in the application: as absent as those that were deleted, and still there. Such a one
// stands in the first export that lacks it under a login that the one before did not have.
import type { Account } from '../../inputs/account.ts';
import { isLive } from '../../inputs/account.ts';
import type { History, KnownAccount, RenamedAccount } from '../../inputs/history.ts';
import { dayInMs, earliest, isBefore, msOf } from '../../values/instant.ts';
import type { Instant } from '../../values/instant.ts';
import type { CanonicalLogin } from '../../values/login.ts';
import { numberOrAbsent } from '../../values/text.ts';
import type { JudgingRules } from '../../versions.ts';
import { accountsBefore } from './known-before.ts';
import { nameKey } from './known-identity.ts';

/** An account that this export lacks, or whose login another one has in it, and the live one as which it may go on. */
export interface Renamed extends Pick<RenamedAccount, 'login' | 'by' | 'since'> {
  readonly now: Account;
}

/** By the login that the account had. */
export type RenamedAccounts = ReadonlyMap<string, Renamed>;

type Told = Pick<KnownAccount, 'name' | 'employeeId' | 'createdAt'>;

/** What tells an account apart besides its login, for the next run. */
export function toldApart({ name, employeeId, createdAt }: Pick<Account, 'name' | 'employeeId' | 'createdAt'>): Told {
  return {
    ...(name === null ? {} : { name }),
    ...(employeeId === null ? {} : { employeeId }),
    ...(createdAt === null ? {} : { createdAt: earliest(createdAt) }),
  };
}

interface Compared {
  /** Every account of this export, by login. */
  readonly accounts: ReadonlyMap<CanonicalLogin, Account>;
  readonly history: Pick<History, 'accounts' | 'decisions' | 'renamed'>;
  readonly asOf: Instant;
  readonly rules: JudgingRules;
}

/**
 * An account is found again by its employee number, which no other account of the export bears, unless it was created at
 * another time; or by its name and the time of its creation. Whom an earlier run found so stays found until the other
 * login is gone or suspended, or somebody has decided about it: then its access was reviewed. Its own login may have been
 * given to another account meanwhile, which was created at another time.
 *
 * @example renamedAccounts({ accounts, history, asOf, rules }).get('ghost@acme.com')?.now.login // 'spook@acme.com'
 */
export function renamedAccounts({ accounts, history, asOf, rules }: Compared): RenamedAccounts {
  const found = new Map<string, Renamed>();
  if (!rules.has('follows-renamed-accounts')) return found;
  const isThere = (told: Told, login: CanonicalLogin): boolean => {
    const bearer = accounts.get(login);
    return bearer !== undefined && !(rules.has('follows-reused-logins') && isMadeApart(told, bearer));
  };
  const missing = history.accounts.filter((account) => !isThere(account, account.login));
  const find = missing.length === 0 ? () => null : finder({ accounts, history, rules });
  for (const account of missing) {
    const { login } = account;
    const again = find(account);
    if (again !== null) found.set(login, { login, ...again, since: asOf });
  }
  const decidedAt = new Map(history.decisions.map(({ login, at }) => [login, at]));
  for (const { login, now, by, since } of history.renamed ?? []) {
    const other = accounts.get(now) ?? found.get(now)?.now;
    const decided = decidedAt.get(now);
    if (other === undefined || !isLive(other) || isThere(toldApart(other), login)) continue;
    if (decided === undefined || !isBefore(since, decided)) found.set(login, { login, now: other, by, since });
  }
  return found;
}

function finder({
  accounts,
  history,
  rules,
}: Omit<Compared, 'asOf'>): (missing: KnownAccount) => Pick<Renamed, 'now' | 'by'> | null {
  const before = accountsBefore(history);
  const fresh = [...accounts.values()].filter((account) => isLive(account) && !before.has(account.login));
  const numbered = new Map(fresh.map((account) => [account.employeeId, account]));
  const shared = new Set<string>();
  for (const { employeeId, login } of accounts.values()) {
    if (employeeId !== null && numbered.has(employeeId) && numbered.get(employeeId)?.login !== login)
      shared.add(employeeId);
  }
  const made = new Map(fresh.map((account) => [creationKey(toldApart(account)), account]));
  return (missing) => {
    // An earlier version told a number as a program had dressed it.
    const employeeId = rules.has('undresses-numbers') ? numberOrAbsent(missing.employeeId) : missing.employeeId;
    const bearer = typeof employeeId !== 'string' || shared.has(employeeId) ? undefined : numbered.get(employeeId);
    if (bearer !== undefined && !isMadeApart(missing, bearer)) return { now: bearer, by: 'number' };
    const key = creationKey(missing);
    const twin = key === null ? undefined : made.get(key);
    return twin === undefined ? null : { now: twin, by: 'creation' };
  };
}

/** By more than two days: one of the two times may be a day alone, and the other one of that day in another zone. */
function isMadeApart({ createdAt }: Told, account: Account): boolean {
  if (createdAt === undefined || account.createdAt === null) return false;
  return Math.abs(msOf(createdAt) - msOf(earliest(account.createdAt))) > 2 * dayInMs;
}

function creationKey({ name, createdAt }: Told): string | null {
  return name === undefined || createdAt === undefined ? null : `${createdAt} ${nameKey(name)}`;
}

/** For a sentence about the account that is missing: which row it may be, and what says so. */
export function renamedText({ now: { login, row }, by }: Renamed): string {
  const why = by === 'number' ? 'employee number' : 'name and the time of its creation';
  return `row ${row} of this export, ${login}, is live under a login that came since with its ${why}: it may be the same account`;
}
