// Lays what the report is drawn with beside a bundle: `node lambdas/bundle/copy-drawing-files.ts FOLDER`, while it is made.
import { copyFileSync, mkdirSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { bundledFiles } from '../../core/names/variables.ts';
import { bundledProfile } from '../../drawing/pdf/file.ts';
import { bundledFonts } from '../../drawing/text/font-files.ts';

const [folder] = process.argv.slice(2);
if (folder === undefined) throw new Error('expected the folder of the bundle');
const fonts = bundledFonts().map(({ name, from }) => ({
  name: join(bundledFiles.fonts, name),
  from: import.meta.resolve(from),
}));
for (const { name, from } of [...fonts, bundledProfile()]) {
  const to = join(folder, name);
  mkdirSync(dirname(to), { recursive: true });
  copyFileSync(fileURLToPath(from), to);
}
