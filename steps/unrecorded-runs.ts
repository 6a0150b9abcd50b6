// Accepted runs of which the store of evidence knows more than the store of records: a database that is older than its folder.
import type { Objects } from '../core/ports/objects.ts';
import type { Runs } from '../core/ports/stores.ts';
import { historyPrefix, runOfHistory } from '../core/names/object-keys.ts';
import { runIdFrom } from '../core/run.ts';
import type { Instant } from '../core/values/instant.ts';

/**
 * What a run leaves to the next is laid down last before its record, so a run that was broken off hardly ever shows here.
 *
 * @returns ids of the runs that no record names, in their order; empty where all are recorded
 */
export async function unrecordedRuns({
  objects,
  runs,
}: {
  readonly objects: Pick<Objects, 'list'>;
  readonly runs: Pick<Runs, 'list'>;
}): Promise<readonly string[]> {
  // In this order: a run that another process records meanwhile is none of them.
  const left = (await objects.list(historyPrefix)).map(runOfHistory);
  const recorded = new Set((await runs.list()).map(({ id }) => id));
  return left.filter((id) => !recorded.has(id)).toSorted();
}

/**
 * Those that no accepted run of the store follows: what comes next is told, and built, without them. One that was broken
 * off long ago and done again is none, nor is one that may still be at work: its record comes last.
 *
 * @param before as-of from which on a run may still be at work
 * @returns their ids, in their order
 */
export async function unrecordedAtTheEnd(
  kept: {
    readonly objects: Pick<Objects, 'list'>;
    readonly runs: Pick<Runs, 'list'>;
  },
  before: Instant,
): Promise<readonly string[]> {
  const unrecorded = await unrecordedRuns(kept);
  if (unrecorded.length === 0) return [];
  const accepted = (await kept.runs.list()).filter((run) => run.accepted).map(({ id }) => id);
  // An id begins with the as-of of its run.
  const last = accepted.toSorted().at(-1) ?? '';
  return unrecorded.filter((id) => id > last && id < runIdFrom(before));
}
