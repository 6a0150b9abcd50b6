// The event streams of reviews in SQLite: an append succeeds only for the one who knows how long the stream is.
import * as z from 'zod/mini';
import { decodeEvent, encodeEvent } from '../../../core/review/events/stored-event.ts';
import type { Appended, Reviews } from '../../../core/ports/stores.ts';
import { chainEvent, chainStart, intact, intactSince } from '../../../core/review/events/chain.ts';
import type { ReviewEvent, StoredReviewEvent } from '../../../core/review/events/event.ts';
import type { Connection } from './connection.ts';

const headRow = z.object({ sequence: z.number(), sha256: z.string() });
const eventRow = z.object({ sequence: z.number(), previous: z.string(), sha256: z.string(), event: z.string() });
const reviewRow = z.object({ review: z.string() });

export function sqliteReviews(connection: Connection): Reviews {
  return {
    async append(review: string, expected: number, event: ReviewEvent): Promise<Appended> {
      return connection.transaction(() => {
        const [head = { sequence: 0, sha256: chainStart }] = connection.rows(
          headRow,
          'SELECT sequence, sha256 FROM review_events WHERE review = ? ORDER BY sequence DESC LIMIT 1',
          review,
        );
        if (head.sequence !== expected) return { kind: 'conflict', sequence: head.sequence };
        insert(connection, review, chainEvent(head.sha256, expected + 1, event));
        return { kind: 'appended' };
      });
    },

    async load(review: string): Promise<readonly StoredReviewEvent[]> {
      return intact(review, from(connection, review, 1));
    },

    async since(review, head): Promise<readonly StoredReviewEvent[]> {
      return intactSince(review, head, from(connection, review, head.sequence));
    },

    async list(): Promise<readonly string[]> {
      return connection
        .rows(reviewRow, 'SELECT DISTINCT review FROM review_events ORDER BY review')
        .map((row) => row.review);
    },
  };
}

function from(connection: Connection, review: string, sequence: number): readonly StoredReviewEvent[] {
  const rows = connection.rows(
    eventRow,
    'SELECT sequence, previous, sha256, event FROM review_events WHERE review = ? AND sequence >= ? ORDER BY sequence',
    review,
    sequence,
  );
  return rows.map((row) => ({
    sequence: row.sequence,
    previous: row.previous,
    sha256: row.sha256,
    event: decodeEvent(row.event, `event ${row.sequence} of the review ${review}`),
  }));
}

function insert(connection: Connection, review: string, stored: StoredReviewEvent): void {
  connection.change(
    'INSERT INTO review_events (review, sequence, previous, sha256, event) VALUES (?, ?, ?, ?, ?)',
    review,
    stored.sequence,
    stored.previous,
    stored.sha256,
    encodeEvent(stored.event),
  );
}
