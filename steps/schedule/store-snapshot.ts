// Reads a directory for a run on schedule and stores the snapshot once, however often the reading is repeated; and once
// more with those whom only their login finds.
import type { Config } from '../../core/config/config.ts';
import { workKey } from '../../core/names/object-keys.ts';
import { ObjectConflict } from '../../core/ports/objects.ts';
import type { Directory } from '../../core/ports/inputs.ts';
import type { Kept, Objects } from '../../core/ports/objects.ts';
import { withFound } from '../read/look-up-unmatched.ts';
import { pullDirectory } from '../read/pull-directory.ts';
import type { PullDependencies } from '../read/pull-directory.ts';
import { readUnmatched } from './freeze-unmatched.ts';
import { openStored } from './work-out-run.ts';

export interface StoreSnapshotDependencies extends PullDependencies {
  readonly objects: Objects;
}

export interface StoredSnapshot {
  readonly directory: string;
  readonly key: string;
}

/** A snapshot that an earlier attempt of the same execution stored stays: a directory is read once a run. */
export async function storeSnapshot(
  dependencies: StoreSnapshotDependencies,
  directory: Directory,
  execution: string,
): Promise<StoredSnapshot> {
  const stored = { directory: directory.id, key: workKey(execution, `snapshot-${directory.id}.jsonl`) };
  await storeOnce(dependencies.objects, stored.key, async () => pullDirectory(dependencies, directory));
  return stored;
}

/**
 * Asks the directory for the logins that no list shows, and stores its snapshot beside the first one with whoever was
 * found. All directories of a run are asked for all of them, side by side.
 *
 * @param unmatched key of the logins, by `freezeUnmatched`
 * @returns the snapshot to compare: the first one, where the directory is not asked
 */
export async function storeLookedUp(
  dependencies: StoreSnapshotDependencies,
  directory: Directory,
  asked: { readonly execution: string; readonly unmatched: string; readonly config: Config },
): Promise<StoredSnapshot> {
  const { objects } = dependencies;
  const { execution, unmatched, config } = asked;
  const first = { directory: directory.id, key: workKey(execution, `snapshot-${directory.id}.jsonl`) };
  const second = { directory: directory.id, key: workKey(execution, `looked-up-${directory.id}.jsonl`) };
  const isStored = await storeOnce(objects, second.key, async () => {
    const snapshot = await openStored(dependencies, first, config);
    return withFound(dependencies, { directory, snapshot }, await readUnmatched(objects, unmatched));
  });
  return isStored ? second : first;
}

/** @returns whether something lies under the key */
async function storeOnce(objects: Objects, key: string, made: () => Promise<Kept | null>): Promise<boolean> {
  if ((await objects.list(key)).includes(key)) return true;
  const kept = await made();
  if (kept === null) return false;
  try {
    await objects.put(key, kept);
  } catch (error) {
    if (!(error instanceof ObjectConflict)) throw error;
  }
  return true;
}
