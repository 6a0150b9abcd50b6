// The file of `decide --file`, a worksheet that comes back or another table: each row a request, each fault with its cell.
import { parseLocalDay } from '../../../core/review/decisions/local-day.ts';
import type { DayFormat } from '../../../core/review/decisions/local-day.ts';
import { longReason } from '../../../core/review/decisions/decision.ts';
import type { DecisionRequest, FaultyRequest } from '../../../core/review/decisions/decision.ts';
import { mostRows } from '../../../core/inputs/limits.ts';
import type { Table, TableRow } from '../../../core/inputs/table.ts';
import type { ExportReader } from '../../../core/ports/inputs.ts';
import { all, ok, refused, refusedAll } from '../../../core/values/result.ts';
import type { Refusal, Result } from '../../../core/values/result.ts';
import type { Day } from '../../../core/values/instant.ts';
import { plural, quoted, withoutInvisible } from '../../../core/values/text.ts';
import { asWritten, isCellError } from '../../../core/values/formula.ts';
import { CellsOfRow, letterOf } from './cells-of-row.ts';
import { decisionWord } from './decision-word.ts';
import { readInput } from '../../terminal/files.ts';

/** What the options say for rows whose cells are blank. */
export interface ForAllRows {
  readonly decision?: string | undefined;
  readonly until?: string | undefined;
  readonly reason?: string | undefined;
  readonly dateFormat?: DayFormat | undefined;
}

/** What a file says to decide, and which review it was handed out for: `null` where it does not say. */
export interface DecisionFile extends FileRequests {
  readonly review: string | null;
}

export interface FileRequests {
  readonly requests: readonly DecisionRequest[];
  /** Rows that say no decision that could be recorded. */
  readonly faulty: readonly FaultyRequest[];
}

const columnNames = ['login', 'decision', 'until', 'reason'];
const decisionColumns = 'the columns login, decision, until, reason';

/** Columns by header: login, decision, until, reason; the last three may come from the options for all rows. */
export async function fileRequests(
  path: string,
  options: ForAllRows,
  exportReader: ExportReader,
): Promise<Result<DecisionFile>> {
  const file = await readInput('--file', path);
  if (file.kind === 'refused') return file;
  const { bytes, name } = file.value;
  const tables = await exportReader.tables(bytes, name, 'handed out before');
  if (tables.kind === 'refused')
    return refusedAll(tables.refusals.map((refusal) => ({ ...refusal, expected: decisionColumns })));
  // In a workbook the sheet that has the header, wherever it stands among the sheets.
  const [table = tables.value[0], ...others] = tables.value.filter((one) => headerOf(one)?.includes('login') === true);
  const review = reviewOf(tables.value, name);
  if (table === undefined) return ok({ requests: [], faulty: [], review });
  const elsewhere = table.format === 'xlsx' ? others.find((other) => hasDecisions(other, options)) : undefined;
  if (elsewhere !== undefined) return refused(onTwoSheets([table, elsewhere], name));
  const asked = rowRequests(table, { fileName: name, options });
  return asked.kind === 'refused' ? asked : ok({ ...asked.value, review });
}

/**
 * The review that a worksheet was handed out for. The sheet with the instructions names it, and so does the name of the
 * file until somebody changes it.
 */
function reviewOf(tables: readonly Table[], name: string): string | null {
  for (const table of tables) {
    if (headerOf(table)?.includes('login') === true) continue;
    for (const row of table.rows()) {
      const told = row.kind === 'row' ? /decide --review (\d{4}-Q[1-4]) --file/.exec(row.cells.join(' ')) : null;
      if (told !== null) return told[1] ?? null;
    }
  }
  return /(?:^|[/\\])worksheet-(\d{4}-Q[1-4])(?![0-9A-Za-z])[^/\\]*$/.exec(name)?.[1] ?? null;
}

/** Whether somebody decided anything on this sheet. A copy of the sheet that nobody filled in may be ignored. */
function hasDecisions(table: Table, { decision }: ForAllRows): boolean {
  const index = headerOf(table)?.indexOf('decision') ?? -1;
  const [_header, ...rows] = table.rows();
  return rows.some((row) => row.kind === 'fault' || (decision ?? row.cells[index] ?? '').trim() !== '');
}

