// Chooses which accounts are looked up by their login: those that would be orphans, leavers' or disabled by lists alone.
import { eachOf } from '../bytes.ts';
import type { Config } from '../../core/config/config.ts';
import { keysOf, registeredAccounts } from '../../core/config/registers.ts';
import { knownIdentity, loginKeys } from '../../core/findings/collect/known-identity.ts';
import { mostOfOneNumber } from '../../core/findings/collect/placeholder.ts';
import { isLive } from '../../core/inputs/account.ts';
import type { Account } from '../../core/inputs/account.ts';
import type { Identity } from '../../core/inputs/snapshot.ts';
import { latest, msOf } from '../../core/values/instant.ts';
import { canonicalLogin, matchKey } from '../../core/values/login.ts';
import type { CanonicalLogin } from '../../core/values/login.ts';
import { byCodePoint } from '../../core/values/text.ts';
import type { OpenSnapshot } from './open-snapshot.ts';

/** At most so many accounts are asked for. A company with more orphans than this has others to look at first. */
export const mostLookUps = 50;

export interface LookUps {
  /** The logins that are asked for. */
  readonly logins: readonly CanonicalLogin[];
  /** How many accounts no directory shows. */
  readonly unmatched: number;
}

/**
 * Which logins are looked up: those of live accounts that no snapshot shows, but for declared accounts and those whose
 * employee number somebody bears, because the answer would change nothing for them. First come those that may be
 * orphans, then those whose person is shown only as deleted, who may have come back a moment ago. With two snapshots or
 * more, the last are those whose person is shown only as unable to sign in, because a directory whose list lags may
 * know them as able.
 */
export async function lookUpsOf(
  { config, accounts }: { readonly config: Config; readonly accounts: readonly Account[] },
  snapshots: readonly OpenSnapshot[],
): Promise<LookUps> {
  const keys = keysOf(config);
  const registered = registeredAccounts(config);
  let open = accounts.filter(
    (account) =>
      isLive(account) && account.login.includes('@') && !keys.has(account.login) && !registered.has(account.login),
  );
  const ties = new Map<string, boolean>();
  const gone = new Set<Account>();
  const unable = new Set<Account>();
  for (const snapshot of snapshots) {
    const { left, bearers, ...shown } = await without(open, snapshot, config);
    open = left;
    for (const account of shown.deleted) gone.add(account);
    for (const account of shown.unable) unable.add(account);
    for (const [number, living] of bearers) ties.set(number, ties.get(number) !== false && living <= mostOfOneNumber);
  }
  // Known only after the last snapshot: a number that is one person's in this one may be a placeholder in another.
  const isNobodys = ({ employeeId }: Account): boolean => employeeId === null || ties.get(employeeId) !== true;
  const nobodys = open.filter((account) => !gone.has(account) && !unable.has(account) && isNobodys(account));
  const leavers = open.filter((account) => gone.has(account) && !unable.has(account));
  const others = snapshots.length > 1 ? open.filter((account) => unable.has(account)) : [];
  const inOrder = inOrderOf(config);
  const first = [nobodys, leavers, others].flatMap((some) => some.toSorted(inOrder)).slice(0, mostLookUps);
  return { logins: first.map(({ login }) => login).toSorted(byCodePoint), unmatched: nobodys.length };
}

/**
 * Accounts that no alias names come before those that one may, active accounts before invited ones, and then the newest
 * first, because a list that lags behind lacks newcomers.
 */
function inOrderOf({ aliases }: Config): (one: Account, other: Account) => number {
  const named = new Set(aliases.map(({ login }) => canonicalLogin(login)));
  const placeOf = ({ login, status }: Account): number => (named.has(login) ? 2 : 0) + (status === 'active' ? 0 : 1);
  return (one, other) =>
    placeOf(one) - placeOf(other) || bornAt(other) - bornAt(one) || byCodePoint(one.login, other.login);
}

function bornAt({ createdAt }: Account): number {
  return createdAt === null ? 0 : msOf(latest(createdAt));
}

type Sought = Pick<Account, 'login' | 'employeeId'>;

export function byLoginOnly(login: CanonicalLogin): Sought {
  return { login, employeeId: null };
}

interface Without<Looked> {
  /** Accounts whose login and alias the snapshot does not show, or shows only as deleted or unable to sign in. */
  readonly left: Looked[];
  /** Those of them that it shows as deleted. */
  readonly deleted: readonly Looked[];
  /** Those of them that it shows as there and unable to sign in. */
  readonly unable: readonly Looked[];
  /** For the employee numbers that were sought: how many identities bear each that are not deleted. */
  readonly bearers: ReadonlyMap<string, number>;
}

export async function without<Looked extends Sought>(
  looked: readonly Looked[],
  { header, batches }: OpenSnapshot,
  { policy }: Config,
): Promise<Without<Looked>> {
  const { plusAddressing } = policy;
  const left = Map.groupBy(looked, ({ login }) => matchKey(login, plusAddressing));
  const deleted = new Map<CanonicalLogin, Looked[]>();
  const unable = new Map<CanonicalLogin, Looked[]>();
  const sought = new Set(looked.map(({ employeeId }) => employeeId));
  const bearers = new Map<string, number>();
  for await (const identity of eachOf(batches())) {
    const known = knownIdentity(header.directory, identity, plusAddressing);
    const see = (key: CanonicalLogin): void => {
      const bearing = left.get(key);
      if (bearing === undefined) return;
      if (isGone(identity)) deleted.set(key, bearing);
      else if (isAble(identity)) left.delete(key);
      else unable.set(key, bearing);
    };
    for (const key of loginKeys(known)) see(key);
    for (const { key } of known.aliases) see(key);
    const { employeeId } = identity;
    if (employeeId === null || !sought.has(employeeId)) continue;
    bearers.set(employeeId, (bearers.get(employeeId) ?? 0) + (isGone(identity) ? 0 : 1));
  }
  const among = (shown: ReadonlyMap<CanonicalLogin, Looked[]>): readonly Looked[] =>
    [...shown].flatMap(([key, bearing]) => (left.has(key) ? bearing : []));
  return { left: [...left.values()].flat(), deleted: among(deleted), unable: among(unable), bearers };
}

export function isGone({ state }: Identity): boolean {
  return state === 'deleted';
}

export function isAble({ state }: Identity): boolean {
  return state === 'active';
}
