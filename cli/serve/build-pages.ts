// Builds the portal's pages where they are not built yet, or older than what they are made of.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { glob, stat } from 'node:fs/promises';
import { join } from 'node:path';

const root = join(import.meta.dirname, '..', '..');
const vite = join(root, 'node_modules', 'vite', 'bin', 'vite.js');
const index = join(root, 'portal', 'web', 'dist', 'index.html');
const sources = ['portal/web/**/*.{ts,tsx,css,html}', 'portal/api/{route,routes}.ts', 'portal/api/routes/*.ts'];

/**
 * @param say is told before a build, which takes seconds
 * @returns what is wrong when there are no pages and none can be built; the API works all the same
 */
export async function pagesReady(say: (text: string) => void): Promise<string | null> {
  const built = existsSync(index) ? (await stat(index)).mtimeMs : null;
  if (built !== null && (!existsSync(vite) || (await newestSource()) <= built)) return null;
  if (!existsSync(vite)) return 'The pages are not built, and Vite is not installed: npm ci, then serve again.';
  say(built === null ? 'Building the pages, once' : 'Building the pages anew: their sources changed');
  const args = [vite, 'build', 'portal/web', '--config', 'portal/web/vite.config.ts', '--logLevel', 'error'];
  const env = { ...process.env, NODE_ENV: 'production' };
  const building = spawn(process.execPath, args, { cwd: root, env, stdio: ['ignore', 'ignore', 'inherit'] });
  const [code]: unknown[] = await once(building, 'exit');
  return code === 0 ? null : 'The pages could not be built; what Vite said stands above.';
}

async function newestSource(): Promise<number> {
  let newest = 0;
  for await (const path of glob(sources, { cwd: root, exclude: ['portal/web/dist/**'] }))
    newest = Math.max(newest, (await stat(join(root, path))).mtimeMs);
  return newest;
}
