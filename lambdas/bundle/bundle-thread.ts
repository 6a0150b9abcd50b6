// Lays the thread in which a report is read beside a bundle: `node lambdas/bundle/bundle-thread.ts FOLDER`, while it is made.
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';
import { bundledFiles } from '../../core/names/variables.ts';

const [folder] = process.argv.slice(2);
if (folder === undefined) throw new Error('expected the folder of the bundle');
await build({
  entryPoints: [fileURLToPath(import.meta.resolve('../../adapters/evidence/read-pdf.ts'))],
  outfile: join(folder, bundledFiles.thread),
  bundle: true,
  minify: true,
  platform: 'node',
  format: 'esm',
  target: 'node24',
  mainFields: ['module', 'main'],
  logLevel: 'error',
});
