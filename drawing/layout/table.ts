// Tables that lose nothing: every row is drawn, one taller than a page goes on over the next, headers stand on each page.
import type { Element } from '../pdf/structure.ts';
import type { Book } from './book.ts';
import { layCell, sliceOf } from './cell.ts';
import type { Cell, Column, LaidCell, ParagraphSlice, PlacedColumn } from './cell.ts';
import { arrive, linked } from './link.ts';
import { paragraph, section } from './prose.ts';
import { strokedLine } from './shapes.ts';
import { tones } from './style.ts';

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
}

interface Grid {
  readonly columns: readonly PlacedColumn[];
  readonly size: number;
  readonly lineHeight: number;
  /** Free space above and below each row. */
  readonly padding: number;
  /** `null` when the rows are headed. */
  readonly head: { readonly cells: readonly LaidCell[]; readonly height: number } | null;
  /** A row of more lines than this may be divided between pages. */
  readonly mostLines: number;
  /** Rules of the current page, drawn when it is full. */
  rules: string;
}

/** A row is only divided when at least this many of its lines fit above the division. */
const fewestLines = 3;
/** Points that are left for the heading above a table when it is reckoned whether a row fits a page whole. */
const headingRoom = 60;

/** Draws a table from the place of the book on; yields after each page, so that what is finished can be sent. */
export function* table(book: Book, content: TableContent): Generator<void, void> {
  const grid = gridOf(book, content);
  const rows = content.rows[Symbol.iterator]();
  let next = rows.next();
  book.room(beginningHeight(book, grid, next.done === true ? [] : next.value));
  const outside = book.enter('Table');
  drawHead(book, grid);
  const inTable = grid.head === null ? null : book.enter('TBody');
  let { page } = book;
  for (; next.done !== true; next = rows.next()) {
    drawRow(book, grid, next.value);
    if (book.page === page) continue;
    ({ page } = book);
    yield;
  }
  flushRules(book, grid);
  if (inTable !== null) book.leave(inTable);
  book.leave(outside);
  book.y -= 10;
}

function gridOf(book: Book, content: TableContent): Grid {
  const { size = 8, headed = 'columns', gutter = 8, air = 0.42 } = content;
  const columns = placed(book, content.columns, gutter);
  const lineHeight = size * 1.33;
  const padding = size * air;
  const { top, bottom } = book.page;
  const linesBelow = (head: number): number =>
    Math.floor((top - bottom - headingRoom - head - 2 * padding) / lineHeight);
  const shape = { columns, size, lineHeight, padding, rules: '' };
  if (headed === 'rows') return { ...shape, head: null, mostLines: linesBelow(0) };
  const cells = columns.map((column) => layCell(book, { text: column.title, face: 'bold' }, { column, size }));
  const height = Math.max(...cells.map((cell) => cell.lineCount)) * lineHeight + 2 * padding;
  return { ...shape, head: { cells, height }, mostLines: linesBelow(height) };
}

/** Height of the header and of the first row, of which a few lines are enough when it may be divided. */
function beginningHeight(book: Book, grid: Grid, first: readonly Cell[]): number {
  const total = linesOf(layRow(book, grid, first));
  const lines = total > grid.mostLines ? fewestLines : total;
  return (grid.head?.height ?? 0) + lines * grid.lineHeight + 2 * grid.padding;
}

function layRow(book: Book, grid: Grid, cells: readonly Cell[]): readonly LaidCell[] {
  return grid.columns.map((column, index) => layCell(book, cells[index] ?? '', { column, size: grid.size }));
}

