// The loop that writes to a review: what it shows to whoever chooses the next event, and what is in the stream afterwards.
import { expect, test } from 'vitest';
import type { Reviews } from '../../core/ports/stores.ts';
import { chainEvent, chainStart, verifyChain } from '../../core/review/events/chain.ts';
import type { ReviewEvent, StoredReviewEvent } from '../../core/review/events/event.ts';
import { add, changeReview, done } from '../../steps/change-review.ts';
import type { Stream } from '../../steps/change-review.ts';
import { at, onDay } from '../support/time.ts';

const period = '2026-Q4';

function missed(reason: string): ReviewEvent {
  return { kind: 'run-missed', at: at('2026-10-05T08:00:00Z'), reason };
}

function reasonsIn(events: readonly ReviewEvent[]): readonly string[] {
  return events.flatMap((event) => (event.kind === 'run-missed' ? [event.reason] : []));
}

interface Streams extends Reviews {
  readonly stream: StoredReviewEvent[];
  readonly loads: () => number;
}

/** A stream in memory; each of `others` is appended by somebody else just before an append is tried. */
function streams(...others: readonly string[]): Streams {
  const [stream, waiting]: [StoredReviewEvent[], string[]] = [[], [...others]];
  let loads = 0;
  const put = (event: ReviewEvent): void =>
    void stream.push(chainEvent(stream.at(-1)?.sha256 ?? chainStart, stream.length + 1, event));
  return {
    stream,
    loads: () => loads,
    append: async (_, expected, event) => {
      const other = waiting.shift();
      if (other !== undefined) put(missed(other));
      if (stream.length !== expected) return { kind: 'conflict', sequence: stream.length };
      put(event);
      return { kind: 'appended' };
    },
    load: async () => {
      loads += 1;
      return [...stream];
    },
    since: async (_, head) => stream.slice(head.sequence),
    list: async () => [period],
  };
}

/** Adds these reasons, each unless it is there, and tells what it was shown. */
async function adding(reviews: Reviews, ...reasons: readonly string[]): Promise<readonly Stream[]> {
  const shown: Stream[] = [];
  return changeReview(reviews, period, async (stream) => {
    shown.push({ ...stream, mine: [...stream.mine] });
    const there = reasonsIn(stream.events.map(({ event }) => event));
    const next = reasons.find((reason) => !there.includes(reason));
    return next === undefined ? done(shown) : add(missed(next));
  });
}

test('a stream is loaded once where nobody interferes, and is shown as it is stored', async () => {
  const reviews = streams();
  const shown = await adding(reviews, 'a', 'b');
  expect(reviews.loads()).toBe(1);
  expect(shown.map(({ mine }) => reasonsIn(mine))).toEqual([[], ['a'], ['a', 'b']]);
  expect(shown.at(-1)?.events).toEqual(reviews.stream);
  expect(verifyChain(reviews.stream).kind).toBe('ok');
});

test('what somebody else added is shown before anything is added after it', async () => {
  const reviews = streams('x', 'y');
  const shown = await adding(reviews, 'a');
  expect(shown.map(({ events }) => reasonsIn(events.map(({ event }) => event)))).toEqual([
    [],
    ['x'],
    ['x', 'y'],
    ['x', 'y', 'a'],
  ]);
  expect(shown.at(-1)?.mine).toEqual([missed('a')]);
});

test('an event that somebody else added first is not added again', async () => {
  const reviews = streams('a');
  const shown = await adding(reviews, 'a');
  expect(reasonsIn(reviews.stream.map(({ event }) => event))).toEqual(['a']);
  expect(shown.at(-1)?.mine).toEqual([]);
});

test('several who change a review at once lose nothing, and add nothing twice', async () => {
  const reviews = streams();
  await Promise.all([adding(reviews, 'a', 'b', 'c'), adding(reviews, 'b', 'd'), adding(reviews, 'c', 'e', 'a')]);
  expect(reasonsIn(reviews.stream.map(({ event }) => event)).toSorted()).toEqual(['a', 'b', 'c', 'd', 'e']);
  expect(verifyChain(reviews.stream).kind).toBe('ok');
});

function mailed(time: string): ReviewEvent {
  return { kind: 'mailed', at: at(time), day: onDay('2026-10-05'), mails: [] };
}

const timesIn = (stream: readonly StoredReviewEvent[]): readonly string[] => stream.map(({ event }) => event.at);

test('an event takes the time of the one before it when the clock was set back', async () => {
  const reviews = streams();
  const waiting = [mailed('2026-10-05T09:00:00Z'), missed('late'), mailed('2026-10-04T09:00:00Z')];
  const told = await changeReview(reviews, period, async ({ mine }) => {
    const next = waiting.shift();
    return next === undefined ? done(mine) : add(next);
  });
  const times = ['2026-10-05T09:00:00Z', '2026-10-05T08:00:00Z', '2026-10-05T09:00:00Z'];
  expect(timesIn(reviews.stream)).toEqual(times);
  expect(told.map((event) => event.at)).toEqual(times);
});

test('whoever was overtaken while at work records no earlier than who came first', async () => {
  const reviews = streams();
  await changeReview(reviews, period, async ({ events }) => {
    if (events.length === 0) {
      const first = mailed('2026-10-05T10:00:00Z');
      reviews.stream.push(chainEvent(chainStart, 1, first));
    }
    return events.length < 2 ? add(mailed('2026-10-05T09:59:59Z')) : done(null);
  });
  expect(timesIn(reviews.stream)).toEqual(['2026-10-05T10:00:00Z', '2026-10-05T10:00:00Z']);
});

test('a review begins no earlier than its run', async () => {
  const reviews = streams();
  const sha256 = '0'.repeat(64);
  const run = { run: 'a-run', runAsOf: at('2026-10-05T08:00:00Z'), by: null, accounts: 1 };
  const opened = {
    kind: 'opened',
    at: at('2026-10-05T07:00:00Z'),
    ...run,
    findingsSha256: sha256,
    linesSha256: sha256,
  } as const;
  await changeReview(reviews, period, async ({ mine }) => (mine.length === 0 ? add(opened) : done(null)));
  expect(timesIn(reviews.stream)).toEqual(['2026-10-05T08:00:00Z']);
});
