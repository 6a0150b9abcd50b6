// The leavers file from HR: who left and which day was their last. It outranks every directory.
import { dayMoment, dayOf, earliest, latest } from '../../values/instant.ts';
import type { Day, Instant } from '../../values/instant.ts';
import { ok, refused, within } from '../../values/result.ts';
import type { Refusal, Result } from '../../values/result.ts';
import { mostRows } from '../limits.ts';
import { isGuessed } from '../table.ts';
import type { Table } from '../table.ts';
import type { JudgingRules } from '../../versions.ts';
import { callingBy, dayColumnsOf, headerDoubt, leftBefore, nothingSaid, staysAfterAll, twoDays } from './header.ts';
import { namesNobody, readLeaver } from './row.ts';
import type { Leaver, LeaverSpan } from './row.ts';
import { isHeaderOf } from '../export/header-mapping.ts';
import { matchKey } from '../../values/login.ts';
import type { CanonicalLogin, PlusAddressing } from '../../values/login.ts';
import { plural, quoted } from '../../values/text.ts';

export type Leavers = ReadonlyMap<CanonicalLogin, Leaver>;

type LeaversTable = Pick<Table, 'sheet' | 'encoding' | 'rows' | 'taken' | 'rules'>;

export interface LeaversInput {
  /** The sheets of a workbook, or the one reading of a CSV. */
  readonly tables: readonly LeaversTable[];
  readonly fileName: string;
  readonly timeZone: string;
  readonly asOf: Instant;
  readonly plusAddressing: PlusAddressing;
  /** Set for an upload, which runs compare on days to come: what they would refuse then is refused now. */
  readonly isKept?: true | undefined;
}

/** One row of the file. */
export interface NamedLeaver extends Pick<Leaver, 'login' | 'where' | 'called'> {
  /** Whether the last day lies before as-of. */
  readonly isGone: boolean;
}

export interface LeaversFile {
  readonly rows: number;
  /** All of them, in the order of the file. */
  readonly people: readonly NamedLeaver[];
  /** Those whose last day lies before as-of. The others still work here. */
  readonly gone: Leavers;
  /** The newest last day that lies before as-of; `null` where none does. */
  readonly newest: Day | null;
  /** The furthest last day that does not; `null` where all do. */
  readonly furthest: Day | null;
  /**
   * People with two last days that are both to come. Once one of them is over the list would be refused, and so an
   * upload is refused at once.
   */
  readonly twice: readonly Refusal[];
}

/**
 * Reads `e-mail,last day` rows with ISO days; a header line is recognised and skipped. A row that cannot be read
 * refuses the file, because a leaver who is skipped in silence keeps an account.
 *
 * @example readLeavers({ tables, fileName: 'leavers.csv', timeZone: 'UTC', asOf, plusAddressing: 'distinct' })
 */
