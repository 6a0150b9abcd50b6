// What this run takes from earlier accepted runs: their history, and what people have decided since.
import { isBefore } from '../../core/values/instant.ts';
import type { Instant } from '../../core/values/instant.ts';
import type { Objects } from '../../core/ports/objects.ts';
import type { Records, ReviewStreams } from '../../core/ports/stores.ts';
import { emptyHistory } from '../../core/inputs/history.ts';
import type { History, KnownDecision } from '../../core/inputs/history.ts';
import { RunAltered } from '../../core/run.ts';
import type { RunRecord } from '../../core/run.ts';
import { foldReview } from '../../core/review/events/folded.ts';
import { reviewedBefore } from './reviewed-before.ts';
import { historyIn } from '../history-text.ts';
import { keptHistory } from './stored-evidence.ts';

/**
 * Only runs with an earlier as-of count, and only decisions of reviews that were opened from such a run: a run never
 * learns from itself, so doing it again is the same run.
 */
export async function loadHistory(dependencies: Records, asOf: Instant): Promise<History> {
  const last = await dependencies.runs.lastAccepted(asOf);
  const history = last === null ? emptyHistory : await readHistory(dependencies.objects, last);
  if (last !== null && history.run?.id !== last.id) {
    const found = `its history is that of ${history.run?.id ?? 'no run'}`;
    throw new RunAltered(last.id, found);
  }
  const { approvals: _known, signed: _signed, reviews: _reviews, ...rest } = history;
  const approvals = await approvalsBefore(dependencies.reviews, asOf);
  const decisions = [...(await decisionsBefore(dependencies.reviews, asOf))];
  const reviewed = await reviewedBefore(dependencies, asOf, history.run);
  return { ...rest, decisions, ...(approvals.length === 0 ? {} : { approvals: [...approvals] }), ...reviewed };
}

async function readHistory(objects: Objects, record: RunRecord): Promise<History> {
  const { id, historyKey: key } = record;
  return historyIn(
    keptHistory(objects, record),
    `the history ${key === null ? `of the run ${id}` : objects.location(key)}`,
  );
}

/** The newest decision of each account, over all reviews whose run has an earlier as-of. */
export async function decisionsBefore(reviews: ReviewStreams, asOf: Instant): Promise<readonly KnownDecision[]> {
  const newest = new Map<string, KnownDecision>();
  for (const period of await reviews.list()) {
    const state = foldReview(await reviews.load(period));
    if (state === null || !isBefore(state.runAsOf, asOf)) continue;
    for (const decision of state.decisions.values()) {
      const { login, decision: verdict, until, by, at, codesSeen } = decision;
      const known = newest.get(login);
      if (known === undefined || !isBefore(at, known.at)) {
        newest.set(login, { login, review: period, decision: verdict, until, by, at, codesSeen: [...codesSeen] });
      }
    }
  }
  return [...newest.values()].toSorted((a, b) => (a.login < b.login ? -1 : 1));
}

/** By the same rule as decisions: only reviews whose run has an earlier as-of. */
async function approvalsBefore(reviews: ReviewStreams, asOf: Instant): Promise<NonNullable<History['approvals']>> {
  const approvals: NonNullable<History['approvals']> = [];
  for (const period of await reviews.list()) {
    const state = foldReview(await reviews.load(period));
    if (state === null || !isBefore(state.runAsOf, asOf) || state.approval === null) continue;
    const { by, at, sha256 } = state.approval;
    approvals.push({ by, at, sha256 });
  }
  return approvals;
}
