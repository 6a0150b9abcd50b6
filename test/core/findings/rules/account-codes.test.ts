// What is said of an account besides its situation: outsiders, the vendor, disuse, rows that differ, privilege, aliases.
import { describe, expect, test } from 'vitest';
import type { RowConflict } from '../../../../core/inputs/account.ts';
import type { Identity } from '../../../../core/inputs/snapshot.ts';
import { jane, janeIs } from '../../../support/inputs/jane.ts';
import {
  anAccount,
  anIdentity,
  assigned,
  blockedBy,
  hoursAfter,
  inNestedGroup,
} from '../../../support/inputs/population-builder.ts';
import type { AccountSays } from '../../../support/inputs/population-builder.ts';
import { aReview } from '../../../support/review/review-builder.ts';
import type { Reviewed, ReviewSays } from '../../../support/review/review-builder.ts';

const exportedAt = '2026-10-05T07:00:00Z';

/** The account of somebody who is assigned and able to sign in, unless the test says otherwise. */
function janesAccount(says: Partial<AccountSays>, rest: ReviewSays = {}): Reviewed {
  return aReview({ accounts: [anAccount({ login: jane, ...says })], entra: [jane], exportedAt, ...rest });
}

function suspended(assignments: readonly object[], status: 'active' | 'suspended' = 'suspended'): Reviewed {
  return janesAccount({ status }, { entra: [janeIs({ assignments })] });
}

function dormant(says: Partial<AccountSays>, rest: ReviewSays = {}): boolean {
  return janesAccount(says, rest).codes(jane).includes('DORMANT_ACCOUNT');
}

function daysBefore(days: number): string {
  return hoursAfter(exportedAt, -24 * days);
}

/** Codes of the account when these are the people and the confirmed aliases. */
function codesWith(entra: readonly Identity[], aliases: readonly object[] = []): readonly string[] {
  return janesAccount({}, { entra, config: { aliases } }).codes(jane);
}

describe('CONFLICTING_ROWS', () => {
  const conflicts = [{ row: 9, status: 'suspended', role: 'Admin' }] as const;

  test('is medium and says what each row says', () => {
    const { severity, reason } = janesAccount({ conflicts }).finding('CONFLICTING_ROWS', jane);
    expect(severity).toBe('medium');
    expect(reason).toMatch(/Row 2 says active, role User, while row 9 says suspended, role Admin/);
  });

  test.each<[string, RowConflict]>([
    ['the status alone', { row: 9, status: 'suspended', role: 'User' }],
    ['the role alone', { row: 9, status: 'active', role: 'Admin' }],
    ['that one of them has no role', { row: 9, status: 'active', role: null }],
  ])('is reported of rows that differ in %s', (_, other) => {
    expect(janesAccount({ conflicts: [other] }).codes(jane)).toEqual(['CONFLICTING_ROWS']);
  });

  test('is not reported of rows that spell one role differently, as it was before 0.12.0', () => {
    const spelt = [{ row: 9, status: 'active', role: '\u00a0user ' }] as const;
    expect(janesAccount({ conflicts: spelt }).codes(jane)).toEqual([]);
    expect(janesAccount({ conflicts: spelt }, { version: '0.11.0' }).codes(jane)).toEqual(['CONFLICTING_ROWS']);
    expect(
      janesAccount({ conflicts: [...spelt, ...conflicts] }).finding('CONFLICTING_ROWS', jane).reason,
    ).not.toContain('active, role \u00a0user');
  });

  test('is not reported of rows that agree, nor of a suspended account', () => {
    expect(janesAccount({ conflicts: [] }).codes(jane)).toEqual([]);
    expect(janesAccount({ conflicts, status: 'suspended' }).codes(jane)).not.toContain('CONFLICTING_ROWS');
  });
});

describe('EXTERNAL_ACCOUNT', () => {
  const policy = { companyDomains: ['ACME.com'] };
  const guest = anIdentity({ login: jane, guest: true, sponsor: 'boss@acme.com' });

  test('is medium for a guest, and names the sponsor', () => {
    const { severity, reason } = janesAccount({}, { entra: [guest] }).finding('EXTERNAL_ACCOUNT', jane);
    expect(severity).toBe('medium');
    expect(reason).toContain('sponsored by boss@acme.com');
  });

  test('is medium for a domain that is not the company’s, also when nobody matches', () => {
    const review = aReview({ accounts: ['joe@partner.com'], policy });
    expect(review.codes('joe@partner.com')).toEqual(['ORPHANED_ACCOUNT', 'EXTERNAL_ACCOUNT']);
    expect(review.finding('EXTERNAL_ACCOUNT').severity).toBe('medium');
  });

  test('is not reported when an identity of the person is no guest', () => {
    expect(janesAccount({}, { entra: [guest], okta: [jane] }).codes(jane)).toEqual([]);
    expect(
      aReview({ accounts: ['joe@partner.com'], entra: ['joe@partner.com'], policy }).codes('joe@partner.com'),
    ).toEqual([]);
  });

  test('knows no outside when the policy names no company domain', () => {
    expect(aReview({ accounts: ['joe@partner.com'] }).codes('joe@partner.com')).toEqual(['ORPHANED_ACCOUNT']);
  });

  test('takes a subdomain for another domain', () => {
    expect(aReview({ accounts: ['joe@eu.acme.com'], policy }).codes('joe@eu.acme.com')).toContain('EXTERNAL_ACCOUNT');
    expect(aReview({ accounts: ['joe@acme.com'], policy }).codes('joe@acme.com')).toEqual(['ORPHANED_ACCOUNT']);
  });
});

