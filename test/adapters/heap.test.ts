// What the heap holds, as the engine was told it in any spelling; asked in processes of their own, for each has one heap.
import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { expect, test } from 'vitest';

const heap = join(import.meta.dirname, '../../adapters/heap.ts');

/** What the script prints in a process with these options. */
async function printed(script: string, options: readonly string[], env: string): Promise<string> {
  const args = [
    ...options,
    '--input-type=module-typescript',
    '--eval',
    `import { needHeap } from '${heap}';\n${script}`,
  ];
  const { stdout } = await promisify(execFile)(process.execPath, args, { env: { NODE_OPTIONS: env } });
  return stdout;
}

test.each([
  ['by an option', '--max-old-space-size=300', ['--max-semi-space-size=4']],
  ['by an option that is written with _', '--max_old_space_size=300', ['--max_semi_space_size=16']],
  ['twice', '--max-semi-space-size=64', ['--max-semi-space-size=4', '--max-old-space-size=300']],
  ['with all others by options', '', ['--max_semi_space_size=25', '--max-old-space-size=300']],
  ['by nobody', '--max-old-space-size=300', []],
])('the young halves are left out of what there is, set %s', async (_how, env, options) => {
  const script = 'try { needHeap(1e12); } catch (error) { console.log(error.message); }';
  expect(await printed(script, options, env)).toContain('of the 315 MB that there are');
});

/** 300 questions about what fills the heap but for a little, with a megabyte between two that nobody needs any more. */
const nearTheEnd = `
import { PerformanceObserver } from 'node:perf_hooks';
import { getHeapStatistics } from 'node:v8';
let collections = 0;
new PerformanceObserver((list) => {
  collections += list.getEntries().filter(({ detail }) => detail.kind === 4).length;
}).observe({ entryTypes: ['gc'] });
const kept = Array.from({ length: 300_000 }, (_, index) => ({ index }));
gc();
const toCome = 281e6 - getHeapStatistics().used_heap_size;
for (let asked = 0; asked < 300; asked += 1) {
  Array.from({ length: 20_000 }, (_, index) => ({ index }));
  needHeap(toCome);
}
await new Promise((resolve) => setTimeout(resolve, 10));
console.log(kept.length > 0 && collections);
`;

test('a heap that is nearly full is collected for some of the questions only', async () => {
  const options = ['--expose-gc', '--max-semi-space-size=4', '--max-old-space-size=300'];
  expect(Number(await printed(nearTheEnd, options, ''))).toBeLessThan(30);
});

test('a refusal leaves the next question to be asked', async () => {
  const script = `
    for (const toCome of [1e12, 1e11]) try { needHeap(toCome); console.log('room'); } catch { console.log('refused'); }`;
  expect(await printed(script, [], '')).toBe('refused\nrefused\n');
});
