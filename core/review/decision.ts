// Checks a decision before it is recorded: about whom, by whom, until when, and whether they may.
import type { Config } from '../contract/config.ts';
import type { Code } from '../findings/finding.ts';
import { addDays, dayText } from '../instant.ts';
import type { Day } from '../instant.ts';
import { canonicalLogin } from '../population/login.ts';
import { ok, refused } from '../result.ts';
import type { Result } from '../result.ts';
import type { DecisionLine } from './review.ts';

/** What a person asks for, checked in form only. */
export interface DecisionRequest {
  readonly login: string;
  readonly decision: DecisionLine['decision'];
  readonly until: Day | null;
  readonly reason: string;
  /** Where it was asked, for refusals: `--login`, or a file and its line. */
  readonly where: string;
}

export interface DecisionContext {
  /** Every account of the review's run, and every login with a finding, with the codes that stand on it. */
  readonly codesOf: ReadonlyMap<string, readonly Code[]>;
  readonly by: string;
  readonly today: Day;
  readonly policy: Pick<Config['policy'], 'maxExceptionDays'>;
}

/**
 * @returns a refusal for an unknown account, an exception without an end or beyond `maxExceptionDays`, an end where
 *   none belongs, a missing reason, and a decision about the decider's own access
 */
export function decisionLine(request: DecisionRequest, context: DecisionContext): Result<DecisionLine> {
  const login = canonicalLogin(request.login);
  const codesSeen = login === null ? undefined : context.codesOf.get(login);
  const { where } = request;
  if (login === null || codesSeen === undefined) {
    return refused({
      what: 'no account of this review',
      where,
      found: request.login,
      expected: 'the login of an account of the run under review',
    });
  }
  if (login === canonicalLogin(context.by)) {
    return refused({
      what: 'decision about own access',
      where,
      found: context.by,
      expected: 'another person: nobody decides their own access',
    });
  }
  if (request.reason.trim() === '') {
    return refused({ what: 'no reason', where, found: 'nothing', expected: 'a sentence that says why' });
  }
  const until = untilOf(request, context);
  if (until.kind === 'refused') return until;
  return ok({ login, decision: request.decision, until: until.value, reason: request.reason.trim(), codesSeen });
}

function untilOf({ decision, until, where }: DecisionRequest, { today, policy }: DecisionContext): Result<Day | null> {
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

/** The decisions of one request, split so that each fits into one event. */
export function inChunks<T>(lines: readonly T[], size: number): readonly (readonly T[])[] {
  const chunks: T[][] = [];
  for (let from = 0; from < lines.length; from += size) chunks.push(lines.slice(from, from + size));
  return chunks;
}
