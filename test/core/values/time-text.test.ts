import { describe, expect, test } from 'vitest';
import { ageText, durationText, hoursText } from '../../../core/values/time-text.ts';
import { at } from '../../support/time.ts';

describe('a span of time for people', () => {
  test.each([
    [76 * 3600, '3 days 4 hours'],
    [19 * 3600, '19 hours'],
    [24 * 3600 + 61, '1 day 1 minute 1 second'],
    [0.4, '1 second'],
    [0, 'less than a second'],
  ])('of %d seconds has days and what is left of them, a second that was begun counted', (seconds, text) => {
    expect(durationText(seconds * 1000)).toBe(text);
  });

  test.each([
    [72, '3 days'],
    [72.1, '3 days 1 hour'],
    [0, 'less than an hour'],
  ])('of %d hours counts an hour that was begun', (hours, text) => {
    expect(hoursText(hours)).toBe(text);
  });

  test('of an age says which came first', () => {
    const [first, then] = [at('2026-10-05T07:00:00Z'), at('2026-10-20T08:59:00Z')];
    expect(ageText(first, then)).toBe('15 days 1 hour later');
    expect(ageText(then, first)).toBe('15 days 2 hours earlier');
  });
});