export function readLeavers(input: LeaversInput): Result<LeaversFile> {
  const today = dayOf(input.asOf, input.timeZone);
  const gone = new Map<CanonicalLogin, Leaver>();
  const yet = new Map<CanonicalLogin, Leaver>();
  const refusals: Refusal[] = [];
  const twice: Refusal[] = [];
  const people: NamedLeaver[] = [];
  let [rows, headers] = [0, 0];
  let newest: Day | null = null;
  let furthest: Day | null = null;
  const isNew = !input.tables.some(({ taken }) => taken);
  const most = isNew ? mostRows : Infinity;
  for (const line of linesOfAll(input)) {
    if (rows === most) return refused(tooMany(input.fileName, line.where));
    if (line.kind === 'header') {
      headers += 1;
      continue;
    }
    rows += 1;
    if (line.leaver.kind === 'refused') {
      for (const refusal of line.leaver.refusals) refusals.push(refusal);
      continue;
    }
    const leaver = line.leaver.value;
    const isGone = leaver.lastDay < today;
    if (isGone && (newest === null || newest < leaver.lastDay)) newest = leaver.lastDay;
    if (!isGone && (furthest === null || furthest < leaver.lastDay)) furthest = leaver.lastDay;
    const { where, login, called } = leaver;
    people.push({ where, login, isGone, ...(called === undefined ? {} : { called }) });
    const key = matchKey(leaver.login, input.plusAddressing);
    const [those, others] = isGone ? [gone, yet] : [yet, gone];
    const [same, other] = [those.get(key), others.get(key)];
    those.set(key, later(leaver, same));
    if (!isNew) continue;
    const place = `${input.fileName}, ${line.where}`;
    if (other !== undefined)
      refusals.push(twoLastDays('somebody who left and is still to leave', [leaver, other], place));
    const isSplit = !isGone && same !== undefined && same.lastDay !== leaver.lastDay;
    if (isSplit) twice.push(twoLastDays('somebody with two last days to come', [leaver, same], place));
  }
  if (input.isKept) for (const refusal of twice) refusals.push(refusal);
  if (rows + headers === 0) refusals.push(noList(input.fileName));
  const nobody = people.length === 0 && refusals.every(namesNobody) ? nobodyIn(refusals) : null;
  if (nobody !== null) return refused(nobody);
  return refusals.length > 0 ? { kind: 'refused', refusals } : ok({ rows, people, gone, newest, furthest, twice });
}

function* linesOfAll(input: LeaversInput): Generator<Line, void> {
  const spanOf = spansIn(input.timeZone);
  for (const table of input.tables) yield* linesOf(table, { ...input, spanOf });
}

/** Makes the function that gives the span of a last day. Many people leave on few days, so each is worked out once. */
function spansIn(timeZone: string): (day: Day) => LeaverSpan {
  const spans = new Map<Day, LeaverSpan>();
  return (day) => {
    const known = spans.get(day);
    if (known !== undefined) return known;
    const moment = dayMoment(day, timeZone);
    const span = { notBefore: earliest(moment), notAfter: latest(moment) };
    spans.set(day, span);
    return span;
  };
}

interface Reading extends LeaversInput {
  readonly spanOf: (day: Day) => LeaverSpan;
}

type Line =
  | { readonly kind: 'header'; readonly where: string }
  | { readonly kind: 'person'; readonly where: string; readonly leaver: Result<Leaver> };

/**
 * Gives each row of a table as somebody who left or as a refusal. A row that is passed over would be a leaver who is
 * lost.
 */
function* linesOf(table: LeaversTable, input: Reading): Generator<Line, void> {
  const isNew = table.taken !== true;
  let first = true;
  let columns = nothingSaid;
  let calledIn = callingBy([], table.rules);
  let isDoubted = !isNew;
  const compared = { today: dayOf(input.asOf, input.timeZone), isKept: input.isKept === true };
  for (const row of table.rows()) {
    const line = `${table.sheet === null ? '' : `sheet ${quoted(table.sheet)}, `}line ${row.row}`;
    const where = `${input.fileName}, ${line}`;
    const person = (leaver: Result<Leaver>): Line => ({ kind: 'person', where: line, leaver });
    if (row.kind === 'fault') {
      const { found, expected } = row;
      yield person(refused({ what: 'unreadable line', where, found, expected }));
      return;
    }
    if (row.cells.every((cell) => cell.trim() === '')) continue;
    const elsewhere = first ? addressElsewhere(row.cells, where, table.rules) : null;
    if (elsewhere !== null) {
      yield person(refused(elsewhere));
      return;
    }
    if (first && isHeaderOf('email', row.cells[0] ?? '', table.rules)) {
      const doubt = isNew ? headerDoubt(row.cells, where) : null;
      columns = dayColumnsOf(row.cells);
      calledIn = callingBy(row.cells, table.rules);
      isDoubted ||= doubt !== null;
      yield doubt === null ? { kind: 'header', where: line } : person(refused(doubt));
    } else {
      // Told once, because it is about the whole list.
      const ofList = isDoubted ? null : twoDays(row.cells, columns, where);
      isDoubted ||= ofList !== null;
      const ofRow = isNew
        ? (staysAfterAll(row.cells, columns, where) ?? leftBefore(row.cells, columns, { where, ...compared }))
        : null;
      const doubt = ofList ?? ofRow;
      if (doubt !== null) yield person(refused(doubt));
      else if (isNew && isHeaderOf('email', row.cells[0] ?? '')) yield person(refused(headerBelow(row.cells, where)));
      else if (isNew && row.durations?.includes(1) === true) yield person(refused(noDay(where)));
      else {
        const place = { where: line, called: calledIn(row.cells) };
        yield person(within(where, readLeaver(row.cells, { ...input, ...place, isGuessed: isGuessed(table), isNew })));
      }
    }
    first = false;
  }
}

