// pdfkit with objects of our own. pdfkit writes each object as text, makes bytes of it letter by letter and counts where
// it stands, for a table that this file does not have; a report of 100,000 rows has more than a million objects, nearly
// all of them elements of the structure. So an object goes from its value to the object streams at once.
import { createHash } from 'node:crypto';
import Document from 'pdfkit';
import type { Dictionary, OpenDictionary, Options, PDFReference, Value } from 'pdfkit';
import { flate } from './flate.ts';
import { ObjectStreams } from './object-streams.ts';
import { entries, written } from './syntax.ts';

/**
 * @example
 * const kit = new Kit({ pdfVersion: '1.7' }, () => '');
 * kit.ref({ Type: 'Filespec' }).end();
 * kit.end();
 * out.write(...kit.packed.take());
 */
export class Kit extends Document {
  readonly packed: ObjectStreams;
  // Declared only: pdfkit's own constructor reserves objects, before any field of this class has its first value.
  /** How many objects were reserved: the number of the last one. */
  declare private reserved: number | undefined;
  /** Takes further entries until the file ends. */
  declare catalog: OpenDictionary;

  /** @param catalogEntries what the catalog says beside pdfkit's own entries, asked for when it is written */
  constructor(options: Options, catalogEntries: () => string) {
    super(options);
    this.packed = new ObjectStreams(catalogEntries);
  }

  override ref(data: Value = {}): PackedObject {
    this.reserved = (this.reserved ?? 0) + 1;
    const object = new PackedObject(this, this.reserved, data);
    if (isCatalog(data)) this.catalog = object as OpenDictionary;
    return object;
  }

  /** Ends the file. What pdfkit writes of it, a header and a table without places, nobody reads. */
  override end(): void {
    this.flushPages();
    // Once the last page is ended, the next object that pdfkit reserves is the Info dictionary.
    const information = new PackedObject(this, (this.reserved ?? 0) + 1, {});
    super.end();
    const id = fileId(this.info);
    this.packed.end(this.reserved ?? 0, entries({ Root: this.catalog, Info: information, ID: [id, id] }));
  }
}

function isCatalog(data: Value): boolean {
  return typeof data === 'object' && data !== null && 'Type' in data && data.Type === 'Catalog';
}

/** 16 bytes, the same for the same information (ISO 32000-1, 14.4). */
function fileId(information: Kit['info']): Uint8Array {
  return createHash('sha256').update(JSON.stringify(information)).digest().subarray(0, 16);
}

/** What pdfkit's own class of objects does, byte for byte. */
class PackedObject implements PDFReference {
  readonly #kit: Kit;
  readonly #number: number;
  #stream: Uint8Array[] | null = null;
  data: Value;
  /** pdfkit says `false` of the metadata, which have to stand in the clear. */
  compress = true;

  constructor(kit: Kit, number: number, data: Value) {
    this.#kit = kit;
    this.#number = number;
    this.data = data;
  }

  /** Adds to the stream; a text is a line of it. */
  write(chunk: Uint8Array | string): void {
    this.#stream ??= [];
    this.#stream.push(typeof chunk === 'string' ? Buffer.from(`${chunk}\n`, 'latin1') : chunk);
  }

  end(chunk?: Uint8Array): void {
    if (chunk !== undefined) this.write(chunk);
    const { packed } = this.#kit;
    if (this.#stream === null) {
      packed.write(this.#number, written(this.data));
      return;
    }
    const whole = Buffer.concat(this.#stream);
    this.#stream = null;
    const dictionary = this.data as Dictionary;
    const isPlain = this.compress && dictionary['Filter'] === undefined;
    const bytes = isPlain ? flate(whole) : whole;
    const filter = isPlain ? { Filter: 'FlateDecode' } : {};
    packed.writeStream(this.#number, written({ ...dictionary, Length: bytes.length, ...filter }), bytes);
  }

  endAs(text: string): void {
    this.#kit.packed.pack(this.#number, text);
  }

  toString(): string {
    return `${this.#number} 0 R`;
  }

  /** pdfkit's own lists write what is no dictionary as its text. */
  get [Symbol.toStringTag](): string {
    return 'PackedObject';
  }
}
