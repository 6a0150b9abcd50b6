// Stored objects as files in a folder: whole or absent, never overwritten, still there after a power cut.
import { link, mkdir, realpath, rm } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { isObjectKey, isObjectPrefix, ObjectKeyRefused } from '../../core/names/object-keys.ts';
import { hourInMs, instantFromMs, msOf } from '../../core/values/instant.ts';
import { ObjectConflict } from '../../core/ports/objects.ts';
import type { Bytes, Kept, Objects, StoredObject } from '../../core/ports/objects.ts';
import type { Clock, Ids } from '../../core/ports/world.ts';
import { isSystemError, ObjectStoreFailure, onDisk } from './failure.ts';
import { readBytes, sha256Of, syncFolder, writeLasting } from './file-bytes.ts';
import { filesBelow, find, makeFolders, ownerOnly, removeLeftovers } from './tree.ts';

/** Puts under way stand here, on the same file system as their goal; no key can name it, because of its dot. */
const incomingName = '.incoming';

/** A put that takes longer than this was killed. */
const longestPutMs = hourInMs;

/**
 * Opens the folder, creating it at the first time (readable by its owner only), and removes what puts that were killed
 * more than an hour ago have left. Several processes may use it at once.
 *
 * The file system must know hard links, which is how a finished put appears under its key without replacing anything.
 * Keys that differ only in case collide where the file system ignores case; a key below another key cannot be put.
 *
 * @param clock the machine's own, not an as-of set by the operator: it is compared with times of files
 * @throws ObjectStoreFailure, from here and from every method
 * @example await openFolderObjects({ root: '.access-review/objects', clock, ids })
 */
export async function openFolderObjects(options: {
  readonly root: string;
  readonly clock: Clock;
  readonly ids: Ids;
}): Promise<Objects> {
  const failure = `cannot open the folder ${options.root}`;
  await onDisk(failure, mkdir(options.root, { recursive: true, mode: ownerOnly }));
  const root = await onDisk(failure, realpath(options.root));
  const incoming = await makeFolders(root, [incomingName]);
  await removeLeftovers(incoming, instantFromMs(msOf(options.clock.now()) - longestPutMs));

  const pathOf = (key: string): string => join(root, ...namesOf(key));
  return {
    async put(key: string, body: Uint8Array | Bytes | Kept): Promise<StoredObject> {
      const names = namesOf(key);
      const draft = join(incoming, options.ids.next());
      try {
        const written = await writeLasting(draft, body);
        const folder = await makeFolders(root, names.slice(0, -1));
        await settle(draft, { key, path: join(folder, names.at(-1) ?? ''), sha256: written.sha256 });
        return { key, ...written };
      } finally {
        await onDisk(`cannot remove ${draft}`, rm(draft, { force: true }));
      }
    },

    async get(key: string): Promise<Bytes | null> {
      const found = await find(root, namesOf(key));
      return found.kind === 'file' ? readBytes(found.path) : null;
    },

    async list(prefix: string): Promise<readonly string[]> {
      if (!isObjectPrefix(prefix)) throw new ObjectKeyRefused(prefix);
      return keysFrom(root, prefix);
    },

    location: pathOf,
    bookmark: pathOf,
  };
}

function namesOf(key: string): readonly string[] {
  if (!isObjectKey(key)) throw new ObjectKeyRefused(key);
  return key.split('/');
}

/** Gives a finished draft its name. `link` fails when the name is taken, which `rename` would not. */
async function settle(draft: string, goal: { key: string; path: string; sha256: string }): Promise<void> {
  try {
    await link(draft, goal.path);
  } catch (error) {
    if (!isSystemError(error, 'EEXIST')) throw new ObjectStoreFailure(`cannot store ${goal.path}`, error);
    if ((await sha256Of(goal.path)) !== goal.sha256) throw new ObjectConflict(goal.key);
  }
  // Also when it was there already: whoever put it may have been killed before this.
  await syncFolder(dirname(goal.path));
}

async function keysFrom(root: string, prefix: string): Promise<readonly string[]> {
  const folders = prefix.split('/').slice(0, -1);
  const start = await find(root, folders);
  if (start.kind !== 'folder') return [];
  const keys: string[] = [];
  for await (const names of filesBelow(start.path)) {
    const key = [...folders, ...names].join('/');
    // What a file manager leaves (.DS_Store) and drafts are no keys.
    if (isObjectKey(key) && key.startsWith(prefix)) keys.push(key);
  }
  // Keys are ASCII, where the order of code units is that of code points.
  return keys.toSorted();
}
