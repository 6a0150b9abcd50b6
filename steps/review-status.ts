// Tells how a review stands: which live accounts nobody has decided yet, and which exceptions run.
import type { Code } from '../core/findings/finding.ts';
import { isLive } from '../core/population/account.ts';
import type { Objects, Reviews, Runs } from '../core/ports.ts';
import { ok, refused } from '../core/result.ts';
import type { Result } from '../core/result.ts';
import { foldReview } from '../core/review/state.ts';
import type { EffectiveDecision, ReviewState } from '../core/review/state.ts';
import { codesByLogin, outcomeOf } from './review-run.ts';

export interface ReviewStatus {
  readonly state: ReviewState;
  readonly live: number;
  /** Live accounts without a decision, or with a code that their decision has not seen; those with findings first. */
  readonly undecided: readonly { readonly login: string; readonly codes: readonly Code[] }[];
  readonly excepted: readonly EffectiveDecision[];
}

export async function reviewStatus(
  { objects, runs, reviews }: { readonly objects: Objects; readonly runs: Runs; readonly reviews: Reviews },
  period: string,
): Promise<Result<ReviewStatus>> {
  const state = foldReview(await reviews.load(period));
  if (state === null) {
    return refused({
      what: 'review not open',
      where: `review ${period}`,
      found: 'no review',
      expected: `access-review review open --review ${period}`,
    });
  }
  const run = await runs.get(state.run);
  if (run === null) throw new Error(`the run ${state.run} of the review ${period} is not recorded`);
  const codesOf = await codesByLogin(objects, run);
  const live = (await outcomeOf(objects, run)).accounts.filter(isLive);
  const undecided = live
    .map(({ login }) => ({ login, codes: codesOf.get(login) ?? [], decision: state.decisions.get(login) }))
    .filter(({ codes, decision }) => decision === undefined || codes.some((code) => !decision.codesSeen.includes(code)))
    .toSorted((a, b) => b.codes.length - a.codes.length || (a.login < b.login ? -1 : 1));
  return ok({
    state,
    live: live.length,
    undecided: undecided.map(({ login, codes }) => ({ login, codes })),
    excepted: [...state.decisions.values()].filter(({ decision }) => decision === 'except'),
  });
}
