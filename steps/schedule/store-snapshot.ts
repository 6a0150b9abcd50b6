// Reads a directory for a run on schedule and stores the snapshot once, however often the reading is repeated.
import { workKey } from '../../core/names/object-keys.ts';
import { ObjectConflict } from '../../core/ports/objects.ts';
import type { Directory } from '../../core/ports/inputs.ts';
import type { Objects } from '../../core/ports/objects.ts';
import { pullDirectory } from '../read/pull-directory.ts';
import type { PullDependencies } from '../read/pull-directory.ts';

export interface StoreSnapshotDependencies extends PullDependencies {
  readonly objects: Objects;
}

/** A snapshot that an earlier attempt of the same execution stored stays: a directory is read once a run. */
export async function storeSnapshot(
  dependencies: StoreSnapshotDependencies,
  directory: Directory,
  execution: string,
): Promise<{ readonly directory: string; readonly key: string }> {
  const { objects } = dependencies;
  const key = workKey(execution, `snapshot-${directory.id}.jsonl`);
  const stored = { directory: directory.id, key };
  if ((await objects.list(key)).includes(key)) return stored;
  const snapshot = await pullDirectory(dependencies, directory);
  try {
    await objects.put(key, snapshot);
  } catch (error) {
    if (!(error instanceof ObjectConflict)) throw error;
  }
  return stored;
}
