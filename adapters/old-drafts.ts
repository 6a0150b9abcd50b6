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
  await whereItCan(async () => {
    for (const name of (await readdir(folder)).filter((one) => names.test(one)))
      await whereItCan(async () => removeBefore(join(folder, name), nowMs - longestDraftMs));
  });
}

/** The same beside a draft that was written just now. */
export async function removeDraftsBefore(draft: string, names: RegExp): Promise<void> {
  await whereItCan(async () => removeOldDrafts(dirname(draft), names, (await lstat(draft)).mtimeMs));
}

async function removeBefore(path: string, endMs: number): Promise<void> {
  const { mtimeMs, uid } = await lstat(path);
  const isOwn = process.getuid === undefined || uid === process.getuid();
  if (isOwn && mtimeMs < endMs) await rm(path, { recursive: true, force: true });
}

async function whereItCan(tidy: () => Promise<void>): Promise<void> {
  try {
    await tidy();
  } catch {
    // The next one that writes here tries again.
  }
}
