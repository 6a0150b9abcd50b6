// `npm start` as a process: what it may remove, and how it ends when somebody ends it.
import { once } from 'node:events';
import { existsSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { ended } from '../support/program/command.ts';
import type { Started } from '../support/program/command.ts';
import { startSample } from '../support/program/sample.ts';

const marker = 'made-by-npm-start.txt';

/** Waits for the first command to be under way. */
async function untilItWorks({ stderr }: Started): Promise<void> {
  for await (const line of createInterface(stderr)) if (line.startsWith('$ npx access-review run')) return;
}

describe('npm start', () => {
  let home = '';
  beforeEach(() => {
    home = mkdtempSync(join(tmpdir(), 'access-review-sample-'));
  });
  afterEach(() => rmSync(home, { recursive: true, force: true }));

  it('touches nothing in a folder that it did not make', async () => {
    writeFileSync(join(home, 'review.txt'), 'somebody keeps a review here');
    const { exit, stderr } = await ended(startSample(home));
    expect(exit).toBe(2);
    expect(stderr).toContain('was not made by npm start');
    expect(readdirSync(home)).toEqual(['review.txt']);
  });

  it.each([
    ['--help', 0],
    ['-h', 0],
    ['--hlep', 2],
  ])('makes no folder called %s, and says how it is called', async (option, code) => {
    const { exit, stdout, stderr } = await ended(startSample(option));
    expect(exit).toBe(code);
    expect(code === 0 ? stdout : stderr).toContain('Usage: npm start [-- FOLDER]');
    expect(existsSync(option)).toBe(false);
  });

  it('removes what an earlier start made, and ends with its directories when it is told to', async () => {
    writeFileSync(join(home, marker), 'made by an earlier start');
    writeFileSync(join(home, 'left-over.txt'), 'from the start before');
    const child = startSample(home);
    const closed = once(child, 'close');
    await untilItWorks(child);
    child.kill('SIGTERM');
    expect(await closed).toEqual([1, null]);
    expect(existsSync(join(home, 'left-over.txt'))).toBe(false);
    expect(existsSync(join(home, marker))).toBe(true);
  });
});
