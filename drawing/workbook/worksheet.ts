// A reviewer's worksheet as a workbook: date cells, a list to choose the decision from, and only what is filled in open.
import { writeXlsx } from 'hucre/xlsx';
import type { Cell, CellStyle, CellValue, DataValidation, WriteSheet } from 'hucre/xlsx';
import { application } from '../../core/application/applications.ts';
import { decisions } from '../../core/names/decisions.ts';
import type { OpenLine } from '../../core/review/decisions/standing.ts';
import { msOf, parseDay } from '../../core/values/instant.ts';
import type { Day, Instant } from '../../core/values/instant.ts';
import { dayText } from '../../core/values/time-text.ts';
import { grouped, onOneLine } from '../../core/values/text.ts';
import { neutralised } from '../../core/values/formula.ts';
import { wrapText } from '../text/wrap.ts';
import { columnsToFillIn, worksheetColumns } from '../csv/worksheet.ts';

export interface Workbook {
  readonly review: string;
  /** `null` for lines that nobody reviews. */
  readonly reviewer: string | null;
  /** The time that the file bears, so that the same lines are the same bytes. */
  readonly openedAt: Instant;
  /** An exception ends after this day. */
  readonly today: Day;
  readonly lines: readonly OpenLine[];
}

const names = Object.keys(worksheetColumns);
const readers = Object.values(worksheetColumns);
const days: readonly string[] = ['until', 'lastLogin'];
const wide: Readonly<Record<string, number>> = {
  login: 32,
  reason: 40,
  because: 44,
  match: 40,
  roleMeans: 40,
  findings: 28,
};
const usualWidth = 15;
const dayFormat = 'yyyy-mm-dd';
/** Excel takes 32,767 characters, counted after escapes. */
const longestCell = 8000;

/** Of the usual font, and as high as a row may be, in points. */
const lineHeight = 15;
const highestRow = 405;

const fill = (rgb: string) => ({ type: 'pattern', pattern: 'solid', fgColor: { rgb } }) as const;
const border = { bottom: { style: 'thin', color: { rgb: 'FFCCD3DB' } } } as const;
/** A font without a name is another one in LibreOffice. */
const bold = { name: 'Calibri', size: 11, bold: true } as const;
const styles = {
  header: { font: { ...bold, color: { rgb: 'FFFFFFFF' } }, fill: fill('FF174066') },
  toRead: { border, alignment: { vertical: 'top', wrapText: true } },
  toFillIn: {
    border,
    fill: fill('FFFFF7D6'),
    alignment: { vertical: 'top', wrapText: true },
    protection: { locked: false },
  },
} as const satisfies Readonly<Record<string, CellStyle>>;

/** @returns the bytes of an .xlsx file: the lines on its first sheet, under the headers of the CSV, and how to fill it in on its second */
export async function worksheetWorkbook(workbook: Workbook): Promise<Uint8Array> {
  const at = new Date(msOf(workbook.openedAt));
  return writeXlsx({
    properties: { title: titleOf(workbook), creator: application.name, created: at, modified: at },
    sheets: [linesSheet(workbook), helpSheet(workbook)],
  });
}

function linesSheet({ lines, today }: Workbook): WriteSheet {
  const rows = [names, ...lines.map((line) => readers.map((read, column) => valueOf(read(line), names[column] ?? '')))];
  const last = rows.length;
  return {
    name: 'Decisions',
    rows,
    columns: names.map((name) => ({ width: widthOf(name) })),
    rowDefs: heightsOf(rows),
    cells: stylesOf(rows),
    dataValidations: lines.length === 0 ? [] : [decisionRule(last), untilRule(last, today)],
    freezePane: { rows: 1, columns: 1 },
    autoFilter: { range: `A1:${letterOf(names.length - 1)}${last}` },
    // The protection is against slips of the hand, so it has no password: decisions are checked when the worksheet
    // comes back.
    protection: { sheet: true, autoFilter: true, formatColumns: true, formatRows: true },
    pageSetup: { orientation: 'landscape', paperSize: 'a4', printTitlesRow: '$1:$1', printTitlesColumn: '$A:$A' },
  };
}

function widthOf(name: string | undefined): number {
  return wide[name ?? ''] ?? usualWidth;
}

/**
 * LibreOffice keeps a row that says no height at one line, and draws what wraps over the row below. Rows of one line say
 * none, so that they grow with the reason that somebody types.
 */
