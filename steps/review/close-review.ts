// Closes a review that is signed and whose removals are proven.
import { isBefore } from '../../core/values/instant.ts';
import type { Instant } from '../../core/values/instant.ts';
import type { Clock, Objects, Reviews, Runs } from '../../core/ports.ts';
import { ok, refused } from '../../core/values/result.ts';
import type { Result } from '../../core/values/result.ts';
import { notHandedOver, openRemovals } from '../../core/review/removals/figures.ts';
import { isSigned } from '../../core/review/events/state.ts';
import type { ReviewState } from '../../core/review/events/state.ts';
import { notOpen } from '../../core/review/signatures/way-back.ts';
import { isLive } from '../../core/inputs/account.ts';
import { add, changeReview, done } from '../change-review.ts';
import type { Next } from '../change-review.ts';
import { observeRemovals } from '../remove/observe-removals.ts';
import { storedRuns } from '../run/stored-runs.ts';
import type { StoredRun, StoredRuns } from '../run/stored-runs.ts';

export interface CloseDependencies {
  readonly clock: Clock;
  readonly objects: Objects;
  readonly runs: Runs;
  readonly reviews: Reviews;
}

/** @returns refusals while a stage has not signed, or a revoked account is not proven gone; closing twice is no harm */
export async function closeReview(
  dependencies: CloseDependencies,
  { period, by }: { readonly period: string; readonly by: string },
): Promise<Result<ReviewState>> {
  const { reviews, clock } = dependencies;
  const stored = storedRuns(dependencies);
  await observeRemovals(dependencies, period);
  return changeReview<Result<ReviewState>>(reviews, period, async ({ state, voids }) => {
    if (state === null)
      return notReady(period, notOpen(period, { voids }).found, 'a review that was opened and signed');
    if (state.closed !== null) return done(ok(state));
    if (!isSigned(state)) return notReady(period, 'not every stage has signed', 'review sign-off by both stages');
    const live = await liveRevoked(stored, state);
    if (live.length > 0) {
      const some = live.slice(0, 5).join(', ');
      const found = live.length > 5 ? `${some} and ${live.length - 5} more` : some;
      return notReady(period, `not proven gone: ${found}`, 'a later export that shows them suspended or absent');
    }
    return add({ kind: 'closed', at: clock.now(), by });
  });
}

/** Handed over and not proven gone, or revoked, never handed over, and live in the newest whole export. */
async function liveRevoked(stored: StoredRuns, state: ReviewState): Promise<readonly string[]> {
  const ordered = openRemovals(state).map(({ login }) => login);
  const run = await newestWhole(stored);
  if (run === null) return [...new Set([...ordered, ...notHandedOver(state).map(({ login }) => login)])];
  const live = new Set((await run.outcome()).accounts.filter(isLive).map(({ login }) => login));
  const left = notHandedOver(state).flatMap(({ login }) => (live.has(login) ? [login] : []));
  return [...new Set([...ordered, ...left])];
}

/** An export that lacks rows, or is older than one that was compared, does not show who is gone. */
async function newestWhole(stored: StoredRuns): Promise<StoredRun | null> {
  let newest: { readonly run: StoredRun; readonly exportedAt: Instant } | null = null;
  for (const run of await stored.accepted()) {
    const {
      shortBy,
      run: { exportedAt },
    } = await run.stated();
    if (shortBy === null && (newest === null || !isBefore(exportedAt, newest.exportedAt))) newest = { run, exportedAt };
  }
  return newest?.run ?? null;
}

function notReady(period: string, found: string, expected: string): Next<Result<never>> {
  return done(refused({ what: 'review not ready to be closed', where: `review ${period}`, found, expected }));
}
