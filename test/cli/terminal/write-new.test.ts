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

test.each([
  ['the same', ['{', '"a":1}'], 'stands'],
  ['the same in other pieces', ['{"a"', ':1', '}'], 'stands'],
  ['another content of the same length', ['{"a":2}'], 'is refused'],
  ['more', ['{"a":1}', '\n'], 'is refused'],
  ['less', ['{"a"'], 'is refused'],
  ['nothing', [], 'is refused'],
])('where a file lies there already, %s given again as it was streamed %s', async (_what, parts, became) => {
  const path = join(await aFolder(), 'graph.json');
  await writeFile(path, '{"a":1}');
  async function* pieces(): AsyncGenerator<string, void, void> {
    yield* parts;
  }
  const lost = await streamNew(path, pieces, false);
  expect(lost === null ? 'stands' : 'is refused').toBe(became);
  expect(await readFile(path, 'utf8')).toBe('{"a":1}');
});

async function* whole(): AsyncGenerator<Buffer, void, void> {
  yield bytes;
}

test('of several that stream the same, all are done, and what is no plain file is never read', async () => {
  const folder = await aFolder();
  const path = join(folder, 'graph.json');
  const written = await Promise.all(Array.from({ length: 8 }, async () => streamNew(path, whole, false)));
  expect(written).toEqual(written.map(() => null));
  expect(await readdir(folder)).toEqual(['graph.json']);
  expect(await streamNew('/dev/null', whole, false)).toMatchObject({ found: 'no plain file' });
});
