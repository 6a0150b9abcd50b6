// Bytes as text: whatever the pieces in which they come, characters and lines are those of the whole.
import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { textBatches, textOf } from '../../steps/bytes.ts';

/** Letters of one to four bytes, a mark of the byte order, and beginnings and ends of letters that are none. */
const written = [[0x41], [0x0a], [0xc3, 0xa9], [0xe2, 0x82, 0xac], [0xf0, 0x9f, 0x98, 0x80], [0xef, 0xbb, 0xbf]];
const broken = [[0xff], [0x80], [0xe2, 0x82], [0xf0, 0x9f], [0xed, 0xa0, 0x80], [0xc0, 0xaf], [0xf4, 0x90, 0x80, 0x80]];

const anyBytes = fc
  .array(fc.constantFrom(...written, ...written, ...broken), { maxLength: 8 })
  .map((each) => Uint8Array.from(each.flat()));
const anyCuts = fc.array(fc.nat(3), { maxLength: 40 });

async function* cut(bytes: Uint8Array, lengths: readonly number[]): AsyncGenerator<Uint8Array, void, void> {
  let at = 0;
  for (const length of lengths) yield bytes.subarray(at, (at += length));
  yield bytes.subarray(at);
}

/** What a decoder makes of the bytes as they stand whole. */
function decoded(bytes: Uint8Array, options: { readonly fatal: boolean; readonly ignoreBOM: boolean }): string | null {
  try {
    return new TextDecoder('utf-8', options).decode(bytes);
  } catch {
    return null;
  }
}

async function linesIn(bytes: AsyncIterable<Uint8Array>): Promise<string | null> {
  const lines: string[] = [];
  try {
    for await (const batch of textBatches(bytes)) lines.push(...batch);
  } catch {
    return null;
  }
  return lines.join('\n');
}

test('a text is the same wherever its bytes are cut', async () => {
  await fc.assert(
    fc.asyncProperty(anyBytes, anyCuts, async (bytes, cuts) => {
      expect(await textOf(cut(bytes, cuts))).toBe(decoded(bytes, { fatal: false, ignoreBOM: true }));
    }),
  );
});

test('lines are the same wherever their bytes are cut, and refused alike', async () => {
  await fc.assert(
    fc.asyncProperty(anyBytes, anyCuts, async (bytes, cuts) => {
      const whole = decoded(bytes, { fatal: true, ignoreBOM: false });
      expect(await linesIn(cut(bytes, cuts))).toBe(whole?.endsWith('\n') === true ? whole.slice(0, -1) : whole);
    }),
  );
});

test('a text that is longer than a piece is the same', async () => {
  const text = 'Zoë Müller 李 😀\n'.repeat(20_000);
  expect(await textOf(cut(Buffer.from(text), [1, 100_001]))).toBe(text);
  expect(await linesIn(cut(Buffer.from(text), [7, 65_537]))).toBe(text.slice(0, -1));
});
