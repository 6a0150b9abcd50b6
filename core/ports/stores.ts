// What is recorded: runs, findings, reviews, sessions, and who looked at what.
import type { Finding } from '../findings/finding.ts';
import type { ReviewEvent, StoredReviewEvent } from '../review/events/event.ts';
import type { RunRecord } from '../run.ts';
import type { Objects } from './objects.ts';
import type { Instant } from '../values/instant.ts';

export interface Runs {
  /**
   * Repeatable: a run that is recorded with the same inputs digest stays as it was recorded first. Another digest
   * throws `RunConflict`.
   */
  put(record: RunRecord): Promise<void>;
  get(id: string): Promise<RunRecord | null>;
  /** The accepted run with the latest as-of before `before`; of several with one as-of, the one recorded last. */
  lastAccepted(before: Instant): Promise<RunRecord | null>;
  /** Every run, by as-of and then in the order they were recorded; no watch run is among them. */
  list(): Promise<readonly RunRecord[]>;
  /** Records a watch run, apart from the runs of reviews: nothing is built upon it. Repeatable as `put`. */
  putWatch(record: RunRecord): Promise<void>;
  /** By its id, which `watchId` made. */
  getWatch(id: string): Promise<RunRecord | null>;
  /** Watch runs whose as-of is later than `after`, by as-of and then by id. */
  watchesAfter(after: Instant): Promise<readonly RunRecord[]>;
}

/** All that is recorded, in one place. */
export interface Stores {
  readonly runs: Runs;
  readonly findings: Findings;
  readonly reviews: Reviews;
  readonly passing: Passing;
  readonly access: AccessRecord;
}

/** What is recorded and kept, as those see it who change nothing. */
export interface Records {
  readonly objects: Objects;
  readonly runs: Runs;
  readonly reviews: ReviewStreams;
}

/** Another process has held the store for too long. Nothing of what was asked for is done, and it can be asked for again. */
export class StoreBusy extends Error {
  override readonly name = 'StoreBusy';
}

export class RunConflict extends Error {
  override readonly name = 'RunConflict';
  readonly id: string;
  constructor(id: string) {
    super(`run ${id} is already recorded with other inputs; a record of a run is never overwritten`);
    this.id = id;
  }
}

export interface Findings {
  /** Keeps the newest state of each finding: one that a run with a later as-of wrote stays. Repeatable. */
  put(run: { readonly id: string; readonly asOf: Instant }, findings: readonly Finding[]): Promise<void>;
  get(id: string): Promise<Finding | null>;
}

export type Appended = { readonly kind: 'appended' } | { readonly kind: 'conflict'; readonly sequence: number };

export interface Reviews {
  /**
   * Appends `event` as number `expected + 1` when the stream of `review` holds exactly `expected` events;
   * otherwise answers `conflict` with the number of events there are, and writes nothing.
   */
  append(review: string, expected: number, event: ReviewEvent): Promise<Appended>;
  /**
   * The stream from its first event, each with its number and the digest of the one before.
   *
   * @throws ReviewAltered when an event was altered, dropped or slipped in
   */
  load(review: string): Promise<readonly StoredReviewEvent[]>;
  /**
   * The events after `head`, which the caller has checked before; mostly none.
   *
   * @throws ReviewAltered when the store does not hold `head`, or what follows is not bound to it
   */
  since(review: string, head: Pick<StoredReviewEvent, 'sequence' | 'sha256'>): Promise<readonly StoredReviewEvent[]>;
  list(): Promise<readonly string[]>;
}

/** Reviews as those see them who add nothing. */
export type ReviewStreams = Pick<Reviews, 'load' | 'list'>;

/** What must be forgotten again: sessions of people who signed in, and sign-ins under way. */
export interface Passing {
  /** @param id a digest: whoever reads the store can take over nothing. An id is used once. */
  put(id: string, record: { readonly text: string; readonly endsAt: Instant }): Promise<void>;
  /** `null` when there is none, and when its time is over. */
  get(id: string, now: Instant): Promise<string | null>;
  /** As `get`, and it is gone: of several who take it at once, one gets it. */
  take(id: string, now: Instant): Promise<string | null>;
}

/**
 * Does what must not be done twice at one moment, by whatever process; one that was killed holds up nobody, or, where
 * no system tells that it is gone, nobody for longer than its time.
 *
 * @returns `null` when somebody else is at it: then nothing was done
 */
export type Alone = <Value>(work: () => Promise<Value>) => Promise<{ readonly value: Value } | null>;

export const accessActs = ['signed-in', 'signed-out', 'read', 'download', 'refused', 'asked'] as const;

/** Of what was asked; it is cut between two characters, because half of one is a text that DynamoDB need not take. */
export const longestAsked = 500;

/** Who did what with the portal that is no event of a review. */
export interface AccessEntry {
  readonly at: Instant;
  readonly by: string;
  readonly act: (typeof accessActs)[number];
  /** The route and what it was asked about, never what it answered: `lines of 2026-Q4`. */
  readonly what: string;
}

export interface AccessRecord {
  add(entry: AccessEntry): Promise<void>;
  /** The latest first, `most` of them, of one person or everybody. @param before number of an entry, or `null` for the latest */
  page(asked: {
    readonly before: number | null;
    readonly by: string | null;
    readonly most: number;
  }): Promise<readonly (AccessEntry & { readonly number: number })[]>;
}
