// The pages that `serve` builds, while another one builds or serves them.
import { mkdir, readdir, readFile, stat, utimes, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { expect, test } from 'vitest';
import { builtAside } from '../../../cli/serve/build-pages.ts';
import { aFolder } from '../../support/folders.ts';

interface Pages {
  readonly folder: string;
  /** Builds a page that names assets of this kind. */
  readonly build: (kind: string, takesMs?: number) => Promise<boolean>;
  /** What the page names that is not there; `null` without a page. */
  readonly missing: () => Promise<readonly string[] | null>;
}

async function pages(): Promise<Pages> {
  const folder = join(await aFolder(), 'dist');
  return {
    folder,
    build: async (kind, takesMs = 0) =>
      builtAside(folder, async (aside) => {
        const assets = Array.from({ length: 100 }, (_, index) => `${kind}-${index}.js`);
        await pause(takesMs);
        await writeFile(join(aside, 'index.html'), assets.join('\n'));
        await mkdir(join(aside, 'assets'));
        for (const asset of assets) await writeFile(join(aside, 'assets', asset), asset);
        return true;
      }),
    async missing() {
      const page = await readFile(join(folder, 'index.html'), 'utf8').catch(() => null);
      if (page === null) return null;
      const there = new Set<string>(await readdir(join(folder, 'assets')).catch(() => []));
      return page.split('\n').filter((asset) => !there.has(asset));
    },
  };
}

test('that several build at once are whole from the first moment that there is a page', async () => {
  const { build, missing } = await pages();
  const building = Promise.all([build('a'), build('a', 20), build('b', 40)]);
  const done = building.then(() => true);
  const found: (readonly string[])[] = [];
  while (!(await Promise.race([done, pause(1, false)]))) found.push((await missing()) ?? []);
  expect(await building).toEqual([true, true, true]);
  expect(found.filter(({ length }) => length > 0)).toEqual([]);
  expect(await missing()).toEqual([]);
});

test('that could not be built leave those that are there, and nothing beside', async () => {
  const { folder, build, missing } = await pages();
  await build('a');
  expect(await builtAside(folder, async () => false)).toBe(false);
  await expect(builtAside(folder, async () => Promise.reject(new Error('killed')))).rejects.toThrow('killed');
  expect(await missing()).toEqual([]);
  expect((await readdir(folder)).toSorted()).toEqual(['assets', 'index.html']);
});

test('are older than what was changed while they were built', async () => {
  const { folder, build } = await pages();
  const source = join(folder, '..', 'source.ts');
  const building = build('a', 50);
  await pause(25);
  await writeFile(source, 'changed');
  await building;
  expect((await stat(join(folder, 'index.html'))).mtimeMs).toBeLessThan((await stat(source)).mtimeMs);
});

test('that were left half-built by a process that was killed are removed by the next', async () => {
  const { folder, build } = await pages();
  const left = join(folder, '.building-killed');
  await mkdir(left, { recursive: true });
  const yesterday = new Date(Date.now() - 86_400_000);
  await utimes(left, yesterday, yesterday);
  await build('a');
  expect((await readdir(folder)).toSorted()).toEqual(['assets', 'index.html']);
});
