// UNOWNED_ACCOUNT: an entry in the register clears an account only while a person owns it (contract, section 7).
import { describe, expect, test } from 'vitest';
import type { Identity } from '../../../../core/inputs/snapshot.ts';
import { anAccount, anIdentity, leftBy } from '../../../support/inputs/population-builder.ts';
import type { Reviewed, ReviewSays } from '../../../support/review/review-builder.ts';
import { bot, gone, jane, registered, unowned } from '../registered.ts';

function isThere(one: Identity | string): boolean {
  return typeof one === 'string' || one.state !== 'deleted';
}

describe('UNOWNED_ACCOUNT', () => {
  test('is not reported while somebody who can sign in owns the account', () => {
    expect(registered({}).codes(bot)).toEqual([]);
  });

  test('is high, in place of any finding about the missing person', () => {
    const review = registered({ owner: null });
    expect(review.codes(bot)).toEqual(['UNOWNED_ACCOUNT']);
    expect(review.finding('UNOWNED_ACCOUNT')).toMatchObject({ severity: 'high', situation: 'registered' });
  });

  test('is not reported of a suspended account', () => {
    const accounts = [anAccount({ login: bot, status: 'suspended' })];
    expect(registered({ owner: null }, { accounts }).codes(bot)).toEqual([]);
  });

  test.each([
    ['says nothing of an owner', undefined],
    ['says that there is none', null],
    ['has an empty owner', ''],
    ['has a blank owner', '  '],
  ])('is reported when the register %s', (_what, owner) => {
    expect(unowned({ owner })).toBe(true);
  });

  test.each([
    ['on the day after it expired', '2026-10-04', true],
    ['not on the day on which it expires', '2026-10-05', false],
    ['never of an entry that does not expire', null, false],
  ])('is reported %s', (_, expires, reported) => {
    expect(unowned({ expires })).toBe(reported);
  });

  test('goes by the day of the company at as-of, whenever the export was taken', () => {
    const config = { calendar: { timeZone: 'Asia/Tokyo' } };
    const says = { config, exportedAt: '2026-10-05T07:00:00Z' };
    expect(unowned({ expires: '2026-10-05' }, { ...says, asOf: '2026-10-05T14:59:00Z' })).toBe(false);
    expect(unowned({ expires: '2026-10-05' }, { ...says, asOf: '2026-10-05T15:00:00Z' })).toBe(true);
  });

  test.each<[string, ReviewSays]>([
    ['in no directory', { entra: [] }],
    ['only disabled', { entra: [anIdentity({ login: jane, state: 'disabled' })] }],
    ['only suspended', { entra: [anIdentity({ login: jane, state: 'suspended' })] }],
    ['only deleted', { entra: [anIdentity({ login: jane, state: 'deleted', left: leftBy('2026-10-01T00:00:00Z') })] }],
    ['past their leave date', { entra: [anIdentity({ login: jane, left: leftBy('2026-10-01T00:00:00Z') })] }],
    ['in the leavers file', { leavers: { [jane]: '2026-10-01' } }],
  ])('is reported when the owner is %s', (_, says) => {
    expect(unowned({}, says)).toBe(true);
  });

  test.each<[string, object, ReviewSays]>([
    ['The register names no owner for this account.', { owner: null }, {}],
    ['The owner jane@acme.com is in no directory.', {}, { entra: [] }],
    [
      'The owner jane@acme.com is active in no directory.',
      {},
      { entra: [anIdentity({ login: jane, state: 'disabled' })] },
    ],
  ])('says why: %s', (reason, entry, says) => {
    expect(registered(entry, says).finding('UNOWNED_ACCOUNT').reason).toBe(reason);
  });

  test('is not reported when the owner is active in one directory and gone from another', () => {
    const okta = [anIdentity({ login: jane, state: 'disabled' })];
    expect(unowned({}, { okta })).toBe(false);
    expect(unowned({}, { okta, authoritative: { entra: ['acme.com'] } })).toBe(false);
  });

  test('is reported when the one that the owner is gone from is authoritative', () => {
    const okta = [anIdentity({ login: jane, state: 'disabled' })];
    expect(unowned({}, { okta, authoritative: { okta: ['acme.com'] } })).toBe(true);
  });

  test('is reported when HR names the owner by a login that another directory alone knows', () => {
    const okta = [anIdentity({ login: jane, id: 'roe', logins: [jane, 'roe@acme.com'] })];
    expect(unowned({}, { okta, leavers: { 'roe@acme.com': '2026-10-01' } })).toBe(true);
  });

  test('is not reported of an owner who can sign in by one identity of the directory with the last word', () => {
    const disabled = anIdentity({ login: jane, id: 'second', state: 'disabled', assignments: [], employeeId: 'E1' });
    const able = anIdentity({ login: jane, id: 'first', employeeId: 'E1' });
    const authoritative = { entra: ['acme.com'] };
    expect(unowned({}, { entra: [able, disabled], authoritative })).toBe(false);
    expect(unowned({}, { entra: [disabled], okta: [able], authoritative })).toBe(true);
  });

  test('is reported where the one who can sign in is another person than the one who is disabled', () => {
    const disabled = anIdentity({ login: jane, id: 'left', state: 'disabled', assignments: [] });
    const successor = anIdentity({ login: jane, id: 'successor' });
    expect(unowned({}, { entra: [disabled, successor], authoritative: { entra: ['acme.com'] } })).toBe(true);
  });

  describe('is reported of a login whose bearer another directory still shows', () => {
    const authoritative = { entra: ['acme.com'] };
    const says: ReviewSays = { entra: [jane, gone(bot)], okta: [bot], authoritative };

    test('where the one with the last word says that they are gone', () => {
      expect(registered({}, says).finding('UNOWNED_ACCOUNT', bot).reason).toContain(
        'whoever bears its login left at an unknown time (entra does not say when), and entra has the last word on that domain',
      );
      expect(unowned({}, { ...says, version: '0.21.0' })).toBe(false);
    });

    test('where that one has purged them', () => {
      const accept = ['empty-directory', 'drop-identities', 'drop-assignments'] as const;
      const before = registered({}, { ...says, accept, asOf: '2026-09-28T08:00:00Z' });
      expect(unowned({}, { ...says, entra: [jane], after: before, accept })).toBe(true);
    });

    test.each<[string, ReviewSays]>([
      ['another one', { authoritative: { okta: ['acme.com'] } }],
      [
        'the one with the last word, which was not read completely,',
        { headers: { entra: { completeness: 'partial' } } },
      ],
      [
        'the one with the last word, which was not read completely, beside one without it',
        { headers: { entra: { completeness: 'partial' } }, people: { hr: [gone(bot)] } },
      ],
      [
        'one of two with the last word, which was not read completely,',
        { headers: { entra: { completeness: 'partial' } }, authoritative: { entra: ['acme.com'], okta: ['acme.com'] } },
      ],
      [
        'the one with the last word, which shows them by another identity,',
        { entra: [jane, gone(bot), anIdentity({ login: bot, id: 'newer' })] },
      ],
    ])('but is not where %s says so', (_, rest) => {
      expect(unowned({}, { ...says, ...rest })).toBe(false);
    });

    test('but is not where two people bear it', () => {
      const two = [anIdentity({ login: bot, id: 'one' }), anIdentity({ login: bot, id: 'two' })];
      expect(unowned({}, { ...says, okta: two })).toBe(false);
    });
  });

  describe('stays open when the directory has purged', () => {
    const accept = ['empty-directory', 'drop-identities', 'drop-assignments'] as const;
    const purged = (says: ReviewSays): Reviewed => {
      const before = registered({}, { ...says, accept, asOf: '2026-09-28T08:00:00Z' });
      expect(before.codes(bot)).toContain('UNOWNED_ACCOUNT');
      return registered({}, { ...says, entra: (says.entra ?? []).filter(isThere), after: before, accept });
    };

    test('whoever bore the login of the account', () => {
      expect(purged({ entra: [jane, gone(bot)] }).finding('UNOWNED_ACCOUNT', bot).state).toBe('open');
    });

    test('an owner whom no other directory knows, and says where they are gone', () => {
      const review = purged({ entra: [gone(jane)], authoritative: { entra: ['acme.com'] } });
      expect(review.finding('UNOWNED_ACCOUNT', bot).reason).toContain(
        'The owner jane@acme.com is gone from entra, which has the last word on that domain.',
      );
    });

    test('the owner, where it has the last word', () => {
      const says = { entra: [gone(jane)], okta: [jane], authoritative: { entra: ['acme.com'] } };
      expect(purged(says).finding('UNOWNED_ACCOUNT', bot).state).toBe('open');
    });

    test('the login by which HR names the owner', () => {
      const roe = { ...gone(jane), logins: [jane, 'roe@acme.com'] };
      const says = { entra: [roe], okta: [jane], leavers: { 'roe@acme.com': '2026-09-20' } };
      expect(purged(says).finding('UNOWNED_ACCOUNT', bot).state).toBe('open');
    });
  });

  test.each([
    ['NameID', anIdentity({ login: 'x', nameId: 'Jane@acme.com' })],
    ['login', anIdentity({ login: 'x', logins: [jane] })],
    ['alias', anIdentity({ login: 'x', aliases: [{ login: jane, source: 'proxy' }] })],
  ])('finds an owner by %s', (_, owner) => {
    expect(unowned({}, { entra: [owner] })).toBe(false);
  });

  test('finds no owner by an approved alias or a hint', () => {
    const aliases = [{ login: jane, identity: 'roe@acme.com', approvedBy: 'cfo@acme.com' }];
    expect(unowned({}, { entra: ['roe@acme.com'], config: { aliases } })).toBe(true);
    expect(unowned({}, { entra: [anIdentity({ login: 'roe@acme.com', hints: [jane] })] })).toBe(true);
  });

  test('does not need an owner to be assigned', () => {
    expect(unowned({}, { entra: [anIdentity({ login: jane, assignments: [] })] })).toBe(false);
  });

  describe('while a directory is incomplete', () => {
    const headers = { okta: { completeness: 'partial' } } as const;

    test('is not claimed of an owner who may be in it', () => {
      expect(unowned({}, { headers, entra: [] })).toBe(false);
      expect(unowned({}, { headers, entra: [anIdentity({ login: jane, state: 'disabled' })] })).toBe(false);
    });

    test('is claimed all the same when the entry expired, names nobody, or the owner is gone where it counts', () => {
      expect(unowned({ expires: '2026-10-04' }, { headers })).toBe(true);
      expect(unowned({ owner: null }, { headers })).toBe(true);
      const entra = [anIdentity({ login: jane, state: 'disabled' })];
      expect(unowned({}, { headers, entra, authoritative: { entra: ['acme.com'] } })).toBe(true);
    });

    test('is not claimed because the incomplete one says that the owner is gone', () => {
      const okta = [anIdentity({ login: jane, state: 'disabled' })];
      expect(unowned({}, { headers, okta, entra: [], authoritative: { okta: ['acme.com'] } })).toBe(false);
    });
  });
});
