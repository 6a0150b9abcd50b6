// Which review a decision is about that names none.
import type { Runs } from '../../../core/ports/stores.ts';
import { foldPeriod } from '../../../core/review/events/folded.ts';
import { isSigned } from '../../../core/review/events/state.ts';
import { ok, refused } from '../../../core/values/result.ts';
import type { Result } from '../../../core/values/result.ts';
import type { LinesDependencies } from './freeze-lines.ts';

type Dependencies = LinesDependencies & { readonly runs: Runs };

/**
 * That of the latest accepted run, open or not opened yet; where it was signed, closed or voided, the only other one that
 * is open. What is decided is told with its review, because an earlier one may be open as well.
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
  const isUnopened = state === null && voids.length === 0;
  const [other, ...more] = open;
  const isOther = !isUnopened && !open.includes(latest.period) && more.length === 0;
  return ok(isOther && other !== undefined ? other : latest.period);
}

async function openPeriods({ reviews }: Pick<LinesDependencies, 'reviews'>): Promise<readonly string[]> {
  const open: string[] = [];
  for (const period of (await reviews.list()).toSorted()) {
    const { state } = foldPeriod(await reviews.load(period));
    if (state !== null && state.closed === null && !isSigned(state)) open.push(period);
  }
  return open;
}
