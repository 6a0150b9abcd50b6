// Things that take long to make and are only read: made once for all workers of a run, by the test file that asks
// first.
import { existsSync } from 'node:fs';
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { inject } from 'vitest';

/**
 * A folder and what was made in it, for reading only.
 *
 * @param make fills the folder; others wait for it
 * @throws Error of `make`, for whoever asks
 * @example const assembly = await madeOnce('prod', (folder) => synthesize({ stage: 'prod', output: folder }))
 */
export async function madeOnce(name: string, make: (folder: string) => unknown): Promise<string> {
  const folder = join(inject('made'), name);
  // The file system decides who is first: the others are told that the folder exists.
  if ((await mkdir(folder, { recursive: true })) === undefined) return madeByAnother(folder);
  try {
    await make(folder);
  } catch (error) {
    await writeFile(`${folder}.failed`, String(error));
    throw error;
  }
  await writeFile(`${folder}.made`, '');
  return folder;
}

async function madeByAnother(folder: string): Promise<string> {
  while (!existsSync(`${folder}.made`)) {
    if (existsSync(`${folder}.failed`)) throw new Error(`${folder} could not be made: see the test that made it first`);
    await pause(50);
  }
  return folder;
}
