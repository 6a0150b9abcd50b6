// REASSIGNED_LOGIN, REHIRED_ACCOUNT, DIRECTORY_CONFLICT and DUPLICATE_ACCOUNT: is it still that person, and only one.
import { describe, expect, test } from 'vitest';
import { jane, janeIs } from '../../../support/inputs/jane.ts';
import { anAccount, anIdentity, leftBy } from '../../../support/inputs/population-builder.ts';
import type { AccountSays } from '../../../support/inputs/population-builder.ts';
import { aReview } from '../../../support/review/review-builder.ts';
import type { ReviewSays } from '../../../support/review/review-builder.ts';

/** Codes of the live account that was created on 15 January 2024. */
function codesOf(rest: ReviewSays, says: Partial<AccountSays> = {}): readonly string[] {
  return aReview({ accounts: [anAccount({ login: jane, ...says })], ...rest }).codes(jane);
}

const deleted = { state: 'deleted', left: leftBy('2026-10-01T00:00:00Z'), assignments: [] };

describe('REASSIGNED_LOGIN', () => {
  test('is high when everybody of the person was created after the account and its grace', () => {
    const entra = [janeIs({ createdAt: '2026-02-01T00:00:00Z' })];
    const { severity, reason } = aReview({ accounts: [jane], entra }).finding('REASSIGNED_LOGIN', jane);
    expect(severity).toBe('high');
    expect(reason).toMatch(/15 January 2024.*1 February 2026/);
  });

  test('allows exactly the days of grace between account and identity', () => {
    expect(codesOf({ entra: [janeIs({ createdAt: '2024-01-22T00:00:00Z' })] })).toEqual([]);
    expect(codesOf({ entra: [janeIs({ createdAt: '2024-01-22T00:00:01Z' })] })).toEqual(['REASSIGNED_LOGIN']);
  });

  test('counts the grace from the end of the day on which the account was created', () => {
    const entra = [janeIs({ createdAt: '2024-01-23T00:00:00Z' })];
    expect(codesOf({ entra }, { createdAt: '2024-01-15' })).toEqual([]);
    expect(codesOf({ entra }, { createdAt: '2024-01-14' })).toEqual(['REASSIGNED_LOGIN']);
  });

  test('goes by the earliest identity of the person', () => {
    const entra = [janeIs({ createdAt: '2026-02-01T00:00:00Z' })];
    expect(codesOf({ entra, okta: [janeIs({ createdAt: '2020-01-01T00:00:00Z' })] })).toEqual([]);
  });

  test.each([
    ['of an identity', { entra: [janeIs({ createdAt: null })] }, {}],
    ['of the account', { entra: [janeIs({ createdAt: '2026-02-01T00:00:00Z' })] }, { createdAt: null }],
  ])('is not claimed when the date %s is unknown', (_, says, account) => {
    expect(codesOf(says, account)).toEqual([]);
  });

  test('is about the one who bears the login now, not about the deleted one who did before', () => {
    const entra = [janeIs({ id: 'before', ...deleted }), janeIs({ createdAt: '2026-09-10T00:00:00Z' })];
    expect(codesOf({ entra })).toEqual(['REASSIGNED_LOGIN']);
  });
});

