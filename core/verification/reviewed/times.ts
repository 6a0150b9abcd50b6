// Holds what the events of a signed review say of time and of their run against one another and the run itself.
import { foldReview } from '../../review/events/folded.ts';
import { baseOf } from '../../review/events/state.ts';
import type { Opened, Rebased, ReviewEvent, Signed, StoredReviewEvent } from '../../review/events/event.ts';
import type { SignedPopulation } from '../../inputs/history.ts';
import { dayInMs, instantFromMs, isBefore, msOf } from '../../values/instant.ts';
import type { Instant } from '../../values/instant.ts';
import type { Refusal } from '../../values/result.ts';

export interface TimedRun {
  readonly period: string;
  readonly asOf: Instant;
  readonly accounts: number;
  /** Whether the version that recorded the review kept its events in the order of time; before that, clocks told it. */
  readonly inOrder: boolean;
  /** The last signed review that the run knew. */
  readonly signed?: Pick<SignedPopulation, 'review' | 'closedAt'> | undefined;
  /** Whether it is held to when runs were missed, as since 0.8.0. */
  readonly asksMissed: boolean;
}

/**
 * A run that was missed is recorded with the time at which it was due, which lies before; every other event comes no
 * earlier than the one before it, and a review no earlier than its run. Where clocks alone told the times, two of them
 * may differ by a day.
 *
 * @returns the first event whose time, or whose word about its run, is another than it could have been, or `null`
 */
export function timesBreak(events: readonly StoredReviewEvent[], run: TimedRun): Refusal | null {
  const state = foldReview(events);
  const base = state === null ? 0 : baseOf(state);
  let latest: Instant | null = null;
  let missed: Instant | null = null;
  for (const { event, sequence } of events) {
    const where = `event ${sequence} of the review`;
    if (event.kind === 'run-missed') {
      if (missed === null || isBefore(missed, event.at)) missed = event.at;
      continue;
    }
    const broken =
      orderBreak(event.at, { latest, missed, where }, run) ?? runBreak(event, { sequence, base, where }, run);
    if (broken !== null) return broken;
    latest = event.at;
  }
  return null;
}

/** Before this event. */
interface Before {
  /** When the one before it was recorded. */
  readonly latest: Instant | null;
  /** When the latest of the missed runs before it was due. */
  readonly missed: Instant | null;
  readonly where: string;
}

function orderBreak(at: Instant, { latest, missed, where }: Before, run: TimedRun): Refusal | null {
  if (run.asksMissed && missed !== null && isBefore(at, missed)) {
    const expected = `${missed} or later, when the run before it was due`;
    return { what: 'an event before the missed run that it follows', where, found: at, expected };
  }
  if (latest === null || !isBefore(at, allowed(latest, run))) return null;
  return { what: 'an event before the one that it follows', where, found: at, expected: `${latest} or later` };
}

interface Place {
  readonly sequence: number;
  /** The sequence of the event that froze the lines: the opening, or the latest move onto another run. */
  readonly base: number;
  readonly where: string;
}

/** What an event says of the run that the review is on. */
function runBreak(event: ReviewEvent, { sequence, base, where }: Place, run: TimedRun): Refusal | null {
  if (event.kind === 'signed') return sequence > base ? meanwhileBreak(event, run, where) : null;
  if (event.kind !== 'opened' && event.kind !== 'rebased') return null;
  if (isBefore(event.at, allowed(event.runAsOf, run))) {
    const expected = `${event.runAsOf} or later`;
    return { what: 'a review that begins before its run', where, found: event.at, expected };
  }
  return sequence === base ? baseBreak(event, run, where) : null;
}

/** The event that froze the lines is about this run, and no other. */
function baseBreak(event: Opened | Rebased, run: TimedRun, where: string): Refusal | null {
  if (event.runAsOf !== run.asOf) {
    return { what: 'another time of the run than it has', where, found: event.runAsOf, expected: run.asOf };
  }
  if (event.accounts !== run.accounts) {
    const [found, expected] = [`${event.accounts} accounts`, `${run.accounts} accounts`];
    return { what: 'another number of accounts than the run has', where, found, expected };
  }
  return tellingBreak(event, run, where);
}

/**
 * A run tells what changed since the signature of one review. Only the closing of that review can tell the same, and
 * only one that came after the run.
 */
function tellingBreak({ at, toldBy }: Opened | Rebased, { asOf, signed }: TimedRun, where: string): Refusal | null {
  if (toldBy === undefined) return null;
  const { review, closedAt } = toldBy;
  const isSame = signed?.review === review && signed.closedAt === undefined;
  if (isSame && !isBefore(closedAt, asOf) && !isBefore(at, closedAt)) return null;
  return {
    what: 'a closing that does not tell what the run tells',
    where,
    found: `${review}, closed at ${closedAt}`,
    expected: `${signed === undefined || signed.closedAt !== undefined ? 'no closing' : `a closing of ${signed.review}`}, after the run and before this event`,
  };
}

/**
 * Only another review that was signed after the run was made can tell the same, where its report reaches to the run at
 * least.
 */
function meanwhileBreak({ at, toldBy }: Signed, { asOf, period, signed }: TimedRun, where: string): Refusal | null {
  if (toldBy === undefined) return null;
  const { review, signedAt, asOf: reaches } = toldBy;
  const isOther = signed !== undefined && review !== signed.review && review !== period;
  const isAfter = !isBefore(signedAt, asOf) && !isBefore(reaches, asOf);
  if (isOther && isAfter && !isBefore(at, signedAt) && !isBefore(signedAt, reaches)) return null;
  return {
    what: 'a report that does not tell what the run tells',
    where,
    found: `${review}, signed at ${signedAt}, which reaches to ${reaches}`,
    expected:
      signed === undefined
        ? 'none: the run tells nothing since an earlier review'
        : `another review than ${signed.review} and this one, signed after the run and before this event, which reaches to the run`,
  };
}

function allowed(instant: Instant, { inOrder }: TimedRun): Instant {
  return inOrder ? instant : instantFromMs(msOf(instant) - dayInMs);
}
