// Reads one sheet of a workbook row by row, under the row numbers that people see in it.
import type { LongNumber, TableRow } from '../../core/inputs/table.ts';
import { quoted } from '../../core/values/text.ts';
import { needHeap, shareOfRecords } from '../heap.ts';
import { isDuration, longNumber, numberText, onItsOwn, unescaped } from './xlsx-cell.ts';
import type { CellFormats } from './xlsx-cell.ts';
import { readXml } from './xml.ts';
import type { Attributes, XmlHandler } from './xml.ts';

export interface SheetContext extends CellFormats {
  /** The shared strings, by the index that cells of type `s` hold. */
  readonly strings: readonly string[];
  /**
   * An earlier run took the file, by a version that looked neither at merged cells, nor at the rows that cells name, nor
   * at inline results.
   */
  readonly taken: boolean;
}

/** Excel's own limit. */
const mostRows = 1_048_576;
/** Rows are filled up to their width, so a single cell far to the right would cost the whole way there. */
const mostColumns = 256;
/** More are no list; each is looked at. */
const mostMerged = 10_000;

/**
 * Rows without any text are none. A sheet is a grid: each row is as wide as the widest one before it.
 *
 * @param xml the sheet's part
 * @returns rows, and at last a fault when the part is broken or breaks the limits above
 * @throws Unusable when whoever keeps the rows keeps more than the heap holds
 */
export function* sheetRows(xml: Buffer, context: SheetContext): Generator<TableRow, void, void> {
  const sheet = new SheetHandler(context);
  const steps = readXml(xml, sheet);
  let step = steps.next();
  for (; step.done !== true && sheet.problem === null; step = steps.next()) {
    needHeap(0, shareOfRecords);
    yield* sheet.takeRows();
  }
  yield* sheet.takeRows();
  const row = Math.max(sheet.row, 1);
  const broken = sheet.problem ?? (step.done === true ? step.value : null);
  const merged = sheet.mergedRows();
  if (broken !== null)
    yield { kind: 'fault', row, found: broken, expected: 'an intact sheet; or better, the CSV as exported' };
  else if (merged !== null)
    yield {
      kind: 'fault',
      row,
      found: merged,
      expected: 'each of these cells on its own, with its value; or better, the CSV as exported',
    };
}

class SheetHandler implements XmlHandler {
  row = 0;
  problem: string | null = null;
  readonly #context: SheetContext;
  #rows: TableRow[] = [];
  #width = 0;
  #cells: string[] = [];
  #longNumbers: LongNumber[] = [];
  #durations: number[] = [];
  #column = -1;
  #type = 'n';
  #style = 0;
  /** Content by element: `v` the value, `t` the runs of an inline string, `f` the formula. */
  #content = { v: '', t: '', f: '' };
  #hasFormula = false;
  #inside: 'v' | 't' | 'f' | null = null;
  #phonetic = false;
  /** A mark for each row that has text. */
  readonly #hasText = new Uint8Array(mostRows + 1);
  #merged = 0;
  #mergedRows: string | null = null;

  constructor(context: SheetContext) {
    this.#context = context;
  }

  takeRows(): readonly TableRow[] {
    const rows = this.#rows;
    this.#rows = [];
    return rows;
  }

  open(name: string, attributes: Attributes): void {
    switch (name) {
      case 'row':
        return this.#openRow(attributes('r'));
      case 'c':
        return this.#openCell(attributes);
      case 'mergeCell':
        return this.#merge(attributes('ref') ?? '');
      case 'rPh':
        this.#phonetic = true;
        return;
      case 'f':
        this.#hasFormula = true;
        this.#inside = 'f';
        return;
      case 'v':
      case 't':
        this.#inside = name;
        return;
    }
  }

  text(text: string): void {
    if (this.#inside !== null && !this.#phonetic) this.#content[this.#inside] += onItsOwn(text);
  }

  close(name: string): void {
    this.#inside = null;
    if (name === 'rPh') this.#phonetic = false;
    else if (name === 'c') this.#closeCell();
    else if (name === 'row') this.#closeRow();
  }

  /** What is wrong when cells of several rows are one: the value stands in the first row alone, and people see it in all. */
  mergedRows(): string | null {
    return this.#context.taken ? null : this.#mergedRows;
  }

  #merge(ref: string): void {
    const [, first, last] = /^[A-Z]+(\d+):[A-Z]+(\d+)$/.exec(ref) ?? [];
    if (first === last) return;
    this.#merged += 1;
    const below = this.#hasText.subarray(Number(first) + 1, Number(last) + 1);
    if (this.#merged > mostMerged || below.includes(1)) this.#mergedRows ??= `cells merged over several rows (${ref})`;
  }

  #openRow(number: string | null): void {
    const row = number === null ? this.row + 1 : Number(number);
    if (!Number.isInteger(row) || row <= this.row || row > mostRows) {
      this.problem ??= `a row numbered ${row} behind row ${this.row}`;
    } else {
      this.row = row;
    }
    this.#cells = [];
    this.#longNumbers = [];
    this.#durations = [];
    this.#column = -1;
  }

