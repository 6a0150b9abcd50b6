// A deleted identity whose login a living one bears now: whom it still joins, and whose the account is (contract,
// section 5).
import { describe, expect, test } from 'vitest';
import type { Identity } from '../../../../core/inputs/snapshot.ts';
import { anAccount, anIdentity } from '../../../support/inputs/population-builder.ts';
import { aReview } from '../../../support/review/review-builder.ts';
import { gone, jane, matchOf } from './matched.ts';

function isDisputed(entra: readonly Identity[]): boolean {
  return aReview({ accounts: [jane], entra }).judgement(jane).match.disputed;
}

describe('a deleted identity that a living one of its directory replaced', () => {
  const heir = anIdentity({ login: jane, id: 'heir', employeeId: 'E8' });
  const elsewhere = anIdentity({ login: 'roe@acme.com', id: 'roe', employeeId: 'E7', assignments: [] });

  test('joins nobody: what else it bore is nobody’s of this account', () => {
    const dead = gone({ login: jane, id: 'dead', logins: [jane, 'roe@acme.com'], employeeId: 'E7' });
    const says = { entra: [dead, heir], okta: [elsewhere] };
    expect(matchOf(says)).toEqual({ rule: 'name-id', person: ['heir'] });
    // HR names who bore the login before, and whoever bears it now stays at work.
    const review = aReview({ accounts: [jane], ...says, leavers: { 'roe@acme.com': '2026-09-30' } });
    expect(review.situation(jane)).toBe('linked');
  });

  test('joins as one of the same person where it bears the same employee number', () => {
    const dead = gone({ login: jane, id: 'dead', logins: [jane, 'roe@acme.com'], employeeId: 'E8' });
    expect(matchOf({ entra: [dead, heir], okta: [elsewhere] }).person).toEqual(['heir', 'roe']);
  });

  test('joins nobody by the number of the account where many bear it', () => {
    const temps = Array.from({ length: 5 }, (_, n) => anIdentity({ login: `temp${n}@acme.com`, employeeId: 'E8' }));
    const dead = gone({ login: jane, id: 'dead', logins: [jane, 'roe@acme.com'], employeeId: 'E8' });
    const accounts = [anAccount({ login: jane, employeeId: 'E8' })];
    const says = { entra: [dead, heir, ...temps], okta: [elsewhere] };
    expect(matchOf({ accounts, ...says }).person).toEqual(['heir']);
    const shown = gone({ login: jane, id: 'shown', nameId: null, logins: [jane, 'roe@acme.com'], employeeId: 'E8' });
    const still = anIdentity({ login: 'roe@acme.com', id: 'still', employeeId: 'E8' });
    expect(matchOf({ accounts, entra: [shown, heir, ...temps], okta: [still] }).person).not.toContain('still');
  });

  test('joins nobody by another number that many bear, and makes no two people one by it', () => {
    const temps = Array.from({ length: 5 }, (_, n) => anIdentity({ login: `temp${n}@acme.com`, employeeId: 'E9' }));
    const dead = gone({ login: jane, id: 'dead', logins: [jane, 'roe@acme.com'], employeeId: 'E9' });
    const still = anIdentity({ login: 'roe@acme.com', id: 'still', employeeId: 'E9' });
    expect(matchOf({ entra: [dead, heir, ...temps], okta: [still] }).person).toEqual(['heir']);
    const two = ['one', 'other'].map((id) => anIdentity({ login: jane, id, employeeId: 'E9' }));
    expect(isDisputed([...two, ...temps])).toBe(true);
    expect(isDisputed([...two, ...temps.slice(2)])).toBe(false);
  });

  test('joins where nobody lives who could have replaced it', () => {
    const dead = gone({ login: jane, id: 'dead', logins: [jane, 'roe@acme.com'], employeeId: 'E7' });
    expect(matchOf({ entra: [dead], okta: [elsewhere] }).person).toEqual(['dead', 'roe']);
  });
});

describe('a deleted identity whose login was given away, and that is found by its number or an alias', () => {
  const left = gone({
    login: 'roe@acme.com',
    id: 'left',
    aliases: [{ login: jane, source: 'proxy' }],
    employeeId: 'E7',
  });
  const heir = anIdentity({ login: 'roe@acme.com', id: 'heir', employeeId: 'E8' });
  const elsewhere = anIdentity({ login: 'roe@acme.com', id: 'elsewhere', employeeId: 'E8' });
  const byNumber = anAccount({ login: 'j.roe@acme.com', employeeId: 'E7' });

  test('stays a leaver’s where the successor is in another directory too', () => {
    const review = aReview({ accounts: [jane, byNumber], entra: [left, heir], okta: [elsewhere] });
    expect(review.codes(jane)).toContain('LEAVER_ACCOUNT');
    expect(review.codes(byNumber.login)).toContain('LEAVER_ACCOUNT');
  });

  test('joins whoever bears it elsewhere where nobody got it, or the same person came back', () => {
    expect(matchOf({ entra: [left], okta: [elsewhere] }).person).toEqual(['left', 'elsewhere']);
    const back = anIdentity({ login: 'roe@acme.com', id: 'back', employeeId: 'E7' });
    expect(matchOf({ entra: [left, back], okta: [elsewhere] }).person).toEqual(['back', 'elsewhere']);
  });

  test('joins whoever bears it elsewhere still by its number, or by that of the account', () => {
    const still = anIdentity({ login: 'roe@acme.com', id: 'still', employeeId: 'E7' });
    expect(matchOf({ entra: [left, heir], okta: [still] }).person).toContain('still');
    const account = anAccount({ login: jane, employeeId: 'E7' });
    const unnumbered = { ...left, employeeId: null };
    const person = matchOf({ accounts: [account], entra: [unnumbered, heir], okta: [still] }).person;
    expect(person).toContain('still');
  });
});

describe('a deleted identity that bears the login', () => {
  test('is not outdone by a successor who got the address as an alias', () => {
    const successor = anIdentity({ login: 'new@acme.com', aliases: [{ login: jane, source: 'proxy' }] });
    const review = aReview({ accounts: [jane], entra: [gone({ login: jane }), successor] });
    expect(review.situation(jane)).toBe('deleted');
  });
});
