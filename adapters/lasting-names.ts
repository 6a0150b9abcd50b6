// Names in folders that last: a file that is synced is on the disk, but its name is not before its folder is synced too.
import { mkdir, open } from 'node:fs/promises';
import { dirname } from 'node:path';

/** Without it, a power cut may lose a file that was synced; not every file system syncs the one with the other. */
export async function syncNames(folder: string): Promise<void> {
  // Windows refuses to sync a folder, and NTFS journals names by itself.
  if (process.platform === 'win32') return;
  const handle = await open(folder, 'r');
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}

/** Makes a folder and those above it that are not there, readable by the owner only. */
export async function lastingFolder(folder: string): Promise<void> {
  const first = await mkdir(folder, { recursive: true, mode: 0o700 });
  if (first !== undefined) await syncNames(dirname(first));
}