function onTwoSheets(sheets: readonly Table[], where: string): Refusal {
  const found = sheets.map(({ sheet }) => quoted(sheet ?? '')).join(' and ');
  return { what: 'decisions on more than one sheet', where, found, expected: 'all of them on one' };
}

function headerOf(table: Table): readonly string[] | null {
  for (const row of table.rows()) return row.kind === 'row' ? headersIn(row) : null;
  return null;
}

function headersIn({ cells }: Extract<TableRow, { kind: 'row' }>): readonly string[] {
  return cells.map((cell) => withoutInvisible(cell).trim().toLowerCase());
}

interface FileContext {
  readonly fileName: string;
  readonly options: ForAllRows;
}

function rowRequests(table: Table, { fileName, options }: FileContext): Result<FileRequests> {
  let header: readonly string[] | null = null;
  let doubled: readonly Refusal[] = [];
  const found: { requests: DecisionRequest[]; faulty: FaultyRequest[] } = { requests: [], faulty: [] };
  /** How many line breaks inside cells there were so far: a spreadsheet counts rows where the file has lines. */
  let broken = 0;
  for (const row of table.rows()) {
    const where = `${fileName}, ${table.format === 'csv' ? 'line' : 'row'} ${row.row}`;
    if (row.kind === 'fault')
      return refused({ what: 'unreadable line', where, found: row.found, expected: row.expected });
    if (header === null) {
      header = headersIn(row);
      const lacking = lackingColumn(header, options);
      if (lacking !== null)
        return refused({ what: `no ${lacking} column`, where, found: row.cells.join(', '), expected: decisionColumns });
      doubled = doubledIn(header, where);
    } else {
      const asked = rowRequest(row.cells, { header, where, sheetRow: row.row - broken, options });
      if (asked !== null && 'refusals' in asked) found.faulty.push(asked);
      else if (asked !== null) found.requests.push(asked);
      const tooMany = tooManyIn(found, where);
      if (tooMany !== null) return refusedAll([...doubled, tooMany, ...faultsIn(found)]);
    }
    if (table.format === 'csv') broken += row.cells.join('').match(/\r\n|[\r\n]/g)?.length ?? 0;
  }
  if (doubled.length === 0) return ok(found);
  return refusedAll([...doubled, ...faultsIn(found)]);
}

function lackingColumn(header: readonly string[], { decision }: ForAllRows): 'login' | 'decision' | null {
  if (!header.includes('login')) return 'login';
  return header.includes('decision') || decision !== undefined ? null : 'decision';
}

function faultsIn({ faulty }: FileRequests): readonly Refusal[] {
  return faulty.flatMap(({ refusals }) => refusals);
}

/** Every fault is told up to this many. A table with more is no file of decisions. */
const mostFaulty = 10_000;

function tooManyIn({ requests, faulty }: FileRequests, where: string): Refusal | null {
  const read = { what: 'more than a file of decisions holds', where };
  if (faulty.length > mostFaulty)
    return { ...read, found: `the row behind ${mostFaulty} that cannot be read`, expected: 'the first of them mended' };
  if (requests.length > mostRows)
    return { ...read, found: `a row behind ${mostRows} decisions`, expected: `at most ${mostRows} decisions a file` };
  return null;
}

/** Refuses two columns of one name: nobody can say which of them is meant. */
function doubledIn(header: readonly string[], where: string): readonly Refusal[] {
  return columnNames.flatMap((name) => {
    const letters = header.flatMap((other, index) => (other === name ? [letterOf(index)] : []));
    if (letters.length < 2) return [];
    const found = `${name} in the columns ${letters.join(' and ')}`;
    return [{ what: 'a column that stands more than once', where, found, expected: 'each column once' }];
  });
}

interface RowContext {
  readonly header: readonly string[];
  /** The file and its line. */
  readonly where: string;
  /** As a spreadsheet numbers it. */
  readonly sheetRow: number;
  readonly options: ForAllRows;
}

