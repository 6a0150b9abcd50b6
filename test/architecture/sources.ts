// The files of the repository as the tests of the house see them, and the imports that stand in them.
import { readFileSync, readdirSync } from 'node:fs';
import { join, posix, relative, sep } from 'node:path';

export interface SourceFile {
  /** From the root of the repository, with `/`: `core/values/instant.ts`. */
  readonly path: string;
  readonly text: string;
}

export interface Import {
  readonly specifier: string;
  /** Path from the root for a relative import, otherwise `null`. */
  readonly target: string | null;
  /** `{ createHash }`, `* as z`, or a name; empty for an import for its effect. */
  readonly what: string;
}

const root = join(import.meta.dirname, '../..');
/** What is made here and not kept, as `.gitignore` names it. */
const made = new Set(['.git', ...readFileSync(join(root, '.gitignore'), 'utf8').split(/\/?\n/)]);
const isText = /\.(?:tsx?|js|mjs|json|jsonl|md|ya?ml|html|css|csv|txt|sh)$|(?:^|\/)\.[^/]+$/;

/** Every file of text in the repository. */
export function filesOfTheRepository(): readonly SourceFile[] {
  return filesBelow(root);
}

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

export function floorOf(path: string): string {
  return path.split('/')[0] ?? '';
}

const importLine = /^(?:import|export)(?: type)?(?: (\{[^}]*\}|[\w*][^'{}]*(?:\{[^}]*\})?) from)? '([^']+)';/gm;
const lazyImport = /\bimport\('([^']+)'\)/g;

/** The formatter leaves one way to write an import, so a pattern reads them all; one of a type counts like any other. */
export function importsOf({ path, text }: SourceFile): readonly Import[] {
  const importOf = (specifier: string, what: string): Import => ({
    specifier,
    target: specifier.startsWith('.') ? posix.join(posix.dirname(path), specifier) : null,
    what: what.trim(),
  });
  const written = [...text.matchAll(importLine)].map(([, what = '', specifier = '']) => importOf(specifier, what));
  const lazy = [...text.matchAll(lazyImport)].map(([, specifier = '']) => importOf(specifier, '*'));
  return [...written, ...lazy];
}
