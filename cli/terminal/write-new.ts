// Writes files where a person said, and never over what lies there unless they said that too.
import { createHash, randomUUID } from 'node:crypto';
import { createReadStream, createWriteStream } from 'node:fs';
import { link, mkdir, open, rename, rm, stat, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { sha256Of } from '../../core/values/digest.ts';
import type { Refusal } from '../../core/values/result.ts';
import { removeDraftsBefore } from '../../adapters/old-drafts.ts';
import { isThere } from './files.ts';

export interface NewFile {
  readonly path: string;
  readonly bytes: Uint8Array;
}

/** @returns the SHA-256 of what lies there, `null` where nothing does */
export async function digestOf(path: string): Promise<string | null> {
  const hash = createHash('sha256');
  try {
    await pipeline(createReadStream(path), hash);
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return null;
    throw error;
  }
  return hash.digest('hex');
}

export function isThereAlready(path: string, found = 'another content than would be written'): Refusal {
  return {
    what: 'file is there already',
    where: path,
    found,
    expected: 'a new name or an empty folder, or --overwrite to lose what lies there',
  };
}

/**
 * Writes all files, or none where one of them would replace another file: what a reviewer filled in exists nowhere
 * else. A file with the same content is left as it is.
 *
 * @returns a refusal for each file in whose place another one lies
 */
export async function writeNew(files: readonly NewFile[], overwrite: boolean): Promise<readonly Refusal[]> {
  const found = await Promise.all(files.map(async (file) => ({ ...file, there: await digestOf(file.path) })));
  const other = found.filter(({ bytes, there }) => there !== sha256Of(bytes));
  const lost = other.filter(({ there }) => there !== null);
  if (lost.length > 0 && !overwrite) return lost.map(({ path }) => isThereAlready(path));
  const came: Refusal[] = [];
  for (const { path, bytes, there } of other) {
    const isPlaced = await place(path, (draft) => writeFile(draft, bytes, { flag: 'wx' }), there !== null);
    if (!isPlaced) came.push(isThereAlready(path));
  }
  return came;
}

/**
 * The same for one file that outgrows memory: it is compared with what lies there piece by piece, until they differ.
 *
 * @param pieces called once
 * @returns a refusal when another file lies there
 */
export async function streamNew(
  path: string,
  pieces: () => AsyncIterable<string | Uint8Array>,
  overwrite: boolean,
): Promise<Refusal | null> {
  if (!overwrite && (await isThere(path))) {
    if (!(await isPlainFile(path))) return isThereAlready(path, 'no plain file');
    return (await holds(path, pieces())) ? null : isThereAlready(path);
  }
  const isPlaced = await place(
    path,
    (draft) => pipeline(pieces(), createWriteStream(draft, { flags: 'wx' })),
    overwrite,
  );
  return isPlaced ? null : isThereAlready(path);
}

async function isPlainFile(path: string): Promise<boolean> {
  return stat(path).then(
    (found) => found.isFile(),
    () => false,
  );
}

/** Whether the file is what these pieces make, byte for byte. */
async function holds(path: string, pieces: AsyncIterable<string | Uint8Array>): Promise<boolean> {
  const file = await open(path, 'r');
  const next = async (length: number): Promise<Buffer> => {
    const bytes = Buffer.alloc(length);
    let filled = 0;
    while (filled < length) {
      const { bytesRead } = await file.read(bytes, filled, length - filled);
      if (bytesRead === 0) break;
      filled += bytesRead;
    }
    return bytes.subarray(0, filled);
  };
  try {
    for await (const piece of pieces) {
      const wanted = Buffer.from(piece);
      if (!wanted.equals(await next(wanted.length))) return false;
    }
    return (await next(1)).length === 0;
  } finally {
    await file.close();
  }
}

/**
 * Writes a file whole or not at all. Unless it may replace one, it does not replace a file that came meanwhile either.
 *
 * @returns whether it stands: `false` where another one came meanwhile; the same command twice at once writes the same
 */
async function place(path: string, write: (draft: string) => Promise<void>, replace: boolean): Promise<boolean> {
  const draft = await draftBeside(path);
  try {
    await writing(path, write(draft));
    await tidyBeside(draft);
    if (replace) await rename(draft, path);
    else await link(draft, path);
    return true;
  } catch (error) {
    if (!replace && error instanceof Error && 'code' in error && error.code === 'EEXIST')
      return (await digestOf(path)) === (await digestOf(draft));
    throw error;
  } finally {
    await rm(draft, { force: true });
  }
}

const draftName = /^\.[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}\.part$/;

/** A name of its own, because another command may write to the same place at the same moment. The folder is made. */
export async function draftBeside(path: string): Promise<string> {
  const folder = dirname(path);
  await mkdir(folder, { recursive: true });
  return join(folder, `.${randomUUID()}.part`);
}

/** Once a draft is written: what commands that were killed left beside it is removed. */
export async function tidyBeside(draft: string): Promise<void> {
  await removeDraftsBefore(draft, draftName);
}

/** Adds the path to an error of the disk: one that comes in the middle of a file does not name the file. */
export async function writing<Value>(path: string, work: Promise<Value>): Promise<Value> {
  try {
    return await work;
  } catch (cause) {
    if (!(cause instanceof Error && 'code' in cause)) throw cause;
    throw new Error(`cannot write ${path}`, { cause });
  }
}
