// Where a rule turns over: what is just not enough for its finding, and what just is.
import { describe, expect, test } from 'vitest';
import { anAccount, anIdentity, leftBy } from '../../../support/inputs/population-builder.ts';
import { aReview } from '../../../support/review/review-builder.ts';
import type { Reviewed, ReviewSays } from '../../../support/review/review-builder.ts';

const jane = 'jane@acme.com';
const others = ['ann@acme.com', 'bob@acme.com', 'cem@acme.com', 'dan@acme.com'];

function gone(says: Parameters<typeof anIdentity>[0]): ReturnType<typeof anIdentity> {
  return anIdentity({ state: 'deleted', left: leftBy('2026-08-01T00:00:00Z'), assignments: [], ...says });
}

describe('REASSIGNED_LOGIN', () => {
  test('is not said where one of several directories does not tell since when it knows the person', () => {
    const okta = [anIdentity({ login: jane, createdAt: '2026-09-28T00:00:00Z' })];
    expect(aReview({ accounts: [jane], okta }).codes(jane)).toContain('REASSIGNED_LOGIN');
    const entra = [anIdentity({ login: jane, createdAt: null })];
    expect(aReview({ accounts: [jane], entra, okta }).codes(jane)).not.toContain('REASSIGNED_LOGIN');
  });
});

describe('REHIRED_ACCOUNT', () => {
  test.each([
    ['is not said of an object of another directory that was there before the leaving', '2022-01-01T00:00:00Z', false],
    ['is said of one that came after it', '2026-08-02T00:00:00Z', true],
  ])('%s', (_what, createdAt, isSaid) => {
    const review = aReview({
      accounts: [anAccount({ login: jane, createdAt: '2019-01-01T00:00:00Z' })],
      entra: [gone({ login: jane, employeeId: 'E7', createdAt: '2020-01-01T00:00:00Z' })],
      okta: [anIdentity({ login: jane, employeeId: 'E7', createdAt })],
    });
    expect(review.codes(jane).includes('REHIRED_ACCOUNT')).toBe(isSaid);
  });

  test('stays, and no login was passed on, once the directory has purged the object that told when they left', () => {
    const says: ReviewSays = {
      accounts: [anAccount({ login: jane, createdAt: '2019-01-01T00:00:00Z' }), ...others],
      okta: [anIdentity({ login: jane, employeeId: 'E7', createdAt: '2026-08-15T00:00:00Z' }), ...others],
    };
    const before = gone({ login: jane, employeeId: 'E7', createdAt: '2020-01-01T00:00:00Z' });
    const after = aReview({ ...says, entra: [...others, before], asOf: '2026-09-05T08:00:00Z' });
    expect(after.codes(jane)).toEqual(['DIRECTORY_CONFLICT', 'REHIRED_ACCOUNT']);
    expect(aReview({ ...says, entra: others, after }).codes(jane)).toEqual(['DIRECTORY_CONFLICT', 'REHIRED_ACCOUNT']);
  });
});

describe('UNOWNED_ACCOUNT', () => {
  const register = { nonHuman: [{ login: 'sync@acme.com', owner: jane, purpose: 'sync', expires: '2027-03-31' }] };

  test('is not said of an owner who has another object in the directory that lost the first', () => {
    const says: ReviewSays = {
      accounts: ['sync@acme.com', ...others],
      config: register,
      authoritative: { entra: ['acme.com'] },
    };
    const after = aReview({
      ...says,
      entra: [...others, anIdentity({ login: jane, id: 'first' })],
      asOf: '2026-09-05T08:00:00Z',
    });
    const review = aReview({ ...says, after, entra: [...others, anIdentity({ login: jane, id: 'second' })] });
    expect(review.codes('sync@acme.com')).toEqual([]);
  });

  test('is not said of the bearer of the login while one directory lets them sign in', () => {
    const review = aReview({
      accounts: ['sync@acme.com'],
      config: register,
      entra: [gone({ login: 'sync@acme.com' }), jane],
      okta: ['sync@acme.com'],
    });
    expect(review.codes('sync@acme.com')).not.toContain('UNOWNED_ACCOUNT');
  });
});

test('UNEXPLAINED_SIGN_IN is not said of somebody whom a living object of an account replaced', () => {
  const before = gone({ login: jane, id: 'before', lastSignIn: '2026-10-05T06:00:00Z' });
  const { assessment } = aReview({ accounts: [jane], entra: [jane, before] });
  expect(assessment.findings.map(({ code }) => code)).not.toContain('UNEXPLAINED_SIGN_IN');
});

test('EXTERNAL_ACCOUNT is said of a login that is of no domain at all', () => {
  const review = aReview({ accounts: ['svc-sync'], policy: { companyDomains: ['acme.com'] } });
  expect(review.finding('EXTERNAL_ACCOUNT', 'svc-sync').reason).toContain('The domain (none)');
});

test('VANISHED_ACCOUNT stays, also where the account had come back once and vanished again', () => {
  const run = (month: string, accounts: readonly string[], after?: Reviewed): Reviewed =>
    aReview({
      accounts: [...others, ...accounts],
      entra: [...others, jane],
      asOf: `2026-${month}-05T08:00:00Z`,
      ...(after === undefined ? {} : { after }),
    });
  const missing = run('02', [], run('01', [jane]));
  const again = run('04', [], run('03', [jane], missing));
  expect(again.finding('VANISHED_ACCOUNT', jane).state).toBe('reopened');
  expect(run('05', [], again).finding('VANISHED_ACCOUNT', jane).state).toBe('reopened');
});

describe('DUPLICATE_ACCOUNT, where rows of the export could not be read,', () => {
  const entra = [...others, anIdentity({ login: jane, logins: [jane, 'jd@acme.com'] })];
  const second = anAccount({ login: 'jd@acme.com' });
  const after = aReview({ accounts: [...others, jane, second], entra, asOf: '2026-09-05T08:00:00Z' });

  test.each([
    ['ends with an account that is suspended', 'suspended' as const, 'closed'],
    ['stays with one that is live: the other may stand there', 'active' as const, 'open'],
  ])('%s', (_what, status, state) => {
    const accounts = [...others, { ...second, status, row: 0 }];
    const review = aReview({ accounts, entra, after, rejected: 1 });
    expect(review.finding('DUPLICATE_ACCOUNT', 'jd@acme.com').state).toBe(state);
  });
});

test('a hint for the login without its tag suggests, where tags are ignored', () => {
  const review = aReview({
    accounts: ['jane+crm@acme.com'],
    entra: [anIdentity({ login: 'doe@acme.com', hints: [jane] })],
    policy: { plusAddressing: 'ignore' },
  });
  expect(review.finding('ORPHANED_ACCOUNT').reason).toContain('Perhaps doe@acme.com');
});

test('a login without an address is an orphan, though not every login could be looked up: nobody would be asked for it', () => {
  const lookedUp = { logins: ['x@acme.com'], unmatched: 60 };
  const review = aReview({ accounts: ['svc-sync', jane], entra: others, headers: { entra: { lookedUp } } });
  expect(review.situation('svc-sync')).toBe('unmatched');
  expect(review.situation(jane)).toBe('undetermined');
});
