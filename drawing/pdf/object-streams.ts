// Packs what pdfkit writes: its small objects into compressed object streams, its table of offsets into a stream.
import { deflateSync } from 'node:zlib';
import { ByteSink } from './byte-sink.ts';
import { CrossReference } from './cross-reference.ts';

/** Bodies that share one compressed object stream: enough to compress well, few enough to be opened singly. */
const objectsPerStream = 500;
/** So many bytes are read together; what waits to be read is hardly more. */
const bytesPerReading = 1_000_000;

const endOfObject = '\nendobj\n';
const beginOfStream = '\nstream\n';
const endOfStream = '\nendstream\nendobj\n';
const table = 'xref\n';
const trailer = 'trailer\n<<\n';
const endOfTrailer = '>>\nstartxref\n';
const catalog = '<<\n/Type /Catalog\n';
const signature = '<<\n/Type /Sig\n';

/**
 * The same file in fewer bytes. pdfkit writes each object by itself: a line `1 0 obj`, its value, in which no string
 * holds a line break, and a line `endobj`. Streams pass as they are. All other objects are packed (ISO 32000-1, 7.5.7)
 * but one: the signature must be found and filled in the clear.
 */
export class ObjectStreams {
  readonly #unread = new ByteSink();
  #reading: 'header' | 'objects' | 'table' = 'header';
  #ready: Uint8Array[] = [];
  #sent = 0;
  readonly #places = new CrossReference();
  readonly #packed = new ByteSink();
  #packedNumbers: number[] = [];
  #packedOffsets: number[] = [];
  /** Object streams that are full. They come last, since their numbers follow those of pdfkit. */
  readonly #full: { readonly dictionary: string; readonly stream: Uint8Array }[] = [];
  readonly #catalogEntries: () => string;

  /** @param catalogEntries what the catalog says beside pdfkit's own entries, asked for when it is written */
  constructor(catalogEntries: () => string) {
    this.#catalogEntries = catalogEntries;
  }

  /** Takes the next bytes of pdfkit, however they are cut. */
  write(bytes: Uint8Array): void {
    this.#unread.appendBytes(bytes);
    if (this.#unread.length > bytesPerReading) this.#read();
  }

  /** What can be sent and was not yet handed over: one piece, or none. */
  *take(): Generator<Uint8Array, void> {
    this.#read();
    const ready = this.#ready;
    this.#ready = [];
    if (ready.length > 0) yield Buffer.concat(ready);
  }

  /** Writes the end of the file. Throws when pdfkit has not come to its own, because an object was never ended. */
  end(): void {
    this.#read();
    const rest = this.#unread.view().toString('latin1');
    const start = rest.indexOf(trailer);
    const end = rest.indexOf(endOfTrailer, start);
    if (this.#reading !== 'table' || start === -1 || end === -1) {
      throw new Error(`PDF object ${this.#places.firstMissing} was promised and never written`);
    }
    this.#closePacked();
    const firstStream = this.#places.next;
    for (const { dictionary, stream } of this.#full) {
      const number = this.#places.next;
      this.#places.standsAt(number, this.#sent);
      this.#sendStream(number, dictionary, stream);
    }
    const place = this.#sent;
    const number = this.#places.next;
    this.#places.standsAt(number, place);
    const entries = rest.slice(start + trailer.length, end).replace(/^\/Size \d+\n/, '');
    const { dictionary, stream } = this.#places.written(firstStream, entries);
    this.#sendStream(number, dictionary, stream);
    this.#send(Buffer.from(`startxref\n${place}\n%%EOF\n`, 'latin1'));
  }

  /** Reads all that has come whole. */
  #read(): void {
    const bytes = this.#unread.view();
    let at = this.#reading === 'header' ? this.#readHeader(bytes) : 0;
    let streamBegins = -1;
    while (this.#reading === 'objects') {
      if (standsAt(bytes, at, table)) this.#reading = 'table';
      // Looked for once for all the objects before it: a page has hundreds, and one stream behind them.
      if (streamBegins < at) streamBegins = placeOf(bytes, beginOfStream, at);
      const end = this.#reading === 'table' ? at : this.#readObject(bytes, { at, streamBegins });
      if (end === at) break;
      at = end;
    }
    // Of the table nothing is needed; only the beginning of what follows it must not be cut.
    if (this.#reading === 'table')
      at = Math.min(placeOf(bytes, trailer, at), Math.max(at, bytes.length - trailer.length));
    this.#unread.drop(at);
  }

  #readHeader(bytes: Buffer): number {
    const end = bytes.indexOf('\n', bytes.indexOf('\n') + 1) + 1;
    if (end === 0) return 0;
    this.#send(Buffer.from(bytes.subarray(0, end)));
    this.#reading = 'objects';
    return end;
  }