function heightsOf(rows: readonly (readonly CellValue[])[]): NonNullable<WriteSheet['rowDefs']> {
  return new Map(
    rows.flatMap((row, index) => {
      const lines = row.map((value, column) =>
        typeof value === 'string' ? wrapText(value, widthOf(names[column]), charactersOf).length : 1,
      );
      const most = Math.max(...lines);
      return most === 1 ? [] : [[index, { height: Math.min(most * lineHeight, highestRow) }] as const];
    }),
  );
}

/** In those of a column's width: the letters of East Asia take two. */
function charactersOf(text: string): number {
  return text.length + (text.match(ideographs)?.length ?? 0);
}

const ideographs = /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Hangul}]/gu;

function stylesOf(rows: readonly CellValue[][]): Map<string, Partial<Cell>> {
  return new Map(
    rows.flatMap((row, index) =>
      row.map(
        (value, column) => [`${index},${column}`, { value, style: styleOf(index, names[column] ?? '') }] as const,
      ),
    ),
  );
}

function styleOf(row: number, name: string): CellStyle {
  if (row === 0) return styles.header;
  const style = columnsToFillIn.includes(name) ? styles.toFillIn : styles.toRead;
  return days.includes(name) ? { ...style, numFmt: dayFormat } : style;
}

function valueOf(value: string | number | null, name: string): CellValue {
  if (typeof value !== 'string') return value;
  const day = days.includes(name) ? parseDay(value) : null;
  return day === null ? textOf(value) : serialOf(day);
}

/**
 * Neutralised as in the CSV, because a workbook is easily saved as CSV. `_x0041_` in a workbook stands for the
 * character U+0041, so the underscore before such text is escaped itself.
 */
function textOf(text: string): string {
  const cell = fitting(neutralised(onOneLine(text)));
  return cell.replaceAll(/_(?=x[0-9A-Fa-f]{4}_)/g, '_x005F_');
}

/** A cell that is cut says so, at the end that people see. */
function fitting(text: string): string {
  if (text.length <= longestCell) return text.toWellFormed();
  const cut = ` … (cut here, of ${grouped(text.length)} characters; the worksheet as CSV has them all)`;
  return `${text.slice(0, longestCell - cut.length).toWellFormed()}${cut}`;
}

/** A day as workbooks store it: the days since 30 December 1899 (ECMA-376 part 1, 18.17.4). */
function serialOf(day: Day): number {
  return Date.parse(`${day}T00:00:00Z`) / 86_400_000 + 25_569;
}

function letterOf(column: number): string {
  return String.fromCharCode('A'.charCodeAt(0) + column);
}

function decisionRule(last: number): DataValidation {
  const column = letterOf(names.indexOf('decision'));
  return {
    type: 'list',
    values: [...decisions],
    range: `${column}2:${column}${last}`,
    allowBlank: true,
    showErrorMessage: true,
    errorStyle: 'stop',
    errorTitle: 'No decision',
    errorMessage: `Choose ${decisions.join(', ')}, or leave it empty: then it stays undecided.`,
  };
}

function untilRule(last: number, today: Day): DataValidation {
  const column = letterOf(names.indexOf('until'));
  return {
    type: 'date',
    operator: 'greaterThan',
    formula1: String(serialOf(today)),
    range: `${column}2:${column}${last}`,
    allowBlank: true,
    showErrorMessage: true,
    errorStyle: 'stop',
    errorTitle: 'No end of an exception',
    errorMessage: `A date after ${today}, and only with except.`,
  };
}

function titleOf({ review, reviewer }: Workbook): string {
  return `${application.name} access review ${review}, lines of ${reviewer ?? 'nobody'}`;
}

function helpSheet(workbook: Workbook): WriteSheet {
  const { today, lines, review } = workbook;
  const rows = [
    [textOf(titleOf(workbook))],
    [`${lines.length} to decide. The yellow cells of the first sheet are yours; all others are to be read.`],
    ['decision: keep, revoke or except. Empty: not decided yet, and the file may come back half done.'],
    [`until: the last day of an exception, a date after ${dayText(today)}; empty for keep and revoke.`],
    ['reason: a sentence that says why; it may be left out only to keep what nothing was found on.'],
    ['Nobody decides about their own access.'],
    [`Back: access-review decide --review ${review} --file FILE --by YOUR_ADDRESS, with this file or a CSV of it.`],
    ['When anything is refused, nothing is recorded, and each faulty cell is named.'],
  ];
  return {
    name: 'How to fill in',
    rows,
    columns: [{ width: 110 }],
    cells: new Map([['0,0', { value: rows[0]?.[0] ?? '', style: { font: bold } }]]),
    protection: { sheet: true },
  };
}
