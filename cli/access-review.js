#!/usr/bin/env -S node --max-semi-space-size=4
// The entry: turns the compile cache on before anything is loaded that it could serve, so that a command starts at once.
// It has no types, because to take them out Node loads a compiler first, which takes longer than all else before --help.
import { enableCompileCache } from 'node:module';
import { fileURLToPath } from 'node:url';

// Beside the code, for whoever may write there may change the code as well; where nobody may, nothing is cached.
enableCompileCache(fileURLToPath(new URL('../node_modules/.cache/access-review', import.meta.url)));

const [{ growSlowly }, { main }] = await Promise.all([import('./terminal/heap.ts'), import('./program.ts')]);
growSlowly();
await main();
