// What changed of the accounts between two populations: made, made anew, gone, suspended, let in again, or with another role.
import { cameAndWent } from '../../findings/continuity/population-changes.ts';
import { isSameRole } from '../../config/roles.ts';
import type { RoleSpelling } from '../../config/roles.ts';
import { isLive, isMadeSince } from '../../inputs/account.ts';
import type { Account } from '../../inputs/account.ts';
import type { KnownAccount } from '../../inputs/history.ts';
import type { Instant } from '../../values/instant.ts';

const accountChangeKinds = ['created', 'recreated', 'deleted', 'suspended', 'reactivated', 'role'] as const;

export interface AccountChange {
  readonly login: string;
  /** `recreated`: the login is the same, and the account was made after the earlier export. */
  readonly kind: (typeof accountChangeKinds)[number];
  /** As it was, and as it is; `null` where there was or is none. */
  readonly before: string | null;
  readonly after: string | null;
}

export interface EarlierPopulation {
  readonly exportedAt: Instant;
  readonly accounts: readonly Pick<KnownAccount, 'login' | 'status' | 'role'>[];
}

export type LaterAccount = Pick<Account, 'login' | 'status' | 'role' | 'createdAt'>;

/**
 * One account has one row in each (contract, section 5). Who accepts an invitation changes nothing: `pending` and
 * `active` are both live.
 *
 * @returns by login, an account's role after its other change
 * @example accountChanges({ exportedAt, accounts: [] }, [jane]) // [{ login: 'jane@acme.com', kind: 'created', before: null, after: 'User' }]
 */
export function accountChanges(
  before: EarlierPopulation,
  after: readonly LaterAccount[],
  roles: RoleSpelling = 'folded',
): readonly AccountChange[] {
  const { added, gone, stayed } = cameAndWent(before.accounts, after);
  const told = [
    ...gone.map((was) => ({ login: was.login, kind: 'deleted', before: accessOf(was), after: null }) as const),
    ...added.map((is) => ({ login: is.login, kind: 'created', before: null, after: accessOf(is) }) as const),
    ...stayed.flatMap(({ was, is }) => changesOf(was, is, { exportedAt: before.exportedAt, roles })),
  ];
  return told.toSorted((a, b) => (a.login < b.login ? -1 : Number(a.login > b.login)));
}

function changesOf(
  was: EarlierPopulation['accounts'][number],
  account: LaterAccount,
  { exportedAt, roles }: { readonly exportedAt: Instant; readonly roles: RoleSpelling },
): readonly AccountChange[] {
  const { login } = account;
  const [before, after] = [accessOf(was), accessOf(account)];
  if (isMadeSince(account, exportedAt)) return [{ login, kind: 'recreated', before, after }];
  const changes: AccountChange[] = [];
  if (isLive(was) && !isLive(account))
    changes.push({ login, kind: 'suspended', before: was.status, after: account.status });
  if (!isLive(was) && isLive(account))
    changes.push({ login, kind: 'reactivated', before: was.status, after: account.status });
  const isSame = roles === 'folded' ? isSameRole(was.role, account.role) : was.role === account.role;
  if (!isSame) changes.push({ login, kind: 'role', before: was.role ?? 'none', after: account.role ?? 'none' });
  return changes;
}

function accessOf({ status, role }: Pick<KnownAccount, 'status' | 'role'>): string {
  return role === null ? status : `${status}, ${role}`;
}
