// Rows of a CSV in which a delimiter without quotes moved the cells behind it: each would be read under its neighbour's header.
import type { Fault, RowRecord } from '../place.ts';
import { widthOf } from './row.ts';
import { rowsAtOnce } from './saved-blocks.ts';

interface Longer {
  readonly row: number;
  readonly length: number;
}

/** Rows of one length, one after the other. */
interface Run extends Longer {
  /** Where the first stands among the rows of the file, counted from 1. */
  readonly place: number;
  rows: number;
  /** The first of its rows in which something stands; `null` where all are blank. */
  filled: number | null;
  /** Whether something stands beyond the header: spreadsheets write the rows around it as long as that one. */
  isNoted: boolean;
}

/**
 * Where the last cell of a row is empty, one cell more than the header is no surplus that anybody misses: `Doe, Jane`
 * became two cells, and the role is what the next column says. Such a row is longer than others of its file; where all
 * rows are, or all that Excel saves at once, which are as long as one of them with no more than a format, they only end with
 * delimiters.
 *
 * @example
 * const moved = new MovedCells(header.cells);
 * moved.see({ kind: 'row', row: 2, cells: ['a@acme.com', 'Doe', ' Jane', ''] }, 2); // null: the rows to come tell
 */
export class MovedCells {
  readonly #width: number;
  #run: Run | null = null;
  /** The first run of longer rows without anything beyond the header. */
  #first: Longer | null = null;
  #hasUsual = false;

  constructor(header: readonly string[]) {
    this.#width = widthOf(header).most;
  }

  /**
   * @param place among the rows of the file, counted from 1
   * @returns what is certain by now
   */
  see({ row, cells }: RowRecord, place: number): Fault | null {
    const { length } = cells;
    if (this.#run?.length !== length) this.#endRun(place);
    if (length > this.#width) {
      this.#run ??= { row, place, rows: 0, length, filled: null, isNoted: false };
      this.#run.rows += 1;
      if (cells.some(isFilled)) this.#run.filled ??= row;
      this.#run.isNoted ||= cells.slice(this.#width).some(isFilled);
    }
    this.#hasUsual ||= length === this.#width;
    return this.#certain();
  }

  /** @returns what the last rows show */
  end(): Fault | null {
    this.#endRun(null);
    return this.#certain();
  }

  /** @param next the place behind it; `null` at the end of the file */
  #endRun(next: number | null): void {
    const run = this.#run;
    this.#run = null;
    if (run === null || run.filled === null || run.isNoted) return;
    // One row alone at the end may as well be one whose cells moved.
    const endsBlock = next === null ? run.rows > 1 : beginsBlock(next);
    const isSavedAtOnce = beginsBlock(run.place) && endsBlock;
    if (!isSavedAtOnce) this.#first ??= { row: run.filled, length: run.length };
  }

  #certain(): Fault | null {
    return this.#first === null || !this.#hasUsual ? null : this.#moved(this.#first);
  }

  #moved({ row, length }: Longer): Fault {
    const found = `${length} cells, of which the last is empty, where the header and other rows have ${this.#width}`;
    const expected =
      'a cell with a delimiter in it in quotes, or it moves the cells behind it; or better, the file as exported';
    return { kind: 'fault', row, found, expected };
  }
}

function isFilled(cell: string): boolean {
  return cell.trim() !== '';
}

function beginsBlock(place: number): boolean {
  return place % rowsAtOnce === 1;
}