describe('VENDOR_ACCOUNT', () => {
  test('is medium, in addition to what else applies', () => {
    const review = aReview({ accounts: ['help@People.AI', 'help@backstory.ai'] });
    expect(review.codes('help@people.ai')).toEqual(['ORPHANED_ACCOUNT', 'VENDOR_ACCOUNT']);
    expect(review.codes('help@backstory.ai')).toEqual(['ORPHANED_ACCOUNT', 'VENDOR_ACCOUNT']);
    expect(review.finding('VENDOR_ACCOUNT').severity).toBe('medium');
  });

  test('asks for owner and end of an account that nobody registered, and of another whether it still holds', () => {
    const accounts = [jane];
    const config = { instance: { vendorDomains: ['acme.com'] } };
    const reasonWith = (rest: object): string =>
      aReview({ accounts, entra: [jane], config: { ...config, ...rest } }).finding('VENDOR_ACCOUNT').reason;
    expect(reasonWith({})).toContain('Ask for the ticket, the owner and the end date.');
    expect(reasonWith({ nonHuman: [{ login: jane, owner: jane }] })).toContain(
      'It is registered; check that its purpose still holds.',
    );
  });

  test('goes by the configured domains only', () => {
    const config = { instance: { vendorDomains: ['vendor.example'] } };
    const review = aReview({ accounts: ['a@vendor.example', 'b@people.ai'], config });
    expect(review.codes('a@vendor.example')).toContain('VENDOR_ACCOUNT');
    expect(review.codes('b@people.ai')).not.toContain('VENDOR_ACCOUNT');
  });
});

describe('DORMANT_ACCOUNT', () => {
  test('is medium when the last login is older than the policy allows, counted back from the export', () => {
    const review = janesAccount({ lastLogin: daysBefore(91) });
    expect(review.finding('DORMANT_ACCOUNT', jane).severity).toBe('medium');
    expect(dormant({ lastLogin: daysBefore(90) })).toBe(false);
    expect(dormant({ lastLogin: daysBefore(90.01) })).toBe(true);
    expect(dormant({ lastLogin: daysBefore(90.01) }, { policy: { dormantDays: 91 } })).toBe(false);
  });

  test('counts a day without a time from its end', () => {
    expect(dormant({ lastLogin: '2026-07-07' })).toBe(false);
    expect(dormant({ lastLogin: '2026-07-06' })).toBe(true);
  });

  test('is reported of an account that never logged in and was created longer ago', () => {
    expect(dormant({ lastLogin: null, createdAt: daysBefore(91) })).toBe(true);
    expect(dormant({ lastLogin: null, createdAt: daysBefore(90) })).toBe(false);
    expect(dormant({ lastLogin: null, createdAt: null })).toBe(false);
  });

  test('is not claimed when the export has no column of last logins', () => {
    expect(dormant({ lastLogin: null }, { tells: { lastLogin: false } })).toBe(false);
  });

  test.each<[string, Partial<AccountSays>, ReviewSays]>([
    ['pending', { status: 'pending' }, {}],
    ['suspended', { status: 'suspended' }, {}],
    ['not linked', {}, { entra: [janeIs({ assignments: [] })] }],
    ['registered', {}, { config: { nonHuman: [{ login: jane, owner: jane }] } }],
    [
      'under a licence that lets nobody log in',
      { license: 'Tracked' },
      { config: { instance: { noLoginLicenses: ['tracked'] } } },
    ],
  ])('is not reported of an account that is %s', (_, says, rest) => {
    expect(dormant({ lastLogin: daysBefore(365), ...says }, rest)).toBe(false);
  });
});