function linesOf(laid: readonly LaidCell[]): number {
  return Math.max(1, ...laid.map((cell) => cell.lineCount));
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

function drawHead(book: Book, grid: Grid): void {
  if (grid.head === null) return;
  const outside = book.enter('THead');
  const inHead = book.enter('TR');
  for (const cell of grid.head.cells) {
    const header = book.structure.open('TH', book.parent);
    book.page.mark(header, headOperators(book, grid, cell));
    book.structure.close(header, book.parent, { A: { O: 'Table', Scope: 'Column' } });
  }
  book.leave(inHead);
  book.leave(outside);
  ruleBelowHead(book, grid, grid.head.height);
}

/** On the pages after the first the header has been read already: there it is for the eye alone. */
function repeatHead(book: Book, grid: Grid): void {
  if (grid.head === null) return;
  book.page.artifact(grid.head.cells.map((cell) => headOperators(book, grid, cell)).join(''));
  ruleBelowHead(book, grid, grid.head.height);
}

function headOperators(book: Book, grid: Grid, cell: LaidCell): string {
  const slice = { from: 0, to: cell.lineCount, y: book.y - grid.padding, lineHeight: grid.lineHeight };
  return sliceOf(book, cell, slice)
    .map(({ text }) => text)
    .join('');
}

function ruleBelowHead(book: Book, grid: Grid, height: number): void {
  book.y -= height;
  grid.rules += strokedLine([book.page.left, book.y], [book.page.right, book.y], { tone: tones.ink, width: 0.8 });
}

function flushRules(book: Book, grid: Grid): void {
  book.page.artifact(grid.rules);
  grid.rules = '';
}

function turnPage(book: Book, grid: Grid): void {
  flushRules(book, grid);
  book.newPage();
  repeatHead(book, grid);
}

function drawRow(book: Book, grid: Grid, cells: readonly Cell[]): void {
  const laid = layRow(book, grid, cells);
  const outside = book.enter('TR');
  const owners = laid.map((cell, index) => openCell(book, cell, grid.head === null && index === 0 ? 'TH' : 'TD'));
  const total = linesOf(laid);
  let from = 0;
  let fresh = false;
  while (from < total) {
    const fitting = Math.floor((book.y - book.page.bottom - 2 * grid.padding) / grid.lineHeight);
    const tooLittle = fitting < total - from && (total <= grid.mostLines || fitting < fewestLines);
    if (tooLittle && !fresh) {
      turnPage(book, grid);
      fresh = true;
      continue;
    }
    const to = Math.min(total, from + Math.max(1, fitting));
    drawLines(book, grid, { laid, owners, from, to });
    from = to;
    fresh = from < total;
    if (fresh) turnPage(book, grid);
  }
  owners.forEach((owner) => closeCell(book, owner));
  book.leave(outside);
}

/** The element of a cell and those of its paragraphs; a single paragraph needs none of its own. */
interface Owner {
  readonly cell: Element;
  readonly paragraphs: readonly Element[];
}

function openCell(book: Book, laid: LaidCell, tag: 'TH' | 'TD'): Owner {
  const cell = book.structure.open(tag, book.parent);
  if (laid.paragraphs.length <= 1) return { cell, paragraphs: [cell] };
  return { cell, paragraphs: laid.paragraphs.map(() => book.structure.open('P', cell)) };
}

function closeCell(book: Book, { cell, paragraphs }: Owner): void {
  for (const paragraph of paragraphs) if (paragraph !== cell) book.structure.close(paragraph, cell);
  book.structure.close(cell, book.parent, cell.tag === 'TH' ? { A: { O: 'Table', Scope: 'Row' } } : {});
}

function drawLines(
  book: Book,
  grid: Grid,
  piece: {
    readonly laid: readonly LaidCell[];
    readonly owners: readonly Owner[];
    readonly from: number;
    readonly to: number;
  },
): void {
  const { from, to } = piece;
  const { lineHeight } = grid;
  piece.laid.forEach((cell, index) => {
    const owner = piece.owners[index];
    if (owner === undefined) return;
    for (const slice of sliceOf(book, cell, { from, to, y: book.y - grid.padding, lineHeight })) {
      const element = owner.paragraphs[cell.paragraphs.indexOf(slice.paragraph)] ?? owner.cell;
      book.page.artifact(slice.decoration);
      drawSlice(book, element, slice);
    }
  });
  book.y -= (to - from) * lineHeight + 2 * grid.padding;
  grid.rules += strokedLine([book.page.left, book.y], [book.page.right, book.y], { tone: tones.rule, width: 0.4 });
}

function drawSlice(book: Book, element: Element, { paragraph: { part }, text, begins, box }: ParagraphSlice): void {
  if (begins && part.anchor !== undefined) arrive(book, part.anchor);
  if (part.link === undefined) {
    book.page.mark(element, text);
    return;
  }
  const outer = book.parent;
  book.parent = element;
  linked(book, part.link, { operators: text, box });
  book.parent = outer;
}

/** A table, or a sentence that says why there is none. */
export function* tableOr(
  book: Book,
  content: TableContent & { readonly rows: readonly (readonly Cell[])[] },
  empty: string,
): Generator<void, void> {
  if (content.rows.length > 0) yield* table(book, content);
  else paragraph(book, empty);
}

/** A section whose table begins right below its heading, on the same page; without a row it says `empty`. */
export function* tableSection(
  book: Book,
  title: string,
  content: TableContent & {
    readonly rows: readonly (readonly Cell[])[];
    readonly empty?: string;
    readonly listed?: boolean;
    /** Of the heading, where no chapter stands above it. */
    readonly tag?: 'H2' | 'H3';
  },
): Generator<void, void> {
  const [first] = content.rows;
  const below = first === undefined ? 0 : beginningHeight(book, gridOf(book, content), first);
  section(book, title, { below, listed: content.listed ?? false, tag: content.tag ?? 'H3' });
  yield* tableOr(book, content, content.empty ?? '');
}
