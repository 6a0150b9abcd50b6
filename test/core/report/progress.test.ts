// How a review stands, as its report counts it: the findings that stand, and the days to and from the due day.
import { describe, expect, test } from 'vitest';
import { openCounts, openFindings, timelinessOf } from '../../../core/report/told/progress.ts';
import { aFinding, aPopulationRow, aReport } from '../../support/reports/report-builder.ts';
import { at } from '../../support/time.ts';
import { ghost, key, removed, signedWith } from './signed-with.ts';

describe('a finding', () => {
  test('stands when the decision did not see its code', () => {
    const report = signedWith('LEAVER_ACCOUNT', removed);
    const unseen = { ...report, findings: [...report.findings, aFinding({ code: 'DORMANT_ACCOUNT', login: ghost })] };
    expect(openFindings(unseen).map(({ code }) => code)).toEqual(['DORMANT_ACCOUNT']);
  });

  test('about an account that was suspended all along is answered by any decision', () => {
    const population = [aPopulationRow({ login: ghost, status: 'suspended' })];
    const report = signedWith('ACCESS_AFTER_LEAVING');
    expect(openFindings({ ...report, population })).toEqual([]);
    expect(openFindings(report)).toHaveLength(1);
  });

  test('about an API key is not answered by keeping the key, although no export lists it', () => {
    const report = signedWith('UNOWNED_ACCOUNT');
    expect(openFindings({ ...report, population: [], register: [key] })).toHaveLength(1);
  });

  test('is counted as found, and as open while it stands', () => {
    const counts = openCounts(signedWith('LEAVER_ACCOUNT', removed));
    expect(counts[0]).toEqual({ severity: 'critical', found: 1, open: 0 });
  });
});

describe('the due day', () => {
  test.each([
    ['2027-01-10T12:00:00Z', '5 days left on 10 January 2027', 0],
    ['2027-01-15T23:00:00Z', '0 days left on 15 January 2027', 0],
    ['2027-01-16T00:00:00Z', '1 day late on 16 January 2027', 1],
  ])('is counted from the run while nobody has signed: %s', (asOf, text, daysLate) => {
    const { run } = aReport();
    expect(timelinessOf(aReport({ run: { ...run, asOf: at(asOf) } }))).toEqual({ text, daysLate });
  });

  test('is counted from the last signature, on the calendar of the company', () => {
    const report = signedWith('DORMANT_ACCOUNT', { signedAt: '2027-01-16T03:00:00Z' });
    expect(timelinessOf(report).text).toBe('Signed on 16 January 2027, 1 day late');
    expect(timelinessOf({ ...report, timeZone: 'America/New_York' }).text).toBe(
      'Signed on 15 January 2027, on the due day',
    );
  });
});