  #openCell(attributes: Attributes): void {
    const reference = attributes('r');
    if (reference === null) this.#column += 1;
    else this.#placeCell(reference);
    this.#type = attributes('t') ?? 'n';
    this.#style = Number(attributes('s') ?? 0);
    this.#content = { v: '', t: '', f: '' };
    this.#hasFormula = false;
  }

  /** By letters and digits one after the other: for each of millions of cells a pattern takes as long as all else. */
  #placeCell(reference: string): void {
    let column = 0;
    let letters = 0;
    for (; isCapital(reference.charCodeAt(letters)); letters += 1)
      column = column * 26 + (reference.charCodeAt(letters) - 64);
    let row = 0;
    let at = letters;
    for (; isDigit(reference.charCodeAt(at)); at += 1) row = row * 10 + (reference.charCodeAt(at) - 48);
    const isReference = letters > 0 && letters <= 3 && at === reference.length;
    this.#column = isReference ? column - 1 : -1;
    const named = isReference ? at > letters : /\d$/.test(reference);
    if (!isReference && named) row = Number(/\d+$/.exec(reference)?.[0]);
    if (named && row !== this.row && !this.#context.taken)
      this.problem ??= `a cell named ${quoted(reference)} in row ${this.row}`;
  }

  #closeCell(): void {
    const text = this.#cellText();
    if (text === '') return;
    if (this.#column < 0 || this.#column >= mostColumns) {
      this.problem ??= `a cell in column ${this.#column + 1}; at most ${mostColumns} are read`;
    } else if ((this.#cells[this.#column] ?? '') !== '') {
      this.problem ??= `two cells in column ${this.#column + 1} of one row`;
    } else {
      while (this.#cells.length < this.#column) this.#cells.push('');
      this.#cells[this.#column] = text;
      const length = this.#type === 'n' ? longNumber(this.#content.v) : null;
      if (length !== null) this.#longNumbers.push({ column: this.#column, isRounded: length === 'rounded' });
      if (this.#type === 'n' && isDuration(this.#content.v, this.#style, this.#context))
        this.#durations.push(this.#column);
    }
  }

  #cellText(): string {
    const { v, t, f } = this.#content;
    // A formula that was never calculated has no value; its text at least is not taken for an empty cell. Earlier versions
    // looked for the value in `v` alone.
    const isUncalculated = v === '' && (t === '' || this.#context.taken);
    if (this.#hasFormula && isUncalculated && this.#type !== 'str') return `=${f}`;
    // Some writers put the text of an inline string where values stand, or call it a plain string.
    const text = this.#type === 'inlineStr' && t !== '' ? t : v || t;
    switch (this.#type) {
      case 's':
        return this.#sharedString(v);
      case 'inlineStr':
      case 'str':
        return unescaped(text);
      case 'b':
        return this.#booleanText(text.trim().toLowerCase());
      case 'n':
        return v === '' ? unescaped(t) : numberText(v, this.#style, this.#context);
      case 'd':
      case 'e':
        return v;
      default:
        this.problem ??= `a cell in column ${this.#column + 1} of the unknown type ${quoted(this.#type)}`;
        return '';
    }
  }

  #booleanText(value: string): string {
    if (value === '') return '';
    if (value === '1' || value === 'true') return 'true';
    if (value !== '0' && value !== 'false') {
      this.problem ??= `a boolean cell in column ${this.#column + 1} that holds ${quoted(value)}`;
    }
    return 'false';
  }

  #sharedString(index: string): string {
    if (index === '') return '';
    const text = this.#context.strings[Number(index)];
    if (text === undefined) this.problem ??= `a cell that refers to the missing shared string ${index}`;
    return text ?? '';
  }

  #closeRow(): void {
    if (this.problem !== null || this.#cells.every((cell) => cell.trim() === '')) return;
    this.#width = Math.max(this.#width, this.#cells.length);
    while (this.#cells.length < this.#width) this.#cells.push('');
    this.#hasText[this.row] = 1;
    const longNumbers = this.#longNumbers.length === 0 ? {} : { longNumbers: this.#longNumbers };
    const durations = this.#durations.length === 0 ? {} : { durations: this.#durations };
    this.#rows.push({ kind: 'row', row: this.row, cells: this.#cells, ...longNumbers, ...durations });
  }
}

function isCapital(code: number): boolean {
  return code >= 0x41 && code <= 0x5a;
}

function isDigit(code: number): boolean {
  return code >= 0x30 && code <= 0x39;
}
