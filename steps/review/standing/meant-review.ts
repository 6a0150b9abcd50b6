// Which review a decision is about that names none: the only one that can take it.
import type { Runs } from '../../../core/ports/stores.ts';
import { foldPeriod } from '../../../core/review/events/folded.ts';
import { isSigned } from '../../../core/review/events/state.ts';
import { plural } from '../../../core/values/text.ts';
import { ok, refused } from '../../../core/values/result.ts';
import type { Result } from '../../../core/values/result.ts';
import type { LinesDependencies } from './freeze-lines.ts';
import { openState } from './open-state.ts';

type Dependencies = LinesDependencies & { readonly runs: Runs };

interface Meant {
  readonly period: string;
  readonly stands: string;
}

/**
 * The review that is open and not signed by both, or the one that a decision would open, on the latest accepted run.
 * Of two nobody can say which is meant: whoever decides has one quarter in mind, and both may know the account.
 */
export async function meantReview(dependencies: Dependencies): Promise<Result<string>> {
  const latest = (await dependencies.runs.list()).findLast((run) => run.accepted);
  if (latest === undefined)
    return refused({
      what: 'nothing to decide',
      where: 'this home',
      found: 'no accepted run',
      expected: 'a run that no gate held: access-review run',
    });
  const open = await openPeriods(dependencies);
  const { state, voids } = foldPeriod(await dependencies.reviews.load(latest.period));
  const unopened = state === null && voids.length === 0 ? [latest.period] : [];
  const [first = latest.period, ...others] = [...open, ...unopened];
  if (others.length === 0) return ok(first);
  const found: readonly Meant[] = [
    ...(await Promise.all(open.map(async (period) => ({ period, stands: await standingOf(dependencies, period) })))),
    ...unopened.map((period) => ({ period, stands: 'not opened, though a run of it was accepted' })),
  ];
  return refused({
    what: 'more than one review that can be meant',
    where: 'decide without --review',
    found: found.map(({ period, stands }) => `${period} (${stands})`).join(', '),
    expected: found.map(({ period }) => `--review ${period}`).join(' or '),
  });
}

async function openPeriods({ reviews }: Pick<LinesDependencies, 'reviews'>): Promise<readonly string[]> {
  const open: string[] = [];
  for (const period of (await reviews.list()).toSorted()) {
    const { state } = foldPeriod(await reviews.load(period));
    if (state !== null && state.closed === null && !isSigned(state)) open.push(period);
  }
  return open;
}

/** One whose lines are all decided is told too: deciding there again would undo a signature. */
async function standingOf(dependencies: Dependencies, period: string): Promise<string> {
  const review = await openState(dependencies, period);
  if (review.kind === 'refused') return 'open';
  const { undecided } = review.value;
  return undecided.length === 0 ? 'all lines decided, not signed yet' : `${plural(undecided.length, 'line')} undecided`;
}
