// What the sources must never do, as a pure function over files, so that it can be shown to notice each violation.
import { besideTheHouse } from './order.ts';
import { packagesTooHigh, surroundings } from './packages.ts';
import { crowdedRooms, importsAgainstTheOrder, isOfTheHouse, ringsIn, withoutAFloor, withoutAPlace } from './rooms.ts';
import { floorOf } from './sources.ts';
import type { SourceFile } from './sources.ts';

/** One sentence a violation, by kind and then by file; empty when the house stands. */
export function violationsIn(files: readonly SourceFile[]): readonly string[] {
  const sources = files.filter(({ path }) => /\.tsx?$/.test(path));
  const house = sources.filter(({ path }) => isOfTheHouse(path));
  const beside = sources.filter(({ path }) => besideTheHouse.includes(floorOf(path)));
  return [
    ...importsAgainstTheOrder(house),
    ...withoutAFloor(sources),
    ...withoutAPlace(house),
    ...ringsIn(house),
    ...ringsIn(beside),
    ...crowdedRooms([...house, ...beside]),
    ...packagesTooHigh(house),
    ...house.flatMap(surroundings),
    ...[...house, ...beside].flatMap(opening),
    ...files.flatMap(traces),
  ];
}

/** Every file begins with one sentence that says why it exists; a test is said by its names. */
function opening({ path, text }: SourceFile): readonly string[] {
  return path.endsWith('.test.ts') || /^(?:#!.*\n)?\/\/ \S/.test(text)
    ? []
    : [`${path} does not begin with why it exists`];
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
