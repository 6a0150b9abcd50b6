// Moves all reviews on by a day: what later exports prove, who left, what is due, and the mails about it.
import type { Config } from '../core/contract/config.ts';
import { todayOf } from '../core/findings/judgement.ts';
import type { Day } from '../core/instant.ts';
import type { Reviews } from '../core/ports.ts';
import { missingNotices, noticesOf, notPerformedNotices } from '../core/review/notice.ts';
import type { AddressedNotice } from '../core/review/notice.ts';
import type { StoredReviewEvent } from '../core/review/review.ts';
import { phaseOf } from '../core/review/standing.ts';
import type { RunRecord } from '../core/run.ts';
import { delegateLeavers } from './delegate-leavers.ts';
import { duePeriods, reportNotPerformed } from './report-not-performed.ts';
import type { DuePeriod, NotPerformedDependencies } from './report-not-performed.ts';
import { observeRemovals } from './observe-removals.ts';
import { openState } from './open-state.ts';
import type { OpenState } from './open-state.ts';
import { configOf } from './review-run.ts';
import { dueOf } from './review-status.ts';
import { sendNotices } from './send-notices.ts';
import type { SendDependencies } from './send-notices.ts';

export type TickDependencies = NotPerformedDependencies & SendDependencies;

export interface Ticked {
  readonly day: Day;
  /** Periods whose control was found not performed just now. */
  readonly notPerformed: readonly string[];
  readonly mails: readonly { readonly to: string; readonly notices: number }[];
}

/**
 * Repeatable on the same day: everything it does is an event, and what is an event already is not done again.
 *
 * @returns `null` in a home without a run: nothing is known yet, not even whose calendar counts
 */
export async function tick(dependencies: TickDependencies): Promise<Ticked | null> {
  const { runs, reviews, clock, objects } = dependencies;
  const latest = (await runs.list()).at(-1);
  if (latest === undefined) return null;
  const config = await configOf(objects, latest);
  const today = todayOf(clock.now(), config);
  for (const period of await reviews.list()) {
    await observeRemovals(dependencies, period);
    await delegateLeavers(dependencies, period);
  }
  const due = await duePeriods(dependencies, config, today);
  const notPerformed = await reportMissed(dependencies, { due, today, config });
  const notices = [
    ...(await reviewNotices(dependencies, today)),
    ...missingReviewNotices(due, { today, config, streams: await streamsOf(reviews) }),
  ];
  const mails = await sendNotices(dependencies, { notices, config, today });
  return { day: today, notPerformed, mails };
}

interface Due {
  readonly due: readonly DuePeriod[];
  readonly today: Day;
  readonly config: Config;
}

async function reportMissed(dependencies: TickDependencies, { due, today, config }: Due): Promise<readonly string[]> {
  const reported: string[] = [];
  for (const period of due.filter(({ dueDay }) => dueDay < today)) {
    if (await reportNotPerformed(dependencies, period, config)) reported.push(period.id);
  }
  return reported;
}

function missingReviewNotices(
  due: readonly DuePeriod[],
  {
    today,
    config,
    streams,
  }: Omit<Due, 'due'> & { readonly streams: ReadonlyMap<string, readonly StoredReviewEvent[]> },
): readonly AddressedNotice[] {
  return due.flatMap(({ id, dueDay, runs }) => {
    const review = { review: id, dueDay, hasRun: runs.some(({ accepted }: RunRecord) => accepted) };
    const missed = (streams.get(id) ?? []).some(({ event }) => event.kind === 'not-performed');
    return missed ? notPerformedNotices(review, config) : missingNotices(review, today, config);
  });
}

/** @returns what every open review has to tell, under the configuration of its own run */
async function reviewNotices(dependencies: TickDependencies, today: Day): Promise<readonly AddressedNotice[]> {
  const opened: OpenState[] = [];
  for (const period of await dependencies.reviews.list()) {
    const review = await openState(dependencies, period);
    if (review.kind === 'ok') opened.push(review.value);
  }
  const newest = newestDecisions(opened);
  return opened.flatMap((review) => {
    const { period, state, undecided, config } = review;
    const exceptions = [...state.decisions.values()].filter(
      (decision) => decision.decision === 'except' && newest.get(decision.login) === decision.at,
    );
    const phase = phaseOf(state, undecided.length);
    return noticesOf({
      review: period,
      state,
      phase,
      undecided,
      exceptions,
      dueDay: dueOf(review, today).dueDay,
      today,
      config,
    });
  });
}

/** A later decision in any review replaces an exception of an earlier one. */
function newestDecisions(opened: readonly OpenState[]): ReadonlyMap<string, string> {
  const newest = new Map<string, string>();
  for (const { state } of opened) {
    for (const { login, at } of state.decisions.values()) {
      if ((newest.get(login) ?? '') < at) newest.set(login, at);
    }
  }
  return newest;
}

async function streamsOf(reviews: Reviews): Promise<ReadonlyMap<string, readonly StoredReviewEvent[]>> {
  const streams = new Map<string, readonly StoredReviewEvent[]>();
  for (const review of await reviews.list()) streams.set(review, await reviews.load(review));
  return streams;
}
