// Restores rows of a CSV that Excel saved without the delimiters of empty columns at the end of a row.
import type { CountedRows } from '../../../application/application.ts';
import type { TableRow } from '../../table.ts';
import type { RowRecord } from '../place.ts';

/**
 * How many rows of a sheet Excel saves at a time. It writes each of them with as many columns as any of them fills
 * (help pages of Microsoft and Stata).
 */
export const rowsAtOnce = 16;

/**
 * Gives short rows their empty cells back where Excel made them short: all rows that were saved together are short,
 * they are equally long, and one of them ends with a filled cell. Any other short row stays as it is, because it is not
 * known where its missing cell stood.
 *
 * @example
 * const blocks = new SavedBlocks(8);
 * for (const record of blocks.whole(table.rows())) read(record);
 * blocks.short; // { count: 44, firstRow: 17 }
 */
export class SavedBlocks {
  readonly #width: number;
  readonly #lengths = new Set<number>();
  #short: CountedRows = { count: 0, firstRow: null };

  /** @param width cells of the header */
  constructor(width: number) {
    this.#width = width;
  }

  get short(): CountedRows {
    return this.#short;
  }

  /** @param rows all rows of the file from the first on, because blocks are counted from there */
  *whole(rows: Iterable<TableRow>): Generator<TableRow, void> {
    let block: RowRecord[] = [];
    for (const record of rows) {
      if (record.kind === 'fault') {
        yield* block;
        yield record;
        return;
      }
      block.push(record);
      if (block.length < rowsAtOnce) continue;
      yield* this.#wholeOf(block);
      block = [];
    }
    yield* this.#wholeOf(block);
  }

  #wholeOf(block: readonly RowRecord[]): readonly RowRecord[] {
    const [first] = block;
    if (first === undefined || !this.#isCut(block, first.cells.length)) return block;
    const missing: readonly string[] = Array.from({ length: this.#width - first.cells.length }, () => '');
    this.#lengths.add(first.cells.length);
    const { count, firstRow } = this.#short;
    this.#short = { count: count + block.length, firstRow: firstRow ?? first.row };
    return block.map((record) => ({ ...record, cells: [...record.cells, ...missing] }));
  }

  #isCut(block: readonly RowRecord[], length: number): boolean {
    if (length >= this.#width || !block.every(({ cells }) => cells.length === length)) return false;
    // A single short row may also be the end of a copy that broke off.
    if (block.length === 1 && !this.#lengths.has(length)) return false;
    return block.some(({ cells }) => (cells[length - 1] ?? '').trim() !== '');
  }
}
