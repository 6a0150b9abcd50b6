// The event streams of reviews in DynamoDB: an append succeeds only for the one who takes the next number.
import { gzipSync } from 'node:zlib';
import * as z from 'zod/mini';
import { decodeEvent, encodeEvent } from '../../../core/review/events/stored-event.ts';
import { eventItemKey, eventRange, parseEventKey, reviewsPartition } from '../../../core/names/table-keys.ts';
import type { Appended, Reviews } from '../../../core/ports/stores.ts';
import type { Ids } from '../../../core/ports/world.ts';
import { StoredRecordUnreadable } from '../../../core/values/stored.ts';
import { chainEvent, chainStart, intact, intactSince } from '../../../core/review/events/chain.ts';
import type { ReviewEvent, StoredReviewEvent } from '../../../core/review/events/event.ts';
import { absent, itemPlace } from './connection.ts';
import type { Query, TableConnection } from './connection.ts';
import { unpacked } from './unpacked.ts';

const keyItem = z.object({ sk: z.string() });
const headItem = z.object({ sk: z.string(), sha256: z.string() });
const appendItem = z.object({ append: z.string() });
const eventItem = z.object({
  sk: z.string(),
  previous: z.string(),
  sha256: z.string(),
  event: z.instanceof(Uint8Array),
});

/** @param ids tell one append from another: an answer that was lost is asked again, and must not be a conflict with itself */
export function dynamoReviews(table: TableConnection, ids: Ids): Reviews {
  const headOf = async (review: string): Promise<Head> => {
    const item = await table.first(headItem, { ...eventsOf(review), ScanIndexForward: false, Limit: 1 });
    return item === null ? { sequence: 0, sha256: chainStart } : { sequence: sequenceOf(item.sk), sha256: item.sha256 };
  };

  const streamOf = async (query: Query, review: string): Promise<readonly StoredReviewEvent[]> => {
    const stream: StoredReviewEvent[] = [];
    for await (const item of table.query(eventItem, query)) {
      const sequence = sequenceOf(item.sk);
      const place = `event ${sequence} of the review ${review}`;
      const event = decodeEvent(unpacked(item.event, place), place);
      stream.push({ sequence, previous: item.previous, sha256: item.sha256, event });
    }
    return stream;
  };

  return {
    async append(review: string, expected: number, event: ReviewEvent): Promise<Appended> {
      const head = await headOf(review);
      if (head.sequence !== expected) return { kind: 'conflict', sequence: head.sequence };
      const append = ids.next();
      if (await table.put(itemOf(review, chainEvent(head.sha256, expected + 1, event), append), absent)) {
        return { kind: 'appended' };
      }
      const inPlace = await table.get(appendItem, eventItemKey(review, expected + 1));
      if (inPlace?.append === append) return { kind: 'appended' };
      return { kind: 'conflict', sequence: (await headOf(review)).sequence };
    },

    async load(review: string): Promise<readonly StoredReviewEvent[]> {
      return intact(review, await streamOf(eventsOf(review), review));
    },

    async since(review, head): Promise<readonly StoredReviewEvent[]> {
      const stream = await streamOf(eventsOf(review, eventItemKey(review, head.sequence).sk), review);
      return intactSince(review, head, stream);
    },

    /** From the first event of one review to the first event of the next: as many reads as there are reviews. */
    async list(): Promise<readonly string[]> {
      const reviews: string[] = [];
      for (let after = ''; ;) {
        const item = await table.first(keyItem, { ...firstAfter(after), Limit: 1 });
        if (item === null) return reviews;
        const { review } = eventOf(item.sk);
        reviews.push(review);
        after = eventRange(review).to;
      }
    },
  };
}

interface Head {
  readonly sequence: number;
  readonly sha256: string;
}

/** An item holds 400 KB: a thousand decisions with their reasons fit only when they are compressed. */
function itemOf(
  review: string,
  stored: StoredReviewEvent,
  append: string,
): ReturnType<typeof eventItemKey> & Record<string, unknown> {
  const { previous, sha256, event } = stored;
  return { ...eventItemKey(review, stored.sequence), previous, sha256, append, event: gzipSync(encodeEvent(event)) };
}

function eventsOf(review: string, from = eventRange(review).from): Query {
  const { to } = eventRange(review);
  return {
    KeyConditionExpression: 'pk = :reviews AND sk BETWEEN :from AND :to',
    ExpressionAttributeValues: { ':reviews': reviewsPartition, ':from': from, ':to': to },
  };
}

function firstAfter(sk: string): Query {
  if (sk === '') {
    return { KeyConditionExpression: 'pk = :reviews', ExpressionAttributeValues: { ':reviews': reviewsPartition } };
  }
  return {
    KeyConditionExpression: 'pk = :reviews AND sk > :after',
    ExpressionAttributeValues: { ':reviews': reviewsPartition, ':after': sk },
  };
}

function sequenceOf(sk: string): number {
  return eventOf(sk).sequence;
}

/** @throws StoredRecordUnreadable for what is no event: passed over, it would hide what stands behind it */
function eventOf(sk: string): { readonly review: string; readonly sequence: number } {
  const found = parseEventKey(sk);
  if (found !== null) return found;
  const cause = new Error('no key of an event');
  throw new StoredRecordUnreadable(itemPlace({ pk: reviewsPartition, sk }), cause);
}
