// Collects what is written as bytes at once: kept as strings, the pieces of a page outlive the collector's young heap.

const firstBytes = 65_536;

export class ByteSink {
  #bytes = Buffer.allocUnsafe(firstBytes);
  length = 0;

  /** Appends text whose characters are bytes (Latin-1), as all of PDF's syntax is. */
  append(text: string): void {
    const needed = this.length + text.length;
    if (needed > this.#bytes.length) {
      const grown = Buffer.allocUnsafe(Math.max(needed, this.#bytes.length * 2));
      this.#bytes.copy(grown, 0, 0, this.length);
      this.#bytes = grown;
    }
    this.length += this.#bytes.write(text, this.length, 'latin1');
  }

  /** What was collected, valid until the next `append`; the sink is empty afterwards. */
  take(): Uint8Array {
    const taken = this.#bytes.subarray(0, this.length);
    this.length = 0;
    return taken;
  }
}
