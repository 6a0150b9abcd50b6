// The objects of a PDF are those that every viewer finds: each stands once, and where the one cross-reference says.
import { deflateSync } from 'node:zlib';
import { expect, test } from 'vitest';
import { readObjects } from '../../../adapters/evidence/pdf-objects.ts';

/**
 * A file of empty dictionaries with these numbers, and the places of all that are below how many there are.
 *
 * @param numbers the last is that of the cross-reference
 */
function fileOf(numbers: readonly number[]): Buffer {
  const size = numbers.length + 1;
  const places = new Map<number, number>();
  let text = '%PDF-1.7\n%\u00ff\u00ff\u00ff\u00ff\n';
  for (const number of numbers.slice(0, -1)) {
    places.set(number, text.length);
    text += `${number} 0 obj\n<<>>\nendobj\n`;
  }
  const last = numbers.at(-1) ?? 0;
  places.set(last, text.length);
  const entries = Array.from({ length: size }, (_, number) => {
    const place = number === 0 ? undefined : places.get(number);
    return place === undefined ? [0, 0, 0, 0, 0, 255, 255] : [1, 0, 0, 0, place, 0, 0];
  });
  const rows = entries.flatMap((entry, at) => [2, ...entry.map((byte, of) => byte - (entries[at - 1]?.[of] ?? 0))]);
  const stream = deflateSync(Buffer.from(rows));
  const said = `/Type /XRef /Size ${size} /W [1 4 2] /Filter /FlateDecode /DecodeParms <</Predictor 12 /Columns 7>>`;
  const begin = `${last} 0 obj\n<<${said} /Length ${stream.length}>>\nstream\n`;
  const end = `\nendstream\nendobj\nstartxref\n${places.get(last)}\n%%EOF\n`;
  return Buffer.concat([Buffer.from(text + begin, 'latin1'), stream, Buffer.from(end)]);
}

test('objects that are counted from 1 are read, in whatever order they stand', () => {
  for (const numbers of [
    [1, 2, 3],
    [2, 1, 3],
    [3, 2, 1],
  ])
    expect([...readObjects(fileOf(numbers)).all.keys()]).toEqual(numbers);
});

test.each([
  ['behind the last place that is told', [1, 9, 3], 2],
  ['whose number no object has', [1, 0, 2], 3],
])('an object %s, where no viewer finds it, is foreign', (_where, numbers, lacking) => {
  expect(() => readObjects(fileOf(numbers))).toThrow(`no object ${lacking}`);
});
