// Time zones by every name that the IANA database gives them, and every date worked out in them.
import { describe, expect, test } from 'vitest';
import { parseConfig } from '../../../core/config/parse.ts';
import { isTimeZone } from '../../../core/values/schemas/time-zone.ts';
import { dayMoment, dayOf, parseDay, startOfDay } from '../../../core/values/instant.ts';
import type { Day } from '../../../core/values/instant.ts';
import { refusalText } from '../../../core/values/result.ts';
import { parsePeriod, periodOf } from '../../../core/config/calendar.ts';
import { at } from '../../support/time.ts';

function day(text: string): Day {
  const parsed = parseDay(text);
  if (parsed === null) throw new Error(`no day: ${text}`);
  return parsed;
}

/** A new or old name, and another name of the same zone. */
const names: readonly (readonly [string, string])[] = [
  ['Asia/Kolkata', 'Asia/Calcutta'],
  ['Europe/Kyiv', 'Europe/Kiev'],
  ['America/Argentina/Buenos_Aires', 'America/Buenos_Aires'],
  ['Asia/Ho_Chi_Minh', 'Asia/Saigon'],
  ['US/Eastern', 'America/New_York'],
  ['Etc/UTC', 'UTC'],
  ['GMT', 'UTC'],
  ['Etc/GMT+5', 'America/Panama'],
  ['Japan', 'Asia/Tokyo'],
  ['CET', 'Europe/Brussels'],
  ['europe/berlin', 'Europe/Berlin'],
];

const okta = { id: 'okta', kind: 'okta', orgUrl: 'https://acme.okta.com', appId: '0oa1' };

describe('a time zone', () => {
  test.each(names)('%s is taken, for the calendar and for the export', (timeZone) => {
    const parsed = parseConfig({ directories: [okta], calendar: { timeZone }, export: { timeZone } }, 'review.json');
    expect(parsed.kind === 'refused' ? parsed.refusals.map(refusalText) : []).toEqual([]);
  });

  test.each(names)('%s has the days and periods of %s', (name, same) => {
    for (const instant of ['2026-03-31T18:45:00Z', '2026-06-30T23:59:59Z', '2026-12-31T04:30:00Z'].map(at)) {
      expect(dayOf(instant, name)).toBe(dayOf(instant, same));
      expect(periodOf(instant, { timeZone: name, fiscalYearStart: 4 })).toEqual(
        periodOf(instant, { timeZone: same, fiscalYearStart: 4 }),
      );
    }
    expect(startOfDay(day('2026-03-29'), name)).toBe(startOfDay(day('2026-03-29'), same));
    expect(dayMoment(day('2026-10-25'), name)).toEqual(dayMoment(day('2026-10-25'), same));
    expect(parsePeriod('2026-Q4', { timeZone: name, fiscalYearStart: 1 }).kind).toBe('ok');
  });

  test('half an hour off the full one is worked out to the minute', () => {
    expect(startOfDay(day('2026-10-05'), 'Asia/Kolkata')).toBe('2026-10-04T18:30:00Z');
  });

  test.each([
    ['an offset', ['+02:00', '+02', '-0500', 'UTC+2', 'GMT+2']],
    ['a short name that the database does not know', ['BST', 'IST', 'PST', 'AEST']],
    ['a place that is no zone', ['Europe/Atlantis', 'Etc/Unknown', 'localtime', 'Berlin']],
    ['something else', ['', ' ', 'Z', 'Europe/Berlin ', 'SystemV/PST8PDT']],
  ])('is not %s', (_what, refused) => {
    expect(refused.filter(isTimeZone)).toEqual([]);
  });
});
