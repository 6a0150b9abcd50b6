// Finds and makes places below the store's root without ever following a symbolic link out of it.
import type { Stats } from 'node:fs';
import { lstat, mkdir, readdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { msOf } from '../../core/values/instant.ts';
import type { Instant } from '../../core/values/instant.ts';
import { isSystemError, ObjectStoreFailure, ObjectStoreObstructed, onDisk } from './failure.ts';
import { syncFolder } from './file-bytes.ts';

export interface Found {
  readonly kind: 'file' | 'folder' | 'absent';
  readonly path: string;
}

/** Evidence belongs to whoever runs the review; others on the machine have no business in it. */
export const ownerOnly = 0o700;

/**
 * Looks up `names` below `root`, one after the other.
 *
 * @throws ObjectStoreObstructed when a symbolic link or a device stands on the way: this program makes neither
 */
export async function find(root: string, names: readonly string[]): Promise<Found> {
  let path = root;
  let kind: Found['kind'] = 'folder';
  for (const name of names) {
    // What lies below a file cannot be there.
    if (kind !== 'folder') return { kind: 'absent', path };
    path = join(path, name);
    const status = await statusOf(path);
    if (status === null) return { kind: 'absent', path };
    kind = kindOf(path, status);
  }
  return { kind, path };
}

function kindOf(path: string, status: Stats): 'file' | 'folder' {
  if (status.isFile()) return 'file';
  if (status.isDirectory()) return 'folder';
  throw new ObjectStoreObstructed(path, status.isSymbolicLink() ? 'a symbolic link' : 'neither a file nor a folder');
}

/** Makes the folders `names` below `root`, durably. @returns the path of the last @throws ObjectStoreFailure, ObjectStoreObstructed where one is a file */
export async function makeFolders(root: string, names: readonly string[]): Promise<string> {
  let path = root;
  for (const name of names) {
    const parent = path;
    path = join(parent, name);
    if (await makeFolder(path)) await syncFolder(parent);
    const found = await find(parent, [name]);
    if (found.kind !== 'folder') throw new ObjectStoreObstructed(path, 'a file in the place of a folder');
  }
  return path;
}

/** @returns whether it was not there before */
async function makeFolder(path: string): Promise<boolean> {
  try {
    await mkdir(path, { mode: ownerOnly });
    return true;
  } catch (error) {
    if (isSystemError(error, 'EEXIST')) return false;
    throw new ObjectStoreFailure(`cannot create ${path}`, error);
  }
}

/** Paths of the files below a folder, as lists of names; anything that is neither file nor folder is passed over. */
export async function* filesBelow(folder: string): AsyncGenerator<readonly string[], void, void> {
  const entries = await onDisk(`cannot read ${folder}`, readdir(folder, { withFileTypes: true }));
  for (const entry of entries) {
    if (entry.isFile()) yield [entry.name];
    if (!entry.isDirectory()) continue;
    for await (const names of filesBelow(join(folder, entry.name))) yield [entry.name, ...names];
  }
}

/** Removes what killed processes left: whatever stands directly in `folder` and was last written before an instant. */
export async function removeLeftovers(folder: string, before: Instant): Promise<void> {
  for (const name of await onDisk(`cannot read ${folder}`, readdir(folder))) {
    const path = join(folder, name);
    const status = await statusOf(path);
    // Gone in between: another process is tidying up as well.
    if (status === null || status.mtimeMs >= msOf(before)) continue;
    await onDisk(`cannot remove ${path}`, rm(path, { recursive: true, force: true }));
  }
}

async function statusOf(path: string): Promise<Stats | null> {
  try {
    return await lstat(path);
  } catch (error) {
    if (isSystemError(error, 'ENOENT')) return null;
    throw new ObjectStoreFailure(`cannot read ${path}`, error);
  }
}
