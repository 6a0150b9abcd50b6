// The leavers file from HR: who left and which day was their last. It outranks every directory.
import { dayMoment, dayOf, earliest, latest, parseDay } from '../values/instant.ts';
import type { Day, Instant } from '../values/instant.ts';
import { ok, refused, within } from '../values/result.ts';
import type { Refusal, Result } from '../values/result.ts';
import type { TableRow } from './table.ts';
import { isHeaderOf } from './export/header-mapping.ts';
import { addressOf, matchKey } from '../values/login.ts';
import type { CanonicalLogin, PlusAddressing } from '../values/login.ts';

export interface Leaver {
  readonly login: CanonicalLogin;
  readonly lastDay: Day;
  /** The person left between the start and the end of their last day, in the calendar's time zone. */
  readonly notBefore: Instant;
  readonly notAfter: Instant;
}

export type Leavers = ReadonlyMap<CanonicalLogin, Leaver>;

export interface LeaversInput {
  readonly rows: Iterable<TableRow>;
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
  let first = true;
  for (const row of input.rows) {
    if (row.kind === 'fault') {
      return refused({
        what: 'unreadable line',
        where: `${input.fileName}, line ${row.row}`,
        found: row.found,
        expected: row.expected,
      });
    }
    const isHeader = first && isHeaderOf('email', row.cells[0] ?? '');
    first = false;
    if (isHeader || row.cells.every((cell) => cell.trim() === '')) continue;
    rows += 1;
    const leaver = within(`${input.fileName}, line ${row.row}`, leaverOf(row.cells, input));
    if (leaver.kind === 'refused') refusals.push(...leaver.refusals);
    else if (leaver.value.lastDay < today) {
      const key = matchKey(leaver.value.login, input.plusAddressing);
      gone.set(key, later(leaver.value, gone.get(key)));
    }
  }
  return refusals.length > 0 ? refused(...refusals) : ok({ rows, gone });
}

function leaverOf(cells: readonly string[], input: LeaversInput): Result<Leaver> {
  const [email = '', last = ''] = cells;
  const login = addressOf(email);
  if (login === null) {
    return refused({
      what: 'no e-mail address',
      where: 'column 1',
      found: JSON.stringify(email),
      expected: 'the e-mail address of the person who left',
    });
  }
  const lastDay = parseDay(last);
  if (lastDay === null) {
    return refused({
      what: 'no day',
      where: 'column 2',
      found: JSON.stringify(last),
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
