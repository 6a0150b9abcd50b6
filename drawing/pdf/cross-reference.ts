// Where each object of the file is, written as a stream: a tenth of the table of lines that pdfkit ends with.
import { flate } from './flate.ts';

/** Bytes of one entry: kind, place, index (ISO 32000-1, 7.5.8). */
const widths = [1, 4, 2] as const;
const width = widths[0] + widths[1] + widths[2];
const unwritten = -1;

export class CrossReference {
  /** By object number: which object stream holds it, counted from 1, or 0 when it stands in the file by itself. */
  readonly #holder: number[] = [0];
  /** By object number: the offset in the file, or the index in its object stream. */
  readonly #place: number[] = [0];

  /** Objects come in any order, and each number below the highest has to come before the end. */
  standsAt(objectNumber: number, offset: number): void {
    this.#record(objectNumber, 0, offset);
  }

  isPacked(objectNumber: number, within: { readonly stream: number; readonly index: number }): void {
    this.#record(objectNumber, within.stream, within.index);
  }

  #record(objectNumber: number, holder: number, place: number): void {
    while (this.#place.length <= objectNumber) {
      this.#holder.push(0);
      this.#place.push(unwritten);
    }
    this.#holder[objectNumber] = holder;
    this.#place[objectNumber] = place;
  }

  /** The number after the highest so far. */
  get next(): number {
    return this.#place.length;
  }

  /** The first object that others may point to and nobody wrote; the next one when there is none among those before. */
  get firstMissing(): number {
    const missing = this.#place.indexOf(unwritten);
    return missing === -1 ? this.next : missing;
  }

  /**
   * @param firstStream object number of the first object stream; the others follow it
   * @param trailer entries of the trailer but its size
   * @returns the dictionary and the bytes of the stream
   */
  written(firstStream: number, trailer: string): { readonly dictionary: string; readonly stream: Uint8Array } {
    const stream = flate(this.#rows(firstStream));
    const shape = `/Type /XRef /Size ${this.next} /W [${widths.join(' ')}] /Length ${stream.length}`;
    const filter = `/Filter /FlateDecode /DecodeParms <</Predictor 12 /Columns ${width}>>`;
    return { dictionary: `<<\n${trailer}${shape} ${filter}\n>>`, stream };
  }

  /** Each entry less the one before it, byte by byte (PNG predictor "up"): neighbours differ little. */
  #rows(firstStream: number): Uint8Array {
    const rows = Buffer.alloc(this.#place.length * (width + 1));
    const before = new Uint8Array(width);
    let at = 0;
    const put = (field: number, value: number): void => {
      rows[at + 1 + field] = value - (before[field] ?? 0);
      before[field] = value;
    };
    this.#place.forEach((place, objectNumber) => {
      const holder = this.#holder[objectNumber] ?? 0;
      const isFree = objectNumber === 0;
      const isAlone = holder === 0;
      const where = isAlone ? place : firstStream + holder - 1;
      const [kind, index] = isAlone ? [1, 0] : [2, place];
      rows[at] = 2;
      put(0, isFree ? 0 : kind);
      for (let byte = 0; byte < 4; byte += 1) put(1 + byte, (where >>> (24 - 8 * byte)) & 0xff);
      const last = isFree ? 0xffff : index;
      put(5, last >>> 8);
      put(6, last & 0xff);
      at += width + 1;
    });
    return rows;
  }
}
