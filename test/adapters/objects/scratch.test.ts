import { mkdir, readdir, utimes } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { ObjectStoreFailure } from '../../../adapters/objects/failure.ts';
import { openFolderScratch } from '../../../adapters/objects/scratch.ts';
import { scratchContract } from '../../ports/scratch.ts';
import { breakingAfter, pieces, textOf } from '../../support/bytes.ts';
import { aFolder } from '../../support/folders.ts';
import { clockAt } from '../../support/time.ts';

const clock = clockAt('2026-10-05T08:00:00Z');

scratchContract('A folder', async () => {
  const scratch = await openFolderScratch({ root: await aFolder(), clock });
  return { port: scratch, close: () => scratch.close() };
});

describe('a scratch folder', () => {
  test('is gone with all that it kept when it is closed', async () => {
    const root = await aFolder();
    const scratch = await openFolderScratch({ root, clock });
    const kept = await scratch.keep(pieces('Email\n'));
    await scratch.close();
    expect(await readdir(root)).toEqual([]);
    await expect(textOf(kept.read())).rejects.toThrow(ObjectStoreFailure);
  });

  test('keeps nothing of a body that breaks off', async () => {
    const root = await aFolder();
    const scratch = await openFolderScratch({ root, clock });
    await expect(scratch.keep(breakingAfter('jane'))).rejects.toThrow('broke off');
    expect(await readdir(join(root, (await readdir(root))[0] ?? ''))).toEqual([]);
    await scratch.close();
  });

  test('removes what processes killed more than a day ago left, and nothing else', async () => {
    const root = await aFolder();
    const folders = {
      'access-review-killed': '2026-10-04T07:59:00Z',
      'access-review-at-work': '2026-10-04T08:01:00Z',
      'of-somebody-else': '2020-01-01T00:00:00Z',
    };
    for (const [name, usedAt] of Object.entries(folders)) {
      await mkdir(join(root, name, 'file'), { recursive: true });
      await utimes(join(root, name), new Date(usedAt), new Date(usedAt));
    }
    await (await openFolderScratch({ root, clock })).close();
    expect((await readdir(root)).toSorted()).toEqual(['access-review-at-work', 'of-somebody-else']);
  });
});
