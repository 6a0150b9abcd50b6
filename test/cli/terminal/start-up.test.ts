// What a command loads before it does anything: help and refusals of options wait for nothing else.
import { execFileSync, spawnSync } from 'node:child_process';
import { pathToFileURL } from 'node:url';
import { expect, test } from 'vitest';
import { delivered } from '../../support/program/program.ts';

/** Says on stdout, behind what the command says, which packages and rooms it loaded. */
const loads = `
  import { registerHooks } from 'node:module';
  const loaded = new Set();
  registerHooks({ load(url, context, next) { loaded.add(url); return next(url, context); } });
  process.on('exit', () => console.log('loaded ' + [...loaded, ...process.moduleLoadList].join(' ')));`;

function loadedBy(...args: readonly string[]): string {
  const preload = `data:text/javascript,${encodeURIComponent(loads)}`;
  const all = ['--import', preload, delivered, ...args];
  const told = execFileSync(process.execPath, all, { encoding: 'utf8', env: {} });
  return told.slice(told.lastIndexOf('loaded '));
}

test('help loads neither the schema library nor a store, a directory, a mail or a page', () => {
  const loaded = loadedBy('--help');
  expect(loaded).toContain('/cli/program.ts');
  expect(loaded).not.toMatch(/\/node_modules\/(?!@?commander)|\/(?:adapters|drawing|homes|steps)\//);
  expect(loaded).not.toContain('NativeModule crypto');
});

test('a command that was started before takes no types out again, for which it would load a compiler', () => {
  loadedBy('--help');
  expect(loadedBy('--help')).not.toContain('amaro');
});

test('an older Node.js, which knows no types, is refused by name', () => {
  const { status, stderr } = spawnSync(process.execPath, ['--no-experimental-strip-types', delivered, '--help'], {
    encoding: 'utf8',
    env: {},
  });
  expect(status).toBe(2);
  expect(stderr).toContain(
    `the wrong Node.js. Found: ${process.version}. Expected: the one that was installed with it`,
  );
});

/** A program that says for which flags of the engine code can be taken from before: when it has begun, and at its end. */
function flagsOf(program: string): readonly string[] {
  const told = `import { cachedDataVersionTag } from 'node:v8';
    console.log('flags ' + cachedDataVersionTag());
    ${program}
    process.on('exit', () => console.log('flags ' + cachedDataVersionTag()));`;
  const args = ['--input-type=module', '--eval', told, '--', '--help'];
  return execFileSync(process.execPath, args, { encoding: 'utf8', env: {} }).match(/^flags \d+$/gm) ?? [];
}

test('a command keeps the flags of Node, under which it can take compiled code from before', () => {
  const [built, atTheEnd] = flagsOf(`await import(${JSON.stringify(pathToFileURL(delivered).href)});`);
  expect(atTheEnd).toBe(built);
});

test('a large command changes the flags to hold its heap down, and sets them back for the code that it leaves to the next', () => {
  const heap = JSON.stringify(new URL('../../../cli/terminal/heap.ts', import.meta.url).href);
  const [built, large, atTheEnd] = flagsOf(`
    const { growSlowly } = await import(${heap});
    growSlowly();
    const before = cachedDataVersionTag();
    globalThis.held = Buffer.alloc(200e6, 1);
    while (cachedDataVersionTag() === before) await new Promise((done) => setTimeout(done, 10));
    console.log('flags ' + cachedDataVersionTag());`);
  expect(large).not.toBe(built);
  expect(atTheEnd).toBe(built);
});
