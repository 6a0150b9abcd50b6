// One row of the leavers file: who left, and which day was their last.
import { isNever, parseDay, withIsoDay } from '../../values/instant.ts';
import type { Day, Instant } from '../../values/instant.ts';
import { ok, refused } from '../../values/result.ts';
import type { Refusal, Result } from '../../values/result.ts';
import { lostLetters, readAddress } from '../../values/addresses.ts';
import type { CanonicalLogin } from '../../values/login.ts';
import { quoted } from '../../values/text.ts';
import type { Called } from './header.ts';

export interface Leaver {
  readonly login: CanonicalLogin;
  readonly lastDay: Day;
  /** The person left between the beginning and the end of their last day, in the calendar's time zone. */
  readonly notBefore: Instant;
  readonly notAfter: Instant;
  /** `line 3`, or in a workbook `sheet "North", line 3`. */
  readonly where: string;
  /** Name and number of the row; absent where the list has addresses alone. */
  readonly called?: Called;
}

export type LeaverSpan = Pick<Leaver, 'notBefore' | 'notAfter'>;

/** Where the row stands, and how it is to be read. */
export interface LeaverPlace {
  /** `line 3`, or in a workbook `sheet "North", line 3`. */
  readonly where: string;
  readonly called: Called | null;
  /** Whether the encoding of the file is only a guess. */
  readonly isGuessed: boolean;
  /** Whether the list just came in. One in the evidence of a run is read as it was read then. */
  readonly isNew: boolean;
  readonly spanOf: (day: Day) => LeaverSpan;
}

const [noAddress, marredAddress] = ['no e-mail address', 'an address with'];

/** Whether a row was refused because its first cell names nobody. */
export function namesNobody({ what }: Refusal): boolean {
  return what === noAddress || what.startsWith(marredAddress);
}

/**
 * Days outside of these have a year of another calendar, or one with a digit too many or in the wrong place: 0206,
 * 2206.
 */
const [firstDay, lastOfDays] = ['1900-01-01', '2199-12-31'];

/**
 * @param cells the e-mail address and the last day, whatever stands behind them
 * @returns refusals that name the column
 */
export function readLeaver(cells: readonly string[], { where, called, ...input }: LeaverPlace): Result<Leaver> {
  const [email = '', last = ''] = cells;
  const read = readAddress(email, { hosts: !input.isNew, standIns: !input.isNew, masks: !input.isNew });
  const lost = input.isNew ? lostLetters(email) : null;
  if (read.kind !== 'address' || lost !== null) {
    const marred = lost ?? (read.kind === 'marred' ? read.by : null);
    return refused({
      what: marred === null ? noAddress : `${marredAddress} ${marred}`,
      where: 'column 1',
      found: quoted(email),
      expected: 'the bare e-mail address of the person who left',
    });
  }
  if (input.isGuessed && /[^\x20-\x7e]/.test(email)) {
    return refused({
      what: 'an address in letters of an encoding that is only guessed',
      where: 'column 1',
      found: quoted(email),
      expected: 'a CSV in UTF-8',
    });
  }
  const lastDay = parseDay(withIsoDay(last.trim()));
  const isNear = lastDay === null || (lastDay >= firstDay && lastDay <= lastOfDays);
  if (lastDay === null || (input.isNew && !isNear)) {
    return refused({
      what: 'no day',
      where: 'column 2',
      found: quoted(last),
      expected: `the last day as an ISO date such as 2026-10-01${isNear ? '' : ', of a year from 1900 to 2199'}; a workbook (XLSX) may show its date cells in any form`,
    });
  }
  if (input.isNew && isNever(lastDay)) {
    return refused({
      what: 'no day',
      where: 'column 2',
      found: `${quoted(last)}, which is the zero of a clock`,
      expected: 'the last day; whoever has none does not stand in the list',
    });
  }
  const leaver = { login: read.login, lastDay, ...input.spanOf(lastDay), where };
  return ok(called === null ? leaver : { ...leaver, called });
}
