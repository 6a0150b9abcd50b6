// One word per idea: a name that is exported twice makes a reader ask which of the two is meant.
import { expect, test } from 'vitest';
import { filesOfTheRepository, floorOf } from './sources.ts';
import type { SourceFile } from './sources.ts';

/** Floors that speak one language: core and steps that of the review, each other one that of what it adapts or draws. */
const languages = [
  { name: 'core and steps', floors: ['core', 'steps'], without: null },
  // The two products stand side by side, and do the same in the same words.
  { name: 'adapters, with Entra', floors: ['adapters'], without: 'adapters/directories/okta/' },
  { name: 'adapters, with Okta', floors: ['adapters'], without: 'adapters/directories/entra/' },
  { name: 'drawing', floors: ['drawing'], without: null },
  { name: 'the homes', floors: ['homes'], without: null },
  { name: 'the command line', floors: ['cli'], without: null },
  { name: 'the functions', floors: ['lambdas'], without: null },
  { name: 'the deployment', floors: ['cdk'], without: null },
];

/** Lambda calls every function's `handler`; a command is declared by one file and done by another. */
const exceptions = ['handler', 'decideCommand', 'tickCommand'];

const sources = filesOfTheRepository().filter(({ path }) => path.endsWith('.ts'));

const exported = /^export (?:declare )?(?:async )?(?:interface|type|class|const|function\*?) (\w+)/gm;

/** A sentence for each name that means two things. */
function ambiguities(files: readonly SourceFile[]): readonly string[] {
  const places = new Map<string, Set<string>>();
  for (const { path, text } of files) {
    for (const [, name = ''] of text.matchAll(exported)) {
      if (!exceptions.includes(name)) places.set(name, (places.get(name) ?? new Set()).add(path));
    }
  }
  return [...places]
    .filter(([, paths]) => paths.size > 1)
    .map(([name, paths]) => `${name} is exported by ${[...paths].join(' and by ')}`);
}

test.each(languages)('no exported name means two things in $name', ({ floors, without }) => {
  const files = sources.filter(
    ({ path }) => floors.includes(floorOf(path)) && (without === null || !path.startsWith(without)),
  );
  expect(files.length).toBeGreaterThan(2);
  expect(ambiguities(files)).toEqual([]);
});

test('a name that means two things is found', () => {
  const files = [
    { path: 'core/a.ts', text: 'export interface Removal {}\nexport function of(): void {}\n' },
    { path: 'steps/b.ts', text: 'interface Own {}\nexport type Removal = string;\n' },
    { path: 'steps/c.ts', text: 'interface Own {}\nexport const removal = 1;\n' },
  ];
  expect(ambiguities(files)).toEqual(['Removal is exported by core/a.ts and by steps/b.ts']);
});
