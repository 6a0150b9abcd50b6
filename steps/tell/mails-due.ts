// Works out what people are to be told about every review: what is to be done, what is late, what is missing.
import type { Config } from '../../core/config/config.ts';
import { isBefore } from '../../core/values/instant.ts';
import type { Day, Instant } from '../../core/values/instant.ts';
import type { Reviews } from '../../core/ports/stores.ts';
import { missingNotices, notPerformedNotices } from '../../core/review/notices/missing.ts';
import { noticesOf } from '../../core/review/notices/due.ts';
import type { NoticeFacts } from '../../core/review/notices/due.ts';
import type { AddressedNotice } from '../../core/review/notices/notice.ts';
import { mailsOf, sentIn } from '../../core/review/notices/post.ts';
import type { PersonalMail } from '../../core/review/notices/post.ts';
import type { StoredReviewEvent } from '../../core/review/events/event.ts';
import { foldPeriod } from '../../core/review/events/folded.ts';
import { isSigned } from '../../core/review/events/state.ts';
import { voidedNotices } from '../../core/review/notices/ways-back.ts';
import { phaseOf } from '../../core/review/decisions/standing.ts';
import { Unusable } from '../../core/values/result.ts';
import { nextOrder } from '../remove/next-order.ts';
import { newestCompared, storedRuns } from '../run/stored-runs.ts';
import { duePeriods } from './due-periods.ts';
import type { Asking, DuePeriod } from './due-periods.ts';
import { cannotDecide } from '../review/turns/cannot-decide.ts';
import { assignedOf, nextSignature } from '../review/turns/next-signature.ts';
import { openState } from '../review/standing/open-state.ts';
import type { OpenState, OpenStateDependencies } from '../review/standing/open-state.ts';
import { dueOf } from '../review/review-status.ts';

/** @returns one mail a person; nobody is told the same twice, or gets two mails on a day */
export async function mailsDue(dependencies: OpenStateDependencies, asking: Asking): Promise<readonly PersonalMail[]> {
  const { config, today } = asking;
  const due = await duePeriods(dependencies, asking);
  const streams = await streamsOf(dependencies.reviews);
  const notices = [
    ...[...streams].flatMap(([review, events]) => voidNotices(review, events, config)),
    ...(await reviewNotices(dependencies, today)),
    ...due.flatMap((period) => dueNotices(period, today, config)),
  ];
  return mailsOf(notices, sentIn(streams), today);
}

/** Of the last one alone: those before it were told when it was opened. */
function voidNotices(review: string, events: readonly StoredReviewEvent[], config: Config): readonly AddressedNotice[] {
  const voided = foldPeriod(events).voids.at(-1);
  return voided === undefined ? [] : voidedNotices({ review, events, voided }, config);
}

/** Every event of every review, by period. */
export async function streamsOf(reviews: Reviews): Promise<ReadonlyMap<string, readonly StoredReviewEvent[]>> {
  const streams = new Map<string, readonly StoredReviewEvent[]>();
  for (const review of await reviews.list()) streams.set(review, await reviews.load(review));
  return streams;
}

function dueNotices(
  { period: { id, dueDay }, hasRun, reported }: DuePeriod,
  today: Day,
  config: Config,
): readonly AddressedNotice[] {
  const review = { review: id, dueDay, hasRun };
  return reported ? notPerformedNotices(review, config) : missingNotices(review, today, config);
}

/** What is kept of each review while all are looked at: their runs are let go. */
type Told = Pick<OpenState, 'period' | 'state' | 'undecided' | 'config'> &
  Pick<NoticeFacts, 'assigned' | 'cannotDecide' | 'blocks' | 'cannotSign' | 'keys'>;

/** @returns what every open review has to tell, under the configuration of its own run */
async function reviewNotices(dependencies: OpenStateDependencies, today: Day): Promise<readonly AddressedNotice[]> {
  const opened: Told[] = [];
  for (const period of await dependencies.reviews.list()) {
    const review = await openState(dependencies, period);
    if (review.kind === 'refused') continue;
    const { state, undecided, config, frozen } = review.value;
    const keys = new Set(frozen.lines.flatMap(({ kind, login }) => (kind === 'api-key' ? [login] : [])));
    const { blocks, cannotSign } = await signatureOf(dependencies, review.value);
    opened.push({
      period,
      state,
      undecided,
      assigned: assignedOf(review.value),
      keys,
      cannotDecide: await cannotDecide(review.value),
      blocks,
      cannotSign,
      config,
    });
  }
  const newest = newestDecisions(opened);
  return opened.flatMap((review) => {
    const { period, state, undecided, config, ...facts } = review;
    const exceptions = [...state.decisions.values()].filter(
      (decision) => decision.decision === 'except' && newest.get(decision.login) === decision.at,
    );
    const phase = phaseOf(state, undecided.length);
    return noticesOf({
      review: period,
      state,
      phase,
      undecided,
      ...facts,
      exceptions,
      dueDay: dueOf(review, today).dueDay,
      today,
      config,
    });
  });
}

/** What was changed since it was recorded stands against every signature, and keeps no other mail back. */
async function signatureOf(
  dependencies: OpenStateDependencies,
  review: OpenState,
): Promise<Pick<NoticeFacts, 'blocks' | 'cannotSign'>> {
  if (isSigned(review.state) || review.undecided.length > 0) return { blocks: 0, cannotSign: new Set() };
  try {
    const next = await nextOrder(async () => newestCompared(storedRuns(dependencies)), review.state);
    const { blocks, cannotSign } = await nextSignature(review, next);
    return { blocks: blocks.length, cannotSign };
  } catch (error) {
    if (error instanceof Unusable) return { blocks: 1, cannotSign: new Set() };
    throw error;
  }
}

/** A later decision in any review replaces an exception of an earlier one. */
function newestDecisions(opened: readonly Pick<OpenState, 'state'>[]): ReadonlyMap<string, Instant> {
  const newest = new Map<string, Instant>();
  for (const { state } of opened) {
    for (const { login, at } of state.decisions.values()) {
      const known = newest.get(login);
      if (known === undefined || isBefore(known, at)) newest.set(login, at);
    }
  }
  return newest;
}
