// Copies out of the store that several commands make at once, in one folder.
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { openFolderObjects } from '../../../adapters/objects/folder.ts';
import { copyFiles } from '../../../cli/terminal/copy-out.ts';
import { aFolder } from '../../support/folders.ts';
import { countingIds } from '../../support/ids.ts';
import { clockAt } from '../../support/time.ts';

test('several that copy the same file at once leave it whole, and nothing beside it', async () => {
  const [root, folder] = [await aFolder(), await aFolder()];
  const objects = await openFolderObjects({ root, clock: clockAt('2026-10-05T08:00:00Z'), ids: countingIds() });
  const body = Buffer.alloc(1 << 20, 'report');
  await objects.put('runs/1/report.pdf', body);
  const files = [{ key: 'runs/1/report.pdf', name: 'report.pdf' }];
  const said: string[] = [];
  const terminal = { err: (text: string) => void said.push(text) };
  await Promise.all(Array.from({ length: 8 }, async () => copyFiles(objects, files, { folder, terminal })));
  expect(said).toEqual([]);
  expect(await readdir(folder)).toEqual(['report.pdf']);
  expect(await readFile(join(folder, 'report.pdf'))).toEqual(body);
});
