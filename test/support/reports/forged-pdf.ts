// A report's PDF as a forger edits it who knows the form: objects are changed, and the file is laid down again around them.
import { createHash } from 'node:crypto';
import { deflateSync, inflateSync } from 'node:zlib';
import { readObjects, placedObjects } from '../../../adapters/evidence/pdf-objects.ts';
import { contentsText, emptyByteRange, emptyContents, readByteRange } from '../../../core/report/signature-hole.ts';
import { CrossReference } from '../../../drawing/pdf/cross-reference.ts';
import { flate } from '../../../drawing/pdf/flate.ts';

const crossReference = /\/Type \/XRef/;
const isFile = /\/Type \/EmbeddedFile/;

/** How a forger writes what the objects are packed into. */
export interface Packing {
  /** @param kind of what is packed: an attached file, another stream of its own, objects together, or the places of all */
  readonly pack: (stream: Buffer, kind: 'file' | 'stream' | 'objects' | 'places') => Buffer;
  /** Edits the numbers and places of packed objects, which stand before the objects. */
  readonly index: (text: string) => string;
  /** Edits what is said of objects that are packed together, and of the places of all. */
  readonly said: (dictionary: string) => string;
}

const asWritten: Packing = {
  pack: (stream, kind) => (kind === 'file' ? deflateSync(stream) : flate(stream)),
  index: (text) => text,
  said: (dictionary) => dictionary,
};

/** Texts are Latin-1, as the bytes stand; streams are unpacked, and packed again where they were. */
export class ForgedPdf {
  readonly #head: string;
  #trailer = '';
  /** Objects that stand in the file by themselves, in its order. */
  readonly #plain: number[] = [];
  /** Of each object stream, the numbers of what it packs. */
  readonly #packs: (readonly number[])[] = [];
  readonly #texts = new Map<number, string>();
  readonly #streams = new Map<number, Buffer>();

  /** @param drawn with the room for a signature, or sealed: then its signature is taken out */
  constructor(drawn: Uint8Array) {
    const pdf = unsealed(drawn);
    const text = pdf.toString('latin1');
    readObjects(pdf);
    this.#head = text.slice(0, text.indexOf('\n', text.indexOf('\n') + 1) + 1);
    const all = [...placedObjects(pdf, text)];
    for (const [index, { number, offset, stream, packed }] of all.entries()) {
      const whole = text.slice(offset + `${number} 0 obj\n`.length, all[index + 1]?.offset);
      const own = whole.slice(0, stream === null ? whole.lastIndexOf('\nendobj') : whole.indexOf('\nstream'));
      const unpacked = stream !== null && own.includes('FlateDecode') ? inflateSync(stream) : stream;
      if (packed.length > 0) {
        this.#packs.push(packed.map((object) => object.number));
        this.#unpack(own, unpacked?.toString('latin1') ?? '');
      } else if (crossReference.test(own)) this.#trailer = own.slice('<<\n'.length, own.search(crossReference));
      else {
        this.#plain.push(number);
        this.#texts.set(number, own);
        if (unpacked !== null) this.#streams.set(number, unpacked);
      }
    }
  }

