// The floors of the house: imports go down only, and nothing below the doors knows the clock, chance or environment.
import { readFileSync, readdirSync } from 'node:fs';
import { join, relative, sep } from 'node:path';
import { describe, expect, test } from 'vitest';
import { importsOf, violationsIn } from './support/architecture.ts';
import type { SourceFile } from './support/architecture.ts';

const root = join(import.meta.dirname, '..');
/** What is made here and not kept, as `.gitignore` names it. */
const made = new Set(['.git', ...readFileSync(join(root, '.gitignore'), 'utf8').split(/\/?\n/)]);
const isText = /\.(?:tsx?|js|mjs|json|jsonl|md|ya?ml|html|css|csv|txt|sh)$|(?:^|\/)\.[^/]+$/;

function filesBelow(folder: string): readonly SourceFile[] {
  return readdirSync(folder, { withFileTypes: true }).flatMap((entry) => {
    const path = join(folder, entry.name);
    if (made.has(entry.name)) return [];
    if (entry.isDirectory()) return filesBelow(path);
    return isText.test(path)
      ? [{ path: relative(root, path).replaceAll(sep, '/'), text: readFileSync(path, 'utf8') }]
      : [];
  });
}

const files = filesBelow(root);

test('the house stands', () => {
  expect(violationsIn(files)).toEqual([]);
});

test('the house was looked at: its floors are there, and their imports were read', () => {
  for (const floor of ['core', 'steps', 'adapters', 'drawing', 'cli', 'test']) {
    const inFloor = files.filter(({ path }) => path.startsWith(`${floor}/`) && path.endsWith('.ts'));
    expect(inFloor.length).toBeGreaterThan(5);
    expect(inFloor.flatMap(importsOf).length).toBeGreaterThan(20);
  }
});

