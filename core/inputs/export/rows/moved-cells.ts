// Finds rows of a CSV in which a delimiter without quotes moved the cells behind it. Each of these cells would be read
// under its neighbour's header.
import type { ExportField } from '../../../application/account.ts';
import type { FoundHeader } from '../header.ts';
import type { Fault, RowRecord } from '../place.ts';
import { widthOf } from './row.ts';
import { rowsAtOnce } from './saved-blocks.ts';

interface Longer {
  readonly row: number;
  readonly length: number;
}

/** Rows of the same length that follow one another. */
interface Run extends Longer {
  /** Where the first of them stands among the rows of the file, counted from 1. */
  readonly place: number;
  rows: number;
  /** The first of them that is not blank; `null` where all are. */
  filled: number | null;
  /** Whether a row has a note beyond the header. Spreadsheets then write the rows around it equally long. */
  isNoted: boolean;
}

interface AllLonger {
  readonly lengths: Set<number>;
  /**
   * `first`: the first row with nothing but empty cells beyond the header. `count`: how many such rows there are.
   * `moved`: in how many of them the cells seem to have moved.
   */
  first: Longer | null;
  count: number;
  moved: number;
}

/**
 * A row that is one cell longer than the header, with an empty last cell, may have lost its order: an unquoted `Doe,
 * Jane` became two cells, and the role stands under the header of the next column. Two causes are harmless. Excel saves
 * sixteen rows at a time and makes all of them as long as one of them that has a format in an empty cell; and every row
 * of a file may end with a delimiter. So longer rows are a fault when other rows of the file are as long as the header,
 * and when all are longer but most look as if a comma had moved their cells.
 *
 * @example
 * const moved = new MovedCells(header);
 * moved.see({ kind: 'row', row: 2, cells: ['a@acme.com', 'Doe', ' Jane', ''] }, 2); // null: the rows to come tell
 */
export class MovedCells {
  readonly #width: number;
  #run: Run | null = null;
  /**
   * The first row that is longer with nothing but empty cells beyond the header, and that Excel's way of saving does
   * not explain.
   */
  #first: Longer | null = null;
  #hasUsual = false;
  readonly #all: AllLonger = { lengths: new Set(), first: null, count: 0, moved: 0 };
  readonly #looksMoved: (cells: readonly string[]) => boolean;

  constructor(header: Pick<FoundHeader, 'cells' | 'columns'>) {
    this.#width = widthOf(header.cells).most;
    this.#looksMoved = movedLook(header);
  }

  /**
   * @param place where the row stands among the rows of the file, counted from 1
   * @returns what is certain so far
   */
  see({ row, cells }: RowRecord, place: number): Fault | null {
    const { length } = cells;
    if (this.#run?.length !== length) this.#endRun(place);
    if (length > this.#width) {
      this.#run ??= { row, place, rows: 0, length, filled: null, isNoted: false };
      this.#run.rows += 1;
      if (cells.some(isFilled)) this.#run.filled ??= row;
      const isNoted = cells.slice(this.#width).some(isFilled);
      this.#run.isNoted ||= isNoted;
      if (cells.some(isFilled)) this.#all.lengths.add(length);
      if (!isNoted && cells.some(isFilled)) this.#count({ row, length }, cells);
    }
    this.#hasUsual ||= length === this.#width;
    return this.#certain();
  }

  #count(longer: Longer, cells: readonly string[]): void {
    this.#all.first ??= longer;
    this.#all.count += 1;
    if (this.#looksMoved(cells)) this.#all.moved += 1;
  }

  /** @returns what the last rows show; where all rows are longer, what they show together */
  end(): Fault | null {
    this.#endRun(null);
    const { first, count, lengths, moved } = this.#all;
    const areMoved = lengths.size > 1 || moved * 2 > count;
    return first !== null && !this.#hasUsual && areMoved ? this.#moved(first) : this.#certain();
  }

  /** @param next the place of the row behind the run; `null` at the end of the file */
  #endRun(next: number | null): void {
    const run = this.#run;
    this.#run = null;
    if (run === null || run.filled === null || run.isNoted) return;
    // A single row at the end is not taken for a block that Excel saved: its cells may have moved.
    const endsBlock = next === null ? run.rows > 1 : beginsBlock(next);
    const isSavedAtOnce = beginsBlock(run.place) && endsBlock;
    if (!isSavedAtOnce) this.#first ??= { row: run.filled, length: run.length };
  }

  #certain(): Fault | null {
    return this.#first === null || !this.#hasUsual ? null : this.#moved(this.#first);
  }

  #moved({ row, length }: Longer): Fault {
    const found = `${length} cells, of which the last is empty, where the header ${this.#hasUsual ? 'and other rows have' : 'has'} ${this.#width}`;
    const expected =
      'a cell with a delimiter in it in quotes, or it moves the cells behind it; or better, the file as exported';
    return { kind: 'fault', row, found, expected };
  }
}

/** Columns that say something about an account and not about a person, so that no part of a name can stand there. */
const ofAccount: ReadonlySet<ExportField> = new Set(['role', 'team', 'license', 'userType']);

/**
 * Makes the function that tells whether the cells of a row seem moved, as by a comma in a name. They do when a cell
 * begins with a blank, although its header and the other cells do not, as ` Jane` of `Doe, Jane`. They also do when a
 * column such as Role and the one before it hold two different parts of the person's address.
 */
function movedLook({
  cells: header,
  columns,
}: Pick<FoundHeader, 'cells' | 'columns'>): (cells: readonly string[]) => boolean {
  const emailAt = columns.find(({ field }) => field === 'email')?.index ?? -1;
  const ofAccounts = columns.filter(({ field }) => ofAccount.has(field)).map(({ index }) => index);
  return (cells) => {
    const behind = cells.flatMap((cell, at) => (at > 0 && isFilled(cell) ? [at] : []));
    const hasBlank = (at: number): boolean => beginsBlank(cells[at]);
    if (!behind.every(hasBlank) && behind.some((at) => hasBlank(at) && !beginsBlank(header[at]))) return true;
    const [local = ''] = (cells[emailAt] ?? '').toLowerCase().split('@');
    const parts = local.split(/[^\p{L}]+/u);
    const partAt = (at: number): string | null => {
      const part = (cells[at] ?? '').trim().toLowerCase();
      return part !== '' && parts.includes(part) ? part : null;
    };
    return ofAccounts.some((at) => {
      const [before, part] = [partAt(at - 1), partAt(at)];
      return before !== null && part !== null && before !== part;
    });
  };
}

function beginsBlank(cell = ''): boolean {
  return /^\s/.test(cell);
}

function isFilled(cell: string): boolean {
  return cell.trim() !== '';
}

function beginsBlock(place: number): boolean {
  return place % rowsAtOnce === 1;
}
