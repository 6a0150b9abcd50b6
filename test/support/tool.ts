// Tools of the machine that tests check our files with: a missing one skips the test and says so, but fails it in CI.
import { spawnSync } from 'node:child_process';
import type { TestContext } from 'vitest';

interface ToolRun {
  readonly status: number | null;
  /** What it wrote, to both outputs. */
  readonly output: string;
}

/** @example runTool(context, 'pdfsig', ['-nocert', file]).output */
export function runTool(context: TestContext, name: string, args: readonly string[]): ToolRun {
  const done = spawnSync(name, args, { encoding: 'utf8' });
  if (done.error !== undefined) {
    if (process.env['CI'] === 'true') throw new Error(`${name} is needed in CI`, { cause: done.error });
    context.skip(`${name} is not installed`);
  }
  return { status: done.status, output: `${done.stdout}${done.stderr}` };
}
