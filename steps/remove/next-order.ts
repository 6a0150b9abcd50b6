// What the next work order of a review would take, by the newest export that an accepted run compared.
import type { KnownAccount } from '../../core/inputs/history.ts';
import type { ReviewState } from '../../core/review/events/state.ts';
import { keysOf } from '../../core/config/registers.ts';
import { handedOver, notHandedOver } from '../../core/review/removals/figures.ts';
import { suspensionsOf } from '../../core/review/removals/work-order.ts';
import type { Suspensions } from '../../core/review/removals/work-order.ts';
import type { StoredRun } from '../run/stored-runs.ts';

export type NextOrder = Suspensions<KnownAccount>;

/**
 * Whom it leaves out is an API key, is gone, suspended or made anew by now, or is the last account with a privileged role.
 *
 * @param newestRun gives the run that compared the newest export; it is asked only where something is revoked
 */
export async function nextOrder(
  newestRun: () => Promise<StoredRun | undefined>,
  state: ReviewState,
): Promise<NextOrder> {
  const revoked = notHandedOver(state);
  if (revoked.length === 0) return { accounts: [], left: [], lastPrivileged: null };
  const newest = await newestRun();
  if (newest === undefined) throw new Error('a review is open and no run is accepted');
  const [config, { accounts }] = [await newest.config(), await newest.population()];
  const { exportedAt } = (await newest.stated()).run;
  const orders = { revoked, handedOver: handedOver(state), keys: keysOf(config), exportedAt };
  return suspensionsOf({ ...orders, accounts, policy: config.policy });
}
