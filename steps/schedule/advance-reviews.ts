// Moves the open reviews on: what later exports prove, and the lines of reviewers who left; then says what was missed.
import type { Period } from '../../core/config/calendar.ts';
import { delegateLeavers } from '../review/delegate-leavers.ts';
import { duePeriods } from '../tell/due-periods.ts';
import type { Asking } from '../tell/due-periods.ts';
import { observeRemovals } from '../remove/observe-removals.ts';
import type { RecordDependencies } from '../review/record-review.ts';

export interface Advanced {
  /** Periods whose due day passed without a review, and of which no report says so yet. */
  readonly missed: readonly Period[];
  /** Ended periods without a review whose due day is still to come. */
  readonly waiting: readonly Period[];
}

/** Repeatable: everything it does is an event, and what is an event already is not done again. */
export async function advanceReviews(dependencies: RecordDependencies, asking: Asking): Promise<Advanced> {
  for (const period of await dependencies.reviews.list()) {
    await observeRemovals(dependencies, period);
    await delegateLeavers(dependencies, period);
  }
  const due = (await duePeriods(dependencies, asking)).filter(({ reported }) => !reported);
  const { today } = asking;
  return {
    missed: due.flatMap(({ period }) => (period.dueDay < today ? [period] : [])),
    waiting: due.flatMap(({ period }) => (period.dueDay < today ? [] : [period])),
  };
}
