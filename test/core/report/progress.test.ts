// How a review stands, as its report counts it: the findings that stand, and the days to and from the due day.
import { describe, expect, test } from 'vitest';
import { openCounts, openFindings, timelinessOf } from '../../../core/report/told/progress.ts';
import { aFinding, aPopulationRow, aReport } from '../../support/reports/report-builder.ts';
import { at, onDay } from '../../support/time.ts';
import { aSignedReport } from '../../support/reports/signed-report.ts';
import type { SignedSays } from '../../support/reports/signed-report.ts';
import { ghost, key, removed, signedWith, underWay } from './signed-with.ts';

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

  test('stands again when its exception is over, be the account suspended or not', () => {
    const population = [aPopulationRow({ login: ghost, status: 'suspended' })];
    const stands = (signedAt: string): boolean => {
      const report = signedWith('ACCESS_AFTER_LEAVING', { decided: { [ghost]: 'except' }, signedAt });
      return openFindings({ ...report, population }).length === 1;
    };
    expect(stands('2026-12-31T23:00:00Z')).toBe(false);
    expect(stands('2027-01-01T00:00:00Z')).toBe(true);
  });

  describe('that an earlier review excepted', () => {
    const findings = [aFinding({ code: 'LEAVER_ACCOUNT', login: ghost, state: 'excepted' })];
    const over = { findings, exceptedBefore: [{ login: ghost, until: onDay('2026-10-20') }] };
    const counted = (says: SignedSays): object | undefined => openCounts(signedWith('LEAVER_ACCOUNT', says, over))[0];

    test.each<[string, SignedSays, object]>([
      ['kept', {}, { found: 1, open: 1 }],
      ['excepted anew', { decided: { [ghost]: 'except' } }, { found: 1, open: 0 }],
      ['revoked', underWay, { found: 1, open: 1 }],
      ['revoked, and proven gone', removed, { found: 1, open: 0 }],
    ])('is settled by what is decided now: %s', (_what, says, counts) => {
      expect(counted(says)).toMatchObject(counts);
    });

    test('and that nobody decided, because the account is no line, is settled until that exception ends', () => {
      const report = aReport({ ...over, population: [aPopulationRow({ login: ghost, status: 'suspended' })] });
      const signedOn = (signedAt: string): object | undefined =>
        openCounts(aSignedReport({ report, decided: {}, ordered: [], proven: [], signedAt }))[0];
      expect(signedOn('2026-10-20T08:00:00Z')).toMatchObject({ found: 0, open: 0 });
      expect(signedOn('2026-10-21T08:00:00Z')).toMatchObject({ found: 1, open: 1 });
    });
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
