// Who counts as one person over several directories, and when two people dispute an account (contract, section 5).
import { describe, expect, test } from 'vitest';
import type { Identity } from '../../../../core/inputs/snapshot.ts';
import { anAccount, anIdentity, leftBy } from '../../../support/inputs/population-builder.ts';
import { aReview } from '../../../support/review/review-builder.ts';
import type { IdentitySays } from '../../../support/inputs/population-builder.ts';
import type { ReviewSays } from '../../../support/review/review-builder.ts';

const jane = 'jane@acme.com';

function personOf(says: ReviewSays): readonly string[] {
  const { match } = aReview({ accounts: [jane], ...says }).judgement(jane);
  return match.person.map(({ known }) => `${known.directory}/${known.identity.id}`).toSorted();
}

function janeIn(says: Partial<IdentitySays>): Identity {
  return anIdentity({ login: jane, ...says });
}

const deleted = { state: 'deleted', left: leftBy('2026-09-01T00:00:00Z'), assignments: [] };

describe('an identity of another directory', () => {
  test('joins the person when it shares a login', () => {
    const entra = [janeIn({ id: 'e', logins: [jane, 'j@acme.com'] })];
    expect(personOf({ entra, okta: [anIdentity({ login: 'j@acme.com', id: 'o' })] })).toEqual(['entra/e', 'okta/o']);
  });

  test('joins over a third one', () => {
    const people = { hr: [anIdentity({ login: 'doe@acme.com', id: 'h', logins: ['doe@acme.com', 'jd@acme.com'] })] };
    const okta = [anIdentity({ login: 'jd@acme.com', id: 'o', logins: ['jd@acme.com', jane], nameId: null })];
    const joined = personOf({ okta, people, entra: [anIdentity({ login: 'doe@acme.com', id: 'e' })] });
    expect(joined).toEqual(['entra/e', 'hr/h', 'okta/o']);
  });

  test('does not join by a login that is no address: in another directory it may be a stranger’s', () => {
    const okta = [anIdentity({ login: 'jdoe', id: 'o', logins: ['jdoe', 'john.doe@acme.com'] })];
    expect(personOf({ entra: [janeIn({ id: 'e', logins: [jane, 'jdoe'] })], okta })).toEqual(['entra/e']);
  });

  test.each([
    ['an alias', { aliases: [{ login: 'j@acme.com', source: 'proxy' }] }],
    ['a hint', { hints: ['j@acme.com'] }],
    ['a name', { name: 'Jane' }],
    ['an employee id', { employeeId: 'E1' }],
  ])('does not join when it shares only %s', (_, shared) => {
    const other = anIdentity({ login: 'j@acme.com', id: 'o', name: 'Jane', employeeId: 'E1' });
    expect(personOf({ entra: [janeIn({ id: 'e', ...shared })], okta: [other] })).toEqual(['entra/e']);
  });
});

describe('two identities of one directory', () => {
  test('are two people, and the account is disputed', () => {
    const review = aReview({ accounts: [jane], entra: [janeIn({ id: '1' }), janeIn({ id: '2' })] });
    expect(review.situation(jane)).toBe('disputed');
  });

  test('are two people also when one of them only joined over another directory', () => {
    const entra = [janeIn({ id: '1' }), anIdentity({ login: 'other@acme.com', id: '2' })];
    const okta = [janeIn({ id: 'o', logins: [jane, 'other@acme.com'] })];
    expect(aReview({ accounts: [jane], entra, okta }).situation(jane)).toBe('disputed');
  });

  test('are one person when they share an employee id', () => {
    const entra = [janeIn({ id: '1', employeeId: 'E1', assignments: [] }), janeIn({ id: '2', employeeId: 'E1' })];
    expect(aReview({ accounts: [jane], entra }).situation(jane)).toBe('linked');
  });

  test.each([
    ['differ in the employee id', 'E1', 'E2'],
    ['have one employee id between them', 'E1', null],
    ['have no employee id', null, null],
  ])('are two people when they %s', (_, one, other) => {
    const entra = [janeIn({ id: '1', employeeId: one }), janeIn({ id: '2', employeeId: other })];
    expect(aReview({ accounts: [jane], entra }).situation(jane)).toBe('disputed');
  });

  test('are no dispute when all but one are deleted: the live one is judged, the others are evidence', () => {
    const entra = [janeIn({ id: '1', ...deleted }), janeIn({ id: '2' }), janeIn({ id: '3', ...deleted })];
    const review = aReview({ accounts: [jane], entra });
    expect(review.situation(jane)).toBe('linked');
    expect(review.judgement(jane).match.replaced.map(({ known }) => known.identity.id)).toEqual(['1', '3']);
  });

  test('are two people when both still exist, disabled or not', () => {
    const entra = [janeIn({ id: '1', state: 'disabled' }), janeIn({ id: '2' })];
    expect(aReview({ accounts: [jane], entra }).situation(jane)).toBe('disputed');
  });

  test('leave nobody to dispute when all of them are deleted', () => {
    const entra = [janeIn({ id: '1', ...deleted }), janeIn({ id: '2', ...deleted })];
    expect(aReview({ accounts: [jane], entra }).situation(jane)).toBe('deleted');
  });

  test('are no dispute when HR says that all but one have left', () => {
    const entra = [
      anIdentity({ login: 'old@acme.com', id: '1', logins: ['old@acme.com', jane] }),
      anIdentity({ login: 'x', id: '2', logins: [jane] }),
    ];
    const review = aReview({ accounts: [jane], entra, leavers: { 'old@acme.com': '2026-09-01' } });
    expect(review.judgement(jane).match).toMatchObject({ rule: 'login', disputed: false });
    expect(review.situation(jane)).toBe('linked');
  });
});

describe('DISPUTED_ACCOUNT', () => {
  const entra = [janeIn({ id: '1', name: 'Jane Doe' }), janeIn({ id: '2', name: 'Jane Dorn' })];

  test('names the people and the rule', () => {
    const { severity, reason } = aReview({ accounts: [jane], entra }).finding('DISPUTED_ACCOUNT', jane);
    expect(severity).toBe('high');
    expect(reason).toMatch(/name-id.*Jane Doe.*Jane Dorn/);
  });

  test('is not reported of a suspended account', () => {
    const review = aReview({ accounts: [anAccount({ login: jane, status: 'suspended' })], entra });
    expect(review.situation(jane)).toBe('disputed');
    expect(review.codes(jane)).not.toContain('DISPUTED_ACCOUNT');
  });
});
