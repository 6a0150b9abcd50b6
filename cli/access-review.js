#!/usr/bin/env -S node --max-semi-space-size=4
// The entry: turns the compile cache on before anything else is loaded, so that a command starts at once. It is
// JavaScript: to take types out Node would first load a compiler, which takes longer than everything else before
// `--help`.
import module from 'node:module';
import { fileURLToPath } from 'node:url';

// An older Node.js cannot read TypeScript, and would blame a file that is right.
if (!process.features.typescript) {
  const installed = fileURLToPath(new URL('../node_modules/.bin/node', import.meta.url));
  process.stderr.write(
    `access-review: the wrong Node.js. Found: ${process.version}. Expected: the one that was installed with it, ${installed}, or npx in its folder.\n`,
  );
  process.exit(2);
}

// The cache lies beside the code: whoever may write there could change the code as well. Where nobody may write,
// nothing is cached.
module.enableCompileCache(fileURLToPath(new URL('../node_modules/.cache/access-review', import.meta.url)));

// Node would ask of each file whether it is a link, and folder by folder what kind of file it is: a tenth of a small
// command. Our imports name their file in full, and every `.ts` is a module.
module.registerHooks({
  resolve: (specifier, context, next) =>
    specifier.startsWith('.') && specifier.endsWith('.ts') && context.parentURL !== undefined
      ? { url: new URL(specifier, context.parentURL).href, format: 'module-typescript', shortCircuit: true }
      : next(specifier, context),
});

const [{ growSlowly }, { main }] = await Promise.all([import('./terminal/heap.ts'), import('./program.ts')]);
growSlowly();
await main();
