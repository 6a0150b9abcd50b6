// Reads CSV records from bytes (RFC 4180), and keeps for each the physical line on which it begins.
import type { TableRow } from '../../core/inputs/table.ts';
import { needHeap, shareOfRecords } from '../heap.ts';

const quote = 0x22;
const lineFeed = 0x0a;
const carriageReturn = 0x0d;

/** No record of a list of users comes near it; a longer one would be held in memory several times over. */
const longestRecord = 16_000_000;

/** Lines from one question about the heap to the next: most records of an export take a few hundred bytes. */
const asksEvery = 1000;

/** The columns of a spreadsheet. */
const mostCells = 16_384;

type Fault = Extract<TableRow, { kind: 'fault' }>;

interface RecordRead {
  readonly kind: 'record';
  readonly cells: readonly string[];
  /** Offset behind the record and its line break. */
  readonly end: number;
  /** Physical lines that the record takes. */
  readonly lines: number;
}

interface Cell {
  readonly text: () => string;
  /** Offset behind the cell and its closing quote. */
  readonly end: number;
  readonly lineBreaks: number;
}

/**
 * Lazy: one record is in memory at a time, and no cell keeps the file alive. A line ends with `\n`, `\r\n` or `\r`,
 * also mixed; empty lines are counted and not given. A quote opens a cell only as its first character.
 *
 * @param utf8 text in UTF-8 without a byte order mark: the bytes of delimiters, quotes and line breaks occur in it
 *   only as those characters
 * @param unlimited a record may have any length, and any number of cells
 * @returns records, and at last a fault when a quote is not closed, text stands behind a closing one, or a record is longer than
 *   16 megabytes
 * @throws Unusable when whoever keeps the records keeps more than the heap holds
 * @example [...csvRows(Buffer.from('a,"b\nc"\nd,e'), ',')] // rows 1 and 3
 */
export function* csvRows(
  utf8: Buffer,
  delimiter: ',' | ';' | '\t',
  unlimited = false,
): Generator<TableRow, void, void> {
  const separator = delimiter.charCodeAt(0);
  let at = 0;
  let line = 1;
  while (at < utf8.length) {
    const empty = lineBreakAt(utf8, at);
    if (empty > 0) {
      at += empty;
      line += 1;
      continue;
    }
    const record = readRecord(utf8, separator, { at, line, unlimited });
    if (record.kind === 'fault') {
      yield record;
      return;
    }
    if (line % asksEvery === 0) needHeap(0, shareOfRecords);
    yield { kind: 'row', row: line, cells: record.cells };
    at = record.end;
    line += record.lines;
  }
}

/** Bytes of the line break at an offset: 0 when there is none. */
function lineBreakAt(utf8: Buffer, at: number): 0 | 1 | 2 {
  if (utf8[at] === lineFeed) return 1;
  if (utf8[at] !== carriageReturn) return 0;
  return utf8[at + 1] === lineFeed ? 2 : 1;
}

function readRecord(
  utf8: Buffer,
  separator: number,
  start: { readonly at: number; readonly line: number; readonly unlimited: boolean },
): RecordRead | Fault {
  const cells: string[] = [];
  let { at } = start;
  let lines = 1;
  for (;;) {
    const cell = utf8[at] === quote ? readQuoted(utf8, at) : plainCell(utf8, separator, at);
    if (cell === null) return unclosed(start.line + lines - 1);
    if (!start.unlimited && cell.end - start.at > longestRecord)
      return tooLong(start.line, 'a record of more than 16 megabytes');
    if (!start.unlimited && cells.length === mostCells)
      return tooLong(start.line, `a record of more than ${mostCells} cells`);
    cells.push(cell.text());
    lines += cell.lineBreaks;
    at = cell.end;
    if (utf8[at] === separator) {
      at += 1;
      continue;
    }
    if (at >= utf8.length) return { kind: 'record', cells, end: at, lines };
    const lineBreak = lineBreakAt(utf8, at);
    if (lineBreak === 0) return textBehindQuote(start.line + lines - 1);
    return { kind: 'record', cells, end: at + lineBreak, lines };
  }
}

function plainCell(utf8: Buffer, separator: number, start: number): Cell {
  let end = start;
  for (; end < utf8.length; end += 1) {
    const byte = utf8[end];
    if (byte === separator || byte === lineFeed || byte === carriageReturn) break;
  }
  return { text: () => utf8.toString('utf8', start, end), end, lineBreaks: 0 };
}

/** `null` when the quote at `start` is never closed. */
function readQuoted(utf8: Buffer, start: number): Cell | null {
  let doubled = false;
  let lineBreaks = 0;
  for (let at = start + 1; at < utf8.length; at += 1) {
    const byte = utf8[at];
    if (byte === carriageReturn) lineBreaks += 1;
    else if (byte === lineFeed && utf8[at - 1] !== carriageReturn) lineBreaks += 1;
    else if (byte === quote && utf8[at + 1] === quote) {
      doubled = true;
      at += 1;
    } else if (byte === quote) {
      const hasQuotes = doubled;
      const text = (): string => (hasQuotes ? undoubled(utf8, start + 1, at) : utf8.toString('utf8', start + 1, at));
      return { text, end: at + 1, lineBreaks };
    }
  }
  return null;
}

/** By bytes: replacing in the text takes a second for ten megabytes of quotes. */
function undoubled(utf8: Buffer, start: number, end: number): string {
  const bytes = Buffer.allocUnsafe(end - start);
  let length = 0;
  for (let at = start; at < end; at += 1) {
    const byte = utf8[at] ?? 0;
    bytes[length] = byte;
    length += 1;
    if (byte === quote) at += 1;
  }
  return bytes.toString('utf8', 0, length);
}

function fault(row: number, found: string, expected: string): Fault {
  return { kind: 'fault', row, found, expected };
}

function tooLong(row: number, found: string): Fault {
  return fault(row, found, 'a record a line, as exported');
}

function unclosed(row: number): Fault {
  const found = 'a quote that is opened on this line and never closed';
  return fault(row, found, `a closing quote; ${quotesTwice}`);
}

function textBehindQuote(row: number): Fault {
  return fault(row, 'text behind a closing quote', `a delimiter or the end of the line there; ${quotesTwice}`);
}

const quotesTwice = 'a quote inside a quoted cell is written twice';
