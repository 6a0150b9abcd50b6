// Copies the files of a run from the store to the folder that the operator named, each whole or not at all.
import { createWriteStream } from 'node:fs';
import { mkdir, rename } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { runKey } from '../core/contract/objects.ts';
import type { Objects } from '../core/ports.ts';

export interface CopyOut {
  readonly run: string;
  readonly names: readonly string[];
  readonly folder: string;
}

/** A file of an earlier run in the same folder is replaced: the store keeps every run, the folder shows the last. */
export async function copyOut(objects: Objects, { run, names, folder }: CopyOut): Promise<void> {
  for (const name of names) {
    const stored = await objects.get(runKey(run, name));
    if (stored === null) throw new Error(`${name} of the run ${run} is not in the store`);
    const path = join(folder, name);
    await mkdir(dirname(path), { recursive: true });
    await pipeline(stored, createWriteStream(`${path}.part`));
    await rename(`${path}.part`, path);
  }
}
