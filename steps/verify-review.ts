// Checks the decisions that a final report carries: every event bound to the one before, and all of them about this run.
import * as z from 'zod/mini';
import { decodeEvent } from '../core/contract/stored-event.ts';
import { StoredRecordUnreadable, storedSha256 } from '../core/contract/stored-text.ts';
import type { Kept } from '../core/ports.ts';
import { ok, refused } from '../core/result.ts';
import type { Result } from '../core/result.ts';
import { verifyChain } from '../core/review/chain.ts';
import type { StoredReviewEvent } from '../core/review/review.ts';
import { accepted, jsonOf } from '../core/verification/stated.ts';
import { linesOf } from './lines.ts';

/** The events of the review, one a line; attached to the report that the sign-off issues. */
export const reviewFileName = 'review.jsonl';

const lineSchema = z.strictObject({
  sequence: z.number(),
  previous: storedSha256,
  sha256: storedSha256,
  event: z.unknown(),
});

export interface CheckedReview {
  readonly events: readonly StoredReviewEvent[];
  /** Digest of the last event: stands for all of them. */
  readonly head: string;
}

/** @param file `review.jsonl`, one stored event a line */
export async function checkReview(file: Kept): Promise<Result<CheckedReview>> {
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
  const chain = verifyChain(events);
  return chain.kind === 'refused' ? chain : ok({ events, head: chain.value });
}

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
