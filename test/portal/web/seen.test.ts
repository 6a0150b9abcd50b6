// What the pages show of texts that others wrote.
import { expect, test } from 'vitest';
import { seen, seenJson } from '../../../portal/web/api/seen.ts';

test.each([
  ['evil\u202Emoc.emca', 'evil[U+202E]moc.emca'],
  ['a\u2066b\u2069\u200Fc', 'a[U+2066]b[U+2069][U+200F]c'],
  ['ann\u200B\uFEFF\u00AD', 'ann[U+200B][U+FEFF][U+00AD]'],
  ['\u0000\u001B[2J\u2028', '[U+0000][U+001B][2J[U+2028]'],
])('what turns %j around or hides in it is told', (text, shown) => {
  expect(seen(text)).toBe(shown);
});

test.each(['محمد بن عبد الله', 'פריז', '👩🏽\u200D🚀 Zoë', 'می\u200Cخواهم', 'Zo\u0308', 'one\ntwo\tthree'])(
  '%j stays as it is',
  (text) => {
    expect(seen(text)).toBe(text);
  },
);

test('of an answer all is told so but what goes back to the server as it came', () => {
  const answer = { name: 'x\u202E', codes: ['\u202E'], team: [{ value: 'x\u202E', lines: 3 }], login: 'k\u202E' };
  expect(seenJson(JSON.stringify(answer))).toEqual({
    ...answer,
    name: 'x[U+202E]',
    codes: ['[U+202E]'],
  });
});
