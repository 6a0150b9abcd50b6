// A value of a PDF is read as it was written, and as every viewer reads it; what two viewers could read otherwise is foreign.
import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { readValue } from '../../../adapters/evidence/pdf-value.ts';
import type { PdfValue } from '../../../adapters/evidence/pdf-value.ts';
import { Text, written } from '../../../drawing/pdf/syntax.ts';

type Written = Parameters<typeof written>[0];
interface Pair {
  readonly value: Written;
  readonly read: PdfValue;
}

const names = fc.stringMatching(/^[A-Za-z0-9.]{1,12}$/);
const ascii = fc.string({ unit: 'binary-ascii' });
const { pair } = fc.letrec<{ pair: Pair }>((tie) => ({
  pair: fc.oneof(
    { maxDepth: 4 },
    names.map((name): Pair => ({ value: name, read: { kind: 'name', name } })),
    ascii.map((text): Pair => ({ value: new Text(text), read: { kind: 'text', text } })),
    fc.uint8Array().map((bytes): Pair => {
      const text = Buffer.from(bytes).toString('latin1');
      return { value: bytes, read: { kind: 'text', text } };
    }),
    fc.integer({ min: -1e9, max: 1e9 }).map((cents): Pair => {
      return { value: cents / 100, read: { kind: 'number', value: cents / 100 } };
    }),
    fc.constantFrom(true, false).map((value): Pair => ({ value, read: { kind: 'word', word: String(value) } })),
    fc.constant<Pair>({ value: null, read: { kind: 'word', word: 'null' } }),
    fc.array(tie('pair'), { maxLength: 4 }).map((pairs): Pair => {
      return { value: pairs.map(({ value }) => value), read: { kind: 'list', items: pairs.map(({ read }) => read) } };
    }),
    fc.array(fc.tuple(names, tie('pair')), { maxLength: 4 }).map((listed): Pair => {
      const entries = new Map(listed);
      const value = Object.fromEntries([...entries].map(([key, one]) => [key, one.value]));
      const read = new Map(Object.keys(value).flatMap((key) => [[key, entries.get(key)?.read ?? unwritten] as const]));
      return { value, read: { kind: 'dictionary', entries: read } };
    }),
  ),
}));
const unwritten: PdfValue = { kind: 'word', word: 'null' };

function read(text: string): PdfValue {
  return readValue(text, 0, 'object 3').value;
}

test('what is written is read as it was, up to its end', () => {
  fc.assert(
    fc.property(pair, ({ value, read: expected }) => {
      const text = written(value);
      expect(readValue(`${text}\nendobj`, 0, 'object 3')).toEqual({ value: expected, end: text.length });
    }),
  );
});

test.each([
  [String.raw`(a \(b\) \\)`, 'a (b) \\'],
  [String.raw`(\101\7\0531\400)`, 'A\x07+1\0'],
  [String.raw`(\n\r\t\b\f\x)`, '\n\r\t\b\fx'],
  ['(a\rb\r\nc\nd)', 'a\nb\nc\nd'],
  ['(a\\\r\nb\\\rc\\\nd)', 'abcd'],
  ['<41426>', 'AB`'],
])('the text %s is read as every viewer reads it', (written, text) => {
  expect(read(written)).toEqual({ kind: 'text', text });
});

test('a name is read without its escapes, and ends at any blank of PDF', () => {
  expect(read('/text#2Fcsv')).toEqual({ kind: 'name', name: 'text/csv' });
  for (const blank of ['\0', '\t', '\n', '\f', '\r', ' ']) expect(readValue(`/A${blank}B`, 0, 'object 3').end).toBe(2);
});

test.each([
  ['a number with an exponent', '5.9e2'],
  ['two numbers in one', '5-3'],
  ['a text whose brackets are not escaped', '(a (b))'],
  ['a text in signs that are no digits', '<4G>'],
  ['a comment', '% none'],
  ['another generation of an object', '[12 1 R]'],
  ['a dictionary with a key twice', '<</A 1 /A 2>>'],
  ['one with a key twice, written in two ways', '<</A#42 1 /AB 2>>'],
  ['one that is not closed', '<</A 1'],
  ['one whose key is no name', '<<(A) 1>>'],
  ['one whose key escapes what needs none', '<</A#42C 1>>'],
  ['a name with an escape of no sign', '/A#zz'],
  ['a list that is not closed', '[1 2'],
  ['lists within lists, more than anybody writes', `${'['.repeat(40)}${']'.repeat(40)}`],
])('%s is foreign', (_what, text) => {
  expect(() => read(text)).toThrow(expect.objectContaining({ name: 'ForeignPdf', where: 'object 3' }));
});
