// The command line with all its modules in a few files: the suite starts it hundreds of times, and to find, read and
// link five hundred modules takes longer each time than what most tests ask of it. The unbundled files are started by
// `test/sample`, `test/cli/terminal/help.test.ts` and `test/steps/review/commands.test.ts`.
import { readFile, symlink } from 'node:fs/promises';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { build } from 'esbuild';
import type { Plugin } from 'esbuild';
import { madeOnce } from '../suite/made-once.ts';

const root = join(import.meta.dirname, '../../..');

/** The program as it is delivered. */
export const delivered = join(root, 'cli/access-review.js');

/** Gives each bundled module the path of its source, by which it finds its package and its workers. */
const inTheirPlaces: Plugin = {
  name: 'in their places',
  setup(builds) {
    builds.onLoad({ filter: /\.ts$|\/cli\/access-review\.js$/ }, async ({ path }) => {
      const source = await readFile(path, 'utf8');
      const contents = source.replaceAll('import.meta.url', JSON.stringify(pathToFileURL(path).href));
      return { contents, loader: 'ts' };
    });
  },
};

/** @returns the file to start */
export async function bundledProgram(): Promise<string> {
  const folder = await madeOnce('program', async (outdir) => {
    // Fonts are found by the name of their package, and pdfkit reads a colour profile that lies beside it.
    await symlink(join(root, 'node_modules'), join(outdir, 'node_modules'));
    await build({
      entryPoints: [delivered, join(root, 'cli/program.ts')],
      bundle: true,
      external: ['pdfkit'],
      splitting: true,
      platform: 'node',
      format: 'esm',
      target: 'node24',
      outdir,
      outExtension: { '.js': '.mjs' },
      // Some libraries are still CommonJS and call require.
      banner: { js: "import{createRequire}from'node:module';const require=createRequire(import.meta.url);" },
      plugins: [inTheirPlaces],
      logLevel: 'error',
    });
  });
  return join(folder, 'access-review.mjs');
}
