#!/usr/bin/env -S node --max-semi-space-size=4
// The entry: turns the compile cache on before anything is loaded that it could serve, so that a command starts at once.
// It has no types, because to take them out Node loads a compiler first, which takes longer than all else before --help.
import module from 'node:module';
import { fileURLToPath } from 'node:url';

// An older Node.js would end with an error about a file that nobody wrote wrong.
if (!process.features.typescript) {
  const installed = fileURLToPath(new URL('../node_modules/.bin/node', import.meta.url));
  process.stderr.write(
    `access-review: the wrong Node.js. Found: ${process.version}. Expected: the one that was installed with it, ${installed}, or npx in its folder.\n`,
  );
  process.exit(2);
}

// Beside the code, for whoever may write there may change the code as well; where nobody may, nothing is cached.
module.enableCompileCache(fileURLToPath(new URL('../node_modules/.cache/access-review', import.meta.url)));

const [{ growSlowly }, { main }] = await Promise.all([import('./terminal/heap.ts'), import('./program.ts')]);
growSlowly();
await main();
