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
  ['--max-old-space-size=300 --max-semi-space-size=4', []],
  ['--max_old_space_size=300 --max_semi_space_size=16', []],
  ['--max-semi-space-size=64', ['--max-semi-space-size=4', '--max-old-space-size=300']],
  ['', ['--max_semi_space_size=25', '--max-old-space-size=300']],
  ['--max-old-space-size=300', []],
])('the young halves are left out of what there is, however they are set: %s %j', async (env, options) => {
  const script = 'try { needHeap(1e12); } catch (error) { console.log(error.message); }';
  expect(await printed(script, options, env)).toContain('of the 315 MB that there are');
});