  /** @returns where the next object begins; the same place when this one has not come whole */
  #readObject(bytes: Buffer, { at, streamBegins }: { readonly at: number; readonly streamBegins: number }): number {
    const begin = bytes.indexOf('\n', at);
    const end = placeOf(bytes, endOfObject, at);
    if (begin === -1 || (end === bytes.length && streamBegins === bytes.length)) return at;
    const number = Number.parseInt(bytes.toString('latin1', at, begin), 10);
    if (streamBegins > end) {
      this.#readSmall(number, bytes.subarray(begin + 1, end));
      return end + endOfObject.length;
    }
    const [, length] = /\n\/Length (\d+)\n/.exec(bytes.toString('latin1', begin, streamBegins)) ?? [];
    const after = streamBegins + beginOfStream.length + Number(length) + endOfStream.length;
    if (after > bytes.length) return at;
    this.#places.standsAt(number, this.#sent);
    this.#send(Buffer.from(bytes.subarray(at, after)));
    return after;
  }

  #readSmall(number: number, body: Buffer): void {
    if (standsAt(body, 0, signature)) {
      this.#places.standsAt(number, this.#sent);
      this.#send(Buffer.from(`${number} 0 obj\n${body.toString('latin1')}${endOfObject}`, 'latin1'));
      return;
    }
    this.#places.isPacked(number, { stream: this.#full.length + 1, index: this.#packedNumbers.length });
    this.#packedNumbers.push(number);
    this.#packedOffsets.push(this.#packed.length);
    if (standsAt(body, 0, catalog)) {
      this.#packed.append(`${body.toString('latin1', 0, body.length - '>>'.length)}${this.#catalogEntries()}>>`);
    } else this.#packed.appendBytes(body);
    this.#packed.append('\n');
    if (this.#packedNumbers.length >= objectsPerStream) this.#closePacked();
  }

  #closePacked(): void {
    if (this.#packedNumbers.length === 0) return;
    const index = this.#packedNumbers.map((number, position) => `${number} ${this.#packedOffsets[position]}`);
    const head = `${index.join(' ')}\n`;
    const stream = deflateSync(Buffer.concat([Buffer.from(head, 'latin1'), this.#packed.take()]));
    const contents = `/Type /ObjStm /N ${index.length} /First ${head.length}`;
    this.#full.push({ dictionary: `<<${contents} /Filter /FlateDecode /Length ${stream.length}>>`, stream });
    this.#packedNumbers = [];
    this.#packedOffsets = [];
  }

  #sendStream(number: number, dictionary: string, stream: Uint8Array): void {
    this.#send(Buffer.from(`${number} 0 obj\n${dictionary}${beginOfStream}`, 'latin1'));
    this.#send(stream);
    this.#send(Buffer.from(endOfStream, 'latin1'));
  }

  #send(bytes: Uint8Array): void {
    this.#ready.push(bytes);
    this.#sent += bytes.length;
  }
}

/** Where a mark begins, or the end of the bytes when it has not come. */
function placeOf(bytes: Buffer, mark: string, from: number): number {
  const place = bytes.indexOf(mark, from, 'latin1');
  return place === -1 ? bytes.length : place;
}

/** Most objects differ within the first bytes: to make a text of each to compare would cost more than the rest. */
function standsAt(bytes: Buffer, at: number, mark: string): boolean {
  for (let index = 0; index < mark.length; index += 1) {
    if (bytes[at + index] !== mark.charCodeAt(index)) return false;
  }
  return true;
}
