import { randomUUID } from 'node:crypto';
import { mkdir, readdir, readFile, stat, symlink, utimes, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { ObjectStoreFailure, ObjectStoreObstructed } from '../../../adapters/objects/failure.ts';
import { openFolderObjects } from '../../../adapters/objects/folder.ts';
import { openFolderScratch } from '../../../adapters/objects/scratch.ts';
import type { Objects } from '../../../core/ports/objects.ts';
import { objectsContract } from '../../ports/objects.ts';
import { pieces, sha256, textOf } from '../../support/bytes.ts';
import { aFolder } from '../../support/folders.ts';
import { killAfter } from '../../support/program/processes.ts';
import { clockAt } from '../../support/time.ts';

const ids = { next: () => randomUUID() };
const clock = clockAt('2026-10-05T08:00:00Z');

const openAt = (root: string): Promise<Objects> => openFolderObjects({ root, clock, ids });

objectsContract('A folder', async () => ({
  port: await openAt(join(await aFolder(), 'objects')),
  close: async () => {},
}));

describe('a folder of objects', () => {
  test('is for its owner only, and names the path of an object', async () => {
    const root = join(await aFolder(), 'objects');
    const objects = await openAt(root);
    await objects.put('runs/a/report.pdf', pieces('%PDF'));
    expect((await stat(root)).mode & 0o077).toBe(0);
    expect(await readFile(objects.location('runs/a/report.pdf'), 'utf8')).toBe('%PDF');
  });

  test('holds what was put when it is opened again', async () => {
    const root = await aFolder();
    await (await openAt(root)).put('runs/a/report.pdf', pieces('%PDF'));
    expect(await textOf(await (await openAt(root)).get('runs/a/report.pdf'))).toBe('%PDF');
  });

  test('copies a file of the scratch, for its owner only, and refuses one that is no longer as long as it was', async () => {
    const objects = await openAt(await aFolder());
    const scratch = await openFolderScratch({ root: await aFolder() });
    const kept = await scratch.keep(pieces('%PDF', '-1.7'));
    const stored = { key: 'runs/a/report.pdf', bytes: 8, sha256: sha256('%PDF-1.7') };
    expect(await objects.put('runs/a/report.pdf', kept)).toEqual(stored);
    await expect(objects.put('runs/a/longer.pdf', { ...kept, bytes: 9 })).rejects.toThrow(ObjectStoreFailure);
    await scratch.close();

    expect(await readFile(objects.location('runs/a/report.pdf'), 'utf8')).toBe('%PDF-1.7');
    expect((await stat(objects.location('runs/a/report.pdf'))).mode & 0o077).toBe(0);
    expect(await objects.list('runs/')).toEqual(['runs/a/report.pdf']);
  });

  test('neither follows nor replaces a symbolic link that leads out of it', async () => {
    const [root, outside] = [await aFolder(), await aFolder()];
    const objects = await openAt(root);
    await objects.put('runs/a/report.pdf', pieces('%PDF'));
    await writeFile(join(outside, 'secret'), 'secret');
    await symlink(outside, join(root, 'runs', 'away'));
    await symlink(join(outside, 'secret'), join(root, 'runs', 'a', 'secret'));

    await expect(objects.get('runs/away/secret')).rejects.toThrow(ObjectStoreObstructed);
    await expect(objects.get('runs/a/secret')).rejects.toThrow(ObjectStoreObstructed);
    await expect(objects.put('runs/away/new', pieces('x'))).rejects.toThrow(ObjectStoreObstructed);
    await expect(objects.put('runs/a/secret', pieces('secret'))).rejects.toThrow(ObjectStoreFailure);
    await expect(objects.list('runs/away/')).rejects.toThrow(ObjectStoreObstructed);
    expect(await objects.list('runs/')).toEqual(['runs/a/report.pdf']);
    expect(await readdir(outside)).toEqual(['secret']);
  });

  test('passes over what other programs leave in it', async () => {
    const root = await aFolder();
    const objects = await openAt(root);
    await objects.put('runs/a/report.pdf', pieces('%PDF'));
    await writeFile(join(root, 'runs', '.DS_Store'), '');
    await writeFile(join(root, 'runs', 'a', 'report (1).pdf'), '');
    expect(await objects.list('')).toEqual(['runs/a/report.pdf']);
  });

  test('throws the failure of the disk, not an empty answer', async () => {
    const root = await aFolder();
    await writeFile(join(root, 'file'), '');
    await expect(openAt(join(root, 'file', 'objects'))).rejects.toThrow(ObjectStoreFailure);
    const objects = await openAt(root);
    await mkdir(join(root, 'runs'), { recursive: true });
    await writeFile(join(root, 'runs', 'a'), '');
    await expect(objects.put('runs/a/report.pdf', pieces('%PDF'))).rejects.toThrow(/a file in the place of a folder/);
  });

  test('removes what killed puts left, but not a put that may be under way', async () => {
    const root = await aFolder();
    await openAt(root);
    const drafts = { killed: '2026-10-05T06:59:59Z', underWay: '2026-10-05T07:00:01Z' };
    for (const [name, writtenAt] of Object.entries(drafts)) {
      await writeFile(join(root, '.incoming', name), 'half');
      await utimes(join(root, '.incoming', name), new Date(writtenAt), new Date(writtenAt));
    }
    const objects = await openAt(root);
    expect(await readdir(join(root, '.incoming'))).toEqual(['underWay']);
    expect(await objects.list('')).toEqual([]);
  });

  test('leaves no draft behind, whether a put ends, repeats, conflicts or breaks off', async () => {
    const root = await aFolder();
    const objects = await openAt(root);
    await objects.put('runs/a/x', pieces('x'));
    await objects.put('runs/a/x', pieces('x'));
    await expect(objects.put('runs/a/x', pieces('y'))).rejects.toThrow();
    expect(await readdir(join(root, '.incoming'))).toEqual([]);
  });
});

describe('a process killed while it puts twenty objects', () => {
  // Four lines tell pieces on their way, the fifth that the object is stored.
  test.each([1, 4, 23, 60, 97])('leaves only whole objects when it is killed after step %i', async (steps) => {
    const root = await aFolder();
    await killAfter(steps, join(import.meta.dirname, 'put-objects.ts'), [root]);
    const objects = await openAt(root);
    const keys = await objects.list('');
    for (const key of keys) {
      // The program names each object by the digest of its content.
      expect(key).toBe(`runs/killed/${sha256((await textOf(await objects.get(key))) ?? '')}`);
    }
    expect(keys.length).toBeGreaterThanOrEqual(Math.floor(steps / 5));
  });
});