describe('PRIVILEGED_ACCOUNT', () => {
  const policy = { privilegedRoles: ['Admin'], ordinaryRoles: ['User'] };

  test.each([
    ['as the policy names it', 'Admin'],
    ['in small letters, with blanks around', ' admin '],
    ['beside an ordinary one', 'User; Admin'],
  ])('is said of a privileged role %s', (_how, role) => {
    expect(janesAccount({ role }, { policy }).codes(jane)).toEqual(['PRIVILEGED_ACCOUNT']);
  });

  test.each([
    ['an ordinary role', 'User'],
    ['no role', null],
  ])('is not said of %s', (_what, role) => {
    expect(janesAccount({ role }, { policy }).codes(jane)).toEqual([]);
  });

  test('is low, and not reported of a suspended account', () => {
    expect(janesAccount({ role: 'Admin' }, { policy }).finding('PRIVILEGED_ACCOUNT').severity).toBe('low');
    expect(janesAccount({ role: 'Admin', status: 'suspended' }, { policy }).codes(jane)).not.toContain(
      'PRIVILEGED_ACCOUNT',
    );
  });
});

describe('SUSPENDED_BUT_ASSIGNED', () => {
  test('is information about a suspended account whose person is still assigned', () => {
    const { severity, identity } = suspended([assigned]).finding('SUSPENDED_BUT_ASSIGNED', jane);
    expect({ severity, identity }).toEqual({ severity: 'info', identity: `id-${jane}` });
  });

  test.each([
    ['nested', [inNestedGroup]],
    ['blocked', [blockedBy('INACTIVE')]],
    ['missing', []],
  ])('does not count an assignment that is %s', (_, assignments) => {
    expect(suspended(assignments).codes(jane)).toEqual([]);
  });

  test('is not reported of a live account', () => {
    expect(suspended([assigned], 'active').codes(jane)).toEqual([]);
  });
});

describe('ALIAS_UNCONFIRMED', () => {
  const boss = anIdentity({ login: 'boss@acme.com', aliases: [{ login: jane, source: 'proxy' }] });
  const entry = { login: jane, identity: 'boss@acme.com', approvedBy: 'cfo@acme.com' };
  test('is low when only a secondary address matches', () => {
    expect(janesAccount({}, { entra: [boss] }).finding('ALIAS_UNCONFIRMED', jane).severity).toBe('low');
  });

  test('is said in any situation', () => {
    expect(codesWith([{ ...boss, state: 'disabled' }])).toEqual(['DISABLED_IDENTITY', 'ALIAS_UNCONFIRMED']);
  });

  test.each(['on-premises', 'guest'] as const)('is not said of an alias with the source %s', (source) => {
    expect(codesWith([{ ...boss, aliases: [{ login: jane, source }] }])).toEqual([]);
  });

  test('is not said when the login is no alias, although an alias says the same', () => {
    expect(codesWith([{ ...boss, logins: [jane] }])).toEqual([]);
  });

  test.each([
    ['confirmed for the same identity', { ...entry }, false],
    ['confirmed through today', { ...entry, expires: '2026-10-05' }, false],
    ['confirmed until yesterday', { ...entry, expires: '2026-10-04' }, true],
    ['confirmed for somebody else', { ...entry, identity: 'else@acme.com' }, true],
    ['confirmed for another login', { ...entry, login: 'jd@acme.com' }, true],
  ])('when it is %s', (_, alias, reported) => {
    const all = codesWith([boss, anIdentity({ login: 'else@acme.com' })], [alias]);
    expect(all.includes('ALIAS_UNCONFIRMED')).toBe(reported);
  });

  describe('of an account that only an employee number ties', () => {
    const account = anAccount({ login: 'old@acme.com', name: 'Jane Doe', employeeId: '1042' });
    const codesOf = (name: string | null, says: object = {}, config: object = {}): readonly string[] => {
      const entra = [anIdentity({ login: 'new@acme.com', name, employeeId: '1042' })];
      return aReview({ accounts: [{ ...account, ...says }], entra, config }).codes('old@acme.com');
    };

    test.each(['John Roe', 'Janet Doering', 'Jane Roe'])('is said where whoever bears it is called %s', (name) => {
      expect(codesOf(name)).toEqual(['ALIAS_UNCONFIRMED']);
    });

    test.each(['Jane Doe', 'DOE, Jané', 'Jane M. Doe', 'janedoe', null])(
      'is not said where they are called %s',
      (name) => {
        expect(codesOf(name)).toEqual([]);
      },
    );

    test('is not said where the export tells no name, nor once the login is confirmed', () => {
      expect(codesOf('John Roe', { name: null })).toEqual([]);
      const aliases = [{ login: 'old@acme.com', identity: 'new@acme.com', approvedBy: 'cfo@acme.com' }];
      expect(codesOf('John Roe', {}, { aliases })).toEqual([]);
    });
  });
});
