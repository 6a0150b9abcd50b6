// The grid of a table: how wide its columns are, how high its rows, and which rows have to be known before one is drawn.
import type { Book } from './book.ts';
import { layCell } from './cell.ts';
import type { Cell, LaidCell, PlacedColumn } from './cell.ts';
import type { Column } from './columns.ts';

export interface TableContent {
  readonly columns: readonly Column[];
  readonly rows: Iterable<readonly Cell[]>;
  /** Font size in points; 8 when it is not said. */
  readonly size?: number;
  /** Points between two columns; 8 when it is not said. */
  readonly gutter?: number;
  /** Free space above and below each row, as a part of the font size; 0.42 when it is not said. */
  readonly air?: number;
  /** `rows`: there is no header line, and the first cell of each row is its header. */
  readonly headed?: 'columns' | 'rows';
  /** The last page takes rows from the one before it until a third of it is filled. */
  readonly evenEnd?: boolean;
}

export interface Grid {
  readonly columns: readonly PlacedColumn[];
  readonly size: number;
  readonly lineHeight: number;
  /** Free space above and below each row. */
  readonly padding: number;
  /** `null` when the rows are headed. */
  readonly head: { readonly cells: readonly LaidCell[]; readonly height: number } | null;
  /** A row of more lines than this, half a page, may be divided: moved whole, it would leave a page nearly empty. */
  readonly mostLines: number;
  /** Rules of the current page, drawn when it is full. */
  rules: string;
}

/** A row is only divided when at least this many of its lines fit above the division. */
export const fewestLines = 3;
/** Points that are kept for a heading above the table when it is worked out how long a row may be and stay whole. */
const headingRoom = 60;

interface Upcoming {
  readonly laid: readonly LaidCell[];
  readonly isFirst: boolean;
  /** Height of this row and of all after it, where they are to stand on one page. */
  readonly rest: number | null;
}

/** Rows as they are drawn, each when enough of those that follow it are known. */
export function* upcoming(book: Book, grid: Grid, content: TableContent): Generator<Upcoming, void> {
  const page = book.page.top - book.page.bottom;
  const least = content.evenEnd === true ? page / 3 : 0;
  const held: { readonly laid: readonly LaidCell[]; readonly height: number }[] = [];
  let rest = 0;
  let isFirst = true;
  for (const cells of content.rows) {
    const laid = layRow(book, grid, cells);
    const height = heightOf(grid, laid);
    held.push({ laid, height });
    rest += height;
    for (let [row] = held; row !== undefined && held.length > 2 && rest - row.height >= least; [row] = held) {
      yield { laid: row.laid, isFirst, rest: null };
      isFirst = false;
      rest -= row.height;
      held.shift();
    }
  }
  for (const [index, { laid, height }] of held.entries()) {
    // A last row that stands alone on its page is taken for a mistake, or is not seen.
    const isPair = index === held.length - 2 && rest <= page / 4;
    yield { laid, isFirst, rest: isPair || content.evenEnd === true ? rest : null };
    isFirst = false;
    rest -= height;
  }
}

function heightOf(grid: Grid, laid: readonly LaidCell[]): number {
  return linesOf(laid) * grid.lineHeight + 2 * grid.padding;
}

export function gridOf(book: Book, content: TableContent): Grid {
  const { size = 8, headed = 'columns', gutter = 8, air = 0.42 } = content;
  const columns = placed(book, content.columns, gutter);
  const lineHeight = size * 1.33;
  const padding = size * air;
  const { top, bottom } = book.page;
  const linesBelow = (head: number): number =>
    Math.floor((top - bottom - headingRoom - head - 2 * padding) / lineHeight / 2);
  const shape = { columns, size, lineHeight, padding, rules: '' };
  if (headed === 'rows') return { ...shape, head: null, mostLines: linesBelow(0) };
  const cells = columns.map((column) => layCell(book, { text: column.title, face: 'bold' }, { column, size }));
  const height = Math.max(...cells.map((cell) => cell.lineCount)) * lineHeight + 2 * padding;
  return { ...shape, head: { cells, height }, mostLines: linesBelow(height) };
}

/** Height of the header and of the first row, of which a few lines are enough when it may be divided. */
export function beginningHeight(grid: Grid, first: readonly LaidCell[]): number {
  const total = linesOf(first);
  const lines = total > grid.mostLines ? fewestLines : total;
  return (grid.head?.height ?? 0) + lines * grid.lineHeight + 2 * grid.padding;
}

/** Height of the whole table, where no page divides it. */
export function tableHeight(book: Book, content: TableContent): number {
  const grid = gridOf(book, content);
  let height = grid.head?.height ?? 0;
  for (const row of content.rows) height += heightOf(grid, layRow(book, grid, row));
  return height;
}

export function layRow(book: Book, grid: Grid, cells: readonly Cell[]): readonly LaidCell[] {
  return grid.columns.map((column, index) => layCell(book, cells[index] ?? '', { column, size: grid.size }));
}

export function linesOf(laid: readonly LaidCell[]): number {
  let most = 1;
  for (const { lineCount } of laid) most = Math.max(most, lineCount);
  return most;
}

function placed(book: Book, columns: readonly Column[], gutter: number): readonly PlacedColumn[] {
  const shares = columns.reduce((sum, column) => sum + column.share, 0);
  const unit = (book.page.textWidth - gutter * (columns.length - 1)) / shares;
  let x = book.page.left;
  return columns.map((column) => {
    const here = { ...column, x, width: column.share * unit };
    x += here.width + gutter;
    return here;
  });
}