describe('REASSIGNED_LOGIN of a row that bears the number and name of somebody else', () => {
  const bob = anIdentity({ login: 'bob@acme.com', name: 'Bob Ray', employeeId: 'E2' });
  const says = { name: 'Bob Ray', employeeId: 'E2', createdAt: null };
  const numbered = janeIs({ name: 'Jane Doe', employeeId: 'E1' });
  const entra = [numbered, bob];

  test('is found, whenever the account was created', () => {
    const review = aReview({ accounts: [anAccount({ login: jane, ...says })], entra });
    expect(review.finding('REASSIGNED_LOGIN', jane)).toMatchObject({
      severity: 'high',
      reason: `The row bears the number and name of Bob Ray <bob@acme.com> in entra, but its login is that of Jane Doe <${jane}> in entra: the login seems to have been passed on.`,
    });
  });

  test('is found where they have left, and of whom the login leads to without a number', () => {
    const gone = anIdentity({ login: 'bob@acme.com', name: 'Bob Ray', employeeId: 'E2', ...deleted });
    expect(codesOf({ entra: [numbered, gone] }, says)).toEqual(['REASSIGNED_LOGIN']);
    expect(codesOf({ entra: [janeIs({ name: 'Jane Doe' }), bob] }, says)).toEqual(['REASSIGNED_LOGIN']);
  });

  test('is found of somebody whom no directory shows any more, and whom an earlier run knew', () => {
    const first = aReview({
      accounts: [anAccount({ login: jane, ...says })],
      entra: [janeIs({ id: 'bob', name: 'Bob Ray', employeeId: 'E2' }), anIdentity({ login: 'max@acme.com' })],
      asOf: '2026-09-01T00:00:00Z',
    });
    const now: ReviewSays = { accounts: [anAccount({ login: jane, ...says })], entra: [numbered], after: first };
    const accept = ['drop-identities', 'drop-assignments'] as const;
    expect(aReview({ ...now, accept }).finding('REASSIGNED_LOGIN', jane).reason).toBe(
      `The row bears the number and name of Bob Ray, whom entra showed until 1 September 2026, 00:00 UTC, but its login is that of Jane Doe <${jane}> in entra: the login seems to have been passed on.`,
    );
    expect(aReview({ ...now, accept, version: '0.19.0' }).codes(jane)).toEqual([]);
    const renamed = { ...now, accounts: [anAccount({ login: jane, ...says, name: 'Kim Oh' })] };
    expect(aReview({ ...renamed, accept }).codes(jane), 'of the number alone').toEqual([]);
    const others = Array.from({ length: 6 }, (_, n) => anIdentity({ login: `temp${n}@acme.com`, employeeId: 'E2' }));
    const many = { ...now, entra: [numbered, ...others], version: '0.22.0' };
    expect(aReview(many).codes(jane), 'of a number that many bear').toEqual([]);
  });

  test.each<[string, Partial<AccountSays>, ReviewSays]>([
    ['the name has a word of the person’s', { name: 'Bob Doe' }, {}],
    ['the name is that of nobody with the number', { name: 'Kim Oh' }, {}],
    ['the number is nobody’s', { employeeId: 'E9' }, {}],
    ['the row has no name', { name: null }, {}],
    ['the row has no number', { employeeId: null }, {}],
    ['the person has the number too', {}, { entra: [janeIs({ name: 'Jane Doe', employeeId: 'E2' }), bob] }],
    ['the person has no name', {}, { entra: [janeIs({ name: null, employeeId: 'E1' }), bob] }],
    ['the run is judged as 0.18.0 judged', {}, { version: '0.18.0' }],
  ])('is not claimed where %s', (_, row, rest) => {
    expect(codesOf({ entra, ...rest }, { ...says, ...row })).not.toContain('REASSIGNED_LOGIN');
  });
});

