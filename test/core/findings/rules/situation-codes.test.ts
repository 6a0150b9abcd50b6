// The codes that follow from being unmatched, unlinked, disabled or suspended, and the grace for new accounts.
import { describe, expect, test } from 'vitest';
import { jane, janeIs } from '../../../support/inputs/jane.ts';
import { anAccount, blockedBy, hoursAfter, inNestedGroup } from '../../../support/inputs/population-builder.ts';
import type { AccountSays } from '../../../support/inputs/population-builder.ts';
import { aReview } from '../../../support/review/review-builder.ts';
import type { Reviewed, ReviewSays } from '../../../support/review/review-builder.ts';

const exportedAt = '2026-10-05T07:00:00Z';

function janesAccount(says: Partial<AccountSays>, rest: ReviewSays): Reviewed {
  return aReview({ accounts: [anAccount({ login: jane, ...says })], exportedAt, ...rest });
}

const cases = [
  { code: 'ORPHANED_ACCOUNT', severity: 'high', entra: [] },
  { code: 'UNASSIGNED_ACCOUNT', severity: 'high', entra: [janeIs({ assignments: [] })] },
  { code: 'DISABLED_IDENTITY', severity: 'high', entra: [janeIs({ state: 'disabled' })] },
  { code: 'SUSPENDED_IDENTITY', severity: 'medium', entra: [janeIs({ state: 'suspended' })] },
] as const;

describe.each(cases)('$code', ({ code, severity, entra }) => {
  test.each(['active', 'pending'] as const)(`is ${severity} for an account that is %s`, (status) => {
    const review = janesAccount({ status }, { entra });
    expect(review.codes(jane)).toEqual([code]);
    expect(review.finding(code, jane).severity).toBe(severity);
  });

  test('is not reported of an account that is suspended', () => {
    expect(janesAccount({ status: 'suspended' }, { entra }).codes(jane)).not.toContain(code);
  });
});

describe.each(cases.slice(0, 2))('the grace of new accounts with $code', ({ code, entra }) => {
  const severityOf = (createdAt: string | null, policy: object = {}): string =>
    janesAccount({ createdAt }, { entra, policy }).finding(code).severity;

  test('makes it information, and the reason says so', () => {
    const finding = janesAccount({ createdAt: '2026-10-01' }, { entra }).finding(code);
    expect(finding.severity).toBe('info');
    expect(finding.reason).toMatch(/For information only: the account was created on 1 October 2026, within 7 days/);
  });

  test('lasts to the end of the last day of grace and no longer', () => {
    expect(severityOf(hoursAfter(exportedAt, -7 * 24))).toBe('info');
    expect(severityOf(hoursAfter(exportedAt, -7 * 24 - 0.01))).toBe('high');
    expect(severityOf(hoursAfter(exportedAt, -7 * 24), { newAccountGraceDays: 6 })).toBe('high');
  });

  test('counts a day without a time from its end', () => {
    expect(severityOf('2026-09-28')).toBe('info');
    expect(severityOf('2026-09-27')).toBe('high');
  });

  test('covers the day of the export, but nothing that is dated after it', () => {
    expect(severityOf('2026-10-05')).toBe('info');
    expect(severityOf(exportedAt)).toBe('info');
    expect(severityOf('2026-10-05T07:00:01Z')).toBe('high');
  });

  test('is for nobody whose creation the export does not tell', () => {
    expect(severityOf(null)).toBe('high');
  });
});

test.each(cases.slice(2))('there is no grace of new accounts with $code', ({ code, severity, entra }) => {
  expect(janesAccount({ createdAt: '2026-10-04' }, { entra }).finding(code).severity).toBe(severity);
});

describe('ORPHANED_ACCOUNT', () => {
  const unproven = { sight: 'unproven' } as const;

  test.each<[string, ReviewSays['headers'] & object]>([
    ['okta', { okta: unproven }],
    ['entra and okta', { entra: unproven, okta: unproven }],
  ])('says what it assumes where nothing proves that the credentials of %s see everybody', (which, headers) => {
    const { reason } = janesAccount({}, { headers }).finding('ORPHANED_ACCOUNT');
    expect(reason).toContain(` This assumes that the credentials of ${which} see everybody, which nothing proved`);
  });

  test('assumes nothing where every directory shows everybody', () => {
    expect(janesAccount({}, {}).finding('ORPHANED_ACCOUNT').reason).not.toContain('assumes');
  });
});

describe('UNASSIGNED_ACCOUNT', () => {
  test('says when only a nested group would have granted it', () => {
    const { reason } = janesAccount({}, { entra: [janeIs({ assignments: [inNestedGroup] })] }).finding(
      'UNASSIGNED_ACCOUNT',
    );
    expect(reason).toMatch(/Only a nested group would have granted it \(Sales EMEA\)/);
  });

  test('says nothing of nested groups to somebody who is in none', () => {
    const { reason } = janesAccount({}, { entra: [janeIs({ assignments: [blockedBy('REVOKED')] })] }).finding(
      'UNASSIGNED_ACCOUNT',
    );
    expect(reason).not.toContain('nested');
    expect(reason).toContain('REVOKED');
  });

  test('is not reported of an account whose licence lets nobody log in', () => {
    const says: ReviewSays = {
      entra: [janeIs({ assignments: [] })],
      config: { instance: { noLoginLicenses: ['Viewer', 'Activity only'] } },
    };
    expect(janesAccount({ license: ' activity ONLY ' }, says).codes(jane)).toEqual([]);
    expect(janesAccount({ license: 'Full' }, says).codes(jane)).toEqual(['UNASSIGNED_ACCOUNT']);
  });
});

test('a licence that lets nobody log in does not clear an account of an unknown or disabled person', () => {
  const config = { instance: { noLoginLicenses: ['Activity only'] } };
  const license = 'Activity only';
  expect(janesAccount({ license }, { config }).codes(jane)).toEqual(['ORPHANED_ACCOUNT']);
  const entra = [janeIs({ state: 'disabled' })];
  expect(janesAccount({ license }, { config, entra }).codes(jane)).toEqual(['DISABLED_IDENTITY']);
});
