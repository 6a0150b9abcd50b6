// How a review stands: which lines are open, who is to decide them, in which phase it is, and whether it is late.
import type { Code } from '../findings/finding.ts';
import { daysBetween } from '../instant.ts';
import type { Day } from '../instant.ts';
import type { CanonicalLogin } from '../population/login.ts';
import type { ReviewLine } from './line.ts';
import type { Removal } from './removal.ts';
import { standInOf } from './reviewers.ts';
import type { Standing as StandIns } from './reviewers.ts';
import { isSigned } from './state.ts';
import type { EffectiveDecision, ReviewState } from './state.ts';

export type Phase = 'open' | 'in-review' | 'remediation' | 'signed' | 'closed';

export interface OpenLine {
  readonly line: ReviewLine;
  /** Codes of the frozen run, and of later accepted runs of the period. */
  readonly codes: readonly Code[];
  /** Who is to decide it now. */
  readonly reviewer: CanonicalLogin | null;
}

export interface LineFacts {
  readonly lines: readonly ReviewLine[];
  /** Codes that stand on each login now. */
  readonly codesOf: ReadonlyMap<string, readonly Code[]>;
}

/** A line without a decision, or with a code that its decision has not seen. */
export function undecidedLines(
  state: ReviewState,
  { lines, codesOf }: LineFacts,
  reviewers: StandIns['reviewers'],
): readonly OpenLine[] {
  return lines.flatMap((line) => {
    const codes = codesOf.get(line.login) ?? [];
    const decision = state.decisions.get(line.login);
    if (decision !== undefined && codes.every((code) => decision.codesSeen.includes(code))) return [];
    const reviewer = standInOf(line.reviewer, { delegations: state.delegations, reviewers }, line.own);
    return [{ line, codes, reviewer }];
  });
}

/** In the order of the contract: what has begun, what is left to do, what is final. */
export function phaseOf(state: ReviewState, undecided: number): Phase {
  if (state.closed !== null) return 'closed';
  if (isSigned(state)) return 'signed';
  if (undecided === 0) return 'remediation';
  return state.decisions.size === 0 ? 'open' : 'in-review';
}

/** Handed over, still wanted gone, and not proven gone: what is overdue or reopened is among them. */
export function openRemovals({ removals, decisions }: ReviewState): readonly Removal[] {
  return [...removals.values()].filter(
    ({ login, state }) => state !== 'closed' && decisions.get(login)?.decision === 'revoke',
  );
}

/** Revoked and in no work order yet, or live again after the last one. */
export function notHandedOver({ removals, decisions }: ReviewState): readonly EffectiveDecision[] {
  return [...decisions.values()].filter(({ login, decision }) => {
    const removal = removals.get(login);
    return decision === 'revoke' && (removal === undefined || isReopenedSince(removal));
  });
}

/** An order that was issued after the reopening has handed it over again. */
export function isReopenedSince({ state, proof, orderedAt }: Removal): boolean {
  return state === 'reopened' && proof !== null && proof.exportedAt > orderedAt;
}

/** Whole days past the due day, zero on it and before. */
export function daysLate(today: Day, dueDay: Day): number {
  return Math.max(0, daysBetween(dueDay, today));
}
