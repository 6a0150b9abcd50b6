// What the sources must never do, as a pure function over files, so that it can be shown to notice each violation.
import { posix } from 'node:path';

export interface SourceFile {
  /** From the root of the repository, with `/`: `core/instant.ts`. */
  readonly path: string;
  readonly text: string;
}

interface Import {
  readonly specifier: string;
  /** Path from the root for a relative import, otherwise `null`. */
  readonly target: string | null;
  /** `{ createHash }`, `* as z`, or a name; empty for an import for its effect. */
  readonly what: string;
  /** Gone at run time, so it closes no cycle. */
  readonly typeOnly: boolean;
}

const compositionRoots = ['cli', 'lambdas', 'portal', 'cdk', 'sample', 'bench', 'test'];
const onlyForTests = ['test', 'bench', 'sample'];
const floors = ['core', 'steps', 'adapters', 'drawing', ...compositionRoots];

/** One sentence a violation, by file; empty when the house stands. */
export function violationsIn(files: readonly SourceFile[]): readonly string[] {
  const sources = files.filter(({ path }) => /\.tsx?$/.test(path) && floors.includes(floorOf(path)));
  return [
    ...sources.flatMap((file) => importsOf(file).flatMap((one) => importViolation(file.path, one) ?? [])),
    ...sources.flatMap(surroundings),
    ...sources.flatMap(opening),
    ...cyclesIn(sources),
    ...files.flatMap(traces),
  ];
}

function floorOf(path: string): string {
  return path.split('/')[0] ?? '';
}

const importLine = /^(?:import|export)( type)?(?: (\{[^}]*\}|[\w*][^'{}]*(?:\{[^}]*\})?) from)? '([^']+)';/gm;
const lazyImport = /\bimport\('([^']+)'\)/g;

/** The formatter leaves one way to write an import, so a pattern reads them all. */
export function importsOf({ path, text }: SourceFile): readonly Import[] {
  const targetOf = (specifier: string): string | null =>
    specifier.startsWith('.') ? posix.join(posix.dirname(path), specifier) : null;
  const written = [...text.matchAll(importLine)].map(([, type, what = '', specifier = '']) => ({
    specifier,
    target: targetOf(specifier),
    what: what.trim(),
    typeOnly: type !== undefined,
  }));
  const lazy = [...text.matchAll(lazyImport)].map(([, specifier = '']) => ({
    specifier,
    target: targetOf(specifier),
    what: '*',
    typeOnly: false,
  }));
  return [...written, ...lazy];
}

function importViolation(path: string, { specifier, target, what }: Import): string | null {
  const floor = floorOf(path);
  const allowed = target === null ? mayUse(floor, specifier, what) : mayReach(path, target);
  return allowed ? null : `${path} imports ${what === '' ? '' : `${what} from `}${specifier}`;
}

/** Packages and what Node brings. */
function mayUse(floor: string, specifier: string, what: string): boolean {
  switch (floor) {
    case 'core':
      return (
        specifier === 'zod/mini' ||
        (specifier === 'node:crypto' && what === '{ createHash }') ||
        (specifier === 'node:url' && what === '{ domainToASCII }')
      );
    case 'steps':
      return specifier === 'zod/mini' || specifier.startsWith('node:');
    default:
      return true;
  }
}

function mayReach(path: string, target: string): boolean {
  const [floor, to] = [floorOf(path), floorOf(target)];
  if (onlyForTests.includes(floor)) return true;
  if (onlyForTests.includes(to)) return false;
  switch (floor) {
    case 'core':
      return to === 'core';
    case 'steps':
      return to === 'core' || to === 'steps';
    case 'drawing':
      return to === 'core' || to === 'drawing';
    case 'adapters':
      return to === 'core' || (to === 'adapters' && path.split('/')[1] === target.split('/')[1]);
    case 'cdk':
      return to === 'cdk' || target.startsWith('core/config/') || target.startsWith('core/names/');
    default:
      return to !== 'cdk';
  }
}

const surroundingsOfTheMachine = [
  { name: 'Date.now', pattern: /\bDate\.now\b/ },
  { name: 'the present Date', pattern: /\bnew Date\(\)/ },
  { name: 'Math.random', pattern: /\bMath\.random\b/ },
  { name: 'process.env', pattern: /\bprocess\.env\b/ },
];

/** Clock, chance and environment are dependencies, made where a program is put together. */
function surroundings({ path, text }: SourceFile): readonly string[] {
  if (compositionRoots.includes(floorOf(path))) return [];
  const code = text.replaceAll(/^\s*(?:\/\/|\/?\*).*$/gm, '');
  return surroundingsOfTheMachine.flatMap(({ name, pattern }) => (pattern.test(code) ? `${path} uses ${name}` : []));
}

/** Every file begins with one sentence that says why it exists; a test is said by its names. */
function opening({ path, text }: SourceFile): readonly string[] {
  return path.endsWith('.test.ts') || /^(?:#!.*\n)?\/\/ \S/.test(text)
    ? []
    : [`${path} does not begin with why it exists`];
}

function cyclesIn(files: readonly SourceFile[]): readonly string[] {
  const edges = new Map(
    files.map((file) => [
      file.path,
      importsOf(file).flatMap(({ target, typeOnly }) => (typeOnly ? [] : (target ?? []))),
    ]),
  );
  const done = new Set<string>();
  const visit = (path: string, trail: readonly string[]): readonly string[] => {
    if (trail.includes(path)) return [`${[...trail.slice(trail.indexOf(path)), path].join(' -> ')} is a cycle`];
    if (done.has(path)) return [];
    const found = (edges.get(path) ?? []).flatMap((target) => visit(target, [...trail, path]));
    done.add(path);
    return found;
  };
  return [...edges.keys()].flatMap((path) => visit(path, []));
}

const tracesOfOneMachine = [
  { name: 'a folder beside the repository', pattern: /\.\.\/shared\b/ },
  { name: 'a path of one machine', pattern: /(?<![\w.~/-])\/(?:home|Users|root|work)\/\w/ },
  {
    name: 'the host of a package registry',
    pattern: /\b(?:registry|artifactory|nexus|verdaccio)(?:\.[\w-]+)+\.[a-z]{2,}\b/i,
  },
  { name: 'where a package was downloaded', pattern: /"resolved": "https?:/ },
];

function traces({ path, text }: SourceFile): readonly string[] {
  return tracesOfOneMachine.flatMap(({ name, pattern }) => (pattern.test(text) ? `${path} names ${name}` : []));
}
