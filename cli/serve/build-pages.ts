// Builds the portal's pages where they are not built yet, or older than what they are made of.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { glob, mkdir, mkdtemp, readdir, rename, rm, stat, utimes } from 'node:fs/promises';
import { dirname, join, relative } from 'node:path';
import { removeOldDrafts } from '../../adapters/old-drafts.ts';

const root = join(import.meta.dirname, '..', '..');
const vite = join(root, 'node_modules', 'vite', 'bin', 'vite.js');
const dist = join(root, 'portal', 'web', 'dist');
const index = join(dist, 'index.html');
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
  const isBuilt = await builtAside(dist, async (aside) => {
    const from = ['portal/web', '--config', 'portal/web/vite.config.ts', '--outDir', aside];
    const env = { ...process.env, NODE_ENV: 'production' };
    const args = [vite, 'build', ...from, '--logLevel', 'error'];
    const building = spawn(process.execPath, args, { cwd: root, env, stdio: ['ignore', 'ignore', 'inherit'] });
    const [code]: unknown[] = await once(building, 'exit');
    return code === 0;
  });
  return isBuilt ? null : 'The pages could not be built; what Vite said stands above.';
}

/**
 * Builds in a folder beside, and lays down what came of it, the page last: whoever else serves or builds pages meanwhile
 * finds all that a page names. What earlier pages name stays, because a browser may still show one of them.
 *
 * @param build lays its files into the folder that it is given
 * @returns whether it built; nothing is laid down otherwise
 */
export async function builtAside(folder: string, build: (aside: string) => Promise<boolean>): Promise<boolean> {
  const begun = new Date();
  await mkdir(folder, { recursive: true });
  await removeOldDrafts(folder, /^\.building-/, Date.now());
  const aside = await mkdtemp(join(folder, '.building-'));
  try {
    if (!(await build(aside))) return false;
    const entries = await readdir(aside, { recursive: true, withFileTypes: true });
    const files = entries.filter((entry) => entry.isFile()).map(({ parentPath, name }) => join(parentPath, name));
    const page = join(aside, 'index.html');
    // As old as the sources that it was built of: what changed since is built anew.
    await utimes(page, begun, begun);
    for (const file of [...files.filter((one) => one !== page), page]) {
      const place = join(folder, relative(aside, file));
      await mkdir(dirname(place), { recursive: true });
      await rename(file, place);
    }
    return true;
  } finally {
    await rm(aside, { recursive: true, force: true });
  }
}

async function newestSource(): Promise<number> {
  let newest = 0;
  for await (const path of glob(sources, { cwd: root, exclude: ['portal/web/dist/**'] }))
    newest = Math.max(newest, (await stat(join(root, path))).mtimeMs);
  return newest;
}
