// The built pages, for the tests that look at them: built once for all workers of a run.
import { execFileSync } from 'node:child_process';
import { join } from 'node:path';
import { madeOnce } from '../../../support/suite/made-once.ts';

const root = join(import.meta.dirname, '../../../..');
export const dist = join(root, 'portal/web/dist');

/** As it is shipped: the tests' own NODE_ENV would build React with its warnings. */
const env = { ...process.env, NODE_ENV: 'production' };

export async function builtPages(): Promise<void> {
  await madeOnce('pages', () => execFileSync('npm', ['run', '-s', 'web'], { cwd: root, env }));
}
