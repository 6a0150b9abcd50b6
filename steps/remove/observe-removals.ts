// Looks in later exports for accounts that were handed over: records which are proven gone, and which came back.
import { isBefore } from '../../core/values/instant.ts';
import type { Instant } from '../../core/values/instant.ts';
import type { Objects } from '../../core/ports/objects.ts';
import type { Reviews, Runs } from '../../core/ports/stores.ts';
import type { Clock } from '../../core/ports/world.ts';
import { believable, observations, shownIn } from '../../core/review/removals/proof.ts';
import type { ProvingRun } from '../../core/review/removals/proof.ts';
import { linesPerEvent } from '../../core/review/events/event.ts';
import { foldReview } from '../../core/review/events/folded.ts';
import type { ReviewState } from '../../core/review/events/state.ts';
import type { RunRecord } from '../../core/run.ts';
import { add, changeReview, done } from '../change-review.ts';
import { exportDigest, storedRun } from '../run/stored-runs.ts';

export interface ObserveDependencies {
  readonly clock: Clock;
  readonly objects: Objects;
  readonly runs: Runs;
  readonly reviews: Reviews;
}

/** Repeatable: a run that was looked at changes nothing again. Somebody else who looks at the same moment is no harm. */
export async function observeRemovals(dependencies: ObserveDependencies, period: string): Promise<void> {
  const state = foldReview(await dependencies.reviews.load(period));
  if (state === null || state.removals.size === 0) return;
  const { runs, objects } = dependencies;
  // A held run was not compared with anything that can be believed, so its export proves nothing.
  const accepted = (await runs.list()).filter((run) => run.accepted);
  const later = new Set(accepted.filter((run) => isBefore(state.runAsOf, run.asOf)));
  const digests = new Set([...later].map(exportDigest));
  const begun = accepted.find(({ id }) => id === openedOn(state))?.asOf ?? state.runAsOf;
  const stated = [];
  // One from before the review counts where a later run compared the same file.
  for (const run of accepted.filter((one) => !isBefore(one.asOf, begun) || digests.has(exportDigest(one)))) {
    const {
      doubt,
      absence,
      takenBy,
      run: { exportedAt, exportedAtDeclared: declared },
    } = await storedRun(objects, run).stated();
    stated.push({ run, sha256: exportDigest(run), exportedAt, takenBy, declared, doubt, absence });
  }
  for (const { run, exportedAt, doubt, absence } of believable(stated)) {
    if (!later.has(run) && !isMovedOnto(state, run)) continue;
    const shown = await shownBy(objects, run, exportedAt);
    await observe(dependencies, period, { run, proving: { exportedAt, doubt, absence, ...shown } });
  }
}

/** Whoever revokes anew after the move decides about an account that this run shows live, whatever was proven before. */
function isMovedOnto({ rebases, run }: ReviewState, { id }: RunRecord): boolean {
  return rebases.length > 0 && id === run;
}

/** Orders may be older than the run onto which a review was moved: what was compared since the first counts. */
function openedOn({ rebases, run }: ReviewState): string {
  return rebases[0]?.before.run ?? run;
}

async function observe(
  { clock, reviews }: ObserveDependencies,
  period: string,
  { run, proving }: { readonly run: RunRecord; readonly proving: ProvingRun },
): Promise<void> {
  await changeReview<void>(reviews, period, async ({ state }) => {
    // Voided at this moment: its orders stand no more, so there is nothing to prove.
    if (state === null) return done(undefined);
    const lines = observations(state, proving)
      // The run under review proves no removal: it shows what is to be decided.
      .filter(({ shown }) => shown === 'live' || !isMovedOnto(state, run))
      .slice(0, linesPerEvent);
    const { exportedAt } = proving;
    return lines.length === 0
      ? done(undefined)
      : add({ kind: 'removals-observed', at: clock.now(), run: run.id, exportedAt, lines });
  });
}

/** Opened by itself and let go again: the populations of many runs would not fit beside one another. */
async function shownBy(
  objects: Objects,
  run: RunRecord,
  exportedAt: Instant,
): Promise<Pick<ProvingRun, 'shownOf' | 'renamed'>> {
  const { accounts, renamed = [] } = await storedRun(objects, run).population();
  return {
    shownOf: shownIn({ accounts, exportedAt }),
    renamed: new Set(renamed.map(({ login }) => login)),
  };
}
