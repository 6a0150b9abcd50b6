// What changed of the accounts between two populations: made, made anew, gone, suspended, let in again, or with another role.
import { isLive } from '../../inputs/account.ts';
import type { Account } from '../../inputs/account.ts';
import type { KnownAccount } from '../../inputs/history.ts';
import { earliest, msOf } from '../../values/instant.ts';
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
export function accountChanges(before: EarlierPopulation, after: readonly LaterAccount[]): readonly AccountChange[] {
  const earlier = new Map<string, EarlierPopulation['accounts'][number]>(
    before.accounts.map((account) => [account.login, account]),
  );
  const present = new Set<string>(after.map(({ login }) => login));
  const gone = before.accounts
    .filter(({ login }) => !present.has(login))
    .map((account): AccountChange => ({
      login: account.login,
      kind: 'deleted',
      before: accessOf(account),
      after: null,
    }));
  const changed = after.flatMap((account) => changesOf(earlier.get(account.login), account, before.exportedAt));
  return [...gone, ...changed].toSorted((a, b) => (a.login < b.login ? -1 : Number(a.login > b.login)));
}

function changesOf(
  was: EarlierPopulation['accounts'][number] | undefined,
  account: LaterAccount,
  exportedAt: Instant,
): readonly AccountChange[] {
  const { login, createdAt } = account;
  if (was === undefined) return [{ login, kind: 'created', before: null, after: accessOf(account) }];
  const [before, after] = [accessOf(was), accessOf(account)];
  if (createdAt !== null && msOf(earliest(createdAt)) > msOf(exportedAt))
    return [{ login, kind: 'recreated', before, after }];
  const changes: AccountChange[] = [];
  if (isLive(was) && !isLive(account))
    changes.push({ login, kind: 'suspended', before: was.status, after: account.status });
  if (!isLive(was) && isLive(account))
    changes.push({ login, kind: 'reactivated', before: was.status, after: account.status });
  if (was.role !== account.role)
    changes.push({ login, kind: 'role', before: was.role ?? 'none', after: account.role ?? 'none' });
  return changes;
}

function accessOf({ status, role }: Pick<KnownAccount, 'status' | 'role'>): string {
  return role === null ? status : `${status}, ${role}`;
}
