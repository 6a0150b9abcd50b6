// The documents and what they speak of: cited sections, named paths, and the contract held against the code.
import { posix } from 'node:path';
import { describe, expect, test } from 'vitest';
import { configJsonSchema, parseConfig } from '../../core/config/parse.ts';
import { codes } from '../../core/names/codes.ts';
import { gateNames, isAcceptable } from '../../core/names/gates.ts';
import { situations } from '../../core/names/situations.ts';
import { brokenCitations, brokenLinks, brokenPaths, headings, sectionOf, sectionsIn, tableIn } from './documents.ts';
import { order, toCome } from './order.ts';
import { filesOfTheRepository } from './sources.ts';

const files = filesOfTheRepository();
const contract = files.find(({ path }) => path === 'docs/contract.md')?.text ?? '';
/** What the tests of this folder plant is no citation of theirs. */
const written = files.filter(({ path }) => !path.startsWith('test/architecture/'));

describe('the contract', () => {
  test('has its twelve sections, in order', () => {
    expect(sectionsIn(contract)).toEqual([1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12]);
  });

  test('has every section that is cited, and each is cited in one way', () => {
    expect(written.flatMap((file) => brokenCitations(file, sectionsIn(contract)))).toEqual([]);
  });

  test.each([
    ['a section that is not there', '// The rules (contract, section 11).'],
    ['the second of two', '// The rules (contract, sections 5 and 12).'],
    ['the third of three', '/** Contract, sections 1, 2 and 30. */'],
    ['no section', '// The rules (contract, 7).'],
    ['a word in place of a section', '// The rules (contract, gate `period`).'],
    ['a section of nothing', '// The rules of the contract (section 5).'],
  ])('a citation of %s is refused', (_, text) => {
    expect(brokenCitations({ path: 'core/names/a.ts', text }, [1, 2, 5])).toHaveLength(1);
  });

  test.each([
    '// (contract, section 5)',
    '/** Contract, sections 1, 2 and 5. */',
    '// ISO 32000-1, section 7.3',
    '// contractors',
  ])('but not %s', (text) => {
    expect(brokenCitations({ path: 'core/names/a.ts', text }, [1, 2, 5])).toEqual([]);
  });

  test('tells every code with its severity, in the order of the code', () => {
    const told = tableIn(sectionOf(contract, 7), 0).map(([code, , severity]) => [code, severity]);
    expect(told).toEqual(Object.entries(codes).map(([code, { severity }]) => [code, severity]));
  });

  test('tells every situation in order of precedence', () => {
    expect(tableIn(sectionOf(contract, 6), 0).map(([situation]) => situation)).toEqual([...situations]);
  });

  test('tells which gates nobody may accept, and which somebody may', () => {
    expect(gatesTold(0)).toEqual(gateNames.filter((gate) => !isAcceptable(gate)));
    expect(gatesTold(1).toSorted()).toEqual(gateNames.filter(isAcceptable).toSorted());
  });

  test('shows a configuration that is accepted but for the digest that it leaves out, and names every key', () => {
    const [, text = ''] = /```json\n([\s\S]*?)```/.exec(sectionOf(contract, 3)) ?? [];
    const shown: unknown = JSON.parse(text.replace('64 hex digits', 'a'.repeat(64)));
    expect(parseConfig(shown, 'review.json').kind).toBe('ok');
    const keys = keysOf(configJsonSchema());
    expect(keys.length).toBeGreaterThan(40);
    expect(keys.filter((key) => !sectionOf(contract, 3).includes(key))).toEqual([]);
  });
});

/** The gates of one table of section 8. */
function gatesTold(table: number): readonly string[] {
  return tableIn(sectionOf(contract, 8), table).flatMap(([names]) => names?.replaceAll('`', '').split(', ') ?? []);
}

/** The keys of every object that a JSON Schema describes. */
function keysOf(schema: unknown): readonly string[] {
  if (typeof schema !== 'object' || schema === null) return [];
  const properties = 'properties' in schema && typeof schema.properties === 'object' ? (schema.properties ?? {}) : {};
  return [...Object.keys(properties), ...Object.values(schema).flatMap(keysOf)];
}

test('the page of the house tells the rooms of core and of the steps in their order', () => {
  const house = files.find(({ path }) => path === 'docs/house.md')?.text ?? '';
  for (const floor of ['core', 'steps']) {
    const rooms = order[floor]?.flat().map((room) => `${floor}/${room}`) ?? [];
    const told = [...house.matchAll(/^\| `([\w/.-]+)` \|/gm)].flatMap(([, room = '']) =>
      rooms.includes(room) ? [room] : [],
    );
    expect(told).toEqual(rooms.filter((room) => told.includes(room)));
    expect(rooms.filter((room) => !house.includes(`\`${room}\``) && !toCome.includes(room))).toEqual([]);
  }
});

describe('what a document or a comment names is there', () => {
  const known = new Set(files.map(({ path }) => path));

  test('every path', () => {
    expect(files.flatMap((file) => brokenPaths(file, known))).toEqual([]);
  });

  test('every link, to its heading', () => {
    const documents = new Map(files.map(({ path, text }) => [path, headings(text)]));
    expect(files.flatMap((file) => brokenLinks(file, documents))).toEqual([]);
  });

  test.each([
    ['a file that moved', 'docs/a.md', 'See `core/contract/codes.ts`.'],
    ['a folder that moved', 'docs/a.md', 'See `core/contract`.'],
    ['a place for something new in a room that is not there', 'docs/a.md', 'Put it in `steps/nowhere/NAME.ts`.'],
    ['a path in a comment', 'core/names/codes.ts', '/** See core/contract/codes.ts. */'],
  ])('%s is refused', (_, path, text) => {
    expect(brokenPaths({ path, text }, known)).toHaveLength(1);
  });

  test.each([
    ['a room', 'docs/a.md', 'See `core/names`.'],
    ['a place for something new', 'docs/a.md', 'Put it in `steps/review/NAME.ts`.'],
    ['what is to come', 'docs/a.md', 'Put it in `mcp/tools.ts` (to come).'],
    ['a path in code', 'test/a.ts', "const path = 'core/contract/codes.ts';"],
  ])('but not %s', (_, path, text) => {
    expect(brokenPaths({ path, text }, known)).toEqual([]);
  });

  test.each(['[x](nowhere.md)', '[x](contract.md#no-such-heading)', '[x](../core/contract/)'])(
    'a link is refused: %s',
    (text) => {
      const documents = new Map(files.map((file) => [file.path, headings(file.text)]));
      expect(brokenLinks({ path: posix.join('docs', 'a.md'), text }, documents)).toHaveLength(1);
    },
  );
});
