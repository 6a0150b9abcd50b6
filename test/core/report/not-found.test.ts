// What a report says that it looked for and did not find, and what nobody could look for.
import { describe, expect, test } from 'vitest';
import { codesNotFound, notFound, notLookedFor } from '../../../core/report/told/not-found.ts';
import { aFullReport } from '../../support/reports/full-report.ts';
import { aFinding, aReport } from '../../support/reports/report-builder.ts';

describe('what was not found', () => {
  test('is named, and what was found is not', () => {
    expect(notFound(aReport())).toContain('No row was rejected.');
    expect(notFound(aFullReport())).toEqual(['No account stands revoked by an earlier review.']);
  });

  test('are codes without a finding', () => {
    const codes = codesNotFound(aReport({ findings: [aFinding()] }));
    expect(codes).toContain('LEAVER_ACCOUNT');
    expect(codes).not.toContain('ORPHANED_ACCOUNT');
  });

  test('are not the codes that nobody could look for, which are named with the reason', () => {
    const reason = 'No column that is known tells when somebody last logged in.';
    const report = aReport({
      history: null,
      unjudged: [{ codes: ['DORMANT_ACCOUNT', 'ACCESS_AFTER_LEAVING'], reason }],
      findings: [aFinding({ code: 'ACCESS_AFTER_LEAVING' })],
    });
    expect(notLookedFor(report)).toEqual([
      { code: 'DORMANT_ACCOUNT', why: reason },
      { code: 'VANISHED_ACCOUNT', why: 'there is no earlier accepted run' },
      { code: 'DIRECTORY_CONFLICT', why: 'one directory cannot disagree with another' },
      { code: 'UNEXPLAINED_SIGN_IN', why: 'sign-ins were not looked up in entra' },
    ]);
    const told = new Set(notLookedFor(report).map(({ code }) => code));
    expect(codesNotFound(report).filter((code) => told.has(code))).toEqual([]);
  });

  test('is no privileged role where the export has no roles, or the policy names none that is privileged', () => {
    const none = 'No live account has a privileged role.';
    const { policy } = aReport();
    const unasked = [{ code: 'PRIVILEGED_ACCOUNT', why: 'the policy names no privileged roles' }] as const;
    const without = aReport({ policy: { ...policy, unasked } });
    expect(notFound(aReport())).toContain(none);
    expect(notFound(without)).not.toContain(none);
    expect(notFound(aReport({ unjudged: [{ codes: ['PRIVILEGED_ACCOUNT'], reason: 'no column' }] }))).not.toContain(
      none,
    );
    expect(notLookedFor(without)).toContainEqual(unasked[0]);
    expect(codesNotFound(without)).not.toContain('PRIVILEGED_ACCOUNT');
  });
});
