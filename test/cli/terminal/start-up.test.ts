// What a command loads before it does anything: help and refusals of options wait for nothing else.
import { execFileSync } from 'node:child_process';
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
});

test('nothing that was started before is stripped of its types again, which would load a compiler', () => {
  loadedBy('--help');
  expect(loadedBy('--help')).not.toContain('amaro');
});
