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
import { isWatchId } from '../core/run.ts';
import type { RunRecord } from '../core/run.ts';
import type { Refusal } from '../core/values/result.ts';
import { readStored } from '../core/values/stored.ts';
import { bytesOf } from './bytes.ts';

/** By what a stream is held: what was witnessed of it, and the runs that it is about. */
export interface Beside {
  readonly objects: Objects;
  readonly runs: Pick<Runs, 'get'>;
}

/**
 * Holds every stream against what is witnessed beside the store: the head after each event that was appended, and the
 * decisions of each report that was issued. For those who read reviews and add nothing.
 *
 * `load` throws ReviewAltered when the stream lacks or contradicts a witnessed event, is about a run of another period, or
 * about one whose record names other findings or evidence by now than its events do, or reaches to one that is there no
 * more.
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
 * A process killed between the two writes leaves an event without a witness, never a witness without its event.
 *
 * @example witnessedReviews(store.reviews, { objects, runs: store.runs })
 */
export function witnessedReviews(reviews: Reviews, beside: Beside): Reviews {
  const { objects } = beside;
  /** Of the streams that this process has looked at: an append would otherwise read the whole stream again. */
  const heads = new Map<string, StreamHead>();
  const load = async (review: string): Promise<readonly StoredReviewEvent[]> => {
    const { events } = await held(reviews, beside, review);
    heads.set(review, { sequence: events.length, sha256: events.at(-1)?.sha256 ?? chainStart });
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
      await objects.put(headKey(review, head), new Uint8Array());
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
  const other = refusals.length > 0 ? null : await otherRun(runs, review, events);
  if (other !== null) refusals.push(other);
  if (refusals.length > 0) throw new ReviewAltered(review, refusals.slice(0, 1));
  return { events, witnessed };
}

/** What an event says of a run: which file of it had which digest when the event was recorded. */
interface ToldOfRun {
  readonly sequence: number;
  readonly run: string;
  readonly file: { readonly name: string };
  readonly sha256: string;
}

/**
 * Where the records of runs contradict the events from the last opening or move on. No event names its period: the stream
 * of another one, laid under this name with its witnesses, would pass for it.
 */
async function otherRun(
  runs: Beside['runs'],
  review: string,
  events: readonly StoredReviewEvent[],
): Promise<Refusal | null> {
  const base = events.findLastIndex(({ event: { kind } }) => kind === 'opened' || kind === 'rebased');
  const told = events.slice(base).flatMap((stored) => toldOfRuns(stored));
  const [first] = told;
  if (base === -1 || first === undefined) return null;
  const records = new Map<string, RunRecord | null>();
  for (const { run } of told) if (!records.has(run)) records.set(run, await runs.get(run));
  const period = records.get(first.run)?.period ?? review;
  if (period !== review)
    return {
      what: 'a review of another period',
      where: `event ${first.sequence} of the review`,
      found: `the run ${first.run}, of ${period}`,
      expected: `a run of ${review}`,
    };
  // Of events that name no run it is the one that the review stands on.
  const ofReview = events
    .slice(base)
    .flatMap(({ sequence, event }) =>
      event.kind === 'signed'
        ? [{ sequence, run: first.run, file: evidenceFiles.manifest, sha256: event.evidenceSha256 }]
        : [],
    );
  for (const { sequence, run, file, sha256 } of [...told, ...ofReview]) {
    if (run !== first.run && records.get(run) === null)
      return {
        what: 'a run missing that its review knows',
        where: `event ${sequence} of the review`,
        found: 'a store without it',
        expected: `the run ${run}; put back the store that holds it`,
      };
    const found = records.get(run)?.files.find(({ name }) => name === file.name)?.sha256 ?? sha256;
    if (found !== sha256)
      return {
        what: 'the record of a run altered since its review',
        where: `event ${sequence} of the review`,
        found: `${file.name} of the run ${run} recorded with SHA-256 ${found}`,
        expected: `SHA-256 ${sha256}; put back the store that holds it`,
      };
  }
  return null;
}

function toldOfRuns({ sequence, event }: StoredReviewEvent): readonly ToldOfRun[] {
  if (event.kind === 'opened' || event.kind === 'rebased')
    return [{ sequence, run: event.run, file: evidenceFiles.findings, sha256: event.findingsSha256 }];
  if (event.kind !== 'signed' && event.kind !== 'closed') return [];
  const { rollForward = null } = event;
  // A watch run is recorded apart, and is gone after a while.
  if (rollForward === null || isWatchId(rollForward.run)) return [];
  return [{ sequence, run: rollForward.run, file: evidenceFiles.manifest, sha256: rollForward.manifestSha256 }];
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