describe('REHIRED_ACCOUNT', () => {
  const before = janeIs({ id: 'before', employeeId: 'E1', ...deleted });
  const returned = janeIs({ id: 'returned', employeeId: 'E1', createdAt: '2026-09-10T00:00:00Z' });

  test('is medium, about the newer identity, and takes the place of a reassigned login', () => {
    const review = aReview({ accounts: [jane], entra: [before, returned] });
    expect(review.codes(jane)).toEqual(['REHIRED_ACCOUNT']);
    expect(review.finding('REHIRED_ACCOUNT')).toMatchObject({ severity: 'medium', identity: 'returned' });
  });

  test('knows the earlier identity also from an earlier accepted run only', () => {
    const first = aReview({ accounts: [jane], entra: [janeIs({ employeeId: 'E1' })], asOf: '2026-09-01T00:00:00Z' });
    expect(codesOf({ entra: [returned], after: first })).toEqual(['REHIRED_ACCOUNT']);
  });

  test.each([
    ['the employee ids differ', [before, janeIs({ employeeId: 'E2', createdAt: '2026-09-10T00:00:00Z' })]],
    ['neither has one', [janeIs({ id: '1', ...deleted }), janeIs({ createdAt: '2026-09-10T00:00:00Z' })]],
  ])('is not claimed when %s: the login was passed on', (_, entra) => {
    expect(codesOf({ entra })).toEqual(['REASSIGNED_LOGIN']);
  });

  test('is not claimed by a number that many bear: the login was passed on', () => {
    const temps = Array.from({ length: 5 }, (_, n) => anIdentity({ login: `temp${n}@acme.com`, employeeId: 'E1' }));
    const says = { entra: [before, returned, ...temps] };
    expect(codesOf(says, { employeeId: 'E1' })).toEqual(['REASSIGNED_LOGIN']);
    expect(codesOf(says)).toEqual(['REASSIGNED_LOGIN']);
    expect(codesOf({ ...says, entra: says.entra.slice(0, -1) })).toEqual(['REHIRED_ACCOUNT']);
  });

  test('is not claimed by such a number where an earlier run alone knew the one before', () => {
    const temps = Array.from({ length: 5 }, (_, n) => anIdentity({ login: `temp${n}@acme.com`, employeeId: 'E1' }));
    const first = aReview({ accounts: [jane], entra: [janeIs({ employeeId: 'E1' })], asOf: '2026-09-01T00:00:00Z' });
    expect(codesOf({ entra: [returned, ...temps], after: first })).toEqual(['REASSIGNED_LOGIN']);
  });

  test('is not claimed of two identities that are both here, whoever else is gone', () => {
    const stranger = janeIs({ id: 'stranger', employeeId: 'E9', ...deleted });
    const okta = [janeIs({ employeeId: 'E1', createdAt: '2024-01-10T00:00:00Z' })];
    expect(codesOf({ entra: [stranger, janeIs({ employeeId: 'E1' })], okta })).toEqual([]);
  });

  test('is not claimed of somebody who has left again', () => {
    const again = janeIs({ id: 'again', employeeId: 'E1', createdAt: '2026-09-10T00:00:00Z', ...deleted });
    expect(codesOf({ entra: [before, again] })).toEqual(['LEAVER_ACCOUNT']);
  });

  test('is not claimed of a registered account', () => {
    const config = { nonHuman: [{ login: jane, owner: 'bob@acme.com' }] };
    expect(codesOf({ entra: [before, returned, 'bob@acme.com'], config })).toEqual([]);
  });

  test('is not claimed when the one who is still here was there first', () => {
    expect(codesOf({ entra: [before, janeIs({ employeeId: 'E1', createdAt: '2020-01-01T00:00:00Z' })] })).toEqual([]);
  });
});

describe('DIRECTORY_CONFLICT', () => {
  const away = [
    ['disabled', janeIs({ state: 'disabled' })],
    ['deleted', janeIs(deleted)],
  ] as const;

  test.each(away)('is high when somebody %s in one directory can sign in in another', (_, identity) => {
    const review = aReview({ accounts: [jane], entra: [identity], okta: [janeIs({})] });
    expect(review.codes(jane)).toEqual(['DIRECTORY_CONFLICT']);
    expect(review.finding('DIRECTORY_CONFLICT').severity).toBe('high');
  });

  test.each(away)('counts a person who is %s in one and not assigned in the other', (_, identity) => {
    const codes = codesOf({ entra: [identity], okta: [janeIs({ assignments: [] })] });
    expect(codes).toEqual(['DIRECTORY_CONFLICT', 'UNASSIGNED_ACCOUNT']);
  });

  test('is settled by a directory that holds the person and is authoritative for the domain', () => {
    const says: ReviewSays = { entra: [janeIs(deleted)], okta: [janeIs({})] };
    expect(codesOf({ ...says, authoritative: { entra: ['acme.com'] } })).toEqual(['LEAVER_ACCOUNT']);
    expect(codesOf({ ...says, authoritative: { okta: ['acme.com'] } })).toEqual([]);
  });

  test('is not settled by one that is authoritative for another domain or does not hold the person', () => {
    const says: ReviewSays = { entra: [janeIs(deleted)], okta: [janeIs({})] };
    expect(codesOf({ ...says, authoritative: { okta: ['other.com'] } })).toContain('DIRECTORY_CONFLICT');
    const people = { hr: ['else@acme.com'] };
    expect(codesOf({ ...says, people, authoritative: { hr: ['acme.com'] } })).toContain('DIRECTORY_CONFLICT');
  });

  test('is no conflict when the other directory only suspended the person', () => {
    expect(codesOf({ entra: [janeIs(deleted)], okta: [janeIs({ state: 'suspended' })] })).not.toContain(
      'DIRECTORY_CONFLICT',
    );
  });

  test.each(away)(
    'is not claimed of somebody %s where the other directory does not say whether they may sign in',
    (state, one) => {
      const review = aReview({ accounts: [jane], entra: [one], okta: [janeIs({ state: 'unknown' })] });
      expect(review.codes(jane)).toEqual(['UNDETERMINED_ACCOUNT']);
      expect(review.finding('UNDETERMINED_ACCOUNT').reason).toContain(
        `okta does not say whether the person may sign in, while the person is ${state} in entra`,
      );
    },
  );

  test.each([
    ['disabled', 'DISABLED_IDENTITY'],
    ['deleted', 'LEAVER_ACCOUNT'],
  ] as const)('has a last word about who is %s, whatever a third directory does not say', (state, code) => {
    const one = janeIs(state === 'deleted' ? deleted : { state });
    const says = { entra: [one], okta: [janeIs({ state: 'unknown' })], authoritative: { entra: ['acme.com'] } };
    expect(codesOf(says)).toEqual([code]);
  });

  test('names those alone that say something', () => {
    const hr = { hr: [anIdentity({ login: jane, state: 'unknown' })] };
    const review = aReview({ accounts: [jane], entra: [janeIs(deleted)], okta: [janeIs({})], people: hr });
    const { reason } = review.finding('DIRECTORY_CONFLICT');
    expect(reason).toMatch(/person \(entra: [^;]+; okta: [^;]+\), and/);
  });

  test('is ended by HR, who outranks every directory', () => {
    const says: ReviewSays = { entra: [janeIs(deleted)], okta: [janeIs({})], leavers: { [jane]: '2026-09-30' } };
    expect(codesOf(says)).toEqual(['LEAVER_ACCOUNT']);
  });
});

