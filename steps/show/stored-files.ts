// Stored files with size and digest, as they are listed and handed out: each is read once to know them.
import { createHash } from 'node:crypto';
import type { Objects, StoredObject } from '../../core/ports/objects.ts';

/** What is stored is never written over, so its digest stays. */
const known = new WeakMap<Objects, Map<string, StoredObject>>();

/** @returns `null` when there is no such object */
export async function storedFile(objects: Objects, key: string): Promise<StoredObject | null> {
  const files = known.get(objects) ?? new Map<string, StoredObject>();
  known.set(objects, files);
  const before = files.get(key);
  if (before !== undefined) return before;
  const stored = await objects.get(key);
  if (stored === null) return null;
  const digest = createHash('sha256');
  let bytes = 0;
  for await (const piece of stored) {
    digest.update(piece);
    bytes += piece.length;
  }
  const file = { key, bytes, sha256: digest.digest('hex') };
  files.set(key, file);
  return file;
}

/** @param isWanted asked before anything is read: beside what is shown there is an object for every event */
export async function filesBelow(
  objects: Objects,
  prefix: string,
  isWanted: (key: string) => boolean,
): Promise<readonly StoredObject[]> {
  const found: StoredObject[] = [];
  for (const key of (await objects.list(prefix)).filter(isWanted)) {
    const file = await storedFile(objects, key);
    if (file !== null) found.push(file);
  }
  return found;
}
