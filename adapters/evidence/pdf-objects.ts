// Reads the objects of a PDF as this product lays them down: one after the other, once each, and nothing between them.
import { inflateSync } from 'node:zlib';
import * as z from 'zod/mini';
import { ForeignPdf, readValue } from './pdf-value.ts';
import type { PdfDictionary, PdfValue } from './pdf-value.ts';

export interface PdfObject {
  readonly number: number;
  readonly value: PdfValue;
  /** As it stands in the file, packed; `null` for an object that is no stream. */
  readonly stream: Buffer | null;
}

/** An object that stands in the file by itself; an object stream with what is packed in it. */
export interface PlacedObject extends PdfObject {
  readonly offset: number;
  readonly packed: readonly PdfObject[];
}

export interface PdfObjects {
  readonly all: ReadonlyMap<number, PdfObject>;
  /** The dictionary of the cross-reference, which is the trailer too. */
  readonly trailer: PdfDictionary;
}

const header = /%PDF-1\.7\n%[^\n]{4}\n/y;
const head = /(\d{1,8}) 0 obj\n/y;
const beginOfStream = /\r?\nstream\r?\n/y;
const endOfStream = /\r?\nendstream\nendobj\n\n?/y;
const endOfObject = /[\r\n ]*endobj\n\n?/y;
/** Digits and blanks alone: viewers read other ways of writing a number differently. */
const indexOfStream = /^\d{1,10}(?: \d{1,10})*\n$/;
const end = /startxref\n(\d{1,10})\n%%EOF\n?$/y;

/**
 * The file has one header, objects, one cross-reference that tells the true place of each of them, and one end: so
 * every program that reads it, from the front or from the back, sees the same objects.
 *
 * @throws ForeignPdf
 */
export function readObjects(pdf: Uint8Array): PdfObjects {
  const text = Buffer.from(pdf.buffer, pdf.byteOffset, pdf.byteLength).toString('latin1');
  const placed = [...placedObjects(pdf, text)];
  const last = placed.at(-1);
  const trailer = last === undefined ? null : dictionaryOf(last.value);
  if (last === undefined || trailer === null || nameAt(trailer, 'Type') !== 'XRef') {
    throw new ForeignPdf('the end of the file', 'no cross-reference');
  }
  const all = new Map<number, PdfObject>();
  const truth = new Map<number, readonly [kind: number, place: number, index: number]>();
  for (const object of placed) {
    put(all, object);
    truth.set(object.number, [1, object.offset, 0]);
    for (const [index, inner] of object.packed.entries()) {
      put(all, inner);
      truth.set(inner.number, [2, object.number, index]);
    }
  }
  for (const object of placed) {
    holdLength(object, all);
    unpackedStream(object);
  }
  holdCrossReference(last, trailer, truth);
  return { all, trailer };
}

/** The objects that stand in the file by themselves, in its order. */
export function* placedObjects(pdf: Uint8Array, text: string): Generator<PlacedObject, void> {
  const file = Buffer.from(pdf.buffer, pdf.byteOffset, pdf.byteLength);
  let at = take(header, text, 0)?.end ?? foreign('the beginning of the file', 'another header');
  let last = 0;
  for (let begin = take(head, text, at); begin !== null; begin = take(head, text, at)) {
    const number = Number(begin.found[1]);
    const where = `object ${number}`;
    const { value, end: behind } = readValue(text, begin.end, where);
    const streamed = take(beginOfStream, text, behind);
    let stream: Buffer | null = null;
    let rest = behind;
    if (streamed !== null) {
      const length = lengthOf(value, { text, from: streamed.end, where });
      stream = file.subarray(streamed.end, streamed.end + length);
      rest = streamed.end + length;
    }
    const over = take(stream === null ? endOfObject : endOfStream, text, rest);
    if (over === null) throw new ForeignPdf(where, 'an object that does not end where it should');
    const object = { number, value, stream };
    yield { ...object, offset: at, packed: packedIn(object, where) };
    last = at;
    at = over.end;
  }
  const ending = take(end, text, at);
  if (ending === null) throw new ForeignPdf(`byte ${at}`, 'something that is neither an object nor the one end');
  if (Number(ending.found[1]) !== last) throw new ForeignPdf('startxref', 'another place than that of the last object');
}

/** Version 0.1.0 states the length of an attachment in an object behind it. */
function lengthOf(value: PdfValue, { text, from, where }: { text: string; from: number; where: string }): number {
  const dictionary = dictionaryOf(value);
  if (dictionary?.get('Length')?.kind !== 'reference') return numberAt(dictionary, 'Length', where);
  const over = text.indexOf('\nendstream\nendobj\n', from);
  return over === -1 ? foreign(where, 'a stream without an end') : over - from;
}

function holdLength(object: PdfObject, all: ReadonlyMap<number, PdfObject>): void {
  const length = object.stream === null ? undefined : dictionaryOf(object.value)?.get('Length');
  if (length?.kind !== 'reference') return;
  const stated = all.get(length.to)?.value;
  if (stated?.kind === 'number' && stated.value === object.stream?.length) return;
  throw new ForeignPdf(`object ${object.number}`, 'another length than its stream has');
}

