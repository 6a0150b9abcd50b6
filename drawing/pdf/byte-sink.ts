// Collects what is written, as bytes from the beginning. Kept as strings until a page is full, the pieces would grow
// old in the heap and be expensive to collect.

const firstBytes = 65_536;

export class ByteSink {
  #bytes = Buffer.allocUnsafe(firstBytes);
  length = 0;

  /** Appends text whose characters are bytes (Latin-1), as all of PDF's syntax is. */
  append(text: string): void {
    this.#grow(text.length);
    this.length += this.#bytes.write(text, this.length, 'latin1');
  }

  appendBytes(bytes: Uint8Array): void {
    this.#grow(bytes.length);
    this.#bytes.set(bytes, this.length);
    this.length += bytes.length;
  }

  #grow(more: number): void {
    const needed = this.length + more;
    if (needed <= this.#bytes.length) return;
    const grown = Buffer.allocUnsafe(Math.max(needed, this.#bytes.length * 2));
    this.#bytes.copy(grown, 0, 0, this.length);
    this.#bytes = grown;
  }

  /** What was collected, valid until the next change. */
  view(): Buffer {
    return this.#bytes.subarray(0, this.length);
  }

  /** Forgets the first `count` bytes. */
  drop(count: number): void {
    this.#bytes.copyWithin(0, count, this.length);
    this.length -= count;
  }

  /** What was collected, valid until the next `append`; the sink is empty afterwards. */
  take(): Uint8Array {
    const taken = this.view();
    this.length = 0;
    return taken;
  }
}
