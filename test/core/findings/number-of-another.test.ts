// An employee number that two people bear, as after one was given out again: whose account it is, the names tell
// (contract, section 5).
import { describe, expect, test } from 'vitest';
import type { Identity } from '../../../core/inputs/snapshot.ts';
import { anAccount, anIdentity, leftBy } from '../../support/inputs/population-builder.ts';
import type { IdentitySays } from '../../support/inputs/population-builder.ts';
import { aReview } from '../../support/review/review-builder.ts';

const login = 'jane.doe@acme.com';

const gone: Partial<IdentitySays> = { state: 'deleted', left: leftBy('2026-06-01T00:00:00Z') };

function jane(says: Partial<IdentitySays> = {}): Identity {
  return anIdentity({ login: 'j.doe@acme.com', id: 'i-jane', name: 'Jane Doe', employeeId: 'E1', ...says });
}

function pat(says: Partial<IdentitySays> = {}): Identity {
  const createdAt = '2026-07-01T00:00:00Z';
  return anIdentity({ login: 'pat.roe@acme.com', id: 'i-pat', name: 'Pat Roe', employeeId: 'E1', createdAt, ...says });
}

function accountOf(name: string | null): ReturnType<typeof anAccount> {
  return anAccount({ login, name, employeeId: 'E1' });
}

function situation(people: readonly Identity[], name: string | null = 'Jane Doe', version?: string): string {
  const by = version === undefined ? {} : { version };
  return aReview({ accounts: [accountOf(name)], entra: people, ...by }).situation(login);
}

/** The situation after a run in which the directory showed Jane, whom it has purged since. */
function afterPurge(now: Identity, version?: string): string {
  const says = {
    accounts: [accountOf('Jane Doe')],
    accept: ['empty-directory', 'drop-identities', 'drop-assignments'] as const,
  };
  const after = aReview({ ...says, entra: [jane({ login, logins: [login] })], asOf: '2026-09-28T08:00:00Z' });
  const by = version === undefined ? {} : { version };
  return aReview({ ...says, entra: [now], after, ...by }).situation(login);
}

describe('an account that a number of two people ties', () => {
  test.each<[string, Partial<IdentitySays>, string]>([
    ['deleted', gone, 'deleted'],
    ['disabled', { state: 'disabled' }, 'disabled'],
    ['suspended', { state: 'suspended' }, 'suspended'],
    ['not said to be able to sign in', { state: 'unknown' }, 'undetermined'],
    ['past their leave date', { left: leftBy('2026-06-01T00:00:00Z') }, 'deleted'],
  ])('is judged by the one whose name it bears where that one is %s', (_, says, expected) => {
    expect(situation([jane(says), pat()])).toBe(expected);
    expect(situation([jane(says), pat()], 'Jane Doe', '0.21.0')).toBe('linked');
  });

  test.each<[string, readonly Identity[], string | null]>([
    ['no name', [jane(gone), pat()], null],
    ['the name of the one who is there', [jane(gone), pat()], 'Roe, Pat'],
    ['the name of neither', [jane(gone), pat()], 'Kim Poe'],
    ['a name that both share a word of', [jane(gone), pat({ name: 'Jane Roe' })], 'Jane Doe'],
    [
      'a name that cannot be compared with that of the one who is there',
      [jane(gone), pat({ name: '李安' })],
      'Jane Doe',
    ],
    ['the name of somebody who can sign in too', [jane({ assignments: [] }), pat()], 'Jane Doe'],
    ['a name, and the one who is there none', [jane(gone), pat({ name: null })], 'Jane Doe'],
  ])('is linked by whoever is there where it bears %s', (_, people, name) => {
    expect(situation(people, name)).toBe('linked');
  });

  test('is a leaver’s where the other one is suspended', () => {
    expect(situation([jane(gone), pat({ state: 'suspended' })])).toBe('deleted');
  });

  test('is judged in each directory that knows the number where the one of its name can sign in', () => {
    const says = { entra: [jane()], okta: [pat(gone)], authoritative: { okta: ['acme.com'] } };
    expect(aReview({ accounts: [accountOf('Jane Doe')], ...says }).situation(login)).toBe('deleted');
  });

  test('leaves the other one assigned without an account', () => {
    const seen = aReview({ accounts: [accountOf('Jane Doe')], entra: [jane(gone), pat()] });
    expect(seen.codes('pat.roe@acme.com')).toEqual(['ASSIGNED_WITHOUT_ACCOUNT']);
  });
});

describe('an account whose login a deleted identity bears', () => {
  const before = jane({ ...gone, login });
  test.each([['Jane Doe'], [null], ['Kim Poe']])(
    'stays a leaver’s where somebody of another name has the number, and the account is called %s',
    (name) => {
      expect(situation([before, pat()], name)).toBe('deleted');
      expect(situation([before, pat()], name, '0.21.0')).toBe('linked');
    },
  );

  test.each<[string, Partial<IdentitySays>, string | null]>([
    ['keeps a word of the name', { name: 'Jane Roe' }, null],
    ['has no name', { name: null }, 'Jane Doe'],
    ['is called as the account is by now', {}, 'Pat Roe'],
    ['has the login as an alias', { aliases: [{ login, source: 'proxy' }] }, 'Jane Doe'],
  ])('is that of who came back with the number and %s', (_, says, name) => {
    expect(situation([before, pat(says)], name)).toBe('linked');
  });
});

describe('an account whose bearer a directory purged', () => {
  test('stays a leaver’s where somebody of another name has the number today', () => {
    expect(afterPurge(pat())).toBe('deleted');
    expect(afterPurge(pat(), '0.21.0')).toBe('linked');
  });

  test('is theirs by the number where they keep a word of the name, or have the login as an alias', () => {
    expect(afterPurge(pat({ name: 'Jane Roe' }))).toBe('linked');
    expect(afterPurge(pat({ aliases: [{ login, source: 'proxy' }] }))).toBe('linked');
  });
});