  #unpack(dictionary: string, inside: string): void {
    const first = Number(/\/First (\d+)/.exec(dictionary)?.[1]);
    const pairs = inside.slice(0, first).trim().split(/\s+/).map(Number);
    for (let at = 0; at < pairs.length; at += 2) {
      const [number = 0, begin = 0, , end] = pairs.slice(at, at + 4);
      this.#texts.set(number, inside.slice(first + begin, end === undefined ? undefined : first + end).trimEnd());
    }
  }

  /** The numbers of all objects but the object streams and the cross-reference. */
  get numbers(): readonly number[] {
    return [...this.#texts.keys()];
  }

  /** @returns the number of the nth object whose text, or whose unpacked stream, holds this */
  find(what: RegExp | string, nth = 0): number {
    const holds = (text: string): boolean => (typeof what === 'string' ? text.includes(what) : what.test(text));
    const found = this.numbers.filter((number) => holds(this.text(number)));
    const number = found.at(nth);
    if (number === undefined) throw new Error(`the report has no object with ${String(what)}`);
    return number;
  }

  text(number: number): string {
    return this.#texts.get(number) ?? '';
  }

  stream(number: number): Buffer | null {
    return this.#streams.get(number) ?? null;
  }

  /** Throws when the edit changes nothing, because a test with no forgery proves nothing. */
  edit(number: number, edit: (text: string) => string): this {
    const [before, after] = [this.text(number), edit(this.text(number))];
    if (before === after) throw new Error(`object ${number} stays as it is: ${before.slice(0, 300)}`);
    this.#texts.set(number, after);
    return this;
  }

  /** The bytes of a stream, unpacked, as Latin-1. */
  editStream(number: number, edit: (text: string) => string): this {
    const before = this.#streams.get(number)?.toString('latin1') ?? '';
    const after = edit(before);
    if (before === after) throw new Error(`the stream of object ${number} stays as it is`);
    this.#streams.set(number, Buffer.from(after, 'latin1'));
    return this;
  }

  /** The content of an attached file, and size and digest that are told of it. */
  editFile(number: number, edit: (text: string) => string): this {
    const content = this.editStream(number, edit).stream(number) ?? Buffer.alloc(0);
    const digest = createHash('md5').update(content).digest('hex');
    return this.edit(number, (text) =>
      text.replace(/\/Size \d+/, `/Size ${content.length}`).replace(/\/CheckSum \(\w+/, `/CheckSum (${digest}`),
    );
  }

  /** The entries of the trailer. */
  editTrailer(edit: (text: string) => string): this {
    const before = this.#trailer;
    this.#trailer = edit(before);
    if (this.#trailer === before) throw new Error(`the trailer stays as it is: ${before}`);
    return this;
  }

  /** @returns the number of an object that is new */
  add(text: string, stream?: string): number {
    const number = Math.max(...this.numbers) + 1;
    this.#texts.set(number, text);
    if (stream !== undefined) this.#streams.set(number, Buffer.from(stream, 'latin1'));
    this.#plain.push(number);
    return number;
  }

  /** As this product lays it down, with the room for a signature. */
  bytes(how: Partial<Packing> = {}): Buffer {
    const packing = { ...asWritten, ...how };
    const places = new CrossReference();
    const parts: Buffer[] = [];
    let sent = 0;
    const send = (bytes: Buffer): void => {
      sent += bytes.length;
      parts.push(bytes);
    };
    send(Buffer.from(this.#head, 'latin1'));
    for (const number of this.#plain) {
      places.standsAt(number, sent);
      send(this.#written(number, packing));
    }
    for (const [index, packs] of this.#packs.entries()) {
      for (const [place, number] of packs.entries()) places.isPacked(number, { stream: index + 1, index: place });
    }
    const firstStream = places.next;
    for (const packs of this.#packs) {
      const number = places.next;
      places.standsAt(number, sent);
      send(this.#packed(number, packs, packing));
    }
    const begin = sent;
    const number = places.next;
    places.standsAt(number, begin);
    const { dictionary, stream } = places.written(firstStream, this.#trailer);
    const packed = packing.pack(inflateSync(stream), 'places');
    send(streamed(number, packing.said(dictionary.replace(/\/Length \d+/, `/Length ${packed.length}`)), packed));
    send(Buffer.from(`startxref\n${begin}\n%%EOF\n`));
    return Buffer.concat(parts);
  }

  #written(number: number, { pack }: Packing): Buffer {
    const [text, stream] = [this.text(number), this.#streams.get(number)];
    if (stream === undefined) return Buffer.from(`${number} 0 obj\n${text}\nendobj\n`, 'latin1');
    const bytes = text.includes('FlateDecode') ? pack(stream, isFile.test(text) ? 'file' : 'stream') : stream;
    const dictionary = text.includes('/Length ')
      ? text.replace(/\/Length \d+/, `/Length ${bytes.length}`)
      : text.replace(/>>$/, `/Length ${bytes.length}>>`);
    return streamed(number, dictionary, bytes);
  }

  #packed(number: number, packs: readonly number[], { pack, index: written, said }: Packing): Buffer {
    let at = 0;
    const bodies: string[] = [];
    const index = packs.map((object) => {
      const place = `${object} ${at}`;
      bodies.push(`${this.text(object)}\n`);
      at += bodies.at(-1)?.length ?? 0;
      return place;
    });
    const head = written(`${index.join(' ')}\n`);
    const stream = pack(Buffer.from(head + bodies.join(''), 'latin1'), 'objects');
    const own = `/Type /ObjStm /N ${packs.length} /First ${head.length}`;
    return streamed(number, said(`<<${own} /Filter /FlateDecode /Length ${stream.length}>>`), stream);
  }
}

function streamed(number: number, dictionary: string, stream: Buffer): Buffer {
  const [before, after] = [`${number} 0 obj\n${dictionary}\nstream\n`, '\nendstream\nendobj\n'];
  return Buffer.concat([Buffer.from(before, 'latin1'), stream, Buffer.from(after, 'latin1')]);
}

/** Takes out what a sealer filled in. */
export function unsealed(pdf: Uint8Array): Buffer {
  const file = Buffer.from(pdf);
  const at = file.indexOf('/ByteRange');
  const ranges = readByteRange(file.toString('latin1', at, at + emptyByteRange.length));
  if (ranges === null) return file;
  file.write(emptyByteRange, at, 'latin1');
  file.write(emptyContents, ranges.before, 'latin1');
  return file;
}

/** The signature of one file in the room of another: what somebody does who has no key. */
export function withSignatureOf(pdf: Uint8Array, genuine: Uint8Array): Buffer {
  const [file, signed] = [Buffer.from(pdf), Buffer.from(genuine).toString('latin1')];
  const at = signed.indexOf('/ByteRange');
  const ranges = readByteRange(signed.slice(at, at + emptyByteRange.length));
  const room = file.indexOf(emptyContents);
  const range = file.indexOf(emptyByteRange);
  if (ranges === null || room === -1 || range === -1) throw new Error('one of the files has no room for a signature');
  const after = room + contentsText('').length;
  file.write(`/ByteRange [0 ${room} ${after} ${file.length - after}]`.padEnd(emptyByteRange.length), range, 'latin1');
  file.write(signed.slice(ranges.before, ranges.after), room, 'latin1');
  return file;
}
