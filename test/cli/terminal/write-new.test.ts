// Two commands that write the same file at once: none of them replaces what the other wrote, and none of them breaks.
import { readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { streamNew, writeNew } from '../../../cli/terminal/write-new.ts';
import { aFolder } from '../../support/folders.ts';

const bytes = Buffer.from('login,decision\n');

test('of several that write the same, all are done, and one file lies there', async () => {
  const folder = await aFolder();
  const path = join(folder, 'worksheet.csv');
  const written = await Promise.all(Array.from({ length: 8 }, async () => writeNew([{ path, bytes }], false)));
  expect(written.flat()).toEqual([]);
  expect(await readdir(folder)).toEqual(['worksheet.csv']);
});

test('of several that write another content, one is done and the others are refused', async () => {
  const folder = await aFolder();
  const path = join(folder, 'worksheet.csv');
  const written = await Promise.all(
    Array.from({ length: 8 }, async (_, index) => writeNew([{ path, bytes: Buffer.from(`${index}`) }], false)),
  );
  expect(written.filter((refusals) => refusals.length === 0)).toHaveLength(1);
  expect(written.flat()[0]).toMatchObject({ what: 'file is there already', where: path });
  expect(await readdir(folder)).toEqual(['worksheet.csv']);
});

test('a file that came while a longer one was made is not replaced', async () => {
  const path = join(await aFolder(), 'graph.json');
  async function* pieces(): AsyncGenerator<string, void, void> {
    yield '{';
    await writeFile(path, 'of another');
    yield '}';
  }
  expect(await streamNew(path, pieces, false)).toMatchObject({ what: 'file is there already', where: path });
  expect(await readFile(path, 'utf8')).toBe('of another');
});
