// The reader that is made of a schema, held against the schema itself with random lines.
import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import * as z from 'zod/mini';
import { schemaReader } from '../../../core/values/schemas/schema-reader.ts';
import { identitySchema } from '../../../core/inputs/snapshot.ts';

const text = fc.constantFrom('', ' ', ' jane ', 'Zoë', 'jane@acme.com', '\u0000', '𝒥', 'ﬀ');
const instant = fc.constantFrom(
  '2026-10-05T08:00:00Z',
  '2026-10-05T08:00:00.1234567Z',
  '2026-10-05T10:00:00+02:00',
  '2026-02-30T08:00:00Z',
  ' 2026-10-05T08:00Z ',
  'yesterday',
);
const wrong = fc.constantFrom(null, 7, true, 'active', [], {}, [null], { login: 1 });

/** Mostly what is meant, sometimes something else, and sometimes nothing: `undefined` is left out of a line. */
function mostly(meant: fc.Arbitrary<unknown>): fc.Arbitrary<unknown> {
  return fc.oneof(
    { weight: 30, arbitrary: meant },
    { weight: 1, arbitrary: wrong },
    { weight: 2, arbitrary: fc.constant(undefined) },
  );
}

function few(element: fc.Arbitrary<unknown>): fc.Arbitrary<unknown> {
  return fc.array(mostly(element), { maxLength: 2 });
}

const absentOr = (value: fc.Arbitrary<unknown>): fc.Arbitrary<unknown> => mostly(fc.option(value));

const identity = fc.record({
  id: fc.oneof({ weight: 20, arbitrary: fc.constantFrom('id-1', ' x', '𝒥') }, { weight: 1, arbitrary: text }),
  nameId: fc.option(text),
  logins: few(text),
  aliases: few(
    fc.record({ login: mostly(text), source: mostly(fc.constantFrom('proxy', 'on-premises', 'guest')), more: text }),
  ),
  hints: mostly(few(text)),
  name: absentOr(text),
  state: mostly(fc.constantFrom('active', 'suspended', 'disabled', 'deleted', 'unknown')),
  left: absentOr(fc.record({ notBefore: absentOr(instant), notAfter: absentOr(instant), source: mostly(text) })),
  createdAt: absentOr(instant),
  guest: mostly(fc.boolean()),
  sponsor: absentOr(text),
  employeeId: absentOr(text),
  department: absentOr(text),
  manager: absentOr(text),
  assignments: few(
    fc.record({
      via: mostly(fc.constantFrom('direct', 'group', 'nested-group')),
      group: absentOr(text),
      role: absentOr(text),
      since: absentOr(instant),
      blocked: mostly(fc.option(text)),
    }),
  ),
  lastSignIn: absentOr(instant),
  unknown: absentOr(wrong),
});

/** As it stands in a file: members in any order. */
const line = fc
  .tuple(identity, fc.boolean())
  .map(([members, turned]) => Object.entries(members)[turned ? 'toReversed' : 'slice']())
  .map((members) => JSON.stringify(Object.fromEntries(members)));

const read = schemaReader(identitySchema);

test('of any line it gives what the schema gives, member for member in the same order, or leaves it to the schema', () => {
  let taken = 0;
  fc.assert(
    fc.property(line, (json) => {
      const told = z.safeParse(identitySchema, JSON.parse(json));
      const found = read(JSON.parse(json));
      if (found !== null) taken += 1;
      expect(JSON.stringify(found)).toBe(JSON.stringify(told.success ? told.data : null));
    }),
    { numRuns: 3000 },
  );
  // Were it to take nothing, it would agree as well.
  expect(taken).toBeGreaterThan(100);
});

test.each(['null', '[]', '"id"', '7', '{}', '{"__proto__":{"id":"x"}}'])('it leaves %s to the schema', (json) => {
  expect(read(JSON.parse(json))).toBeNull();
});

test('what it does not know it leaves to the schema, a member at a time or whole', () => {
  const open = z.object({ a: z.number().check(z.positive()), b: z.object({ c: z.optional(z.string()) }) });
  expect(schemaReader(open)({ a: 1, b: {}, d: 2 })).toEqual({ a: 1, b: {} });
  expect(schemaReader(open)({ a: -1, b: {} })).toBeNull();
  expect(schemaReader(z.strictObject({ a: z.string() }))({ a: 'x', b: 1 })).toBeNull();
});

test('what has a format it leaves to the schema', () => {
  for (const [schema, found] of [
    [z.email(), 'nobody'],
    [z.int(), 1.5],
    [z.iso.date(), '2026-02-30'],
  ] as const) {
    expect(schemaReader(z.object({ a: schema }))({ a: found })).toBeNull();
  }
});

test('a text that has to match patterns is judged as the schema judges it, each time anew', () => {
  for (const pattern of [/\S/, /b/g, /a/y]) {
    const schema = z.object({ a: z.string().check(z.regex(pattern), z.regex(/[^c]/)) });
    const patterned = schemaReader(schema);
    for (const a of ['ab', 'ab', ' ', 'c', 'ab', '', 7]) {
      expect(patterned({ a }) !== null).toBe(z.safeParse(schema, { a }).success);
    }
  }
});

test('what is written as the schema would give it is given as it is, and anything else in the order of the schema', () => {
  const entries = schemaReader(z.object({ a: z.array(z.object({ b: z.string(), c: z.nullable(z.number()) })) }));
  const asGiven = { a: [{ b: 'x', c: 1 }] };
  expect(entries(asGiven)).toBe(asGiven);
  expect(JSON.stringify(entries({ a: [{ c: null, b: 'x', d: 2 }] }))).toBe('{"a":[{"b":"x","c":null}]}');
});

test('a member that may be absent is absent where it was, and never undefined', () => {
  const schema = z.object({ a: z.exactOptional(z.string()), b: z.string(), c: z.exactOptional(z.number()) });
  const optional = schemaReader(schema);
  for (const json of [{ b: 'x' }, { a: 'x', b: 'y' }, { b: 'x', c: 1 }, { c: 1, b: 'x', a: 'y' }]) {
    expect(JSON.stringify(optional(json))).toBe(JSON.stringify(z.parse(schema, json)));
  }
  for (const json of [{}, { a: 1, b: 'x' }, { b: 'x', c: '1' }, { a: undefined, b: 'x' }]) {
    expect(z.safeParse(schema, json).success).toBe(false);
    expect(optional(json)).toBeNull();
  }
});

test('of a value that is judged by a function it gives what the schema gives', () => {
  const even = z.custom<number>((value) => typeof value === 'number' && value % 2 === 0);
  expect(schemaReader(z.object({ even }))({ even: 2 })).toEqual({ even: 2 });
  expect(schemaReader(z.object({ even }))({ even: 3 })).toBeNull();
});

test('a default is made anew for each line, so that no line can change another', () => {
  const lists = schemaReader(z.object({ list: z._default(z.array(z.string()), []) }));
  expect(lists({})?.list).not.toBe(lists({})?.list);
});
