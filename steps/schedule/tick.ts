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
  /** Why a mail was not taken: the next tick sends it again, and it keeps no other from being sent. */
  readonly unsent: readonly { readonly to: string; readonly why: string }[];
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
  const mails: { to: string; notices: number }[] = [];
  const unsent: { to: string; why: string }[] = [];
  for (const mail of await mailsDue(dependencies, asking)) {
    const { to, notices } = mail;
    const why = await refusalOf(async () => sendNotices(dependencies, mail, config));
    if (why === null) {
      await recordSent(dependencies, mail, today);
      mails.push({ to, notices: notices.length });
    } else unsent.push({ to, why });
  }
  return { day: today, notPerformed, issued, withheld, mails, unsent };
}

/** @returns why the mail was not taken; `null` when it was */
async function refusalOf(send: () => Promise<unknown>): Promise<string | null> {
  try {
    await send();
    return null;
  } catch (error) {
    if (error instanceof Error && unsentErrors.has(error.name)) return error.message;
    throw error;
  }
}

/** As every adapter of the mailer names what it throws, and what was to go with the mail and was changed; all else is a fault of this program. */
const unsentErrors: ReadonlySet<string> = new Set(['MailFailure', 'MailRefused', 'EvidenceChanged']);
