// LEAVER_ACCOUNT, ACCESS_AFTER_LEAVING and LATE_REMOVAL: what is said of the account of somebody who left.
import { describe, expect, test } from 'vitest';
import { removalOf } from '../../../../core/findings/judge/usage.ts';
import type { Identity } from '../../../../core/inputs/snapshot.ts';
import { aHeader, anAccount, anIdentity, hoursAfter, leftBy } from '../../../support/inputs/population-builder.ts';
import type { AccountSays, IdentitySays } from '../../../support/inputs/population-builder.ts';
import { aReview } from '../../../support/review/review-builder.ts';
import type { Reviewed, ReviewSays } from '../../../support/review/review-builder.ts';
import { at } from '../../../support/time.ts';

const jane = 'jane@acme.com';
const leftAt = '2026-10-01T12:00:00Z';

function janeIsGone(says: Partial<IdentitySays> = {}): Identity {
  return anIdentity({ login: jane, state: 'deleted', left: leftBy(leftAt), assignments: [], ...says });
}

function janesAccount(says: Partial<AccountSays>, rest: ReviewSays = {}): Reviewed {
  return aReview({ accounts: [anAccount({ login: jane, ...says })], entra: [janeIsGone()], ...rest });
}

/** Codes of the account, suspended at that time. */
function suspended(suspendedAt: string, rest: ReviewSays = {}): readonly string[] {
  return janesAccount({ status: 'suspended', suspendedAt }, rest).codes(jane);
}

describe('LEAVER_ACCOUNT', () => {
  test.each(['active', 'pending'] as const)('is critical for an account that is %s', (status) => {
    const { severity, row, directory, identity, reason } = janesAccount({ status }).finding('LEAVER_ACCOUNT', jane);
    expect({ severity, row, directory, identity }).toEqual({
      severity: 'critical',
      row: 2,
      directory: 'entra',
      identity: `id-${jane}`,
    });
    expect(reason).toMatch(/left by 1 October 2026, 12:00 UTC.*last login 28 September 2026/);
  });

  test('is not reported of an account that is suspended', () => {
    expect(janesAccount({ status: 'suspended' }).codes(jane)).toEqual([]);
  });

  test('is for information when the person left after the export was taken, and says so', () => {
    const left = leftBy('2026-10-05T07:30:00Z', '2026-10-05T07:00:01Z');
    const { severity, reason } = janesAccount({}, { entra: [janeIsGone({ left })] }).finding('LEAVER_ACCOUNT');
    expect(severity).toBe('info');
    expect(reason).toContain('For information only: the person left after the export was taken');
  });

  test.each([
    ['the earliest is that of the export', leftBy('2026-10-05T07:30:00Z', '2026-10-05T07:00:00Z'), 'critical'],
    ['only the latest is known, after the export', leftBy('2026-10-05T07:00:01Z'), 'info'],
    ['only the latest is known, that of the export', leftBy('2026-10-05T07:00:00Z'), 'critical'],
  ])('goes by the earliest time of leaving, else the latest: %s', (_, left, severity) => {
    expect(janesAccount({}, { entra: [janeIsGone({ left })] }).finding('LEAVER_ACCOUNT').severity).toBe(severity);
  });

  test('stays critical when nobody knows when the person left', () => {
    const { severity, reason } = janesAccount({}, { entra: [janeIsGone({ left: null })] }).finding('LEAVER_ACCOUNT');
    expect(severity).toBe('critical');
    expect(reason).toContain('cannot be determined');
  });

  test('says after which time the person left where nobody knows before which', () => {
    const left = { notBefore: leftAt, notAfter: null, source: 'statusChanged' };
    const { reason } = janesAccount({}, { entra: [janeIsGone({ left })] }).finding('LEAVER_ACCOUNT');
    expect(reason).toContain('left after 1 October 2026, 12:00 UTC (entra: statusChanged)');
  });

  test('lets a new account of a leaver pass by no grace', () => {
    expect(janesAccount({ createdAt: '2026-10-04T00:00:00Z' }).finding('LEAVER_ACCOUNT').severity).toBe('critical');
  });
});

