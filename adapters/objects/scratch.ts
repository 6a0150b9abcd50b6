// Room on the disk for files that outgrow memory while they are made, in a folder that goes when the work is over.
import { readdirSync, rmSync } from 'node:fs';
import { lstat, mkdir, mkdtemp, readdir, rm } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { dayInMs } from '../../core/values/instant.ts';
import type { Bytes, Kept, Scratch } from '../../core/ports/objects.ts';
import { needHeap } from '../heap.ts';
import { isSystemError, onDisk } from './failure.ts';
import { readBytes, writeBytes } from './file-bytes.ts';
import { ownerOnly } from './tree.ts';

/** Scratch holds personal data, so what a killed process left must not lie about; no run lasts a day. */
const longestWorkMs = dayInMs;

/** Names of the folders that this process has open: a number of a process is given again, in a container always the same. */
const open = new Set<string>();

/** With the process that made it, and what the system added: nobody else's folder is called so by chance. */
const prefix = `access-review-scratch-${process.pid}-`;
const scratchName = /^access-review-scratch-(\d+)-[A-Za-z0-9]{6}$/;

/** A file that lies on this machine until it is stored elsewhere. */
export const draftName = (id: string): string => `access-review-draft-${process.pid}-${id}`;
const scratchOrDraft = /^access-review-(?:scratch|draft)-(\d+)-[A-Za-z0-9-]+$/;

export interface FolderScratch extends Scratch {
  /** Removes everything that was kept; what `read` gave cannot be read on. */
  close(): Promise<void>;
}

/**
 * Opens a fresh folder below `root` (which is created), and removes those that processes
 * killed more than a day ago have left.
 *
 * @throws ObjectStoreFailure, from here and from every method
 */
export async function openFolderScratch({ root }: { readonly root: string }): Promise<FolderScratch> {
  const failure = `cannot open the folder ${root}`;
  await onDisk(failure, mkdir(root, { recursive: true, mode: ownerOnly }));
  const folder = await onDisk(failure, mkdtemp(join(root, prefix)));
  open.add(basename(folder));
  await removeLeftovers(root, folder);
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

    needMemory: (toCome) => needHeap(toCome),

    async close() {
      await onDisk(`cannot remove ${folder}`, rm(folder, { recursive: true, force: true }));
      open.delete(basename(folder));
    },
  };
}

/**
 * The age is told by the clock of the disk, which made both folders. Whatever stands in the way stays: others work in
 * the same place, and tidying up after them is no reason to end.
 */
async function removeLeftovers(root: string, fresh: string): Promise<void> {
  try {
    const made = await lstat(fresh);
    for (const name of await readdir(root)) {
      const pid = scratchName.exec(name)?.[1];
      if (pid === undefined || open.has(name) || isAnother(Number(pid))) continue;
      const { mtimeMs, uid } = await lstat(join(root, name));
      if (uid !== made.uid || mtimeMs >= made.mtimeMs - longestWorkMs) continue;
      await rm(join(root, name), { recursive: true, force: true });
    }
  } catch {
    // The next one that opens a folder here tries again.
  }
}

/**
 * Removes folders and drafts of processes that are no more, however young they are: for a machine that has one process
 * at a time, before that begins its work. Lambda ends a function that takes too long and begins it again over the same
 * files ("the Lambda reset does not clear the /tmp directory content", its guide says of the execution environment), so
 * that they would fill the disk.
 */
export function removeLeft(root: string): void {
  try {
    for (const name of readdirSync(root)) {
      const pid = scratchOrDraft.exec(name)?.[1];
      if (pid === undefined || open.has(name) || isAnother(Number(pid))) continue;
      rmSync(join(root, name), { recursive: true, force: true });
    }
  } catch {
    // Whatever stands in the way stays: a full disk is told by who writes to it.
  }
}

/** Whether another process has this number now. */
function isAnother(pid: number): boolean {
  if (pid === process.pid) return false;
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return !isSystemError(error, 'ESRCH');
  }
}
