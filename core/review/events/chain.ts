// Each event of a review carries the digest of the one before, so that none can be altered, dropped or slipped in unseen.
import { jsonSha256 } from '../../values/canonical-json.ts';
import { ok, refused } from '../../values/result.ts';
import type { Refusal, Result } from '../../values/result.ts';
import { ReviewAltered } from './altered.ts';
import type { ReviewEvent, StoredReviewEvent } from './event.ts';

/** What the first event names as the digest of the one before. */
export const chainStart = '0'.repeat(64);

/**
 * Binds an event to its place in the stream: its digest covers its number, the digest before and its content.
 *
 * @param previous digest of the event before, `chainStart` for the first
 * @param sequence counted from 1
 */
export function chainEvent(previous: string, sequence: number, event: ReviewEvent): StoredReviewEvent {
  return { sequence, previous, sha256: jsonSha256({ sequence, previous, event }), event };
}

/** The stream as it stands once `event` is in it. */
export function withEvent(events: readonly StoredReviewEvent[], event: ReviewEvent): readonly StoredReviewEvent[] {
  return [...events, chainEvent(events.at(-1)?.sha256 ?? chainStart, events.length + 1, event)];
}

/**
 * Whether a stream goes on from events that are known. Two who append the same event each have a value of it, so an
 * event is known by its digest, which covers all before it.
 */
export function beginsWith(events: readonly StoredReviewEvent[], known: readonly StoredReviewEvent[]): boolean {
  return known.every((event, index) => event === events[index] || event.sha256 === events[index]?.sha256);
}

/**
 * Recomputes the chain of a stream from its first event.
 *
 * A stream cut off at its end is still a valid chain: what proves its length is a digest kept elsewhere, such as the
 * one that a sign-off states.
 *
 * @returns the digest of the last event (`chainStart` for an empty stream), or the first event that does not fit
 */
export function verifyChain(events: readonly StoredReviewEvent[]): Result<string> {
  return verifyAfter({ sequence: 0, sha256: chainStart }, events);
}

function verifyAfter(
  known: Pick<StoredReviewEvent, 'sequence' | 'sha256'>,
  events: readonly StoredReviewEvent[],
): Result<string> {
  let head = known.sha256;
  for (const [index, stored] of events.entries()) {
    const expected = chainEvent(head, known.sequence + index + 1, stored.event);
    const broken = breakIn(stored, expected);
    if (broken !== null) return refused(broken);
    head = expected.sha256;
  }
  return ok(head);
}

/**
 * A stream as a store gives it out.
 *
 * @throws ReviewAltered when the chain does not come out
 */
export function intact(review: string, events: readonly StoredReviewEvent[]): readonly StoredReviewEvent[] {
  const chain = verifyChain(events);
  if (chain.kind === 'refused') throw new ReviewAltered(review, chain.refusals);
  return events;
}

/**
 * The end of a stream as a store gives it out, for whoever has checked what came before.
 *
 * @param events from the last one that is known on, which comes first
 * @returns those after it
 * @throws ReviewAltered when that one is not there any more, or what follows is not bound to it
 */
export function intactSince(
  review: string,
  head: Pick<StoredReviewEvent, 'sequence' | 'sha256'>,
  events: readonly StoredReviewEvent[],
): readonly StoredReviewEvent[] {
  const [first, ...more] = events;
  if (first?.sequence !== head.sequence || first.sha256 !== head.sha256)
    throw new ReviewAltered(review, [
      {
        what: 'store behind what was read before',
        where: `event ${head.sequence} of the review`,
        found: first?.sha256 ?? 'nothing',
        expected: head.sha256,
      },
    ]);
  // The digest of the first is worked out again too: a store that altered it might have kept the old one.
  const own = chainEvent(first.previous, first.sequence, first.event);
  const broken = breakIn(first, own);
  const chain = broken === null ? verifyAfter(head, more) : refused(broken);
  if (chain.kind === 'refused') throw new ReviewAltered(review, chain.refusals);
  return more;
}

function breakIn(stored: StoredReviewEvent, expected: StoredReviewEvent): Refusal | null {
  const where = `event ${expected.sequence} of the review`;
  if (stored.sequence !== expected.sequence) {
    const found = `number ${stored.sequence}`;
    return { what: 'event out of order', where, found, expected: `number ${expected.sequence}` };
  }
  if (stored.previous !== expected.previous) {
    return { what: 'event not bound to the one before', where, found: stored.previous, expected: expected.previous };
  }
  if (stored.sha256 !== expected.sha256) {
    return { what: 'event altered after it was stored', where, found: stored.sha256, expected: expected.sha256 };
  }
  return null;
}
