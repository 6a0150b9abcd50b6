// Two people of one family name and one employee number: who can sign in hides nobody who left (contract, section 5).
import { describe, expect, test } from 'vitest';
import type { Identity } from '../../../../core/inputs/snapshot.ts';
import { anAccount, anIdentity } from '../../../support/inputs/population-builder.ts';
import type { IdentitySays } from '../../../support/inputs/population-builder.ts';
import { aReview } from '../../../support/review/review-builder.ts';
import type { Reviewed, ReviewSays } from '../../../support/review/review-builder.ts';
import { gone } from '../judge/matched.ts';

const account = 's.kim@acme.com';

function bob(says: Partial<IdentitySays> = {}): Identity {
  return anIdentity({ login: 'bob.kim@acme.com', name: 'Bob Kim', employeeId: 'E7', ...says });
}

const sue = { login: 'sue.kim@acme.com', name: 'Sue Kim', employeeId: 'E7' };

function seen(entra: readonly Identity[], says: ReviewSays = {}): Reviewed {
  return aReview({ accounts: [anAccount({ login: account, name: 'Kim, Sue', employeeId: 'E7' })], entra, ...says });
}

describe('an account that its number alone ties to two people with a word of their names in common', () => {
  test.each<[string, readonly Identity[], ReviewSays]>([
    ['is disabled', [bob(), anIdentity({ ...sue, state: 'disabled' })], {}],
    ['is suspended', [bob(), anIdentity({ ...sue, state: 'suspended' })], {}],
    ['is deleted', [bob(), gone(sue)], {}],
    ['is deleted in another directory', [bob()], { okta: [gone(sue)] }],
  ])('is disputed where the one with its name %s', (_, entra, says) => {
    expect(seen(entra, says).finding('DISPUTED_ACCOUNT', account).reason).toMatch(/Bob Kim.* and Sue Kim/u);
    expect(seen(entra, { ...says, version: '0.22.0' }).situation(account)).toBe('linked');
  });

  test.each<[string, readonly Identity[]]>([
    ['the one with its name can sign in', [bob({ state: 'disabled' }), anIdentity(sue)]],
    ['an object more of the one with its name can', [bob(), gone(sue), anIdentity({ ...sue, id: 'second' })]],
    [
      'the other one has the whole name too',
      [bob({ name: 'Sue Kim-Wong' }), anIdentity({ ...sue, state: 'disabled' })],
    ],
    [
      'the other one is newer than the deleted',
      [bob({ name: 'Sue Wong', createdAt: '2026-09-02T00:00:00Z' }), gone(sue)],
    ],
    ['nobody has its whole name', [bob(), anIdentity({ ...sue, name: 'Susan Kim', state: 'disabled' })]],
  ])('is linked where %s', (_, entra) => {
    expect(seen(entra).judgement(account).match.disputed).toBe(false);
  });

  test('is a leaver’s where neither is there', () => {
    expect(seen([gone(sue), gone({ ...sue, id: 'bob', name: 'Bob Kim' })]).situation(account)).toBe('deleted');
  });
});

describe('an account that a number alone ties to a namesake of whom it is called after', () => {
  const accept = ['empty-directory', 'drop-identities', 'drop-assignments', 'wrong-tenant'] as const;
  /** Sue was purged since the first run, and Bob has her number. */
  const after = (login: string, says: Partial<IdentitySays> = {}, rest: ReviewSays = {}): Reviewed => {
    const first = seen([anIdentity({ ...sue, login, id: 'sue' })], { asOf: '2026-07-05T08:00:00Z', ...rest });
    return seen([bob(says)], { after: first, accept, ...rest });
  };

  test('has to be confirmed', () => {
    expect(seen([bob()]).finding('ALIAS_UNCONFIRMED', account).reason).toContain('Only the employee number E7 ties');
    expect(seen([bob()], { version: '0.22.0' }).codes(account)).toEqual([]);
    expect(after(sue.login, {}, { version: '0.23.0' }).codes(account)).toEqual(['ALIAS_UNCONFIRMED']);
  });

  test('is theirs without a question where one name has all words of the other', () => {
    expect(seen([bob({ name: 'Sue Kim-Wong' })]).codes(account)).toEqual([]);
  });

  test.each([
    ['bore its login', account],
    ['was tied to it by that number', sue.login],
  ])('is a leaver’s where who %s is purged, and the namesake was there before', (_, login) => {
    expect(after(login).finding('LEAVER_ACCOUNT', account).reason).toContain('Today the login leads to Bob Kim');
  });

  test('is that of who returned as a newer object', () => {
    const says = { name: 'Sue Wong', createdAt: '2026-09-02T00:00:00Z' };
    expect(after(account, says).codes(account)).toEqual(
      expect.arrayContaining(['REHIRED_ACCOUNT', 'ALIAS_UNCONFIRMED']),
    );
  });
});
