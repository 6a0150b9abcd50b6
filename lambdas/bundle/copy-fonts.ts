// Lays the fonts of the report beside a bundle: `node lambdas/bundle/copy-fonts.ts FOLDER`, run while the bundle is made.
import { copyFileSync, mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { bundledFonts } from '../../drawing/text/font-files.ts';

const [folder] = process.argv.slice(2);
if (folder === undefined) throw new Error('expected the folder for the fonts');
mkdirSync(folder, { recursive: true });
for (const { name, from } of bundledFonts()) copyFileSync(fileURLToPath(import.meta.resolve(from)), join(folder, name));