test('no import is written in a way that is not read', () => {
  const unread = files
    .filter(({ path }) => path.endsWith('.ts') && !path.endsWith('.d.ts'))
    .filter((file) => {
      const written = file.text.match(/^import\b|^export\b.* from '|^\} from '/gm) ?? [];
      const opened = file.text.match(/^(?:import|export)(?: type)? \{$/gm) ?? [];
      const exported = opened.filter((line) => line.startsWith('export')).length;
      const lines = written.filter((line) => !line.startsWith('}')).length + exported;
      return lines > importsOf(file).length;
    });
  expect(unread.map(({ path }) => path)).toEqual([]);
});

/** What is said of one file with this one line in it. */
function said(path: string, line: string): readonly string[] {
  return violationsIn([{ path, text: `// Why it exists.\n${line}\n` }]);
}

describe('an import is refused', () => {
  test.each([
    ['core/a.ts', "import { x } from '../steps/x.ts';"],
    ['core/a.ts', "import type { X } from '../adapters/mail/x.ts';"],
    ['core/a.ts', "export { x } from '../drawing/x.ts';"],
    ['core/a.ts', "import { readFileSync } from 'node:fs';"],
    ['core/a.ts', "import { createHash, randomUUID } from 'node:crypto';"],
    ['core/a.ts', "import { fileURLToPath } from 'node:url';"],
    ['core/a.ts', "import * as z from 'zod';"],
    ['core/a.ts', "import 'commander';"],
    ['core/deep/a.ts', "const lazy = await import('../../cli/main.ts');"],
    ['steps/a.ts', "import { x } from '../adapters/mail/x.ts';"],
    ['steps/a.ts', "import { x } from '../drawing/x.ts';"],
    ['steps/a.ts', "import nodemailer from 'nodemailer';"],
    ['adapters/mail/a.ts', "import { x } from '../files/x.ts';"],
    ['adapters/stores/sqlite/a.ts', "import {\n  one,\n  two,\n} from '../../objects/x.ts';"],
    ['adapters/mail/a.ts', "import { x } from '../../steps/x.ts';"],
    ['drawing/a.ts', "import { x } from '../adapters/evidence/x.ts';"],
    ['cdk/a.ts', "import { x } from '../core/instant.ts';"],
    ['cdk/a.ts', "import { x } from '../lambdas/run.ts';"],
    ['cli/a.ts', "import { x } from '../test/support/x.ts';"],
    ['cli/a.ts', "import { x } from '../sample/x.ts';"],
    ['cli/a.ts', "import { x } from '../cdk/x.ts';"],
  ])('in %s: %s', (path, line) => {
    expect(said(path, line)).toEqual([expect.stringContaining(`${path} imports`)]);
  });
});

describe('an import is allowed', () => {
  test.each([
    ['core/a.ts', "import * as z from 'zod/mini';"],
    ['core/a.ts', "import { createHash } from 'node:crypto';"],
    ['core/a.ts', "import { domainToASCII } from 'node:url';"],
    ['core/deep/a.ts', "import type { X } from '../b.ts';"],
    ['steps/a.ts', "import { x } from '../core/x.ts';"],
    ['steps/a.ts', "import { setTimeout } from 'node:timers/promises';"],
    ['adapters/stores/dynamodb/a.ts', "import { x } from '../shape.ts';"],
    ['adapters/mail/a.ts', "import nodemailer from 'nodemailer';"],
    ['drawing/a.ts', "import fontkit from 'fontkit';"],
    ['cdk/a.ts', "import { x } from '../core/config/env.ts';"],
    ['cli/a.ts', "import { x } from '../portal/api/server.ts';"],
    ['test/a.ts', "import { x } from '../cdk/app.ts';"],
  ])('in %s: %s', (path, line) => {
    expect(said(path, line)).toEqual([]);
  });
});

describe('the machine is refused', () => {
  const lines = ['Date.now()', 'new Date()', 'Math.random()', "process.env['HOME']"];

  test.each(lines)('in core, steps, adapters and drawing: %s', (line) => {
    for (const floor of ['core', 'steps', 'adapters/mail', 'drawing'])
      expect(said(`${floor}/a.ts`, line)).toHaveLength(1);
  });

  test.each(lines)('neither in a door nor in a comment: %s', (line) => {
    for (const floor of ['cli', 'lambdas', 'portal', 'test', 'bench']) expect(said(`${floor}/a.ts`, line)).toEqual([]);
    expect(said('core/a.ts', `// never ${line}\n/** never ${line} */`)).toEqual([]);
  });

  test('but a date made of something is not', () => {
    expect(said('core/a.ts', 'new Date(ms)')).toEqual([]);
  });
});

/** What is said of three files in a ring, one import of which is written so. */
function ring(type: string): readonly string[] {
  return violationsIn([
    { path: 'core/a.ts', text: "// a\nimport { b } from './b.ts';\n" },
    { path: 'core/b.ts', text: "// b\nimport { c } from './deep/c.ts';\n" },
    { path: 'core/deep/c.ts', text: `// c\nimport ${type}{ a } from '../a.ts';\n` },
  ]);
}

test('a cycle is refused, but not one of types', () => {
  expect(ring('')).toEqual(['core/a.ts -> core/b.ts -> core/deep/c.ts -> core/a.ts is a cycle']);
  expect(ring('type ')).toEqual([]);
});

test('a file that does not begin with why it exists is refused', () => {
  expect(violationsIn([{ path: 'core/a.ts', text: "import { x } from './x.ts';\n// why\n" }])).toHaveLength(1);
  expect(violationsIn([{ path: 'cli/a.ts', text: '#!/usr/bin/env node\n// The door.\n' }])).toEqual([]);
});

describe('a trace of one machine is refused in any file', () => {
  test.each([
    ['a folder beside the repository', ['..', 'shared', 'x.md'].join('/')],
    ['a home folder', ['', 'home', 'jane', 'x'].join('/')],
    ['a working folder', `see ${['', 'work', 'main'].join('/')}`],
    ['a registry', ['https://registry', 'acme', 'example'].join('.')],
    ['a download', ['"resolved"', '"https://acme.example/x.tgz"'].join(': ')],
  ])('%s', (_, text) => {
    expect(violationsIn([{ path: 'docs/a.md', text }])).toHaveLength(1);
  });

  test('but not what only looks like one', () => {
    const text = 'https://acme.example/work/7 and a/home/b and the registry of accounts, nonHuman.register.';
    expect(violationsIn([{ path: 'docs/a.md', text }])).toEqual([]);
  });
});
