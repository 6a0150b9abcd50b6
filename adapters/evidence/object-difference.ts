// Holds a sealed report against the same drawn again, object by object, and names the first that differs.
import {
  byteRangeKey,
  contentsText,
  emptyByteRange,
  emptyContents,
  readByteRange,
} from '../../core/report/signature-hole.ts';
import type { Refusal } from '../../core/values/result.ts';
import { placeOf } from './pdf-document.ts';
import { dictionaryOf, nameAt, placedObjects, unpackedStream } from './pdf-objects.ts';
import type { PdfObject, PlacedObject } from './pdf-objects.ts';
import { ForeignPdf } from './pdf-value.ts';
import type { PdfValue } from './pdf-value.ts';

/**
 * @param pdf as it was sealed; its seal holds
 * @param drawn by this version of the program, with the room for a signature
 * @returns `null` when both hold the same objects; how their streams are compressed does not count
 */
export function objectDifference(pdf: Uint8Array, drawn: Uint8Array): Refusal | null {
  const unsealed = withoutSignature(pdf);
  if (unsealed.equals(drawn)) return null;
  const [head, other] = [headOf(unsealed), headOf(drawn)];
  if (head !== other) return refusalOf('the first two lines', JSON.stringify(head), JSON.stringify(other));
  try {
    const [issued, again] = [objectsOf(unsealed), objectsOf(drawn)];
    for (;;) {
      const [one, other] = [issued.next().value, again.next().value];
      if (one === undefined && other === undefined) return null;
      const differs = placedDifference(one ?? null, other ?? null);
      if (differs !== null) return differs;
    }
  } catch (error) {
    if (!(error instanceof ForeignPdf)) throw error;
    return refusalOf(error.where, error.message, 'an object as this version writes it');
  }
}

function headOf(pdf: Uint8Array): string {
  const [first = '', second = ''] = Buffer.from(pdf.subarray(0, 20)).toString('latin1').split('\n');
  return `${first}\n${second}`;
}

/** The file as it was drawn: what the sealer filled in is taken out again. */
function withoutSignature(pdf: Uint8Array): Buffer {
  const file = Buffer.from(pdf);
  const at = file.indexOf(byteRangeKey);
  const ranges = readByteRange(file.toString('latin1', at, at + emptyByteRange.length));
  if (at === -1 || ranges === null || ranges.after - ranges.before !== contentsText('').length) return file;
  file.write(emptyByteRange, at, 'latin1');
  file.write(emptyContents, ranges.before, 'latin1');
  return file;
}

function* objectsOf(bytes: Uint8Array): Generator<PlacedObject, undefined> {
  yield* placedObjects(bytes, Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('latin1'));
  return undefined;
}

function placedDifference(one: PlacedObject | null, other: PlacedObject | null): Refusal | null {
  if (one === null || other === null) return objectRefusal(one, other);
  for (let index = 0; index < Math.max(one.packed.length, other.packed.length); index += 1) {
    const [mine, theirs] = [one.packed[index] ?? null, other.packed[index] ?? null];
    if (mine === null || theirs === null || !isSame(mine, theirs)) return objectRefusal(mine, theirs);
  }
  // Their content is not compared: what an object stream packs was compared above, and the reader held the places to be true.
  const type = nameAt(dictionaryOf(one.value), 'Type');
  if (isSame(one, other, type === 'ObjStm' || type === 'XRef')) return null;
  return objectRefusal(one, other);
}

function isSame(one: PdfObject, other: PdfObject, exceptContent = false): boolean {
  return (
    one.number === other.number &&
    writtenOf(one) === writtenOf(other) &&
    (exceptContent || unpackedStream(one).equals(unpackedStream(other)))
  );
}

/** The value of an object as one text, but for the length of a stream, which hangs on its compression. */
function writtenOf({ value, stream }: PdfObject): string {
  const entries = dictionaryOf(value);
  if (stream === null || entries === null) return written(value);
  return written({ kind: 'dictionary', entries: new Map([...entries].filter(([key]) => key !== 'Length')) });
}

function written(value: PdfValue): string {
  switch (value.kind) {
    case 'dictionary':
      return `<<${[...value.entries].map(([key, inner]) => `${JSON.stringify(key)} ${written(inner)}`).join(' ')}>>`;
    case 'list':
      return `[${value.items.map(written).join(' ')}]`;
    case 'name':
      return `/${JSON.stringify(value.name)}`;
    case 'text':
      return JSON.stringify(value.text);
    case 'number':
      return String(value.value);
    case 'reference':
      return `${value.to} R`;
    case 'word':
      return value.word;
    default:
      return value satisfies never;
  }
}

function objectRefusal(one: PdfObject | null, other: PdfObject | null): Refusal {
  const object = one ?? other;
  const where = object === null ? 'the end' : `object ${object.number}${placeOf(dictionaryOf(object.value))}`;
  const [found, expected] = [
    one === null ? 'no object' : writtenOf(one),
    other === null ? 'no object' : writtenOf(other),
  ];
  if (found !== expected) return refusalOf(where, shortened(found), shortened(expected));
  if (one === null || other === null) return refusalOf(where, found, expected);
  const [mine, theirs] = [unpackedStream(one), unpackedStream(other)];
  let at = 0;
  while (at < mine.length && mine[at] === theirs[at]) at += 1;
  return refusalOf(`${where}, byte ${at} of its stream`, stretch(mine, at), stretch(theirs, at));
}

function shortened(text: string): string {
  return text.length > 160 ? `${text.slice(0, 157)}...` : text;
}

function stretch(bytes: Buffer, at: number): string {
  return at === bytes.length ? 'its end' : JSON.stringify(bytes.toString('latin1', at, at + 40));
}

function refusalOf(where: string, found: string, expected: string): Refusal {
  return { what: 'the report holds an object that its data do not yield', where, found, expected };
}
