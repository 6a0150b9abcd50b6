// A table file as its readers hand it over, row by row.
import type { JudgingRules } from '../versions.ts';

/**
 * One record of a table file. `row` is the physical line of the record's first character, counted from 1 (XLSX: the
 * sheet row). A `fault` ends the table, because what follows cannot be read.
 */
export type TableRow =
  | {
      readonly kind: 'row';
      readonly row: number;
      readonly cells: readonly string[];
      /**
       * In a workbook: the cells with a number of more digits than a spreadsheet keeps. Absent where there are none.
       */
      readonly longNumbers?: readonly LongNumber[];
      /**
       * In a workbook: the columns, counted from 0, whose cells in this row are hours or minutes without a day. Their
       * text is a day, counted from the first that the workbook knows. Absent where there are none.
       */
      readonly durations?: readonly number[];
    }
  | { readonly kind: 'fault'; readonly row: number; readonly found: string; readonly expected: string };

export interface LongNumber {
  /** Position in the row, counted from 0. */
  readonly column: number;
  /** Whether the number looks as if it had been rounded, so that its last digits may be lost. */
  readonly isRounded: boolean;
}

/** One way to read the file: with one delimiter, or one sheet of a workbook. */
export interface Table {
  readonly format: 'csv' | 'xlsx';
  /** `utf-8`, `utf-16le`, `utf-16be` or `windows-1252`; `null` for a workbook. */
  readonly encoding: string | null;
  readonly delimiter: ',' | ';' | '\t' | null;
  readonly sheet: string | null;
  /**
   * Set for a file in the evidence of a run. Earlier versions had fewer limits, and took files that are refused now.
   */
  readonly taken?: true;
  /** Of such a file: the rules of the version that took it; all there are where this is absent. */
  readonly rules?: JudgingRules;
  /** Lazy and repeatable: each call reads from the first row. Blank lines are not rows. */
  rows(): Iterable<TableRow>;
}

/** Nothing in a file says that it is Windows-1252: its bytes fit, and so they do in other encodings. */
export function isGuessed({ encoding }: Pick<Table, 'encoding'>): boolean {
  return encoding === 'windows-1252';
}
