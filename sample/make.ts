// Makes the files of the sample from its stories and its staff: `node sample/make.ts` writes them, a test compares them.
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { configurationFile, publicAddresses } from './world/company.ts';
import { decisionsFile, exportFile, leaversFile } from './export-file.ts';
import { startServers } from './directories/servers.ts';
import { snapshotFiles } from './directories/snapshots.ts';
import { quarters } from './world/time.ts';
import type { Quarter } from './world/time.ts';
import { worldOf } from './world/world.ts';

/** Every file of the sample with its content, by its path below `sample/`. */
export async function sampleFiles(): Promise<ReadonlyMap<string, string>> {
  const folder = mkdtempSync(join(tmpdir(), 'access-review-sample-'));
  const servers = await startServers(folder);
  try {
    const files = new Map<string, string>();
    for (const on of quarters) {
      const made = [...filesOf(on), ...(await snapshotFiles(servers, on))];
      for (const [name, content] of made) files.set(join(on.folder, name), content);
    }
    return files;
  } finally {
    await servers.close();
    rmSync(folder, { recursive: true });
  }
}

function filesOf(on: Quarter): readonly (readonly [string, string])[] {
  const world = worldOf(on);
  const files = [
    ['review.json', configurationFile(on, publicAddresses)],
    ['users.csv', exportFile(world.rows, world.strays)],
    ['leavers.csv', leaversFile(world.leavers)],
  ] as const;
  // Only this review hands decisions in, because the next one shows what came of them.
  return on.id === '2026-Q3' ? [...files, ['decisions.csv', decisionsFile(world.decisions)]] : files;
}

if (import.meta.main) {
  for (const [name, content] of await sampleFiles()) {
    const path = join(import.meta.dirname, name);
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(path, content);
  }
}