/**
 * Refuses the list by its header alone, where the address is in another column: otherwise each row would be refused for
 * lacking an address.
 */
function addressElsewhere(cells: readonly string[], where: string, rules: JudgingRules | undefined): Refusal | null {
  const [firstCell = ''] = cells;
  const column = cells.findIndex((cell) => isHeaderOf('email', cell, rules));
  if (column < 1 || firstCell.includes('@')) return null;
  return {
    what: 'the e-mail addresses do not stand in the first column',
    where: `${where}, column ${column + 1}`,
    found: `${quoted(cells[column]?.trim() ?? '')} behind ${quoted(firstCell.trim())}`,
    expected: 'the e-mail address in the first column and the last day in the second',
  };
}

/** Refuses a title above the header, as Numbers writes the name of the table and reports have one. */
function headerBelow([found = '']: readonly string[], where: string): Refusal {
  return {
    what: 'a header that is not the first line',
    where,
    found: quoted(found.trim()),
    expected: 'one header, in the first line of the list or of its sheet, and people below it',
  };
}

/**
 * Refuses a cell of hours without a day. A spreadsheet counts it as a day of 1900, and the person would have left long
 * ago.
 */
function noDay(where: string): Refusal {
  return {
    what: 'no day',
    where: `${where}, column 2`,
    found: 'a cell of hours and minutes',
    expected: 'the last day; a workbook (XLSX) may show its date cells in any form',
  };
}

/** Refuses a list with more rows than people left in years. It is another list, and would be refused row by row. */
function tooMany(fileName: string, where: string): Refusal {
  return {
    what: 'too many leavers',
    where: `${fileName}, ${where}`,
    found: `a row behind ${mostRows} others`,
    expected: `at most ${mostRows} rows: those who left since the last review`,
  };
}

/**
 * Refuses two last days of one person of which one is over: who came back has not left, and whose day was corrected may
 * have left. The list does not tell which.
 */
function twoLastDays(what: string, [leaver, other]: readonly [Leaver, Leaver], where: string): Refusal {
  return {
    what,
    where: `${where}, column 2`,
    found: `${quoted(leaver.lastDay)}, and ${quoted(other.lastDay)} in a line above for the same login`,
    expected: 'one row for them; of somebody who came back, without the last day before that',
  };
}

/** Refuses a file without any row. A header alone says that nobody left; an empty file may be anything. */
function noList(fileName: string): Refusal {
  return {
    what: 'no list of leavers',
    where: fileName,
    found: 'neither a header nor a row',
    expected: 'a row for each person who left; where nobody did, the header alone',
  };
}

/** Refuses by its first row a file in which no row names anybody. It is another list, and not so many slips. */
function nobodyIn([first, ...others]: readonly Refusal[]): Refusal | null {
  if (first === undefined || others.length === 0) return null;
  return {
    what: 'no list of leavers',
    where: first.where,
    found: `${first.found}, and no bare e-mail address in the first column of ${plural(others.length, 'other row')}`,
    expected: 'the bare e-mail address of each person who left in the first column, and their last day in the second',
  };
}

/** Who left twice left the second time. */
function later(one: Leaver, other: Leaver | undefined): Leaver {
  return other === undefined || other.lastDay < one.lastDay ? one : other;
}
