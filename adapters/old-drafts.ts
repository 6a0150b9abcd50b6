// Drafts that processes which were killed left in a folder: whoever writes there next removes them.
import { lstat, readdir, rm } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { hourInMs } from '../core/values/instant.ts';

/** No draft is written for so long without another byte. */
const longestDraftMs = hourInMs;

/**
 * Removes what has such a name and was last written more than an hour ago, of this user alone. Whatever stands in the way
 * stays: tidying up is no reason to end.
 *
 * @param names of drafts, and of nothing that anybody else would put there
 * @param nowMs by the clock of the disk where there is a draft of one's own to ask: another machine may write there too
 */
export async function removeOldDrafts(folder: string, names: RegExp, nowMs: number): Promise<void> {
  const before = nowMs - longestDraftMs;
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

/** The same beside a draft that was written just now. */
export async function removeDraftsBefore(draft: string, names: RegExp): Promise<void> {
  const made = await lstat(draft).catch(() => null);
  if (made !== null) await removeOldDrafts(dirname(draft), names, made.mtimeMs);
}
