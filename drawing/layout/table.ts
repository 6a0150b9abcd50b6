// Tables that lose nothing: every row is drawn, one taller than a page goes on over the next, headers stand on each page.
import type { Element } from '../pdf/structure.ts';
import type { Book } from './book.ts';
import { boxOf, sliceOf } from './cell.ts';
import type { Cell, LaidCell, ParagraphSlice } from './cell.ts';
import { beginningHeight, fewestLines, gridOf, layRow, linesOf, upcoming } from './grid.ts';
import type { Grid, TableContent } from './grid.ts';
import { arrive, linked } from './link.ts';
import { paragraph, section } from './prose.ts';
import { strokedLine } from './shapes.ts';
import { tones } from './style.ts';

/** Free points below a table. */
export const belowTable = 10;

/** Draws a table from the place of the book on; yields after each page, so that what is finished can be sent. */
export function* table(book: Book, content: TableContent): Generator<void, void> {
  const grid = gridOf(book, content);
  const rows = upcoming(book, grid, content);
  let next = rows.next();
  book.room(beginningHeight(grid, next.done === true ? [] : next.value.laid));
  const outside = book.enter('Table');
  drawHead(book, grid);
  const inTable = grid.head === null ? null : book.enter('TBody');
  let { page } = book;
  for (; next.done !== true; next = rows.next()) {
    const { laid, rest, isFirst } = next.value;
    if (!isFirst && rest !== null && book.y - rest < book.page.bottom) turnPage(book, grid);
    drawRow(book, grid, laid);
    if (book.page === page) continue;
    ({ page } = book);
    yield;
  }
  flushRules(book, grid);
  if (inTable !== null) book.leave(inTable);
  book.leave(outside);
  book.y -= belowTable;
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

/** Draws the header on a page after the first: as an artifact, because a screen reader has read it already. */
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

function drawRow(book: Book, grid: Grid, laid: readonly LaidCell[]): void {
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

const none: readonly Element[] = [];

/** The element of a cell and those of its paragraphs; a single paragraph needs none of its own. */
interface Owner {
  readonly cell: Element;
  readonly paragraphs: readonly Element[];
}

function openCell(book: Book, laid: LaidCell, tag: 'TH' | 'TD'): Owner {
  const cell = book.structure.open(tag, book.parent);
  if (laid.paragraphs.length <= 1) return { cell, paragraphs: none };
  return { cell, paragraphs: laid.paragraphs.map(() => book.structure.open('P', cell)) };
}

function closeCell(book: Book, { cell, paragraphs }: Owner): void {
  for (const paragraph of paragraphs) book.structure.close(paragraph, cell);
  book.structure.close(cell, book.parent, cell.tag === 'TH' ? { A: { O: 'Table', Scope: 'Row' } } : undefined);
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
      drawSlice(book, element, { cell, slice });
    }
  });
  book.y -= (to - from) * lineHeight + 2 * grid.padding;
  grid.rules += strokedLine([book.page.left, book.y], [book.page.right, book.y], { tone: tones.rule, width: 0.4 });
}

function drawSlice(
  book: Book,
  element: Element,
  { cell, slice }: { readonly cell: LaidCell; readonly slice: ParagraphSlice },
): void {
  const { part } = slice.paragraph;
  const { text, begins } = slice;
  if (begins && part.anchor !== undefined) arrive(book, part.anchor);
  if (part.link === undefined) {
    book.page.mark(element, text);
    return;
  }
  const outer = book.parent;
  book.parent = element;
  linked(book, part.link, { operators: text, box: boxOf(cell, slice) });
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
    /** Tag of the heading, where no chapter stands above it. */
    readonly tag?: 'H2' | 'H3';
  },
): Generator<void, void> {
  const [first] = content.rows;
  const grid = gridOf(book, content);
  const below = first === undefined ? 0 : beginningHeight(grid, layRow(book, grid, first));
  section(book, title, { below, listed: content.listed ?? false, tag: content.tag ?? 'H3' });
  yield* tableOr(book, content, content.empty ?? '');
}
