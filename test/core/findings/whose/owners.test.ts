// Whether the owner whom the register names is there, by whatever they are known by today (contract, section 7).
import { describe, expect, test } from 'vitest';
import type { Identity } from '../../../../core/inputs/snapshot.ts';
import { anIdentity } from '../../../support/inputs/population-builder.ts';
import type { Reviewed, ReviewSays } from '../../../support/review/review-builder.ts';
import { bot, jane, registered, unowned } from '../registered.ts';

describe('UNOWNED_ACCOUNT', () => {
  describe('is not reported of an owner whose login only Okta told, and whom it has purged', () => {
    const address = 'jane.doe@acme.com';
    const inOkta = anIdentity({ login: jane, logins: [jane, address] });
    const accept = ['empty-directory', 'drop-identities', 'drop-assignments'] as const;
    const purged = (says: ReviewSays): boolean => {
      const before = registered(
        {},
        { entra: [address], okta: [inOkta], ...says, asOf: '2026-09-28T08:00:00Z', accept },
      );
      return unowned({}, { entra: [address], okta: [], ...says, after: before, accept });
    };

    test('while Entra has them by another address of theirs', () => {
      expect(purged({})).toBe(false);
    });

    test.each<[string, ReviewSays]>([
      ['is disabled', { entra: [anIdentity({ login: address, state: 'disabled' })] }],
      ['is named by HR', { leavers: { [address]: '2026-09-20' } }],
      ['is another person', { entra: ['other@acme.com'] }],
      ['is gone where the last word is', { authoritative: { okta: ['acme.com'] } }],
    ])('but is where who is there %s', (_how, says) => {
      expect(purged(says)).toBe(true);
    });
  });

  describe('is not reported of an owner whom only a number of an object that Okta purged tells', () => {
    const inEntra = { login: 'j.doe@acme.com', name: 'Jane Doe', employeeId: '4711' };
    const inOkta = anIdentity({ login: jane, name: 'Jane Doe', employeeId: '4711' });
    const accept = ['empty-directory', 'drop-identities', 'drop-assignments'] as const;
    const purged = (entra: readonly Identity[], says: ReviewSays = {}): boolean => {
      const before = registered({}, { entra, okta: [inOkta], ...says, asOf: '2026-09-28T08:00:00Z', accept });
      return unowned({}, { entra, okta: [], ...says, after: before, accept });
    };

    test.each([
      ['who is assigned', {}],
      ['who is not assigned', { assignments: [] }],
    ])('while Entra has somebody %s with the number', (_who, own) => {
      expect(purged([anIdentity({ ...inEntra, ...own })])).toBe(false);
    });

    test.each<[string, readonly Identity[], ReviewSays?]>([
      ['is disabled', [anIdentity({ ...inEntra, state: 'disabled' })]],
      ['has another number', [anIdentity({ ...inEntra, employeeId: '4712' })]],
      ['has the name of another person', [anIdentity({ ...inEntra, name: 'Max Roe' })]],
      ['is named by HR', [anIdentity(inEntra)], { leavers: { 'j.doe@acme.com': '2026-09-20' } }],
      ['is gone where the last word is', [anIdentity(inEntra)], { authoritative: { okta: ['acme.com'] } }],
      [
        'has a number that many bear',
        Array.from({ length: 8 }, (_, at) => anIdentity({ ...inEntra, login: `jane${at}@acme.com` })),
      ],
    ])('but is where whoever is there %s', (_how, entra, says) => {
      expect(purged(entra, says)).toBe(true);
    });
  });

  describe('is not reported of an owner whose login was changed since a run saw it', () => {
    const known = { id: 'id-jane', name: 'Jane Doe' };
    const today = { ...known, login: 'jane.roe@acme.com' };
    const renamed = (entra: readonly Identity[], says: ReviewSays = {}): Reviewed => {
      const before = registered({}, { entra: [anIdentity({ ...known, login: jane })], asOf: '2026-09-28T08:00:00Z' });
      return registered({}, { entra, ...says, after: before });
    };

    test('while the same object of the directory can sign in', () => {
      expect(renamed([anIdentity(today)]).codes(bot)).not.toContain('UNOWNED_ACCOUNT');
      const later = registered(
        {},
        { entra: [anIdentity(today)], after: renamed([anIdentity(today)], { asOf: '2026-10-01T08:00:00Z' }) },
      );
      expect(later.codes(bot)).not.toContain('UNOWNED_ACCOUNT');
    });

    test.each<[string, Identity, ReviewSays?]>([
      ['is disabled', anIdentity({ ...today, state: 'disabled' })],
      ['is named by HR', anIdentity(today), { leavers: { 'jane.roe@acme.com': '2026-09-20' } }],
    ])('but is, with the login of today, where that object %s', (_how, one, says) => {
      expect(renamed([one], says).finding('UNOWNED_ACCOUNT', bot).reason).toContain(
        'The owner jane@acme.com, whose login was changed, is active in no directory: today it is Jane Doe <jane.roe@acme.com> in entra.',
      );
    });

    test('but is where somebody else got the login meanwhile, whose login was changed and who is disabled', () => {
      const max = { id: 'id-max', name: 'Max Poe' };
      const passed = renamed([anIdentity(today), anIdentity({ ...max, login: jane })], {
        asOf: '2026-10-01T08:00:00Z',
      });
      const entra = [anIdentity(today), anIdentity({ ...max, login: 'max@acme.com', state: 'disabled' })];
      expect(registered({}, { entra, after: passed }).finding('UNOWNED_ACCOUNT', bot).reason).toContain('Max Poe');
    });

    test('but is where another object has the login of today', () => {
      expect(renamed([anIdentity({ ...today, id: 'another' })]).codes(bot)).toContain('UNOWNED_ACCOUNT');
    });
  });
});
