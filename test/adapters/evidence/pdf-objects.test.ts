// The objects of a PDF are those that every viewer finds: each stands once, and where the one cross-reference says.
import { deflateSync } from 'node:zlib';
import { describe, expect, test } from 'vitest';
import { readObjects } from '../../../adapters/evidence/pdf-objects.ts';

interface Placed {
  readonly number: number;
  /** Behind its number, up to its end. */
  readonly body: string;
  /** Numbers of the objects that are packed in it, in their order. */
  readonly packs?: readonly number[];
}

const dictionary = '<<>>\n';
const shape = '/W [1 4 2] /Filter /FlateDecode /DecodeParms <</Predictor 12 /Columns 7>>';

/**
 * A file of these objects, and behind them a cross-reference whose places are true, of as many objects as there are.
 *
 * @param said of the cross-reference
 */
function fileOf(objects: readonly Placed[], { last = objects.length + 1, said = shape } = {}): Buffer {
  const entries = new Map<number, readonly number[]>();
  let text = '%PDF-1.7\n%\u00ff\u00ff\u00ff\u00ff\n';
  const standsHere = (number: number): void => void entries.set(number, [1, 0, 0, text.length >> 8, text.length, 0, 0]);
  for (const { number, body, packs = [] } of objects) {
    standsHere(number);
    packs.forEach((packed, index) => entries.set(packed, [2, 0, 0, 0, number, 0, index]));
    text += `${number} 0 obj\n${body}endobj\n`;
  }
  standsHere(last);
  const free = [0, 0, 0, 0, 0, 0xff, 0xff];
  const listed = Array.from({ length: entries.size + 1 }, (_, number) =>
    number === 0 ? free : (entries.get(number) ?? free),
  );
  const rows = listed.flatMap((entry, at) => [2, ...entry.map((byte, of) => byte - (listed[at - 1]?.[of] ?? 0))]);
  const xref = streamed(`/Type /XRef /Size ${listed.length} ${said}`, Buffer.from(rows));
  return Buffer.from(`${text}${last} 0 obj\n${xref}endobj\nstartxref\n${text.length}\n%%EOF\n`, 'latin1');
}

function streamed(said: string, content: string | Buffer, length?: string): string {
  const packed = deflateSync(content).toString('latin1');
  return `<<${said} /Length ${length ?? packed.length}>>\nstream\n${packed}\nendstream\n`;
}

/** Packs an array and a number as the objects 2 and 3. */
function packing(index = '2 0 3 4\n', inside = '[1]\n17\n', count = 2): Placed {
  const said = `/Type /ObjStm /N ${count} /First ${index.length} /Filter /FlateDecode`;
  return { number: 1, body: streamed(said, index + inside), packs: [2, 3] };
}

/** Told of the object 1 by the object 2. */
function withLength(length: number): Buffer {
  const stream = { number: 1, body: streamed('/Filter /FlateDecode', 'NO FINDINGS', '2 0 R') };
  return fileOf([stream, { number: 2, body: `${length}\n` }]);
}

function edited(file: Buffer, edit: (text: string) => string): Buffer {
  return Buffer.from(edit(file.toString('latin1')), 'latin1');
}

const one: Placed = { number: 1, body: dictionary };
const two: Placed = { number: 2, body: dictionary };

describe('objects are read', () => {
  test('in whatever order they stand', () => {
    expect([...readObjects(fileOf([one, two])).all.keys()]).toEqual([1, 2, 3]);
    expect([...readObjects(fileOf([two, one])).all.keys()]).toEqual([2, 1, 3]);
    expect([...readObjects(fileOf([two, { ...one, number: 3 }], { last: 1 })).all.keys()]).toEqual([2, 3, 1]);
  });

  test('also where they are packed together', () => {
    const { all } = readObjects(fileOf([packing()], { last: 4 }));
    expect([...all.keys()]).toEqual([1, 2, 3, 4]);
    expect(all.get(3)?.value).toEqual({ kind: 'number', value: 17 });
  });

  test('where another object tells the length of one, as before 0.2.0', () => {
    const packed = deflateSync('NO FINDINGS');
    expect(readObjects(withLength(packed.length)).all.get(1)?.stream).toEqual(packed);
    expect(() => readObjects(withLength(packed.length - 1))).toThrow('another length than its stream has');
  });
});

test.each([
  ['behind the last place that is told', { ...two, number: 9 }, 2],
  ['with the number 0', { ...two, number: 0 }, 3],
])('an object %s, where no viewer finds it, is foreign', (_where, lost, lacking) => {
  expect(() => readObjects(fileOf([one, lost], { last: lacking === 3 ? 2 : 3 }))).toThrow(`no object ${lacking}`);
});

test.each([
  ['that stands in it twice', fileOf([one, one], { last: 2 }), 'the object twice'],
  ['that is packed, and stands in it', fileOf([packing(), two], { last: 4 }), 'the object twice'],
  ['that has no end', edited(fileOf([one]), (text) => text.replace('endobj', '')), 'does not end where it should'],
])('a file is foreign with an object %s', (_what, file, told) => {
  expect(() => readObjects(file)).toThrow(told);
});

test.each([
  ['in another order than their index', packing('2 4 3 0\n'), 'another place than behind the one before'],
  ['with a gap between them', packing('2 0 3 5\n'), 'another place than behind the one before'],
  ['more of them than are counted', packing('2 0 3 4\n', '[1]\n17\n', 1), 'an index of another length'],
  ['and more than those of the index', packing('2 0 3 4\n', '[1]\n17\n(NO FINDINGS)\n'), 'more than the objects'],
  ['by an index of names', packing('2 0 3 /4\n'), 'an index of something else than numbers'],
])('packed objects are foreign %s', (_what, packed, told) => {
  expect(() => readObjects(fileOf([packed], { last: 4 }))).toThrow(told);
});

test.each([
  ['another predictor', shape.replace('12', '15'), 'another /Predictor'],
  ['rows of another length', shape.replace('Columns 7', 'Columns 8'), 'another /Columns'],
  ['entries of another form', shape.replace('1 4 2', '1 3 3'), 'entries of 1 3 3 bytes'],
  ['two lengths', `${shape} /Length (9)`, 'the key /Length twice'],
])('a cross-reference is foreign with %s', (_what, said, told) => {
  expect(() => readObjects(fileOf([one], { said }))).toThrow(told);
});

test.each([
  ['begins otherwise', (text: string) => text.replace('1.7', '2.0'), 'another header'],
  [
    'ends with an object',
    (text: string) => text.slice(0, text.indexOf('startxref')),
    'neither an object nor the one end',
  ],
  [
    'names another place at its end',
    (text: string) => text.replace(/(?<=startxref\n)\d/, '9'),
    'that of the last object',
  ],
  ['has no cross-reference', (text: string) => text.replace('/XRef', '/XReg'), 'no cross-reference'],
])('a file is foreign that %s', (_what, edit, told) => {
  expect(() => readObjects(edited(fileOf([one]), edit))).toThrow(told);
});
