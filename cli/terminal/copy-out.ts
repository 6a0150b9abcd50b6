// Copies files from the store to the folder that the operator named, each whole or not at all.
import { createWriteStream } from 'node:fs';
import { rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { createHash } from 'node:crypto';
import type { Objects } from '../../core/ports/objects.ts';
import type { Refusal } from '../../core/values/result.ts';
import { digestOf, draftBeside, isThereAlready, tidyBeside, writing } from './write-new.ts';
import type { Terminal } from './terminal.ts';

export interface CopiedFile {
  readonly key: string;
  /** Path below the folder. */
  readonly name: string;
}

/**
 * Refuses the files that would be lost: those under these names that are no copy of a file of the store. A copy can be
 * made again, but not what somebody else wrote or changed. Asked before anything is done.
 */
export async function notOurs(
  objects: Objects,
  {
    out,
    names,
    overwrite = false,
  }: { readonly out: string; readonly names: readonly string[]; readonly overwrite?: boolean | undefined },
): Promise<readonly Refusal[]> {
  if (overwrite) return [];
  const lost: Refusal[] = [];
  for (const name of names) {
    const there = await digestOf(join(out, name));
    if (there !== null && !(await isKept(objects, name, there))) lost.push(isThereAlready(join(out, name)));
  }
  return lost;
}

async function isKept(objects: Objects, name: string, sha256: string): Promise<boolean> {
  // The last run first, because the copy is mostly its, and each file that is compared is read whole.
  for (const key of (await objects.list('')).toReversed()) {
    if (!key.endsWith(`/${name}`)) continue;
    const stored = await objects.get(key);
    if (stored === null) continue;
    const hash = createHash('sha256');
    await pipeline(stored, hash);
    if (hash.digest('hex') === sha256) return true;
  }
  return false;
}

/** Takes away what an earlier run left in the folder and this one does not have: a report beside other findings misleads. */
export async function removeStale(folder: string, names: readonly string[]): Promise<void> {
  for (const name of names) await rm(join(folder, name), { force: true });
}

/**
 * A file of an earlier run in the same folder is replaced: the store keeps every run, the folder shows the last. Where one
 * cannot be copied, it is told where it is kept: whoever signed does not get it by signing again.
 */
export async function copyFiles(
  objects: Objects,
  files: readonly CopiedFile[],
  { folder, terminal }: { readonly folder: string; readonly terminal: Pick<Terminal, 'err'> },
): Promise<void> {
  for (const file of files) {
    try {
      await copy(objects, file, folder);
    } catch (error) {
      terminal.err(`Kept in the home, and not copied: ${objects.location(file.key)}\n`);
      throw error;
    }
  }
}

async function copy(objects: Objects, { key, name }: CopiedFile, folder: string): Promise<void> {
  const stored = await objects.get(key);
  if (stored === null) throw new Error(`${objects.location(key)} is missing from the store`);
  const path = join(folder, name);
  const draft = await draftBeside(path);
  try {
    await writing(path, pipeline(stored, createWriteStream(draft, { flags: 'wx' })));
    await tidyBeside(draft);
    await rename(draft, path);
  } finally {
    await rm(draft, { force: true });
  }
}