describe('ACCESS_AFTER_LEAVING', () => {
  test.each(['active', 'pending', 'suspended'] as const)('is critical for an account that is %s', (status) => {
    const review = janesAccount({ status, lastLogin: '2026-10-02T00:00:00Z' });
    expect(review.finding('ACCESS_AFTER_LEAVING', jane).severity).toBe('critical');
  });

  test.each([
    ['one second after', '2026-10-01T12:00:01Z', true],
    ['at the very instant of', '2026-10-01T12:00:00Z', false],
    ['before', '2026-09-30T00:00:00Z', false],
    ['on the day after', '2026-10-02', true],
    ['on the day before', '2026-09-30', false],
    ['never, so not after', null, false],
  ])('says that the account was used %s leaving: %s', (_, lastLogin, used) => {
    const codes = janesAccount({ lastLogin }).codes(jane);
    expect(codes.includes('ACCESS_AFTER_LEAVING')).toBe(used);
  });

  test('is not claimed of a day without a time on the very day, and the leaver finding says why', () => {
    const review = janesAccount({ lastLogin: '2026-10-01' });
    expect(review.codes(jane)).toEqual(['LEAVER_ACCOUNT']);
    expect(review.finding('LEAVER_ACCOUNT').reason).toMatch(/cannot be determined.*1 October 2026 without a time/);
  });

  test('can be ruled out, and then nothing is said of it', () => {
    for (const lastLogin of ['2026-09-30', '2026-09-30T00:00:00Z']) {
      expect(janesAccount({ lastLogin }).finding('LEAVER_ACCOUNT').reason).not.toContain('cannot be determined');
    }
    const onLastDay = janesAccount({ lastLogin: '2026-10-01' }, { leavers: { [jane]: '2026-10-01' } });
    expect(onLastDay.finding('LEAVER_ACCOUNT').reason).not.toContain('cannot be determined');
  });

  test('cannot be ruled out by an export that has no last logins, and is by one that has none of this account', () => {
    const [without, blank] = [{ tells: { lastLogin: false } }, {}].map(
      (rest) => janesAccount({ lastLogin: null }, rest).finding('LEAVER_ACCOUNT').reason,
    );
    expect(without).toContain('cannot be determined: the export tells no last login.');
    expect(blank).not.toContain('cannot be determined');
  });

  test('is not claimed of a sign-in at the very instant of leaving', () => {
    expect(janesAccount({}, { entra: [janeIsGone({ lastSignIn: leftAt })] }).codes(jane)).toEqual(['LEAVER_ACCOUNT']);
  });

  test('counts a sign-in through the directory, of any identity of the person', () => {
    const signedIn = { lastSignIn: '2026-10-03T09:00:00Z' };
    expect(janesAccount({}, { entra: [janeIsGone(signedIn)] }).codes(jane)).toContain('ACCESS_AFTER_LEAVING');
    const okta = [janeIsGone(signedIn)];
    expect(janesAccount({}, { okta }).finding('ACCESS_AFTER_LEAVING').reason).toContain('3 October 2026, 09:00 UTC');
  });

  test('is not claimed when nobody knows when the person left', () => {
    const undated = janeIsGone({ id: 'undated', left: null });
    for (const entra of [[undated], [janeIsGone(), undated]]) {
      expect(janesAccount({ lastLogin: '2026-10-04T00:00:00Z' }, { entra }).codes(jane)).toEqual(['LEAVER_ACCOUNT']);
    }
  });

  test('counts from the end of the last day in the time zone of the company, as HR gives it', () => {
    const says: ReviewSays = {
      leavers: { [jane]: '2026-10-01' },
      config: { calendar: { timeZone: 'America/New_York' } },
    };
    const codes = (lastLogin: string): readonly string[] => janesAccount({ lastLogin }, says).codes(jane);
    expect(codes('2026-10-02T04:00:00Z')).toEqual(['LEAVER_ACCOUNT']);
    expect(codes('2026-10-02T04:00:01Z')).toEqual(['ACCESS_AFTER_LEAVING', 'LEAVER_ACCOUNT']);
    expect(codes('2026-10-02')).toEqual(['LEAVER_ACCOUNT']);
    expect(codes('2026-10-03')).toEqual(['ACCESS_AFTER_LEAVING', 'LEAVER_ACCOUNT']);
  });

  test('counts the day after the last day, given as days, as after it', () => {
    const says: ReviewSays = { leavers: { [jane]: '2026-10-01' } };
    expect(janesAccount({ lastLogin: '2026-10-02' }, says).codes(jane)).toContain('ACCESS_AFTER_LEAVING');
    expect(janesAccount({ lastLogin: '2026-10-01' }, says).codes(jane)).not.toContain('ACCESS_AFTER_LEAVING');
  });
});

