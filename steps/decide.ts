// Records decisions of people as events of the review that is open.
import { todayOf } from '../core/findings/judgement.ts';
import { ok, refused } from '../core/result.ts';
import type { Refusal, Result } from '../core/result.ts';
import { decisionLine, inChunks } from '../core/review/decision.ts';
import type { DecisionRequest } from '../core/review/decision.ts';
import { linesPerEvent } from '../core/review/review.ts';
import type { DecisionLine } from '../core/review/review.ts';
import { foldReview } from '../core/review/state.ts';
import type { EffectiveDecision, ReviewState } from '../core/review/state.ts';
import type { Instant } from '../core/instant.ts';
import type { Reviews } from '../core/ports.ts';
import type { ReviewDependencies } from './open-review.ts';
import { openReview } from './open-review.ts';
import { codesByLogin, configOf } from './review-run.ts';

export interface Decided {
  readonly review: string;
  readonly openedNow: boolean;
  readonly lines: readonly DecisionLine[];
}

export interface DecideRequest {
  readonly requests: readonly DecisionRequest[];
  readonly by: string;
}

/**
 * A request is refused whole when one of its lines is. The review is that of the latest accepted run; a decision opens
 * it when nobody has.
 *
 * @returns refusals, one a line that is not accepted, or that somebody else has just decided
 */
export async function decide(
  dependencies: ReviewDependencies,
  { requests, by }: DecideRequest,
): Promise<Result<Decided>> {
  const { clock, objects, runs } = dependencies;
  const latest = (await runs.list()).findLast((run) => run.accepted);
  if (latest === undefined) {
    return refused({
      what: 'nothing to decide',
      where: 'this home',
      found: 'no accepted run',
      expected: 'a run that no gate held: access-review run',
    });
  }
  const opened = await openReview(dependencies, { period: latest.period, by });
  if (opened.kind === 'refused') return opened;
  const { state, openedNow } = opened.value;
  const run = await runs.get(state.run);
  if (run === null) throw new Error(`the run ${state.run} of the review ${latest.period} is not recorded`);
  const config = await configOf(objects, run);
  const now = clock.now();
  const context = { codesOf: await codesByLogin(objects, run), by, today: todayOf(now, config), policy: config.policy };
  const checked = requests.map((request) => decisionLine(request, context));
  const refusals = checked.flatMap((line) => (line.kind === 'refused' ? line.refusals : []));
  if (refusals.length > 0) return refused(...refusals);
  const lines = checked.flatMap((line) => (line.kind === 'ok' ? [line.value] : []));
  const recorded = await record(dependencies.reviews, { review: latest.period, state, lines, by, at: now });
  return recorded.kind === 'refused' ? recorded : ok({ review: latest.period, openedNow, lines });
}

interface Recording {
  readonly review: string;
  /** What the person saw: a line that somebody decided since is theirs no longer. */
  readonly state: ReviewState;
  readonly lines: readonly DecisionLine[];
  readonly by: string;
  readonly at: Instant;
}

async function record(reviews: Reviews, { review, state, lines, by, at }: Recording): Promise<Result<null>> {
  let { sequence } = state;
  for (const chunk of inChunks(lines, linesPerEvent)) {
    for (;;) {
      const appended = await reviews.append(review, sequence, {
        kind: 'decided',
        at,
        by,
        assurance: 'asserted',
        lines: chunk,
      });
      sequence += 1;
      if (appended.kind === 'appended') break;
      const now = foldReview(await reviews.load(review));
      const taken = chunk.flatMap(({ login }) => {
        const decision = now?.decisions.get(login);
        return decision !== undefined && decision.sequence > state.sequence ? [decision] : [];
      });
      if (taken.length > 0) return refused(...taken.map(decidedMeanwhile));
      sequence = appended.sequence;
    }
  }
  return ok(null);
}

function decidedMeanwhile({ login, by, decision }: EffectiveDecision): Refusal {
  return {
    what: 'decided by somebody else at this moment',
    where: login,
    found: `${decision} by ${by}`,
    expected: 'nobody else deciding; look at it and decide again',
  };
}
