// Drafts that processes which were killed left in a folder: whoever writes there next removes them.
import { lstat, readdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import type { Clock } from '../core/ports/world.ts';
import { hourInMs, msOf } from '../core/values/instant.ts';

/** No draft is written for so long without another byte. */
const longestDraftMs = hourInMs;

/**
 * Removes what has such a name and was last written more than an hour ago, of this user alone. Whatever stands in the way
 * stays: tidying up is no reason to end.
 *
 * @param names of drafts, and of nothing that anybody else would put there
 * @param clock the machine's own: it is compared with times of files
 */
export async function removeOldDrafts(folder: string, names: RegExp, clock: Clock): Promise<void> {
  const before = msOf(clock.now()) - longestDraftMs;
  try {
    for (const name of (await readdir(folder)).filter((one) => names.test(one))) {
      const { mtimeMs, uid } = await lstat(join(folder, name));
      const isOwn = process.getuid === undefined || uid === process.getuid();
      if (isOwn && mtimeMs < before) await rm(join(folder, name), { recursive: true, force: true });
    }
  } catch {
    // The next one that writes here tries again.
  }
}