/**
 * What a row asks for; `null` for a row without a decision, because a sheet may come back half done. A reason from the
 * options is marked as shared by several rows; a reason of the row's own shows that somebody looked at it.
 */
function rowRequest(cells: readonly string[], context: RowContext): DecisionRequest | FaultyRequest | null {
  const { header, where, sheetRow, options } = context;
  const own = (name: string): string => asWritten((cells[header.indexOf(name)] ?? '').trim());
  const cell = (name: string, otherwise: string | undefined): string =>
    own(name) === '' ? (otherwise ?? '') : own(name);
  const places = new CellsOfRow(header, where, sheetRow);
  const login = own('login');
  const filled = cells.findLastIndex((one) => one.trim() !== '') + 1;
  if (filled > header.length) return { login, cells: places, refusals: [surplus(cells, context)] };
  const decision = cell('decision', options.decision);
  if (decision === '') return undecidedRow(own, { login, places });
  const reason = cell('reason', options.reason);
  const words = all({
    decision: decisionWord(decision, places.decision),
    until: untilCell(cell('until', options.until), { at: places.until, format: options.dateFormat }),
    reason: reasonCell(reason, places.reason),
  });
  if (words.kind === 'refused') return { login, cells: places, refusals: words.refusals };
  const shared = own('reason') === '' && reason !== '';
  return { ...words.value, login, shared, where, cells: places, ...shownIn(header, own) };
}

/** What a worksheet shows beside the cells to fill in; a list of somebody's own need not show anything. */
function shownIn(header: readonly string[], own: (name: string) => string): Pick<DecisionRequest, 'shown'> {
  if (!header.includes('findings') && !header.includes('name')) return {};
  const codes = header.includes('findings') ? own('findings').split(/\s+/) : null;
  return { shown: { codes, name: own('name') || null } };
}

/** Refuses a row with more cells than headers: a comma in a cell without quotes moves all cells behind it. */
function surplus(cells: readonly string[], { header, where, sheetRow }: RowContext): Refusal {
  return {
    what: 'more cells than headers',
    where: `${where}, cell ${letterOf(header.length)}${sheetRow}`,
    found: quoted(cells.slice(header.length).join(', ')),
    expected: `${plural(header.length, 'cell')}; a cell with a delimiter in it stands in quotes`,
  };
}

/**
 * A row without a decision. Where it has an end, the decision was forgotten, which is a fault; otherwise the line stays
 * undecided.
 */
function undecidedRow(
  own: (name: string) => string,
  { login, places }: { readonly login: string; readonly places: CellsOfRow },
): FaultyRequest | null {
  if (own('until') === '') return null;
  const refusal: Refusal = {
    what: 'end of an exception without a decision',
    where: places.decision,
    found: `nothing, and ${own('until')} as its end`,
    expected: 'except, or no end',
  };
  return { login, cells: places, refusals: [refusal] };
}

function reasonCell(text: string, at: string): Result<string> {
  const long = longReason(text, at);
  if (long !== null) return refused(long);
  if (!isCellError(text)) return ok(text);
  return refused({ what: 'no reason', where: at, found: text, expected: 'a sentence, not the error of a formula' });
}

function untilCell(
  text: string,
  { at, format = 'ISO' }: { readonly at: string; readonly format?: DayFormat | undefined },
): Result<Day | null> {
  if (text === '') return ok(null);
  const day = parseLocalDay(text, format);
  if (day !== null) return ok(day);
  const stated =
    format === 'ISO'
      ? 'a date cell or an ISO date such as 2027-03-31; other forms with --date-format'
      : `${format} or ISO`;
  return refused({ what: 'no day', where: at, found: text, expected: stated });
}

/** In the order of the file, whichever check found them. */
export function inFileOrder(refusals: readonly Refusal[]): readonly Refusal[] {
  return refusals.toSorted((a, b) => lineOf(a) - lineOf(b));
}

function lineOf({ where }: Refusal): number {
  return Number(/, (?:line|row) (\d+)/.exec(where)?.[1] ?? 0);
}
