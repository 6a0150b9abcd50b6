// Reviews whose streams are also witnessed beside the store, so that an older or another database is never signed.
import * as z from 'zod/mini';
import type { Objects } from '../core/ports/objects.ts';
import type { Appended, ReviewStreams, Reviews, Runs } from '../core/ports/stores.ts';
import { evidenceFiles } from '../core/names/evidence-files.ts';
import { headKey, parseHeadKey, reviewPrefix } from '../core/names/object-keys.ts';
import type { StreamHead } from '../core/names/object-keys.ts';
import { ReviewAltered } from '../core/review/events/altered.ts';
import { chainEvent, chainStart } from '../core/review/events/chain.ts';
import type { ReviewEvent, StoredReviewEvent } from '../core/review/events/event.ts';
import type { Refusal } from '../core/values/result.ts';
import { readStored } from '../core/values/stored.ts';
import { bytesOf } from './bytes.ts';
import { contradictedRun } from './runs-of-review.ts';

/** The event is recorded, and its witness could not be written: whoever looks at the review next writes it. */
export class NotWitnessed extends Error {
  override readonly name = 'NotWitnessed';
}

/** By what a stream is held: what was witnessed of it, and the runs that it is about. */
export interface Beside {
  readonly objects: Objects;
  readonly runs: Pick<Runs, 'get'>;
}

/**
 * Holds every stream against what is witnessed beside the store: the head after each event that was appended, and the
 * decisions of each report that was issued. For those who read reviews and add nothing.
 *
 * `load` throws ReviewAltered when the stream lacks or contradicts a witnessed event, or when a run that it is about
 *
 * - is of another period,
 * - has a record that names other findings or evidence by now than the events do, or
 * - is there no more, although the stream reaches to it.
 *
 * @example heldReviews(store.reviews, { objects, runs: store.runs })
 */
export function heldReviews(reviews: ReviewStreams, beside: Beside): ReviewStreams {
  return {
    load: async (review) => (await held(reviews, beside, review)).events,
    list: () => listed(reviews, beside.objects),
  };
}

/**
 * Holds streams as `heldReviews` does, and witnesses each event that is appended.
 *
 * A process killed between the two writes leaves an event without a witness, never a witness without its event. Whoever
 * looks next witnesses it: as the last of its stream it would be missed by nobody in an older database.
 *
 * `append` throws NotWitnessed.
 *
 * @example witnessedReviews(store.reviews, { objects, runs: store.runs })
 */
export function witnessedReviews(reviews: Reviews, beside: Beside): Reviews {
  const { objects } = beside;
  /** Of the streams that this process has looked at: an append would otherwise read the whole stream again. */
  const heads = new Map<string, StreamHead>();
  const load = async (review: string): Promise<readonly StoredReviewEvent[]> => {
    const { events, witnessed } = await held(reviews, beside, review);
    const last = events.at(-1);
    heads.set(review, { sequence: events.length, sha256: last?.sha256 ?? chainStart });
    if (last !== undefined && !witnessed.some(({ sequence }) => sequence === last.sequence))
      await objects.put(headKey(review, last), new Uint8Array());
    return events;
  };
  return {
    load,
    // What came before was held against the witnesses when it was loaded; what follows is bound to it by its digest.
    async since(review, head) {
      const more = await reviews.since(review, head);
      const { sequence, sha256 } = more.at(-1) ?? head;
      heads.set(review, { sequence, sha256 });
      return more;
    },
    list: () => listed(reviews, objects),
    async append(review: string, expected: number, event: ReviewEvent): Promise<Appended> {
      if (heads.get(review)?.sequence !== expected) await load(review);
      const before = heads.get(review)?.sha256 ?? chainStart;
      const appended = await reviews.append(review, expected, event);
      if (appended.kind === 'conflict') return appended;
      const head = chainEvent(before, expected + 1, event);
      heads.set(review, { sequence: head.sequence, sha256: head.sha256 });
      try {
        await objects.put(headKey(review, head), new Uint8Array());
      } catch (cause) {
        throw new NotWitnessed(`the event ${head.sequence} of the review ${review} is recorded and not witnessed`, {
          cause,
        });
      }
      return appended;
    },
  };
}

/** A review that is witnessed and of which the store knows nothing is listed too, so that it is missed. */
async function listed(reviews: ReviewStreams, objects: Objects): Promise<readonly string[]> {
  const witnessed = (await objects.list('reviews/')).flatMap((key) => parseHeadKey(key)?.review ?? []);
  return [...new Set([...(await reviews.list()), ...witnessed])].toSorted();
}

interface Held {
  readonly events: readonly StoredReviewEvent[];
  readonly witnessed: readonly StreamHead[];
}

async function held(reviews: ReviewStreams, { objects, runs }: Beside, review: string): Promise<Held> {
  // Witnesses first: what another process appends in between is then in the stream.
  const witnessed = await witnessesOf(objects, review);
  const events = await reviews.load(review);
  const refusals = witnessed.flatMap((head) => contradiction(head, events) ?? []);
  const other = refusals.length > 0 ? null : await contradictedRun(runs, review, events);
  if (other !== null) refusals.push(other);
  if (refusals.length > 0) throw new ReviewAltered(review, refusals.slice(0, 1));
  return { events, witnessed };
}

async function witnessesOf(objects: Objects, review: string): Promise<readonly StreamHead[]> {
  const keys = await objects.list(reviewPrefix(review));
  const issued = keys.filter((key) => key.endsWith(`/${evidenceFiles.review.name}`));
  const ofReports = await Promise.all(issued.map(async (key) => lastOf(objects, key)));
  return [...keys.flatMap((key) => parseHeadKey(key) ?? []), ...ofReports];
}

const headSchema = z.object({ sequence: z.number(), sha256: z.string() });

async function lastOf(objects: Objects, key: string): Promise<StreamHead> {
  const stored = await objects.get(key);
  if (stored === null) throw new Error(`${objects.location(key)} is not there`);
  const last =
    new TextDecoder()
      .decode(await bytesOf(stored))
      .trimEnd()
      .split('\n')
      .at(-1) ?? '';
  return readStored(headSchema, last, `the last event in ${key}`);
}

function contradiction({ sequence, sha256 }: StreamHead, events: readonly StoredReviewEvent[]): Refusal | null {
  const found = events[sequence - 1];
  if (found?.sha256 === sha256) return null;
  return {
    what: 'store behind what was witnessed',
    where: `event ${sequence} of the review`,
    found: found === undefined ? `a store with ${events.length} events` : found.sha256,
    expected: `${sha256}, as the folder of the review witnesses; put back the store that holds it`,
  };
}
