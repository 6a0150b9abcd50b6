// The gates of the export alone: its period, and the number that the page showed (contract, section 8).
import { describe, expect, test } from 'vitest';
import { held } from './company.ts';

/** Whether the gate holds the export of that time out of the review of 2026-Q3. */
function outsideQ3(exported: string, timeZone = 'UTC'): boolean {
  return held({ exportedAt: exported, asOf: exported, period: '2026-Q3', config: { calendar: { timeZone } } }).includes(
    'period',
  );
}

describe('period', () => {
  test.each([
    ['the first day of the period', '2026-07-01T00:00:00Z', false],
    ['the day before it', '2026-06-30T23:59:59Z', true],
    ['the last of the 15 days after it', '2026-10-15T23:59:59Z', false],
    ['the day after those', '2026-10-16T00:00:00Z', true],
  ])('with an export of %s', (_, exportedOn, expected) => {
    expect(outsideQ3(exportedOn)).toBe(expected);
  });

  test('goes by the calendar of the company', () => {
    expect(outsideQ3('2026-10-16T03:59:59Z', 'America/New_York')).toBe(false);
    expect(outsideQ3('2026-10-16T04:00:00Z', 'America/New_York')).toBe(true);
  });
});

describe('count', () => {
  test('holds the run when the rows differ from what the page showed', () => {
    expect(held({ countShown: 10 })).toEqual([]);
    expect(held({ countShown: 11 })).toEqual(['count']);
    expect(held({ countShown: 9 })).toEqual(['count']);
    expect(held({ countShown: 11, rejected: 1 })).toEqual([]);
  });
});
