// How a review stands: which lines are open, who is to decide them, in which phase it is, and whether it is late.
import type { Code } from '../../names/codes.ts';
import type { StoredReviewEvent } from '../events/event.ts';
import { foldPeriod } from '../events/folded.ts';
import { isSigned } from '../events/state.ts';
import type { EffectiveDecision, ReviewState } from '../events/state.ts';
import type { ReviewLine } from '../lines/line.ts';
import { standInsOf } from '../lines/reviewers.ts';
import type { StandIns } from '../lines/reviewers.ts';
import { daysBetween } from '../../values/instant.ts';
import type { Day } from '../../values/instant.ts';
import type { CanonicalLogin } from '../../values/login.ts';

export type Phase = 'open' | 'in-review' | 'remediation' | 'signed' | 'closed';

export interface OpenLine {
  readonly line: ReviewLine;
  /** Codes of the frozen run, and of later accepted runs of the period. */
  readonly codes: readonly Code[];
  /** Who is to decide it now. */
  readonly reviewer: CanonicalLogin | null;
  /** The last day of the exception that was its decision; absent where none has ended. */
  readonly ended?: Day;
}

export interface LineFacts {
  readonly lines: readonly ReviewLine[];
  /** Codes that stand on each login now. */
  readonly codesOf: ReadonlyMap<string, readonly Code[]>;
  /** Logins that a later export of the period shows suspended, or not at all. */
  readonly removed: ReadonlySet<string>;
  /** By which exceptions end; `null` for a version under which one counted until the last signature. */
  readonly today: Day | null;
}

/**
 * A line without a decision, with a code that its decision has not seen, or with an exception whose last day is over. No
 * code of an account that is live no longer asks again, and nothing does after the last signature: what it says then is a
 * finding of the next review.
 */
export function undecidedLines(
  state: ReviewState,
  { lines, codesOf, ...facts }: LineFacts,
  reviewers: StandIns['reviewers'],
): readonly OpenLine[] {
  if (isSigned(state)) return [];
  const standIn = standInsOf({ delegations: state.delegations, reviewers });
  return lines.flatMap((line) => {
    const codes = codesOf.get(line.login) ?? [];
    if (isDecided(line, codes, { state, ...facts })) return [];
    const ended = endedOf(state.decisions.get(line.login), facts);
    const open = { line, codes, reviewer: standIn(line.reviewer, line.own) };
    return [ended === null ? open : { ...open, ended }];
  });
}

/** The same after nothing but decisions: each line that one of them is about is looked at, and no other. */
export function stillUndecided(
  before: readonly OpenLine[],
  decided: ReadonlySet<string>,
  facts: Judging,
): readonly OpenLine[] {
  return before.filter(({ line, codes }) => !decided.has(line.login) || !isDecided(line, codes, facts));
}

interface Judging extends Pick<LineFacts, 'removed' | 'today'> {
  readonly state: ReviewState;
}

function isDecided(
  { login }: Pick<ReviewLine, 'login'>,
  codes: readonly Code[],
  { state, removed, today }: Judging,
): boolean {
  const decision = state.decisions.get(login);
  if (decision === undefined || endedOf(decision, { today }) !== null) return false;
  return removed.has(login) || codes.every((code) => decision.codesSeen.includes(code));
}

/** @returns the last day of an exception that is over, be the account gone or not; `null` for any other decision */
function endedOf(
  decision: Pick<EffectiveDecision, 'until'> | undefined,
  { today }: Pick<LineFacts, 'today'>,
): Day | null {
  const until = decision?.until ?? null;
  return until !== null && today !== null && until < today ? until : null;
}

/** In their order: what has begun, what is left to do, what is final. */
export function phaseOf(state: ReviewState, undecided: number): Phase {
  if (state.closed !== null) return 'closed';
  if (isSigned(state)) return 'signed';
  if (undecided === 0) return 'remediation';
  return state.decisions.size === 0 ? 'open' : 'in-review';
}

/** How a period stands of which no review does. */
export type Unopened = 'not-opened' | 'not-performed' | 'voided';

/**
 * A period whose review was voided is as if nobody had opened one (contract, section 9), so it is missed like any other.
 *
 * @param events of a period whose review does not stand
 * @example unopenedAs([]) // 'not-opened'
 */
export function unopenedAs(events: readonly StoredReviewEvent[]): Unopened {
  if (events.some(({ event }) => event.kind === 'not-performed')) return 'not-performed';
  return foldPeriod(events).voids.length > 0 ? 'voided' : 'not-opened';
}

/** Whole days past the due day, zero on it and before. */
export function daysLate(today: Day, dueDay: Day): number {
  return Math.max(0, daysBetween(dueDay, today));
}