function packedIn(object: PdfObject, where: string): readonly PdfObject[] {
  const dictionary = dictionaryOf(object.value);
  if (object.stream === null || dictionary === null || nameAt(dictionary, 'Type') !== 'ObjStm') return [];
  const text = unpackedStream(object).toString('latin1');
  const first = numberAt(dictionary, 'First', where);
  const head = text.slice(0, first);
  if (!indexOfStream.test(head)) throw new ForeignPdf(where, 'an index of something else than numbers');
  const index = head.trim().split(' ').map(Number);
  if (index.length !== 2 * numberAt(dictionary, 'N', where)) throw new ForeignPdf(where, 'an index of another length');
  const packed: PdfObject[] = [];
  let at = first;
  for (let pair = 0; pair < index.length; pair += 2) {
    const [number = -1, offset = -1] = index.slice(pair, pair + 2);
    if (first + offset !== at) throw new ForeignPdf(`object ${number}`, 'another place than behind the one before');
    const read = readValue(text, at, `object ${number}`);
    packed.push({ number, value: read.value, stream: null });
    at = read.end;
    while (at < text.length && (text[at] === '\n' || text[at] === ' ')) at += 1;
  }
  if (at !== text.length) throw new ForeignPdf(where, 'more than the objects of its index');
  return packed;
}

/** Entries of 1, 4 and 2 bytes, each less the one before it (PNG predictor "up"). */
const width = 7;
const up = 2;
const form = { W: '1 4 2', Predictor: 12, Columns: width };

/**
 * Held to the bytes that are written, unpacked: to decode them here would be one more reading than the viewers have. The
 * numbers are counted from 1, as in every version: one without a place stands in the file, and in no viewer.
 */
function holdCrossReference(
  object: PdfObject,
  trailer: PdfDictionary,
  truth: ReadonlyMap<number, readonly [kind: number, place: number, index: number]>,
): void {
  const where = `object ${object.number} (cross-reference)`;
  const parameters = dictionaryOf(trailer.get('DecodeParms'));
  for (const key of ['Predictor', 'Columns'] as const) {
    if (numberAt(parameters, key, where) !== form[key]) throw new ForeignPdf(where, `another /${key}`);
  }
  const widths = trailer.get('W');
  const stated =
    widths?.kind === 'list' ? widths.items.map((item) => (item.kind === 'number' ? item.value : item.kind)) : [];
  if (stated.join(' ') !== form.W) throw new ForeignPdf(where, `entries of ${stated.join(' ')} bytes`);
  const size = numberAt(trailer, 'Size', where);
  const rows = unpackedStream(object);
  if (size !== truth.size + 1 || rows.length !== size * (width + 1)) {
    throw new ForeignPdf(where, `${size} entries for ${truth.size} objects`);
  }
  const before = Buffer.alloc(width);
  for (let number = 0; number < size; number += 1) {
    const told = number === 0 ? noObject : truth.get(number);
    if (told === undefined) throw new ForeignPdf(where, `no object ${number}, and ${truth.size} objects in all`);
    const [kind, place, index] = told;
    const entry = Buffer.alloc(width);
    entry.writeUInt8(kind, 0);
    entry.writeUInt32BE(place, 1);
    entry.writeUInt16BE(index, 5);
    const row = Buffer.from([up, ...entry.map((byte, at) => byte - (before[at] ?? 0))]);
    if (!row.equals(rows.subarray(number * row.length, (number + 1) * row.length)))
      throw new ForeignPdf(where, `another place for object ${number} than it has`);
    entry.copy(before);
  }
}

const noObject = [0, 0, 0xffff] as const;

const inflated = z.object({ buffer: z.instanceof(Buffer), engine: z.object({ bytesWritten: z.number() }) });

/**
 * What a stream holds, to its last byte: behind the end of what is packed, where no viewer looks, there is nothing.
 *
 * @throws ForeignPdf
 */
function unpacked(stream: Uint8Array, where: string): Buffer {
  let read: z.infer<typeof inflated>;
  try {
    read = inflated.parse(inflateSync(stream, { info: true }));
  } catch (error) {
    throw new ForeignPdf(where, error instanceof Error ? error.message : String(error));
  }
  if (read.engine.bytesWritten === stream.length) return read.buffer;
  throw new ForeignPdf(where, `${stream.length - read.engine.bytesWritten} bytes behind the end of what is packed`);
}

/**
 * What a stream holds, and nothing of an object that is none. By another filter it stays as it stands: none is ever written.
 *
 * @throws ForeignPdf
 */
export function unpackedStream({ number, value, stream }: PdfObject): Buffer {
  if (stream === null) return Buffer.alloc(0);
  return nameAt(dictionaryOf(value), 'Filter') === 'FlateDecode' ? unpacked(stream, `object ${number}`) : stream;
}

function put(all: Map<number, PdfObject>, object: PdfObject): void {
  if (all.has(object.number)) throw new ForeignPdf(`object ${object.number}`, 'the object twice');
  all.set(object.number, object);
}

export function dictionaryOf(value: PdfValue | undefined): PdfDictionary | null {
  return value?.kind === 'dictionary' ? value.entries : null;
}

export function nameAt(dictionary: PdfDictionary | null, key: string): string | null {
  const value = dictionary?.get(key);
  return value?.kind === 'name' ? value.name : null;
}

function numberAt(dictionary: PdfDictionary | null, key: string, where: string): number {
  const value = dictionary?.get(key);
  if (value?.kind === 'number' && Number.isSafeInteger(value.value) && value.value >= 0) return value.value;
  throw new ForeignPdf(where, `no number as its /${key}`);
}

function take(pattern: RegExp, text: string, at: number): { found: RegExpExecArray; end: number } | null {
  pattern.lastIndex = at;
  const found = pattern.exec(text);
  return found === null ? null : { found, end: pattern.lastIndex };
}

function foreign(where: string, found: string): never {
  throw new ForeignPdf(where, found);
}
