import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdir, readdir, utimes } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { dayInMs } from '../../../core/values/instant.ts';
import { ObjectStoreFailure } from '../../../adapters/objects/failure.ts';
import { draftName, openFolderScratch, removeLeft } from '../../../adapters/objects/scratch.ts';
import { scratchContract } from '../../ports/scratch.ts';
import { breakingAfter, pieces, textOf } from '../../support/bytes.ts';
import { aFolder } from '../../support/folders.ts';

scratchContract('A folder', async () => {
  const scratch = await openFolderScratch({ root: await aFolder() });
  return { port: scratch, close: () => scratch.close() };
});

describe('a scratch folder', () => {
  test('is gone with all that it kept when it is closed', async () => {
    const root = await aFolder();
    const scratch = await openFolderScratch({ root });
    const kept = await scratch.keep(pieces('Email\n'));
    await scratch.close();
    expect(await readdir(root)).toEqual([]);
    await expect(textOf(kept.read())).rejects.toThrow(ObjectStoreFailure);
  });

  test('keeps nothing of a body that breaks off', async () => {
    const root = await aFolder();
    const scratch = await openFolderScratch({ root });
    await expect(scratch.keep(breakingAfter('jane'))).rejects.toThrow('broke off');
    expect(await readdir(join(root, (await readdir(root))[0] ?? ''))).toEqual([]);
    await scratch.close();
  });

  test('removes what processes killed more than a day ago left, and nothing else', async () => {
    const root = await aFolder();
    const [dead, now] = [await endedProcess(), Date.now()];
    const folders = {
      [`access-review-scratch-${dead}-killed`]: now - dayInMs - 60_000,
      [`access-review-scratch-${dead}-recent`]: now - dayInMs + 60_000,
      [`access-review-scratch-${process.ppid}-served`]: 0,
      'access-review-2026-Q4-evidence': 0,
      'of-somebody-else': 0,
    };
    for (const [name, usedAt] of Object.entries(folders)) {
      await mkdir(join(root, name, 'file'), { recursive: true });
      await utimes(join(root, name), new Date(usedAt), new Date(usedAt));
    }
    await (await openFolderScratch({ root })).close();
    const [, ...others] = Object.keys(folders);
    expect((await readdir(root)).toSorted()).toEqual(others.toSorted());
  });

  test('removes what a killed process of its own number left, and no folder that it has open itself', async () => {
    const root = await aFolder();
    const served = await openFolderScratch({ root });
    const [own = ''] = await readdir(root);
    await mkdir(join(root, `access-review-scratch-${process.pid}-killed`));
    for (const name of await readdir(root)) await utimes(join(root, name), new Date(0), new Date(0));
    await (await openFolderScratch({ root })).close();
    expect(await readdir(root)).toEqual([own]);
    await served.close();
    expect(await readdir(root)).toEqual([]);
  });
});

describe('a machine that one process has for itself', () => {
  test('is rid of what processes before it left, were they killed just now, and of nothing else', async () => {
    const [root, dead] = [await aFolder(), await endedProcess()];
    const scratch = await openFolderScratch({ root });
    const others = [...(await readdir(root)), `access-review-scratch-${process.ppid}-served`, 'of-somebody-else'];
    const left = [
      `access-review-scratch-${dead}-killed`,
      draftName('1a2b-3c4d').replace(String(process.pid), String(dead)),
      draftName('5e6f'),
    ];
    for (const name of [...others.slice(1), ...left]) await mkdir(join(root, name, 'file'), { recursive: true });
    removeLeft(root);
    expect((await readdir(root)).toSorted()).toEqual(others.toSorted());
    await scratch.close();
  });

  test('is begun on where it has no such place', async () => {
    expect(() => removeLeft(join('nowhere', 'at all'))).not.toThrow();
  });
});

/** @returns the number of a process that is no more */
async function endedProcess(): Promise<number> {
  const child = spawn(process.execPath, ['--version'], { stdio: 'ignore' });
  await once(child, 'exit');
  return child.pid ?? 0;
}
