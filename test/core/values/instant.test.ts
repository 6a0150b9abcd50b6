import { describe, expect, test } from 'vitest';
import {
  dayInMs,
  dayMoment,
  dayOf,
  instantInZone,
  isBefore,
  latestOf,
  msOf,
  parseDay,
  parseInstant,
} from '../../../core/values/instant.ts';
import { at } from '../../support/time.ts';
import type { Day, Instant } from '../../../core/values/instant.ts';

describe('instants', () => {
  test('cuts the seven fractional digits that Graph sends to milliseconds', () => {
    expect(parseInstant('2026-10-05T08:00:00.1234567Z')).toBe('2026-10-05T08:00:00.123Z');
  });

  test('tells the milliseconds as the engine does, whatever the year, and of what is no time', () => {
    for (let ms = Date.parse('0000-01-01T00:00:00Z'), n = 0; ms < Date.parse('9999-12-31T00:00:00Z'); n += 1) {
      ms += 29 * dayInMs + ((n * 7919) % dayInMs);
      const written = new Date(n % 3 === 0 ? ms : ms - (ms % 1000)).toISOString().replace('.000Z', 'Z');
      if (msOf(written as Instant) !== Date.parse(written)) expect(written).toBe('told as the engine does');
    }
    for (const text of ['2026-02-30T08:00:00Z', '2026-10-05T24:00:00Z', '2026-10-05T08:00:00.000Z', '2026-10-05', 'x'])
      expect(msOf(text as Instant)).toBe(Date.parse(text));
  });

  test('turns an offset into UTC', () => {
    expect(parseInstant('2026-10-05T08:00:00+02:00')).toBe('2026-10-05T06:00:00Z');
    expect(parseInstant('9999-12-31T23:59:59-14:00')).toBeNull();
    expect(parseInstant('0000-01-01T00:00:00+01:00')).toBeNull();
  });

  test.each(['2026-02-30T08:00:00Z', '2026-10-05T25:00:00Z', '2026-10-05T08:00:00', '2026-10-05', 'yesterday'])(
    'refuses %s as an instant',
    (text) => {
      expect(parseInstant(text)).toBeNull();
    },
  );

  test('refuses a day that does not exist', () => {
    expect(parseDay('2026-02-29')).toBeNull();
    expect(parseDay('2028-02-29')).toBe('2028-02-29');
  });
});

describe('days in a time zone', () => {
  test('puts an instant late in the evening of UTC on the next day of Tokyo', () => {
    expect(dayOf('2026-10-05T20:00:00Z' as Instant, 'Asia/Tokyo')).toBe('2026-10-06');
  });

  test('makes a day on which clocks change 25 or 23 hours long', () => {
    expect(dayMoment('2026-11-01' as Day, 'America/New_York')).toMatchObject({
      from: '2026-11-01T04:00:00Z',
      to: '2026-11-02T05:00:00Z',
    });
    expect(dayMoment('2026-03-29' as Day, 'Europe/Berlin')).toMatchObject({
      from: '2026-03-28T23:00:00Z',
      to: '2026-03-29T22:00:00Z',
    });
  });

  test('moves a wall clock time that a clock change skips to after the change', () => {
    expect(instantInZone('2026-03-29T02:30:00', 'Europe/Berlin')).toBe('2026-03-29T01:30:00Z');
  });
});

describe('isBefore', () => {
  test('goes by time, though a fraction of a second sorts before the whole second as a text', () => {
    const [second, fraction] = [at('2026-10-05T08:00:00Z'), at('2026-10-05T08:00:00.500Z')];
    expect(isBefore(second, fraction)).toBe(true);
    expect(isBefore(fraction, second)).toBe(false);
    expect(isBefore(second, second)).toBe(false);
  });
});

test('the latest of instants is the last by time, not by text', () => {
  const [second, fraction] = [at('2026-10-05T08:00:00Z'), at('2026-10-05T08:00:00.5Z')];
  expect(latestOf([fraction, second])).toBe(fraction);
  expect(latestOf([])).toBeNull();
});