describe('LATE_REMOVAL', () => {
  test('is high when the account was suspended more than the allowed hours after leaving', () => {
    const review = janesAccount({ status: 'suspended', suspendedAt: '2026-10-03T00:00:00Z' });
    const { severity, reason } = review.finding('LATE_REMOVAL', jane);
    expect(severity).toBe('high');
    expect(reason).toMatch(/, 1 day 12 hours later; the policy allows 1 day\./);
  });

  test('allows exactly the hours of the policy', () => {
    expect(suspended(hoursAfter(leftAt, 24))).toEqual([]);
    expect(suspended(hoursAfter(leftAt, 24.01))).toEqual(['LATE_REMOVAL']);
    expect(suspended(hoursAfter(leftAt, 24.01), { policy: { leaverHours: 25 } })).toEqual([]);
  });

  test('gives a day without a time the benefit of its start', () => {
    expect(suspended('2026-10-02')).toEqual([]);
    expect(suspended('2026-10-03')).toEqual(['LATE_REMOVAL']);
  });

  test('is not claimed of an account that was suspended before its person left, or of one that is live', () => {
    expect(suspended('2026-09-01')).toEqual([]);
    expect(janesAccount({ suspendedAt: '2026-10-03' }).codes(jane)).toEqual(['LEAVER_ACCOUNT']);
  });

  test('is not claimed of a suspension that cannot have been then', () => {
    expect(suspended('2027-06-01')).toEqual([]);
    expect(suspended('2027-06-01', { version: '0.18.0' })).toEqual(['LATE_REMOVAL']);
    const account = { status: 'suspended', suspendedAt: '2026-10-03', createdAt: '2026-10-06' } as const;
    expect(janesAccount(account).codes(jane)).toEqual([]);
  });

  test('is not claimed when the export or the directory does not tell when', () => {
    expect(janesAccount({ status: 'suspended', suspendedAt: null }).codes(jane)).toEqual([]);
    expect(suspended('2026-10-04', { entra: [janeIsGone({ left: null })] })).toEqual([]);
  });
});

