// Room on the disk for files that outgrow memory while they are made, in a folder that goes when the work is over.
import { mkdir, mkdtemp, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { dayInMs, instantFromMs, msOf } from '../../core/values/instant.ts';
import type { Bytes, Kept, Scratch } from '../../core/ports/objects.ts';
import type { Clock } from '../../core/ports/world.ts';
import { onDisk } from './failure.ts';
import { readBytes, writeBytes } from './file-bytes.ts';
import { ownerOnly, removeLeftovers } from './tree.ts';

/** Scratch holds personal data, so what a killed process left must not lie about; no run lasts a day. */
const longestWorkMs = dayInMs;

/** Told apart from what others keep in the same folder, such as the system's own for temporary files. */
const prefix = 'access-review-';

export interface FolderScratch extends Scratch {
  /** Removes everything that was kept; what `read` gave cannot be read on. */
  close(): Promise<void>;
}

/**
 * Opens a fresh folder below `root` (which is created), and removes those that processes
 * killed more than a day ago have left.
 *
 * @param clock the machine's own, not an as-of set by the operator: it is compared with times of files
 * @throws ObjectStoreFailure, from here and from every method
 */
export async function openFolderScratch(options: {
  readonly root: string;
  readonly clock: Clock;
}): Promise<FolderScratch> {
  const failure = `cannot open the folder ${options.root}`;
  await onDisk(failure, mkdir(options.root, { recursive: true, mode: ownerOnly }));
  await removeLeftovers(options.root, prefix, instantFromMs(msOf(options.clock.now()) - longestWorkMs));
  const folder = await onDisk(failure, mkdtemp(join(options.root, prefix)));
  let files = 0;

  return {
    async keep(body: Bytes): Promise<Kept> {
      files += 1;
      const path = join(folder, String(files));
      try {
        return { ...(await writeBytes(path, body)), path, read: () => readBytes(path) };
      } catch (error) {
        await onDisk(`cannot remove ${path}`, rm(path, { force: true }));
        throw error;
      }
    },

    close: () => onDisk(`cannot remove ${folder}`, rm(folder, { recursive: true, force: true })),
  };
}
