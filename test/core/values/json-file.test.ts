// JSON from outside: whatever it holds, it is a value that every function can walk, or a refusal.
import { expect, test } from 'vitest';
import * as z from 'zod/mini';
import { accepted, holdsMoreThan, jsonOf } from '../../../core/values/json-file.ts';

const nested = (depth: number): Buffer => Buffer.from(`${'['.repeat(depth)}${']'.repeat(depth)}`);

test.each([101, 200_000])('values that nest %i deep are refused', (depth) => {
  expect(jsonOf(nested(depth), 'evidence/manifest.json')).toMatchObject({
    kind: 'refused',
    refusals: [{ where: 'evidence/manifest.json', found: 'values that nest more than 100 deep' }],
  });
});

test('values that nest 100 deep are read, and brackets in a text nest nothing', () => {
  expect(jsonOf(nested(100), 'a').kind).toBe('ok');
  expect(jsonOf(Buffer.from(JSON.stringify([`\\"${'['.repeat(500)}`])), 'a').kind).toBe('ok');
});

test.each([
  ['{"a":1,"a":2}', '"a"'],
  ['{"a":1,"\\u0061" : 2}', '"a"'],
  ['[{"b":[{"c":1,"c":1}]}]', '"c"'],
  ['{"a\\\\":1,"b":"\\"","a\\\\":2}', '"a\\\\"'],
  ['{"a":{"b":1,"c":[{"d":1}]},"a"\n:{}}', '"a"'],
  ['{"__proto__":{},"__proto__":{}}', '"__proto__"'],
])('of %s no reader knows which value counts, so it is refused', (text, name) => {
  expect(jsonOf(Buffer.from(text), 'evidence/policy.json')).toMatchObject({
    kind: 'refused',
    refusals: [{ where: 'evidence/policy.json', found: `the name ${name} twice in one object` }],
  });
});

test('a name may stand in many objects, and what looks like one in a text is none', () => {
  const json = '{"a":{"a":1},"b":[{"a":1},{"a":"a\\":1,\\"a\\":2"}],"c":"a","d":"\\\\"}';
  expect(jsonOf(Buffer.from(json), 'a')).toEqual({ kind: 'ok', value: JSON.parse(json) });
});

test.each(['x', String.raw`\\`, String.raw`\"`])('a text of millions of %s is read', (piece) => {
  const json = `{"a":"${piece.repeat(5_000_000)}"}`;
  expect(jsonOf(Buffer.from(json), 'a').kind).toBe('ok');
});

test.each([
  ['a list', '[{},{},{}]'],
  ['an object', '{"a":{},"b":{},"c":{}}'],
  ['what is no JSON', '[[[[['],
  ['a text that never ends', '[[[[["a'],
])('more values than a file of its kind holds are refused before any is made: in %s', (_, text) => {
  expect(jsonOf(Buffer.from(text), 'evidence/custody.json', 4)).toMatchObject({
    kind: 'refused',
    refusals: [{ found: `more than 4 values in ${text.length} bytes`, expected: 'at most 4' }],
  });
});

test('what stands in a text is no value', () => {
  expect(holdsMoreThan(3, JSON.stringify({ a: '[[[{{{,,,"[', b: [] }))).toBe(false);
  expect(holdsMoreThan(3, JSON.stringify({ a: '', b: [{}] }))).toBe(true);
});

test('brackets that are never closed are refused as what nests too deep, and not kept until the end', () => {
  expect(jsonOf(Buffer.from('['.repeat(5_000_000)), 'a')).toMatchObject({
    refusals: [{ found: 'values that nest more than 100 deep' }],
  });
});

test('an unknown key is told with the keys of its own file, and with the published schema where there is one', () => {
  const schema = z.strictObject({ sha256: z.string() });
  const expected = (of: Parameters<typeof accepted>[2]): unknown => {
    const read = accepted(schema, { sha256: 'a', sha: 'b' }, of);
    return read.kind === 'refused' ? read.refusals.map((refusal) => refusal.expected) : [];
  };
  expect(expected('custody.json')).toEqual(['only the keys of such a file; here sha256']);
  expect(expected({ name: 'review.json', published: 'review.schema.json' })).toEqual([
    'only the keys of review.schema.json; here sha256',
  ]);
});
