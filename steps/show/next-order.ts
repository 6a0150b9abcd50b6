// What the next work order of a review would take, as pages ask it after each decision.
import { evidenceFiles } from '../../core/names/evidence-files.ts';
import type { Records } from '../../core/ports/stores.ts';
import type { ReviewState } from '../../core/review/events/state.ts';
import { lazyAmong } from '../lazy.ts';
import { nextOrder } from '../remove/next-order.ts';
import type { NextOrder } from '../remove/next-order.ts';
import { newestCompared, storedRuns } from '../run/stored-runs.ts';
import type { StoredRun } from '../run/stored-runs.ts';

/** By the digest of the manifest of the last accepted run: what it knows is read once. */
const newest = new Map<string, Promise<StoredRun | undefined>>();

export async function nextOrderOf(records: Records, state: ReviewState): Promise<NextOrder> {
  return nextOrder(async () => {
    const stored = storedRuns(records);
    const last = (await stored.accepted()).at(-1);
    if (last === undefined) return undefined;
    const key = last.file(evidenceFiles.manifest.name).sha256;
    return lazyAmong(newest, { key, most: 1 }, async () => newestCompared(stored));
  }, state);
}