describe('the time of leaving', () => {
  test('is what HR says, whatever the directories say', () => {
    const review = janesAccount({}, { leavers: { [jane]: '2026-09-15' } });
    expect(review.judgement(jane).left).toEqual({
      notBefore: at('2026-09-15T00:00:00Z'),
      notAfter: at('2026-09-16T00:00:00Z'),
      source: 'leavers file',
    });
  });

  test('is the earliest over the directories: whoever has left one has left', () => {
    const review = janesAccount({}, { okta: [janeIsGone({ left: leftBy('2026-09-20T00:00:00Z') })] });
    expect(review.judgement(jane).left?.notAfter).toBe(at('2026-09-20T00:00:00Z'));
  });

  test('is the last one of who left twice', () => {
    const twice = [janeIsGone({ id: 'first', left: leftBy('2024-03-01T00:00:00Z') }), janeIsGone()];
    const review = janesAccount({ status: 'suspended', suspendedAt: leftAt }, { entra: twice });
    expect(review.judgement(jane).left?.notAfter).toBe(at(leftAt));
    expect(review.codes(jane)).toEqual([]);
  });

  test('is the last one also when the first is only known from an earlier accepted run', () => {
    const first = janesAccount({}, { entra: [janeIsGone({ id: 'first' })], asOf: '2026-09-28T08:00:00Z' });
    const review = janesAccount({ status: 'suspended', suspendedAt: leftAt }, { after: first });
    expect(review.judgement(jane).left?.notAfter).toBe(at(leftAt));
  });

  test('is what an earlier accepted run knew, after the directory has forgotten the person', () => {
    const first = janesAccount({}, { asOf: '2026-10-02T08:00:00Z' });
    const accept = ['empty-directory'] as const;
    const review = janesAccount({}, { entra: [], after: first, accept });
    expect(review.judgement(jane).left?.notAfter).toBe(at(leftAt));
  });

  test('is the leave date that an earlier accepted run read, although the identity was active then', () => {
    const onLeaveDate = janeIsGone({ state: 'active' });
    const first = janesAccount({}, { entra: [onLeaveDate], asOf: '2026-10-02T08:00:00Z' });
    const accept = ['empty-directory', 'drop-identities'] as const;
    const review = janesAccount({}, { entra: [], after: first, accept });
    expect(review.judgement(jane).left?.notAfter).toBe(at(leftAt));
  });

  test('lies between the last snapshot that held the person and the first that does not', () => {
    const entra = [anIdentity({ login: jane })];
    const first = aReview({ accounts: [jane], entra, asOf: '2026-09-21T08:00:00Z' });
    const headers = { entra: aHeader({ directory: 'entra', takenAt: at('2026-10-05T06:00:00Z') }) };
    const accept = ['empty-directory', 'drop-identities', 'drop-assignments'] as const;
    const { reason } = janesAccount({}, { entra: [], headers, after: first, accept }).finding('LEAVER_ACCOUNT');
    expect(reason).toContain('between 21 September 2026, 08:00 UTC and 5 October 2026, 06:00 UTC');
  });
});

describe('a row of HR’s list with a last day before the account and everybody who bears its login were made', () => {
  const listed = { [jane]: '2025-03-01' };
  const made = { createdAt: '2026-01-12T08:00:00Z', lastLogin: '2026-09-28T08:00:00Z' };
  const hers = anIdentity({ login: jane, createdAt: '2026-01-10T08:00:00Z' });

  function reviewOf(account: Partial<AccountSays>, says: ReviewSays = {}): Reviewed {
    const accounts = [anAccount({ login: jane, ...made, ...account })];
    return aReview({ accounts, entra: [hers], leavers: listed, ...says });
  }

  test.each<[string, ReviewSays, string]>([
    ['who bears the login', {}, 'The account and whoever bears its login were made'],
    ['nobody who bears it', { entra: [] }, 'The account was made'],
  ])('decides, and says that it may mean somebody else, beside %s', (_, says, told) => {
    const review = reviewOf({}, says);
    const finding = review.finding('LEAVER_ACCOUNT', jane);
    expect(finding.severity).toBe('critical');
    expect(finding.reason).toContain(`${told} after that day: the row may be about somebody who bore the login before`);
    expect(review.codes(jane)).not.toContain('ACCESS_AFTER_LEAVING');
    expect(review.assessment.proposals).toMatchObject({ proposed: [], withheld: [{ login: jane }] });
    const rule = { leaverHours: 24, exportedAt: at('2026-10-05T08:00:00Z') };
    expect(removalOf(review.judgement(jane), rule)).toEqual({ hours: null, outcome: 'cannot be determined' });
  });

  test.each<[string, Partial<AccountSays>, ReviewSays]>([
    ['the account was there before', { createdAt: '2024-01-15' }, {}],
    ['nothing tells when the account was made', { createdAt: null }, {}],
    ['somebody who bears the login was there before', {}, { entra: [anIdentity({ login: jane })] }],
    ['the version did not ask', {}, { version: '0.23.0' }],
  ])('is not doubted where %s', (_, account, says) => {
    const review = reviewOf(account, says);
    expect(review.codes(jane)).toContain('ACCESS_AFTER_LEAVING');
    expect(review.finding('LEAVER_ACCOUNT', jane).reason).not.toContain('after that day');
    expect(review.assessment.proposals.proposed).toMatchObject([{ login: jane }]);
  });
});
