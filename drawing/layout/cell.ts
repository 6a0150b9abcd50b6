// The inside of a table's cell: its paragraphs broken into lines, and the operators that draw some of them. A report of
// 100,000 accounts has a million cells, most of one short line: what only some need is worked out for these alone.
import type { Severity } from '../../core/names/codes.ts';
import type { Face, TextStyle } from '../text/typesetter.ts';
import type { Book } from './book.ts';
import type { Column } from './columns.ts';
import type { Link, Anchor } from './link.ts';
import { severityMark } from './shapes.ts';
import { tones } from './style.ts';
import type { Box } from './style.ts';

/** One paragraph of a cell. */
export interface CellPart {
  readonly text: string;
  readonly face?: Face;
  readonly muted?: boolean;
  /** Draws the sign of a severity in front of its word. */
  readonly mark?: Severity;
  /** Leads to another place of the report. */
  readonly link?: Link;
  /** Is the place that links lead to. */
  readonly anchor?: Anchor;
}
export type Cell = string | CellPart | readonly CellPart[];

export interface PlacedColumn extends Column {
  readonly x: number;
  readonly width: number;
}

export interface LaidParagraph {
  readonly part: CellPart;
  readonly style: TextStyle;
  readonly lines: readonly string[];
}

export interface LaidCell {
  readonly column: PlacedColumn;
  readonly paragraphs: readonly LaidParagraph[];
  readonly lineCount: number;
}

const markWidth = 9.5;

export function layCell(
  book: Book,
  cell: Cell,
  place: { readonly column: PlacedColumn; readonly size: number },
): LaidCell {
  const { column, size } = place;
  const paragraphs: LaidParagraph[] = [];
  let lineCount = 0;
  for (const part of partsOf(cell)) {
    // A cell without text has no paragraph: nothing is marked, and nothing is read.
    if (part.text === '') continue;
    const style = { face: part.face ?? column.face ?? 'regular', size };
    const lines = book.wrap(part.text, style, column.width - (part.mark === undefined ? 0 : markWidth));
    paragraphs.push({ part, style, lines });
    lineCount += lines.length;
  }
  return { column, paragraphs, lineCount };
}

function partsOf(cell: Cell): readonly CellPart[] {
  if (typeof cell === 'string') return [{ text: cell }];
  return 'text' in cell ? [cell] : cell;
}

/** Lines of a cell from `from` up to but not including `to`, the first of them below `y`. */
export interface Slice {
  readonly from: number;
  readonly to: number;
  readonly y: number;
  readonly lineHeight: number;
}

export interface ParagraphSlice {
  readonly paragraph: LaidParagraph;
  readonly text: string;
  /** Operators for the sign beside the text, which is decoration. */
  readonly decoration: string;
  /** Whether the first line of the paragraph is among these. */
  readonly begins: boolean;
  /** Upper edge and height of the lines, in points. */
  readonly top: number;
  readonly height: number;
}

/** Around the lines, for a link. */
export function boxOf({ column }: LaidCell, { top, height }: ParagraphSlice): Box {
  return { x: column.x, y: top - height, width: column.width, height };
}

/** What of the cell's paragraphs stands in the slice; paragraphs that do not reach into it are left out. */
export function sliceOf(book: Book, laid: LaidCell, slice: Slice): readonly ParagraphSlice[] {
  const slices: ParagraphSlice[] = [];
  let start = 0;
  for (const paragraph of laid.paragraphs) {
    const first = Math.max(slice.from, start);
    const last = Math.min(slice.to, start + paragraph.lines.length);
    const top = slice.y - (first - slice.from) * slice.lineHeight;
    let text = '';
    for (let line = first; line < last; line += 1) {
      const y = slice.y - (line - slice.from) * slice.lineHeight - paragraph.style.size;
      text += lineOperators(book, laid.column, { paragraph, line: paragraph.lines[line - start] ?? '', y });
    }
    const { mark } = paragraph.part;
    const begins = first === start;
    const signY = top - paragraph.style.size + 2.8;
    const decoration = mark === undefined || !begins ? '' : severityMark(mark, [laid.column.x, signY]);
    if (text !== '')
      slices.push({ paragraph, text, decoration, begins, top, height: (last - first) * slice.lineHeight });
    start += paragraph.lines.length;
  }
  return slices;
}

function lineOperators(
  book: Book,
  column: PlacedColumn,
  piece: { readonly paragraph: LaidParagraph; readonly line: string; readonly y: number },
): string {
  const { part, style } = piece.paragraph;
  const indent = part.mark === undefined ? 0 : markWidth;
  const right = column.align === 'right';
  const x = right ? column.x + column.width - book.type.width(piece.line.trimEnd(), style) : column.x + indent;
  const plain = part.muted === true ? tones.muted : tones.ink;
  const tone = part.link === undefined ? plain : tones.accent;
  return `${tone} sc ${book.type.line(piece.line, style, { x, y: piece.y })}`;
}
