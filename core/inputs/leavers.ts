// The leavers file from HR: who left and which day was their last. It outranks every directory.
import { dayMoment, dayOf, earliest, latest, parseDay } from '../values/instant.ts';
import type { Day, Instant } from '../values/instant.ts';
import { ok, refused, within } from '../values/result.ts';
import type { Refusal, Result } from '../values/result.ts';
import type { Table } from './table.ts';
import { isHeaderOf } from './export/header-mapping.ts';
import { addressFault, addressOf, matchKey } from '../values/login.ts';
import type { CanonicalLogin, PlusAddressing } from '../values/login.ts';
import { quoted } from '../values/text.ts';

export interface Leaver {
  readonly login: CanonicalLogin;
  readonly lastDay: Day;
  /** The person left between the start and the end of their last day, in the calendar's time zone. */
  readonly notBefore: Instant;
  readonly notAfter: Instant;
}

export type Leavers = ReadonlyMap<CanonicalLogin, Leaver>;

type LeaversTable = Pick<Table, 'sheet' | 'rows'>;

export interface LeaversInput {
  /** The sheets of a workbook, or the one reading of a CSV. */
  readonly tables: readonly LeaversTable[];
  readonly fileName: string;
  readonly timeZone: string;
  readonly asOf: Instant;
  readonly plusAddressing: PlusAddressing;
}

export interface LeaversFile {
  readonly rows: number;
  /** Only those whose last day lies before as-of: the others still work here. */
  readonly gone: Leavers;
}

/**
 * Reads `e-mail,last day` (ISO day) rows; a header line is recognised and skipped. Anything that cannot be read
 * refuses the file: a leaver who is skipped in silence keeps an account.
 *
 * @example readLeavers({ rows, fileName: 'leavers.csv', timeZone: 'UTC', asOf, plusAddressing: 'distinct' })
 */
export function readLeavers(input: LeaversInput): Result<LeaversFile> {
  const today = dayOf(input.asOf, input.timeZone);
  const gone = new Map<CanonicalLogin, Leaver>();
  const refusals: Refusal[] = [];
  let rows = 0;
  for (const { where, leaver } of input.tables.flatMap((table) => [...leaversIn(table, input)])) {
    rows += 1;
    const read = within(where, leaver);
    if (read.kind === 'refused') for (const refusal of read.refusals) refusals.push(refusal);
    else if (read.value.lastDay < today) {
      const key = matchKey(read.value.login, input.plusAddressing);
      gone.set(key, later(read.value, gone.get(key)));
    }
  }
  if (rows === 0) refusals.push(nobody(input.fileName));
  return refusals.length > 0 ? { kind: 'refused', refusals } : ok({ rows, gone });
}

/** Every row of a table, as somebody who left or as a refusal: a row that is passed over would be a lost leaver. */
function* leaversIn(
  table: LeaversTable,
  input: LeaversInput,
): Generator<{ readonly where: string; readonly leaver: Result<Leaver> }, void> {
  const file = table.sheet === null ? input.fileName : `${input.fileName}, sheet ${quoted(table.sheet)}`;
  let first = true;
  for (const row of table.rows()) {
    const where = `${file}, line ${row.row}`;
    if (row.kind === 'fault') {
      const { found, expected } = row;
      const unreadable = refused({ what: 'unreadable line', where: `line ${row.row}`, found, expected });
      yield { where: file, leaver: unreadable };
      return;
    }
    const isHeader = first && isHeaderOf('email', row.cells[0] ?? '');
    first = false;
    if (isHeader || row.cells.every((cell) => cell.trim() === '')) continue;
    yield { where, leaver: leaverOf(row.cells, input) };
  }
}

function nobody(fileName: string): Refusal {
  return {
    what: 'no leaver in the file',
    where: fileName,
    found: 'at most a header',
    expected: 'one row for each person who left; without any, leave the file out',
  };
}

function leaverOf(cells: readonly string[], input: LeaversInput): Result<Leaver> {
  const [email = '', last = ''] = cells;
  const login = addressOf(email);
  const fault = addressFault(email);
  if (login === null || fault !== null) {
    return refused({
      what: fault ?? 'no e-mail address',
      where: 'column 1',
      found: quoted(email),
      expected: 'the bare e-mail address of the person who left',
    });
  }
  const lastDay = parseDay(last);
  if (lastDay === null) {
    return refused({
      what: 'no day',
      where: 'column 2',
      found: quoted(last),
      expected: 'the last day as an ISO date such as 2026-10-01',
    });
  }
  const moment = dayMoment(lastDay, input.timeZone);
  return ok({ login, lastDay, notBefore: earliest(moment), notAfter: latest(moment) });
}

/** Somebody who left twice left the second time. */
function later(one: Leaver, other: Leaver | undefined): Leaver {
  return other === undefined || other.lastDay < one.lastDay ? one : other;
}
