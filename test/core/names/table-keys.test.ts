import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  eventItemKey,
  eventRange,
  ItemKeyRefused,
  parseEventKey,
  runOrder,
  runOrderBefore,
} from '../../../core/names/table-keys.ts';
import { instantFromMs, msOf } from '../../../core/values/instant.ts';

const id = fc.stringMatching(/^[A-Za-z0-9_][A-Za-z0-9._-]{0,20}$/);
const sequence = fc.nat({ max: 999_999_999 });
const instant = fc.nat({ max: 4_102_444_800_000 }).map(instantFromMs);

describe('keys of events', () => {
  test('read back as what they were built of', () => {
    fc.assert(
      fc.property(id, sequence, (review, number) => {
        expect(parseEventKey(eventItemKey(review, number).sk)).toEqual({ review, sequence: number });
      }),
    );
  });

  test('stand within the range of their own review and of no other', () => {
    fc.assert(
      fc.property(id, id, sequence, (review, other, number) => {
        const { from, to } = eventRange(review);
        const { sk } = eventItemKey(other, number);
        expect(from <= sk && sk <= to).toBe(review === other);
      }),
      // One id may begin with another.
      {
        examples: [
          ['2026-Q4', '2026-Q4-b', 1],
          ['2026-Q4', '2026-Q4.b', 1],
          ['2026-Q4', '2026-Q44', 1],
        ],
      },
    );
  });

  test('sort as their numbers do', () => {
    fc.assert(
      fc.property(id, sequence, sequence, (review, one, two) => {
        const [a, b] = [eventItemKey(review, one).sk, eventItemKey(review, two).sk];
        expect(a < b).toBe(one < two);
      }),
      { examples: [['2026-Q4', 9, 10]] },
    );
  });

  test.each(['', '#', 'a#1', '2026-Q4', '2026-Q4#x', '2026-Q4#1', '../x#000000001', '#000000001'])(
    'are not made of %j',
    (text) => {
      expect(parseEventKey(text)).toBeNull();
      expect(() => eventItemKey(`${text}#`, 1)).toThrow(ItemKeyRefused);
    },
  );
});

describe('the order of runs', () => {
  test('is that of as-of and then of recording', () => {
    fc.assert(
      fc.property(fc.tuple(instant, sequence), fc.tuple(instant, sequence), ([one, first], [two, second]) => {
        const before = msOf(one) < msOf(two) || (msOf(one) === msOf(two) && first < second);
        expect(runOrder(one, first) < runOrder(two, second)).toBe(before);
        expect(runOrder(one, first) < runOrderBefore(two)).toBe(msOf(one) < msOf(two));
      }),
    );
  });
});
