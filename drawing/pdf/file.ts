// Writes the objects of a PDF file as they come, small ones packed and compressed, so that memory does not follow its size.
import { deflateSync } from 'node:zlib';
import { ByteSink } from './byte-sink.ts';
import { reference } from './syntax.ts';

/** Bodies that share one compressed object stream: enough to compress well, few enough to be opened singly. */
const objectsPerStream = 500;
const unwritten = -1;
/** Bytes of one entry of the cross-reference stream: kind, place, index (ISO 32000-1, 7.5.8). */
const entryWidths = [1, 4, 2] as const;

/**
 * A PDF 1.7 file under way. Objects are numbered when they are reserved or added and can be written in any order;
 * `take` hands over what is ready to be sent.
 */
export class PdfFile {
  #ready: Uint8Array[] = [];
  #sent = 0;
  /** By object number: the number of the object stream that holds it, or 0 when it stands in the file by itself. */
  readonly #holder: number[] = [0];
  /** By object number: the offset in the file, or the index in its object stream. */
  readonly #place: number[] = [0];
  #packedNumbers: number[] = [];
  #packedOffsets: number[] = [];
  readonly #packed = new ByteSink();
  #streamStart = 0;

  constructor() {
    this.#send(Buffer.from('%PDF-1.7\n%\xE2\xE3\xCF\xD3\n', 'latin1'));
  }

  /** A number for an object that others may already point to; it has to be written before the file is finished. */
  reserve(): number {
    this.#holder.push(0);
    return this.#place.push(unwritten) - 1;
  }

  /** Adds a small object, which is packed with others. */
  add(body: string, objectNumber: number = this.reserve()): number {
    this.#packedNumbers.push(objectNumber);
    this.#packedOffsets.push(this.#packed.length);
    this.#packed.append(body);
    this.#packed.append('\n');
    if (this.#packedNumbers.length >= objectsPerStream) this.#flushPacked();
    return objectNumber;
  }

  /** Adds an object that stands in the file by itself, in the clear: a signature must be found there. */
  addPlain(body: string, objectNumber: number = this.reserve()): number {
    this.#here(objectNumber);
    this.#send(Buffer.from(`${objectNumber} 0 obj\n${body}\nendobj\n`, 'latin1'));
    return objectNumber;
  }

  /** Adds a stream, compressed. `entries` are those of its dictionary besides length and filter. */
  addStream(entries: string, data: Uint8Array | string, objectNumber: number = this.reserve()): number {
    const packed = deflateSync(typeof data === 'string' ? Buffer.from(data, 'latin1') : data);
    this.#here(objectNumber);
    const head = `${objectNumber} 0 obj\n<<${entries}/Filter/FlateDecode/Length ${packed.length}>>\nstream\n`;
    this.#send(Buffer.from(head, 'latin1'));
    this.#send(packed);
    this.#send(Buffer.from('\nendstream\nendobj\n', 'latin1'));
    return objectNumber;
  }

  /** Begins a stream whose deflated bytes follow with `sendStream`, and whose length is not known yet. */
  beginStream(entries: string, objectNumber: number): { readonly length: number } {
    const length = this.reserve();
    this.#here(objectNumber);
    const head = `${objectNumber} 0 obj\n<<${entries}/Filter/FlateDecode/Length ${reference(length)}>>\nstream\n`;
    this.#send(Buffer.from(head, 'latin1'));
    this.#streamStart = this.#sent;
    return { length };
  }

  sendStream(deflated: Uint8Array): void {
    this.#send(deflated);
  }

  endStream(begun: { readonly length: number }): void {
    const bytes = this.#sent - this.#streamStart;
    this.#send(Buffer.from('\nendstream\nendobj\n', 'latin1'));
    this.addPlain(String(bytes), begun.length);
  }

  /** What is written and not yet handed over: one piece, or none. */
  *take(): Generator<Uint8Array, void> {
    const ready = this.#ready;
    this.#ready = [];
    if (ready.length > 0) yield Buffer.concat(ready);
  }

  /** Writes the cross-reference stream and the trailer. Throws when a reserved object was never written. */
  finish(trailer: { readonly root: number; readonly info: number; readonly id: string }): void {
    this.#flushPacked();
    const own = this.reserve();
    this.#place[own] = this.#sent;
    const missing = this.#place.indexOf(unwritten);
    if (missing !== -1) throw new Error(`PDF object ${missing} was promised and never written`);
    const packed = deflateSync(this.#crossReference());
    const entries = [
      `/Type/XRef/Size ${this.#place.length}/W[${entryWidths.join(' ')}]`,
      `/Root ${reference(trailer.root)}/Info ${reference(trailer.info)}/ID[<${trailer.id}><${trailer.id}>]`,
      `/Filter/FlateDecode/DecodeParms<</Predictor 12/Columns 7>>/Length ${packed.length}`,
    ];
    this.#send(Buffer.from(`${own} 0 obj\n<<${entries.join('')}>>\nstream\n`, 'latin1'));
    const start = this.#place[own];
    this.#send(packed);
    this.#send(Buffer.from(`\nendstream\nendobj\nstartxref\n${start}\n%%EOF\n`, 'latin1'));
  }

  #send(bytes: Uint8Array): void {
    this.#ready.push(bytes);
    this.#sent += bytes.length;
  }

  #here(objectNumber: number): void {
    this.#place[objectNumber] = this.#sent;
  }

  #flushPacked(): void {
    if (this.#packedNumbers.length === 0) return;
    const holder = this.reserve();
    const offsets = this.#packedOffsets;
    const index = this.#packedNumbers.map((objectNumber, position) => {
      this.#holder[objectNumber] = holder;
      this.#place[objectNumber] = position;
      return `${objectNumber} ${offsets[position]}`;
    });
    const head = `${index.join(' ')}\n`;
    const body = Buffer.concat([Buffer.from(head, 'latin1'), this.#packed.take()]);
    this.#packedNumbers = [];
    this.#packedOffsets = [];
    this.addStream(`/Type/ObjStm/N ${index.length}/First ${head.length}`, body, holder);
  }

  /** Each entry less the one before it, byte by byte (PNG predictor "up"): neighbours differ little. */
  #crossReference(): Uint8Array {
    const width = entryWidths[0] + entryWidths[1] + entryWidths[2];
    const rows = Buffer.alloc(this.#place.length * (width + 1));
    const before = Buffer.alloc(width);
    const entry = Buffer.alloc(width);
    this.#place.forEach((place, objectNumber) => {
      const holder = this.#holder[objectNumber] ?? 0;
      entry.writeUInt8(objectNumber === 0 ? 0 : holder === 0 ? 1 : 2, 0);
      entry.writeUInt32BE(holder === 0 ? place : holder, 1);
      entry.writeUInt16BE(objectNumber === 0 ? 0xffff : holder === 0 ? 0 : place, 5);
      const at = objectNumber * (width + 1);
      rows[at] = 2;
      for (let index = 0; index < width; index += 1) {
        rows[at + 1 + index] = (entry[index] ?? 0) - (before[index] ?? 0);
      }
      entry.copy(before);
    });
    return rows;
  }
}
