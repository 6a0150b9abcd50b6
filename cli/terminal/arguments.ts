// Turns the texts of the command line into values, with a refusal that names the option.
import { instantFromMs, parseDay, parseInstant } from '../../core/values/instant.ts';
import type { Day, Instant } from '../../core/values/instant.ts';
import { severities } from '../../core/names/codes.ts';
import type { Severity } from '../../core/names/codes.ts';
import { gateNames, isAcceptable, isGateName } from '../../core/names/gates.ts';
import type { AcceptedGate } from '../../core/inputs/gates.ts';
import { notYetTaken } from '../../core/inputs/custody.ts';
import type { GateName } from '../../core/names/gates.ts';
import { typedAddress } from '../../core/values/addresses.ts';
import type { CanonicalLogin } from '../../core/values/login.ts';
import { all, each, ok, refused, refusedAll } from '../../core/values/result.ts';
import type { Refusal, Result } from '../../core/values/result.ts';
import { longReason } from '../../core/review/decisions/decision.ts';
import { isSeen } from '../../core/values/text.ts';
import { parsePeriod } from '../../core/config/calendar.ts';
import type { Calendar } from '../../core/config/calendar.ts';
import type { Terminal } from './terminal.ts';

/** Years that are taken. Any other is a slip of the finger. */
const years = { first: 1900, last: 9998 } as const;

/** ISO 8601, of the years 1900 to 9998; without a zone it is UTC, and a day is its first moment. */
export function instantArgument(option: string, text: string): Result<Instant> {
  const day = parseDay(text);
  const instant =
    day === null ? (parseInstant(text) ?? parseInstant(`${text}Z`)) : instantFromMs(Date.parse(`${day}T00:00:00Z`));
  const year = Number(instant?.slice(0, 4));
  if (instant !== null && year >= years.first && year <= years.last) return ok(instant);
  return refused({
    what: 'no instant',
    where: option,
    found: text,
    expected: 'ISO 8601 in UTC, such as 2026-10-05T08:00:00Z',
  });
}

/**
 * Warns that --as-of lies ahead. It is taken all the same, so that a period can be played before it is over; but what
 * is recorded under it cannot be taken back.
 */
export function tellAhead(terminal: Pick<Terminal, 'err'>, asOf: string | undefined, now: Instant): void {
  if (asOf === undefined) return;
  const at = instantArgument('--as-of', asOf);
  if (at.kind === 'refused' || notYetTaken({ where: '--as-of', at: at.value }, now) === null) return;
  terminal.err(
    `--as-of ${asOf} has not come: it is ${now} now. What follows is dated then, and cannot be taken back.\n`,
  );
}

/**
 * Says that an instant without a zone was taken as UTC, because whoever types it may mean local time.
 *
 * @param options what was typed, by the name of its option
 * @example tellZones(terminal, { '--as-of': '2026-10-05' }) // --as-of 2026-10-05 names no zone: taken as 2026-10-05T00:00:00Z
 */
export function tellZones(
  terminal: Pick<Terminal, 'err'>,
  options: Readonly<Record<string, string | undefined>>,
): void {
  for (const [option, text] of Object.entries(options)) {
    if (text === undefined || parseInstant(text) !== null) continue;
    const taken = instantArgument(option, text);
    if (taken.kind === 'ok') terminal.err(`${option} ${text} names no zone: taken as ${taken.value}\n`);
  }
}

export function dayArgument(option: string, text: string): Result<Day> {
  const day = parseDay(text);
  if (day !== null) return ok(day);
  return refused({ what: 'no day', where: option, found: text, expected: 'an ISO date such as 2026-10-05' });
}

export function emailArgument(option: string, text: string | undefined): Result<CanonicalLogin> {
  return typedAddress(text ?? '', option);
}

export function countArgument(option: string, text: string): Result<number> {
  if (/^\d{1,9}$/.test(text)) return ok(Number(text));
  return refused({ what: 'no number', where: option, found: text, expected: 'a whole number such as 250' });
}

export function sha256Argument(option: string, text: string): Result<string> {
  const digest = text.trim().toLowerCase();
  if (/^[0-9a-f]{64}$/.test(digest)) return ok(digest);
  return refused({
    what: 'no SHA-256',
    where: option,
    found: text,
    expected: '64 hex digits, as sha256sum prints them',
  });
}

export function severityArgument(option: string, text: string): Result<Severity> {
  const severity = severities.find((one) => one === text.toLowerCase());
  return severity === undefined
    ? refused({ what: 'no severity', where: option, found: text, expected: severities.join(', ') })
    : ok(severity);
}

export function reasonArgument(option: string, text: string | undefined): Result<string> {
  const trimmed = text?.trim() ?? '';
  if (!isSeen(trimmed))
    return refused({ what: 'no reason', where: option, found: 'nothing', expected: 'a sentence that says why' });
  const long = longReason(trimmed, option);
  return long === null ? ok(trimmed) : refused(long);
}

export interface GateOptions {
  readonly acceptGate: readonly string[];
  readonly by: readonly string[];
  readonly reason: readonly string[];
}

/** `--accept-gate NAME --by EMAIL --reason TEXT`, repeated; one name and one reason may stand for all gates. */
export function acceptedGates({ acceptGate, by, reason }: GateOptions): Result<readonly AcceptedGate[]> {
  const miscounted = [
    miscount('--by', by.length, acceptGate.length),
    miscount('--reason', reason.length, acceptGate.length),
  ].filter((one) => one !== null);
  if (miscounted.length > 0) return refusedAll(miscounted);
  return each(
    acceptGate.map((name, index) =>
      all({
        gate: acceptableGate(name),
        by: emailArgument('--by', by[index] ?? by[0]),
        reason: reasonArgument('--reason', reason[index] ?? reason[0]),
      }),
    ),
  );
}

/**
 * Refuses a number of names or reasons that is neither one nor that of the gates: they belong to the gates by their
 * order.
 */
function miscount(option: string, given: number, gates: number): Refusal | null {
  if (given <= 1 && gates > 0) return null;
  if (given === gates) return null;
  return {
    what: 'not as many as gates',
    where: option,
    found: `${given} with ${gates} of --accept-gate`,
    expected: gates === 0 ? `${option} only together with --accept-gate` : `one for all gates, or one for each`,
  };
}

function acceptableGate(name: string): Result<GateName> {
  const acceptable = `one of ${gateNames.filter(isAcceptable).join(', ')}`;
  if (!isGateName(name)) {
    return refused({ what: 'unknown gate', where: '--accept-gate', found: name, expected: acceptable });
  }
  if (isAcceptable(name)) return ok(name);
  return refused({
    what: 'gate that nobody may accept',
    where: '--accept-gate',
    found: name,
    expected: `${acceptable}; mend what the gate names and run again`,
  });
}

/** Only the form is checked here; which days the period spans is the configuration's matter. */
export const calendarQuarters: Calendar = { timeZone: 'UTC', fiscalYearStart: 1 };

/** @example periodArgument('2026-q4') // '2026-Q4' */
export function periodArgument(text: string): Result<string> {
  const period = parsePeriod(text, calendarQuarters);
  return period.kind === 'refused' ? period : ok(period.value.id);
}
