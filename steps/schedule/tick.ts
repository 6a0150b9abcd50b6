// Moves all reviews on by a day: what later exports prove, who left, what is due, and the mails about it.
import { todayOf } from '../../core/config/calendar.ts';
import type { Day } from '../../core/values/instant.ts';
import { advanceReviews } from './advance-reviews.ts';
import { reportMissedReview } from '../tell/report-not-performed.ts';
import type { NotPerformedDependencies } from '../tell/report-not-performed.ts';
import { storedRun } from '../run/stored-runs.ts';
import { issuePromised } from '../review/issue-promised.ts';
import type { PromiseDependencies } from '../review/issue-promised.ts';
import type { Refusal } from '../../core/values/result.ts';
import { mailsDue } from '../tell/mails-due.ts';
import { recordSent, sendNotices } from '../tell/send-notices.ts';
import type { SendDependencies } from '../tell/send-notices.ts';

export type TickDependencies = NotPerformedDependencies & PromiseDependencies & SendDependencies;

export interface Ticked {
  readonly day: Day;
  /** Periods whose control was found not performed just now. */
  readonly notPerformed: readonly string[];
  /** Keys of what events promised and a killed process left undone. */
  readonly issued: readonly string[];
  /** Why something that is promised cannot be issued. */
  readonly withheld: readonly Refusal[];
  readonly mails: readonly { readonly to: string; readonly notices: number }[];
}

/**
 * Repeatable on the same day: everything it does is an event, and what is an event already is not done again.
 *
 * @returns `null` in a home without a run: nothing is known yet, not even whose calendar counts
 */
export async function tick(dependencies: TickDependencies): Promise<Ticked | null> {
  const { runs, clock, objects } = dependencies;
  const latest = (await runs.list()).at(-1);
  if (latest === undefined) return null;
  const config = await storedRun(objects, latest).config();
  const at = clock.now();
  const today = todayOf(at, config);
  const asking = { config, today, performedBy: 'review' } as const;
  const issued: string[] = [];
  const withheld: Refusal[] = [];
  for (const period of await dependencies.reviews.list()) {
    const promised = await issuePromised(dependencies, period);
    issued.push(...promised.issued);
    withheld.push(...promised.withheld);
  }
  const { missed } = await advanceReviews(dependencies, asking);
  const notPerformed: string[] = [];
  for (const period of missed) {
    const reported = await reportMissedReview(dependencies, { period, at }, config);
    if (reported?.isNew === true) notPerformed.push(period.id);
  }
  const mails = await mailsDue(dependencies, asking);
  for (const mail of mails) {
    await sendNotices(dependencies, mail, config);
    await recordSent(dependencies, mail, today);
  }
  return {
    day: today,
    notPerformed,
    issued,
    withheld,
    mails: mails.map(({ to, notices }) => ({ to, notices: notices.length })),
  };
}
