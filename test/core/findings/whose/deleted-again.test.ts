// Who is there under another login while a directory still shows the object with the account's login as deleted: they are
// as little a leaver as once it is purged (contract, sections 5 and 6).
import { describe, expect, test } from 'vitest';
import type { Identity } from '../../../../core/inputs/snapshot.ts';
import { anAccount, anIdentity, login } from '../../../support/inputs/population-builder.ts';
import type { IdentitySays } from '../../../support/inputs/population-builder.ts';
import { aReview } from '../../../support/review/review-builder.ts';
import type { Reviewed, ReviewSays } from '../../../support/review/review-builder.ts';
import { gone, jane } from '../judge/matched.ts';

const old = gone({ login: jane, id: 'i-old', name: 'Jane Doe', employeeId: 'E1', createdAt: '2020-01-01T00:00:00Z' });

function anew(says: Partial<IdentitySays> = {}): Identity {
  const made = { id: 'i-new', name: 'Jane Roe', employeeId: 'E1', createdAt: '2026-09-02T00:00:00Z' };
  return anIdentity({ login: 'jane.roe@acme.com', ...made, ...says });
}

function seen(people: readonly Identity[], says: ReviewSays = {}): Reviewed {
  return aReview({ accounts: [jane], entra: [old, ...people], ...says });
}

const temps = Array.from({ length: 6 }, (_, n) => anew({ id: `t${n}`, login: `t${n}@acme.com`, assignments: [] }));

describe('an account whose login a deleted object bears, and that no number and no alias leads elsewhere', () => {
  test.each<[string, readonly Identity[], ReviewSays]>([
    ['the same directory', [anew()], {}],
    ['the same directory, assigned to nothing', [anew({ assignments: [] })], {}],
    ['the same directory, which has the last word', [anew()], { authoritative: { entra: ['acme.com'] } }],
    ['another directory', [], { okta: [anew({ createdAt: '2020-01-01T00:00:00Z' })] }],
  ])(
    'is nobody’s login, and no leaver’s, where %s has somebody with the number of the deleted one',
    (_, people, says) => {
      const now = seen(people, says);
      expect(now.codes(jane)).toEqual(['ORPHANED_ACCOUNT']);
      expect(now.finding('ORPHANED_ACCOUNT', jane).reason).toMatch(
        /bears the login jane.doe@acme.com now\. entra shows who bore it as deleted; the employee number leads to Jane Roe in (?:entra|okta), who is there today under another login\./u,
      );
      expect(seen(people, { ...says, version: '0.22.0' }).codes(jane)).toContain('LEAVER_ACCOUNT');
    },
  );

  test('reads the same once the deleted object is purged', () => {
    const before = seen([anew()]);
    const purged = { accounts: [jane], entra: [anew()], after: before, asOf: '2026-11-05T08:00:00Z' };
    expect(aReview({ ...purged, accept: ['drop-identities', 'empty-directory'] }).codes(jane)).toEqual([
      'ORPHANED_ACCOUNT',
    ]);
  });

  test.each<[string, readonly Identity[], ReviewSays]>([
    ['nobody has the number', [anew({ employeeId: 'E2' })], {}],
    ['whoever has the number is called otherwise', [anew({ name: 'Max Poe' })], {}],
    ['whoever has the number was there before', [anew({ createdAt: '2019-01-01T00:00:00Z' })], {}],
    ['nothing tells since when they are there', [anew({ createdAt: null })], {}],
    ['whoever has the number is disabled', [anew({ state: 'disabled' })], {}],
    ['the number is a placeholder', [anew(), ...temps], {}],
    ['HR names the one of today', [anew()], { leavers: { 'jane.roe@acme.com': '2026-10-01' } }],
    ['HR names the account', [anew()], { leavers: { [jane]: '2026-10-01' } }],
    [
      'the directory with the last word shows nobody of them',
      [],
      { okta: [anew()], authoritative: { entra: ['acme.com'] } },
    ],
  ])('is a leaver’s where %s', (_, people, says) => {
    expect(seen(people, says).situation(jane)).toBe('deleted');
  });

  test('is not cleared by an entry of the register', () => {
    const nonHuman = [{ login: jane, kind: 'account', owner: 'cfo@acme.com', purpose: 'sync' }];
    const now = seen([anew(), anIdentity({ login: 'cfo@acme.com' })], { config: { nonHuman } });
    expect(now.finding('UNOWNED_ACCOUNT', jane).reason).toContain('who bears its login, left');
  });

  test('is judged although a directory was asked for other logins alone', () => {
    const lookedUp = { logins: [login('ghost@acme.com')], unmatched: 60 };
    const headers = { entra: { lookedUp }, okta: { lookedUp } };
    expect(seen([anew()], { headers }).situation(jane)).toBe('unmatched');
  });
});

