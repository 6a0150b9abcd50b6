// What every adapter behind the port Reviews must do: one line of events, and nobody writes over anybody.
import { randomUUID } from 'node:crypto';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { Reviews } from '../../core/ports/stores.ts';
import { mostPutAside } from '../../core/review/events/event.ts';
import { verifyChain } from '../../core/review/events/chain.ts';
import { login } from '../support/inputs/population-builder.ts';
import { kept, opened as openedEvent, waysBack, workOrderIssued } from '../support/inputs/records.ts';
import type { Opened } from './opened.ts';

export function reviewsContract(name: string, make: () => Promise<Opened<Reviews>>): void {
  describe(`${name} as a store of reviews`, () => {
    let opened: Opened<Reviews>;
    let reviews: Reviews;
    /** Of one test only, so that the store may be shared. */
    let review: string;
    beforeEach(async () => {
      opened = await make();
      reviews = opened.port;
      review = `2026-Q4-${randomUUID()}`;
    });
    afterEach(() => opened.close());

    test('gives back the events in order, each bound to the one before', async () => {
      const events = [openedEvent, kept(['jane@acme.com']), workOrderIssued];
      for (const [index, event] of events.entries()) {
        expect(await reviews.append(review, index, event)).toEqual({ kind: 'appended' });
      }
      const stream = await reviews.load(review);
      expect(stream.map((stored) => stored.event)).toEqual(events);
      expect(stream.map((stored) => stored.sequence)).toEqual([1, 2, 3]);
      expect(verifyChain(stream)).toEqual({ kind: 'ok', value: stream[2]?.sha256 });
    });

    test('gives back what was taken back, moved and voided, and what was opened after it', async () => {
      const events = [openedEvent, ...waysBack, openedEvent];
      for (const [index, event] of events.entries()) await reviews.append(review, index, event);
      const stream = await reviews.load(review);
      expect(stream.map((stored) => stored.event)).toEqual(events);
      expect(verifyChain(stream)).toEqual({ kind: 'ok', value: stream.at(-1)?.sha256 });
    });

    test('keeps a move that asks again as many as one event may put aside', async () => {
      const again = Array.from({ length: mostPutAside }, (_, index) => login(`somebody.with.a.name.${index}@acme.com`));
      const moves = waysBack.flatMap((event) => (event.kind === 'rebased' ? [{ ...event, again }] : []));
      for (const [index, move] of moves.entries()) await reviews.append(review, index, move);
      expect((await reviews.load(review)).map((stored) => stored.event)).toEqual(moves);
    });

    test('gives back what followed an event that is known, and refuses when it is not there', async () => {
      const events = [openedEvent, kept(['jane@acme.com']), workOrderIssued];
      for (const [index, event] of events.entries()) await reviews.append(review, index, event);
      const [first, second, third] = await reviews.load(review);
      if (first === undefined || third === undefined) throw new Error('three events were appended');
      expect(await reviews.since(review, first)).toEqual([second, third]);
      expect(await reviews.since(review, third)).toEqual([]);
      await expect(reviews.since(review, { ...first, sha256: third.sha256 })).rejects.toThrow('what was read before');
      await expect(reviews.since(review, { ...third, sequence: 4 })).rejects.toThrow('what was read before');
    });

    test('knows no events of a review that nobody opened', async () => {
      expect(await reviews.load(review)).toEqual([]);
      expect(await reviews.list()).not.toContain(review);
    });

    test.each([0, 2, 7])('refuses an append by one who expects %i events where there is one', async (expected) => {
      await reviews.append(review, 0, openedEvent);
      expect(await reviews.append(review, expected, kept(['jane@acme.com']))).toEqual({
        kind: 'conflict',
        sequence: 1,
      });
      expect(await reviews.load(review)).toHaveLength(1);
    });

    test('refuses a first event that is not expected to be the first', async () => {
      expect(await reviews.append(review, 1, openedEvent)).toEqual({ kind: 'conflict', sequence: 0 });
      expect(await reviews.load(review)).toEqual([]);
    });

    test('lets one of several appends at once win, and tells the others how long the stream is', async () => {
      await reviews.append(review, 0, openedEvent);
      const names = ['ann', 'ben', 'cat', 'dan', 'eve'];
      const answers = await Promise.all(names.map((who) => reviews.append(review, 1, kept(['jane@acme.com'], who))));
      expect(answers.filter((answer) => answer.kind === 'appended')).toHaveLength(1);
      expect(answers.filter((answer) => answer.kind === 'conflict' && answer.sequence === 2)).toHaveLength(4);
      expect(await reviews.load(review)).toHaveLength(2);
    });

    test('keeps reviews apart and lists them by code point', async () => {
      const [first, second] = [`${review}-A`, `${review}-b`];
      await reviews.append(second, 0, openedEvent);
      await reviews.append(first, 0, openedEvent);
      await reviews.append(first, 1, kept(['jane@acme.com']));
      expect((await reviews.list()).filter((id) => id.startsWith(review))).toEqual([first, second]);
      expect(await reviews.load(first)).toHaveLength(2);
      expect(await reviews.load(second)).toHaveLength(1);
    });

    test('keeps a decision about a thousand accounts in one event', async () => {
      const event = kept(Array.from({ length: 1000 }, (_, index) => `${'long-'.repeat(10)}${index}@acme.com`));
      await reviews.append(review, 0, event);
      expect((await reviews.load(review))[0]?.event).toEqual(event);
    });
  });
}
