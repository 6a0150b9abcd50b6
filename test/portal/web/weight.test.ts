// What the pages weigh on the line, once built: what grows without a reason is seen here.
import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { brotliCompressSync } from 'node:zlib';
import { beforeAll, expect, test } from 'vitest';
import { builtPages, dist } from './browser/built.ts';

const kilobyte = 1024;

beforeAll(builtPages, 120_000);

function weightOf(wanted: (name: string) => boolean): number {
  const names = readdirSync(join(dist, 'assets')).filter(wanted);
  expect(names.length).toBeGreaterThan(0);
  return names.reduce((sum, name) => sum + brotliCompressSync(readFileSync(join(dist, 'assets', name))).length, 0);
}

test('scripts of all routes are at most 350 KB, those of the first page at most 300 KB, style sheets at most 100 KB', () => {
  const html = readFileSync(join(dist, 'index.html'), 'utf8');
  const overview = readdirSync(join(dist, 'assets')).find((name) => /^overview-.*\.js$/.test(name)) ?? '';
  const scripts = [
    overview,
    ...importsBelow(overview),
    ...[...html.matchAll(/assets\/([\w.-]+\.js)/g)].map(([, name = '']) => name),
  ];
  const first = new Set([...scripts, ...scripts.flatMap(importsBelow)]);
  expect(weightOf((name) => name.endsWith('.js'))).toBeLessThan(350 * kilobyte);
  expect(weightOf((name) => first.has(name))).toBeLessThan(300 * kilobyte);
  expect(weightOf((name) => name.endsWith('.css'))).toBeLessThan(100 * kilobyte);
});

/** What a script imports before it runs, and what that imports. */
function importsBelow(name: string): readonly string[] {
  const text = readFileSync(join(dist, 'assets', name), 'utf8');
  const direct = [...text.matchAll(/(?:from|import)\s*["']\.\/([\w.-]+\.js)["']/g)].map(([, name = '']) => name);
  return [...direct, ...direct.flatMap(importsBelow)];
}

test('the pages run under a strict policy: no script and no style stands in the document, no font in a style sheet', () => {
  const html = readFileSync(join(dist, 'index.html'), 'utf8');
  expect(html).not.toMatch(/<style|style=|<script(?![^>]*\bsrc=)|\son\w+=/);
  for (const name of readdirSync(join(dist, 'assets')).filter((name) => name.endsWith('.css')))
    expect(readFileSync(join(dist, 'assets', name), 'utf8')).not.toContain('data:font');
});