describe('DUPLICATE_ACCOUNT', () => {
  test('names ten accounts of somebody who has more', () => {
    const logins = Array.from({ length: 13 }, (_, index) => `jane${index}@acme.com`);
    const review = aReview({ accounts: logins, entra: [anIdentity({ login: logins[0] ?? '', logins })] });
    const { reason } = review.finding('DUPLICATE_ACCOUNT', 'jane12@acme.com');
    expect(reason).toMatch(
      /^13 live accounts .*: jane0@acme.com \(row 2\), .*, jane9@acme.com \(row 11\) and 3 more\./,
    );
  });

  const entra = [janeIs({ logins: [jane, 'doe@acme.com'] })];

  test('is medium on each live account of one person, and names all of them', () => {
    const review = aReview({ accounts: [jane, 'doe@acme.com'], entra });
    for (const login of [jane, 'doe@acme.com']) {
      const { severity, reason } = review.finding('DUPLICATE_ACCOUNT', login);
      expect(severity).toBe('medium');
      expect(reason).toMatch(/2 live accounts.*jane@acme\.com \(row 2\), doe@acme\.com \(row 3\)/);
    }
  });

  test('sees one person over several directories', () => {
    const okta = [anIdentity({ login: 'jd@acme.com', logins: ['jd@acme.com', 'doe@acme.com'] })];
    const review = aReview({ accounts: [jane, 'jd@acme.com'], entra, okta });
    expect(review.codes(jane)).toEqual(['DUPLICATE_ACCOUNT']);
    expect(review.codes('jd@acme.com')).toEqual(['DUPLICATE_ACCOUNT']);
  });

  test('sees one person over accounts of which only a third one shows that they are one person’s', () => {
    const accounts = ['jane', 'jdoe', 'doe'];
    const review = aReview({
      accounts,
      entra: [anIdentity({ login: 'jane', logins: ['jane', 'doe'] })],
      okta: [anIdentity({ login: 'jdoe', logins: ['jdoe', 'doe'] })],
    });
    for (const login of accounts)
      expect(review.finding('DUPLICATE_ACCOUNT', login).reason).toMatch(/^3 live accounts .*jane .*jdoe .*doe /);
  });

  const other = 'doe@acme.com';
  test.each<[string, ReviewSays]>([
    ['suspended', { accounts: [jane, anAccount({ login: other, status: 'suspended' })] }],
    ['registered', { accounts: [jane, other], config: { nonHuman: [{ login: other, owner: jane }] } }],
  ])('does not count an account that is %s', (_, says) => {
    expect(aReview({ ...says, entra }).codes(jane)).toEqual([]);
  });

  test('does not count disputed accounts', () => {
    const twice = [janeIs({ id: '1', logins: [jane, other] }), janeIs({ id: '2', logins: [jane, other] })];
    expect(aReview({ accounts: [jane, other], entra: twice }).codes(jane)).toEqual(['DISPUTED_ACCOUNT']);
  });
});
