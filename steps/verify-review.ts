// Checks the decisions that a final report carries: every event bound to the one before, and all of them about this run.
import * as z from 'zod/mini';
import { decodeEvent } from '../core/contract/stored-event.ts';
import { StoredRecordUnreadable, storedSha256 } from '../core/contract/stored-text.ts';
import type { Kept } from '../core/ports.ts';
import type { SignOff } from '../core/report.ts';
import { ok, refused } from '../core/result.ts';
import type { Refusal, Result } from '../core/result.ts';
import { verifyChain } from '../core/review/chain.ts';
import { ReviewContradiction } from '../core/review/review.ts';
import type { StoredReviewEvent } from '../core/review/review.ts';
import { signOffOf } from '../core/review/sign-off.ts';
import { foldReview } from '../core/review/state.ts';
import type { ReviewState } from '../core/review/state.ts';
import { accepted, jsonOf } from '../core/verification/stated.ts';
import { linesOf } from './lines.ts';

/** The events of the review, one a line; attached to the report that the sign-off issues. */
export const reviewFileName = 'review.jsonl';

/** The run that the decisions must be about. */
export interface ReviewedRun {
  readonly id: string;
  readonly manifestSha256: string;
  readonly findingsSha256: string;
}

export interface CheckedReview {
  readonly events: number;
  /** Its `head` is the digest of the last event, which stands for all of them. */
  readonly state: ReviewState;
  readonly signOffs: readonly SignOff[];
}

/** @param file `review.jsonl`, one stored event a line */
export async function checkReview(file: Kept, run: ReviewedRun): Promise<Result<CheckedReview>> {
  const events = await eventsOf(file);
  if (events.kind === 'refused') return events;
  const chain = verifyChain(events.value);
  if (chain.kind === 'refused') return chain;
  for (const stored of events.value) {
    const foreign = foreignness(stored, run);
    if (foreign !== null) return refused(foreign);
  }
  const state = stateOf(events.value);
  if (state.kind === 'refused') return state;
  const signOffs = state.value.signatures.map(signOffOf);
  return ok({ events: events.value.length, state: state.value, signOffs });
}

async function eventsOf(file: Kept): Promise<Result<readonly StoredReviewEvent[]>> {
  const events: StoredReviewEvent[] = [];
  try {
    for await (const { text, number } of linesOf(file.read())) {
      const event = eventOf(text, `${reviewFileName}, line ${number}`);
      if (event.kind === 'refused') return event;
      events.push(event.value);
    }
  } catch (error) {
    if (!(error instanceof TypeError)) throw error;
    return refused({ what: 'not readable', where: reviewFileName, found: 'bytes that are no UTF-8', expected: 'text' });
  }
  return ok(events);
}

const lineSchema = z.strictObject({
  sequence: z.number(),
  previous: storedSha256,
  sha256: storedSha256,
  event: z.unknown(),
});

function eventOf(text: string, where: string): Result<StoredReviewEvent> {
  const json = jsonOf(Buffer.from(text), where);
  if (json.kind === 'refused') return json;
  const line = accepted(lineSchema, json.value, where);
  if (line.kind === 'refused') return line;
  const { event, ...place } = line.value;
  try {
    return ok({ ...place, event: decodeEvent(JSON.stringify(event), where) });
  } catch (error) {
    if (!(error instanceof StoredRecordUnreadable)) throw error;
    return refused({ what: 'no event of a review', where, found: text.slice(0, 80), expected: 'an event as stored' });
  }
}

/** What binds the stream to the evidence: the run that it was opened on, and what each signature was given for. */
function foreignness({ event, sequence, previous }: StoredReviewEvent, run: ReviewedRun): Refusal | null {
  const where = `event ${sequence} of the review`;
  const unless = (what: string, found: string, expected: string): Refusal | null =>
    found === expected ? null : { what, where, found, expected };
  switch (event.kind) {
    case 'opened':
      return (
        unless('a review of another run', event.run, run.id) ??
        unless('a review of other findings', event.findingsSha256, run.findingsSha256)
      );
    case 'signed':
      return (
        unless('a signature for other evidence', event.evidenceSha256, run.manifestSha256) ??
        unless('a signature for other decisions', event.decisionsSha256, previous)
      );
    case 'decided':
    case 'delegated':
    case 'work-order-issued':
    case 'removals-observed':
    case 'policy-approved':
    case 'closed':
    case 'run-missed':
    case 'not-performed':
    case 'mailed':
      return null;
    default:
      return event satisfies never;
  }
}

function stateOf(events: readonly StoredReviewEvent[]): Result<ReviewState> {
  try {
    const state = foldReview(events);
    return state === null ? contradiction('no event that opens it') : ok(state);
  } catch (error) {
    if (!(error instanceof ReviewContradiction)) throw error;
    return contradiction(error.message);
  }
}

function contradiction(found: string): Result<never> {
  return refused({
    what: 'events that make no review',
    where: reviewFileName,
    found,
    expected: 'the events of one review',
  });
}
