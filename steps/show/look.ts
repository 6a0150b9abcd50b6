// A review as it stands, for those who look at it again and again: worked out anew only when something was recorded.
import { todayOf } from '../../core/config/calendar.ts';
import { foldReview } from '../../core/review/events/folded.ts';
import { recordedAt } from '../../core/review/events/recorded-at.ts';
import type { ReviewState } from '../../core/review/events/state.ts';
import { isBefore } from '../../core/values/instant.ts';
import type { Result } from '../../core/values/result.ts';
import { openState } from '../review/standing/open-state.ts';
import type { OpenState, OpenStateDependencies } from '../review/standing/open-state.ts';

interface Look {
  readonly head: string | undefined;
  /** Of the runs and watch runs that may tell of it. */
  readonly runsKey: string;
  readonly review: Result<OpenState>;
}

export type Looks = Map<string, Look>;

export interface LookDependencies extends OpenStateDependencies {
  readonly looks: Looks;
}

/** @returns the same value as before while neither an event nor a run nor a watch run came */
export async function lookAt(dependencies: LookDependencies, period: string): Promise<Result<OpenState>> {
  const { looks, reviews } = dependencies;
  const events = await reviews.load(period);
  const head = events.at(-1)?.sha256;
  const runsKey = await runsKeyOf(dependencies, foldReview(events));
  const known = looks.get(period);
  if (known !== undefined && known.head === head && known.runsKey === runsKey && isToday(known.review, dependencies))
    return known.review;
  const review = await openState(dependencies, period, { events });
  looks.set(period, { head, runsKey, review });
  return review;
}

/** A run whose as-of lies in the future tells less until then, and nothing is recorded when it comes. */
async function runsKeyOf({ runs, clock }: LookDependencies, state: ReviewState | null): Promise<string> {
  const accepted = (await runs.list()).filter((run) => run.accepted);
  const watches = state === null ? [] : await runs.watchesAfter(state.runAsOf);
  const now = clock?.now() ?? null;
  return [...accepted, ...watches]
    .map(({ id, asOf }) => (now !== null && isBefore(now, asOf) ? `${id} to come` : id))
    .join(', ');
}

/** Nothing is recorded when the last day of a delegation or an exception passes. */
function isToday(review: Result<OpenState>, { clock }: Pick<LookDependencies, 'clock'>): boolean {
  if (clock === undefined || review.kind === 'refused') return true;
  const { today: then, state, events, config } = review.value;
  const today = todayOf(recordedAt(clock.now(), events), config);
  if (then === null || then === today) return then === today;
  const ends = [...state.delegationEnds.values(), ...[...state.decisions.values()].map(({ until }) => until)];
  return ends.every((until) => until === null || until < then === until < today);
}
