// What a floor may use of packages, of Node and of the machine: the lower, the less.
import { order } from './order.ts';
import { floorOf, importsOf } from './sources.ts';
import type { SourceFile } from './sources.ts';

/** Floors that must give the same result anywhere; the floors above put them together. */
const pure: readonly string[] = ['core', 'steps', 'adapters', 'drawing'];
const ofTheSteps = ['zod/mini', 'node:stream', 'node:zlib'];

/** Packages and what Node brings. */
export function mayUse(floor: string, specifier: string, what: string): boolean {
  const digest = specifier === 'node:crypto' && what === '{ createHash }';
  switch (floor) {
    case 'core':
      return digest || specifier === 'zod/mini' || (specifier === 'node:url' && what === '{ domainToASCII }');
    case 'steps':
      return digest || ofTheSteps.includes(specifier);
    default:
      return true;
  }
}

/** Imports of packages that are too much for a floor, each with the lowest floor that may have it. */
export function packagesTooHigh(files: readonly SourceFile[]): readonly string[] {
  return files.flatMap((file) => {
    const floor = floorOf(file.path);
    return importsOf(file).flatMap(({ specifier, target, what }) => {
      if (target !== null || mayUse(floor, specifier, what)) return [];
      const lowest = order['']?.flat().find((other) => mayUse(other, specifier, what));
      return [
        `${file.path} imports ${what === '' ? '' : `${what} from `}${specifier}, which ${floor} may not use: the lowest floor that may is ${lowest}`,
      ];
    });
  });
}

const surroundingsOfTheMachine = [
  { name: 'Date.now', pattern: /\bDate\.now\b/ },
  { name: 'the present Date', pattern: /\bnew Date\(\)/ },
  { name: 'Math.random', pattern: /\bMath\.random\b/ },
  { name: 'process.env', pattern: /\bprocess\.env\b/ },
];

/** Clock, chance and environment are dependencies, made where a program is put together. */
export function surroundings({ path, text }: SourceFile): readonly string[] {
  if (!pure.includes(floorOf(path))) return [];
  const code = text.replaceAll(/^\s*(?:\/\/|\/?\*).*$/gm, '');
  return surroundingsOfTheMachine.flatMap(({ name, pattern }) => (pattern.test(code) ? `${path} uses ${name}` : []));
}