describe('an account that a deleted object has as an alias', () => {
  const numbered = anAccount({ login: jane, employeeId: 'E1' });
  const aliased = {
    ...old,
    nameId: 'x@acme.com',
    logins: ['x@acme.com'],
    aliases: [{ login: jane, source: 'proxy' as const }],
  };

  test('is that of who is there again with the number of both', () => {
    const says = { accounts: [numbered], entra: [aliased, anew()] };
    expect(aReview(says).codes(jane)).toEqual(['REHIRED_ACCOUNT']);
    expect(aReview({ ...says, version: '0.22.0' }).situation(jane)).toBe('deleted');
  });

  test('is a leaver’s where nobody is', () => {
    expect(aReview({ accounts: [numbered], entra: [aliased] }).situation(jane)).toBe('deleted');
  });
});

describe('an account whose person lost the login in one directory and is deleted in the other', () => {
  const other = { login: 'jane.doe@new.example', id: 'e-jane', name: 'Jane Doe' };
  const first = aReview({
    accounts: [jane],
    entra: [anIdentity({ ...other, login: jane })],
    okta: [anIdentity({ login: jane, id: 'o-jane' })],
    asOf: '2026-09-01T08:00:00Z',
  });
  const deleted = gone({ login: jane, id: 'o-jane' });
  const accept = ['empty-directory', 'drop-identities', 'drop-assignments'] as const;

  test('is nobody’s login: the reason names who an earlier run tied to it', () => {
    const now = aReview({ accounts: [jane], entra: [anIdentity(other)], okta: [deleted], after: first, accept });
    expect(now.finding('ORPHANED_ACCOUNT', jane).reason).toContain(
      'okta shows who bore it as deleted; an earlier accepted run tied the account to Jane Doe in entra too',
    );
  });

  test('is theirs where they keep it as an alias', () => {
    const entra = [anIdentity({ ...other, aliases: [{ login: jane, source: 'proxy' }] })];
    const now = aReview({ accounts: [jane], entra, okta: [deleted], after: first, accept });
    expect(now.situation(jane)).toBe('linked');
    expect(now.codes(jane)).toContain('DIRECTORY_CONFLICT');
    expect(aReview({ accounts: [jane], entra, okta: [deleted] }).situation(jane)).toBe('deleted');
  });

  test('is judged as in a first run where they share an address today, by which the rules do not join them', () => {
    const holder = anIdentity({ login: jane, id: 'o-next', nameId: 'next', logins: ['next', 'shared@acme.com'] });
    const both = { logins: [jane, 'shared@acme.com'] };
    const before = {
      entra: [anIdentity({ ...other, ...both, login: jane })],
      okta: [anIdentity({ login: jane, id: 'o-jane', ...both })],
    };
    const earlier = aReview({ accounts: [jane], ...before, asOf: '2026-09-01T08:00:00Z' });
    const entra = [anIdentity({ ...other, logins: ['jane.doe@new.example', 'shared@acme.com'] })];
    const okta = [gone({ login: jane, id: 'o-jane', ...both }), holder];
    const alone = aReview({ accounts: [jane], entra, okta, accept }).situation(jane);
    expect(aReview({ accounts: [jane], entra, okta, after: earlier, accept }).situation(jane)).toBe(alone);
  });
});
