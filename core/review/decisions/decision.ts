// Checks a decision before it is recorded: about whom, by whom, until when, and whether they may.
import type { Config } from '../../config/config.ts';
import { longestText } from '../../inputs/limits.ts';
import type { Code } from '../../names/codes.ts';
import { addDays } from '../../values/instant.ts';
import type { Day } from '../../values/instant.ts';
import { dayText } from '../../values/time-text.ts';
import { readAddress } from '../../values/addresses.ts';
import { canonicalLogin } from '../../values/login.ts';
import type { CanonicalLogin } from '../../values/login.ts';
import { all, ok, refused, refusedAll } from '../../values/result.ts';
import type { Refusal, Result } from '../../values/result.ts';
import { needsOwnDecision } from '../lines/line.ts';
import type { ReviewLine } from '../lines/line.ts';
import { isAmong } from '../lines/own-logins.ts';
import type { DecisionLine } from '../events/event.ts';

/** What a person asks for, checked in form only. */
export interface DecisionRequest {
  readonly login: string;
  readonly decision: DecisionLine['decision'];
  readonly until: Day | null;
  /** May be empty only to keep a line on which no finding stands. */
  readonly reason: string;
  /** Whether the decision was said once for several lines. */
  readonly shared: boolean;
  /** Where it was asked, for refusals: `--login`, or a file and its line. */
  readonly where: string;
  /** Where each part of it stands in a file, for refusals about that part. */
  readonly cells?: Readonly<Record<'login' | 'decision' | 'until' | 'reason', string>>;
  /** What stood beside it for whoever decided; `null` of what was not told, and absent where nothing was. */
  readonly shown?: { readonly codes: readonly string[] | null; readonly name: string | null };
}

/** A row of a file from which no request could be read; its login is held against the review all the same. */
export interface FaultyRequest {
  readonly login: string;
  readonly cells: { readonly login: string };
  readonly refusals: readonly Refusal[];
}

function placeOf({ cells, where }: DecisionRequest, part: keyof NonNullable<DecisionRequest['cells']>): string {
  return cells?.[part] ?? where;
}

export interface DecisionContext {
  /** Every account of the review's run, and every login with a finding, with the codes that stand on it. */
  readonly codesOf: ReadonlyMap<string, readonly Code[]>;
  readonly lineOf: ReadonlyMap<string, Pick<ReviewLine, 'privileged' | 'severity'>>;
  /** Every login of the person behind a login that can be decided. */
  readonly ownOf: ReadonlyMap<string, readonly CanonicalLogin[]>;
  readonly by: string;
  /** Other names of theirs, which no line of an account tells. */
  readonly alsoBy: readonly CanonicalLogin[];
  readonly today: Day;
  readonly policy: Pick<Config['policy'], 'maxExceptionDays' | 'plusAddressing'>;
}

/**
 * @returns every refusal there is: for an unknown account, an exception without an end or beyond `maxExceptionDays`, an end where
 *   none belongs, a missing reason, a privileged or gravely found account kept together with others, and a decision
 *   about the decider's own access, under whatever login of theirs
 */
export function decisionLine(request: DecisionRequest, context: DecisionContext): Result<DecisionLine> {
  const login = loginIn(request.login);
  const codesSeen = login === null ? undefined : context.codesOf.get(login);
  if (login === null || codesSeen === undefined) {
    return refused(noAccount(request.login, placeOf(request, 'login')));
  }
  const reason = request.reason.trim();
  const faults = [
    ownAccess(login, request, context),
    togetherWithOthers(login, request, context),
    missingReason(reason, codesSeen, request),
  ].filter((fault) => fault !== null);
  return all({
    login: faults.length > 0 ? refusedAll(faults) : ok(login),
    decision: ok(request.decision),
    until: untilOf(request, context),
    reason: ok(reason),
    codesSeen: ok(codesSeen),
  });
}

/** All that can be said of a row that could not be read: what is wrong with it, and whether its login is known. */
export function faultsOf(
  { login, cells, refusals }: FaultyRequest,
  { codesOf }: Pick<DecisionContext, 'codesOf'>,
): readonly Refusal[] {
  const known = loginIn(login);
  return known !== null && codesOf.has(known) ? refusals : [noAccount(login, cells.login), ...refusals];
}

/** What only looks like the login of an account names none: the one idea of an address (`readAddress`). */
function loginIn(text: string): CanonicalLogin | null {
  return readAddress(text).kind === 'marred' ? null : canonicalLogin(text);
}

function noAccount(login: string, where: string): Refusal {
  return {
    what: 'no account of this review',
    where,
    found: login === '' ? 'nothing' : login,
    expected: 'the login of an account of the run under review',
  };
}

function ownAccess(login: CanonicalLogin, request: DecisionRequest, context: DecisionContext): Refusal | null {
  const own = [login, ...(context.ownOf.get(login) ?? [])];
  const isOwn = [context.by, ...context.alsoBy].some((name) => isAmong(name, own, context.policy.plusAddressing));
  if (canonicalLogin(context.by) !== null && !isOwn) return null;
  return {
    what: 'decision about own access',
    where: placeOf(request, 'login'),
    found: context.by,
    expected: 'another person: nobody decides their own access',
  };
}

/** To revoke many at once is safe; to wave grave ones through is what a review must prevent. */
function togetherWithOthers(
  login: CanonicalLogin,
  request: DecisionRequest,
  { lineOf }: DecisionContext,
): Refusal | null {
  const { shared, decision } = request;
  const line = lineOf.get(login);
  if (!shared || decision === 'revoke' || line === undefined || !needsOwnDecision(line)) return null;
  return {
    what: line.privileged ? 'privileged account decided in bulk' : 'grave finding decided in bulk',
    where: placeOf(request, 'reason'),
    found: `${decision} for several accounts at once`,
    expected: 'a decision and a reason of its own',
  };
}

function missingReason(reason: string, codesSeen: readonly Code[], request: DecisionRequest): Refusal | null {
  const { decision } = request;
  if (reason !== '' || (decision === 'keep' && codesSeen.length === 0)) return null;
  return {
    what: 'no reason',
    where: placeOf(request, 'reason'),
    found: 'nothing',
    expected: 'a sentence that says why',
  };
}

/**
 * Asked of what is about to be recorded alone: a reason is printed whole in every report to come, and one of megabytes
 * takes minutes to draw.
 *
 * @param where it was given, for the refusal
 * @returns `null` for one that a cell of a spreadsheet holds
 */
export function longReason(reason: string, where: string): Refusal | null {
  if (reason.length <= longestText) return null;
  const found = `${reason.length} characters`;
  return { what: 'reason too long', where, found, expected: `at most ${longestText} characters` };
}

function untilOf(request: DecisionRequest, { today, policy }: DecisionContext): Result<Day | null> {
  const { decision, until } = request;
  const where = placeOf(request, 'until');
  if (decision !== 'except') {
    if (until === null) return ok(null);
    return refused({
      what: 'end of an exception without an exception',
      where,
      found: until,
      expected: 'no --until with keep or revoke',
    });
  }
  const latest = addDays(today, policy.maxExceptionDays);
  const expected = `a day after ${dayText(today)} and at latest ${dayText(latest)} (policy.maxExceptionDays)`;
  if (until === null) return refused({ what: 'exception without an end', where, found: 'nothing', expected });
  if (until <= today || until > latest)
    return refused({ what: 'end of the exception not accepted', where, found: dayText(until), expected });
  return ok(until);
}
