// Lays the objects of a file down: the small ones packed into compressed object streams, their places into a stream too.
import { ByteSink } from './byte-sink.ts';
import { CrossReference } from './cross-reference.ts';
import { flate } from './flate.ts';

/** Bodies that share one compressed object stream: enough to compress well, few enough to be opened singly. */
const objectsPerStream = 500;

const header = '%PDF-1.7\n%\xFF\xFF\xFF\xFF\n';
const endOfObject = '\nendobj\n';
const catalog = '<<\n/Type /Catalog\n';
const signature = '<<\n/Type /Sig\n';

/**
 * Streams stand in the file by themselves. All other objects are packed (ISO 32000-1, 7.5.7) but one: the signature must
 * be found and filled in the clear.
 */
export class ObjectStreams {
  #ready: Uint8Array[] = [];
  #sent = 0;
  readonly #places = new CrossReference();
  readonly #packed = new ByteSink();
  #index: string[] = [];
  /** Object streams that are full. They come last, since their numbers follow those of pdfkit. */
  readonly #full: { readonly dictionary: string; readonly stream: Uint8Array }[] = [];
  readonly #catalogEntries: () => string;

  /** @param catalogEntries what the catalog says beside pdfkit's own entries, asked for when it is written */
  constructor(catalogEntries: () => string) {
    this.#catalogEntries = catalogEntries;
    this.#send(header);
  }

  /** @param text the value of the object, in letters that are bytes (Latin-1) */
  write(number: number, text: string): void {
    if (text.startsWith(signature)) {
      this.#places.standsAt(number, this.#sent);
      this.#send(`${number} 0 obj\n${text}${endOfObject}`);
    } else if (text.startsWith(catalog)) {
      this.pack(number, `${text.slice(0, -'>>'.length)}${this.#catalogEntries()}>>`);
    } else this.pack(number, text);
  }

  /** The same for an object that is neither signature nor catalog. */
  pack(number: number, text: string): void {
    this.#places.isPacked(number, { stream: this.#full.length + 1, index: this.#index.length });
    this.#index.push(`${number} ${this.#packed.length}`);
    this.#packed.append(`${text}\n`);
    if (this.#index.length >= objectsPerStream) this.#closePacked();
  }

  writeStream(number: number, dictionary: string, stream: Uint8Array): void {
    this.#places.standsAt(number, this.#sent);
    this.#send(`${number} 0 obj\n${dictionary}\nstream\n`);
    this.#sendBytes(stream);
    this.#send(`\nendstream${endOfObject}`);
  }

  /** What can be sent and was not yet handed over: one piece, or none. */
  *take(): Generator<Uint8Array, void> {
    const ready = this.#ready;
    this.#ready = [];
    if (ready.length > 0) yield Buffer.concat(ready);
  }

  /**
   * Writes the end of the file. Throws when an object was promised and never written.
   *
   * @param promised the highest number that was given to an object
   * @param entries of the trailer
   */
  end(promised: number, entries: string): void {
    if (this.#places.firstMissing <= promised) {
      throw new Error(`PDF object ${this.#places.firstMissing} was promised and never written`);
    }
    this.#closePacked();
    const firstStream = this.#places.next;
    for (const { dictionary, stream } of this.#full) this.writeStream(this.#places.next, dictionary, stream);
    const place = this.#sent;
    const number = this.#places.next;
    this.#places.standsAt(number, place);
    const { dictionary, stream } = this.#places.written(firstStream, entries);
    this.#send(`${number} 0 obj\n${dictionary}\nstream\n`);
    this.#sendBytes(stream);
    this.#send(`\nendstream${endOfObject}startxref\n${place}\n%%EOF\n`);
  }

  #closePacked(): void {
    if (this.#index.length === 0) return;
    const head = `${this.#index.join(' ')}\n`;
    const stream = flate(Buffer.concat([Buffer.from(head, 'latin1'), this.#packed.take()]));
    const contents = `/Type /ObjStm /N ${this.#index.length} /First ${head.length}`;
    this.#full.push({ dictionary: `<<${contents} /Filter /FlateDecode /Length ${stream.length}>>`, stream });
    this.#index = [];
  }

  #send(text: string): void {
    this.#sendBytes(Buffer.from(text, 'latin1'));
  }

  #sendBytes(bytes: Uint8Array): void {
    this.#ready.push(bytes);
    this.#sent += bytes.length;
  }
}
