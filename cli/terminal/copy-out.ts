// Copies files from the store to the folder that the operator named, each whole or not at all.
import { createWriteStream } from 'node:fs';
import { mkdir, rename, rm } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import type { Objects } from '../../core/ports.ts';

export interface CopiedFile {
  readonly key: string;
  /** Below the folder. */
  readonly name: string;
}

/** Takes away what an earlier run left in the folder and this one does not have: a report beside other findings misleads. */
export async function removeStale(folder: string, names: readonly string[]): Promise<void> {
  for (const name of names) await rm(join(folder, name), { force: true });
}

/** A file of an earlier run in the same folder is replaced: the store keeps every run, the folder shows the last. */
export async function copyFiles(objects: Objects, files: readonly CopiedFile[], folder: string): Promise<void> {
  for (const { key, name } of files) {
    const stored = await objects.get(key);
    if (stored === null) throw new Error(`${objects.location(key)} is missing from the store`);
    const path = join(folder, name);
    await mkdir(dirname(path), { recursive: true });
    await pipeline(stored, createWriteStream(`${path}.part`));
    await rename(`${path}.part`, path);
  }
}
