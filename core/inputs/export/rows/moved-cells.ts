// Rows of a CSV in which a delimiter without quotes moved the cells behind it: each would be read under its neighbour's header.
import type { ExportField } from '../../../application/account.ts';
import type { FoundHeader } from '../header.ts';
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

interface AllLonger {
  readonly lengths: Set<number>;
  /** The first without anything beyond the header, how many such there are, and of how many the cells seem to have moved. */
  first: Longer | null;
  count: number;
  moved: number;
}

/**
 * Where the last cell of a row is empty, one cell more than the header is no surplus that anybody misses: `Doe, Jane`
 * became two cells, and the role is what the next column says. Such a row is longer than others of its file. All that Excel
 * saves at once are as long as one of them with no more than a format, and only end with delimiters; so do all rows of a
 * file, unless most of them look as a comma leaves them.
 *
 * @example
 * const moved = new MovedCells(header);
 * moved.see({ kind: 'row', row: 2, cells: ['a@acme.com', 'Doe', ' Jane', ''] }, 2); // null: the rows to come tell
 */
export class MovedCells {
  readonly #width: number;
  #run: Run | null = null;
  /** The first run of longer rows without anything beyond the header. */
  #first: Longer | null = null;
  #hasUsual = false;
  readonly #all: AllLonger = { lengths: new Set(), first: null, count: 0, moved: 0 };
  readonly #looksMoved: (cells: readonly string[]) => boolean;

  constructor(header: Pick<FoundHeader, 'cells' | 'columns'>) {
    this.#width = widthOf(header.cells).most;
    this.#looksMoved = movedLook(header);
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

  /** @returns what the last rows show, and where all are longer, what they show together */
  end(): Fault | null {
    this.#endRun(null);
    const { first, count, lengths, moved } = this.#all;
    const areMoved = lengths.size > 1 || moved * 2 > count;
    return first !== null && !this.#hasUsual && areMoved ? this.#moved(first) : this.#certain();
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
    const found = `${length} cells, of which the last is empty, where the header ${this.#hasUsual ? 'and other rows have' : 'has'} ${this.#width}`;
    const expected =
      'a cell with a delimiter in it in quotes, or it moves the cells behind it; or better, the file as exported';
    return { kind: 'fault', row, found, expected };
  }
}

/** What is about an account and not about a person: no part of a name stands there. */
const ofAccount: ReadonlySet<ExportField> = new Set(['role', 'team', 'license', 'userType']);

/**
 * Whether a row looks as a comma leaves it that stood in a name: what follows begins with a blank, where neither its header
 * nor all cells before do, or is a part of the person's address, as the cell before is another, under a header such as Role.
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
