// Counts traces in an export which show that something else than the application wrote its rows.
import type { ExportField } from '../../../application/account.ts';
import type { CountedRows } from '../../../application/application.ts';
import { isReadTwice } from '../../../values/addresses.ts';
import { isCellError } from '../../../values/formula.ts';
import { withoutInvisible } from '../../../values/text.ts';
import { isHeaderAgain } from './header-again.ts';
import type { FoundHeader } from '../header.ts';
import type { RowRecord } from '../place.ts';

/** What has been found in the rows so far. */
export interface Traces {
  /** Rows whose `Operation` cell is filled in, as it never is in a raw export. */
  readonly operations: CountedRows;
  /** Rows with a spreadsheet's sign of an error, such as `#REF!`, in place of a value. */
  readonly errors: CountedRows;
  /** Rows with letters that were read as another encoding and saved again. */
  readonly misread: CountedRows;
  /** Records above the header, without blank lines. */
  readonly above: number;
  /** The first header of a field that another program spelled; `null` where there is none. */
  readonly respelled: string | null;
  /** Rows that are the header once more. */
  readonly headersAgain: CountedRows;
  /** Rows with a question mark in place of a letter of the name. */
  readonly lost: CountedRows;
}

/**
 * @example
 * const traces = new SeenTraces(header);
 * for (const record of rows) traces.see(record);
 * traces.found.errors; // { count: 2, firstRow: 14 }
 */
export class SeenTraces {
  readonly #header: FoundHeader;
  readonly #names: readonly number[];
  /** `false` in a run of a version that looked at `Operation` alone. */
  readonly #seesAll: boolean;
  /** `false` in a run of a version that saw no header amid the rows, and no letter that names lost. */
  readonly #seesYetMore: boolean;
  readonly #headersAgain = new RowCount();
  readonly #lost = new RowCount();
  readonly #operations = new RowCount();
  readonly #errors = new RowCount();
  readonly #misread = new RowCount();
  #above = 0;

  constructor(header: FoundHeader) {
    this.#header = header;
    this.#names = header.columns.filter(({ field }) => ofName.has(field)).map(({ index }) => index);
    this.#seesAll = header.table.rules?.has('sees-more-edits') !== false;
    this.#seesYetMore = header.table.rules?.has('sees-yet-more-edits') !== false;
  }

  see({ row, cells }: RowRecord): void {
    const { row: headerRow, operationColumn } = this.#header;
    if (row <= headerRow) {
      if (row < headerRow && this.#seesAll) this.#above += 1;
      return;
    }
    if (this.#seesYetMore && isHeaderAgain(this.#header, cells)) {
      this.#headersAgain.add(row);
      return;
    }
    if (operationColumn !== null && isFilledIn(cells[operationColumn] ?? '')) this.#operations.add(row);
    if (!this.#seesAll) return;
    if (cells.some(isCellError)) this.#errors.add(row);
    if (cells.some(isReadTwice)) this.#misread.add(row);
    if (this.#seesYetMore && this.#names.some((index) => lostLetter.test(cells[index] ?? ''))) this.#lost.add(row);
  }

  get found(): Traces {
    const rows = {
      operations: this.#operations,
      errors: this.#errors,
      misread: this.#misread,
      headersAgain: this.#headersAgain,
      lost: this.#lost,
    };
    const respelled = this.#header.columns.find(({ isRespelled }) => isRespelled);
    return { ...rows, above: this.#above, respelled: respelled?.header ?? null };
  }
}

const ofName: ReadonlySet<ExportField> = new Set(['name', 'firstName', 'lastName']);

/** What a program leaves of a letter that its encoding lacks: `M?ller`, `?ukasz`. Behind a word it may be a question. */
const lostLetter = /\?\p{L}/u;

class RowCount implements CountedRows {
  count = 0;
  firstRow: number | null = null;

  add(row: number): void {
    this.count += 1;
    this.firstRow ??= row;
  }
}

/** Whether a cell holds text. A final Ctrl-Z, and what pads a file to a block, do not count as text. */
function isFilledIn(cell: string): boolean {
  return /[^\s\p{Cc}]/u.test(withoutInvisible(cell));
}
