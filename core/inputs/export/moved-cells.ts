// Rows of a CSV in which a delimiter without quotes moved the cells behind it: each would be read under its neighbour's header.
import type { Fault, RowRecord } from './place.ts';
import { widthOf } from './row.ts';

interface Run {
  readonly row: number;
  readonly length: number;
  /** Whether something stands beyond the header: spreadsheets write the rows around it as long as that one. */
  isFilled: boolean;
}

/**
 * Where the last cell of a row is empty, one cell more than the header is no surplus that anybody misses: `Doe, Jane`
 * became two cells, and the role is what the next column says. Such a row is longer than others of its file; where all
 * rows are, they only end with a delimiter.
 *
 * @example
 * const moved = new MovedCells(header.cells);
 * moved.see({ kind: 'row', row: 2, cells: ['a@acme.com', 'Doe', ' Jane', ''] }); // null: the rows to come tell
 */
export class MovedCells {
  readonly #width: number;
  #run: Run | null = null;
  /** The first run of longer rows without anything beyond the header. */
  #first: Run | null = null;
  #hasUsual = false;

  constructor(header: readonly string[]) {
    this.#width = widthOf(header).most;
  }

  /** @returns what is certain by now */
  see({ row, cells }: RowRecord): Fault | null {
    const { length } = cells;
    if (this.#run?.length !== length) this.#endRun();
    if (length > this.#width) {
      this.#run ??= { row, length, isFilled: false };
      this.#run.isFilled ||= cells.slice(this.#width).some((cell) => cell.trim() !== '');
    }
    this.#hasUsual ||= length === this.#width;
    return this.#certain();
  }

  /** @returns what the last rows show */
  end(): Fault | null {
    this.#endRun();
    return this.#certain();
  }

  #endRun(): void {
    if (this.#run?.isFilled === false) this.#first ??= this.#run;
    this.#run = null;
  }

  #certain(): Fault | null {
    return this.#first === null || !this.#hasUsual ? null : this.#moved(this.#first);
  }

  #moved({ row, length }: Run): Fault {
    const found = `${length} cells, of which the last is empty, where the header and other rows have ${this.#width}`;
    const expected =
      'a cell with a delimiter in it in quotes, or it moves the cells behind it; or better, the file as exported';
    return { kind: 'fault', row, found, expected };
  }
}
