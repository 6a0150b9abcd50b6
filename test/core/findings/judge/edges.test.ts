// Where judging turns over: one more condition, one instant or one identity, and an account is judged otherwise.
import { describe, expect, test } from 'vitest';
import { loginDoubt, removalOf } from '../../../../core/findings/judge/usage.ts';
import type { Identity } from '../../../../core/inputs/snapshot.ts';
import { anAccount, anIdentity, assigned, hoursAfter, leftBy } from '../../../support/inputs/population-builder.ts';
import { aReview } from '../../../support/review/review-builder.ts';
import type { Reviewed, ReviewSays } from '../../../support/review/review-builder.ts';
import { at } from '../../../support/time.ts';

const jane = 'jane.doe@acme.com';
/** So that a directory does not look lost. */
const others = ['ann@acme.com', 'bob@acme.com', 'cem@acme.com', 'dan@acme.com'];

function deleted(says: Parameters<typeof anIdentity>[0]): Identity {
  return anIdentity({ state: 'deleted', left: leftBy('2026-09-01T00:00:00Z'), assignments: [], ...says });
}

/** In September, with the others in each directory. */
function before(says: Pick<ReviewSays, 'entra' | 'okta'>): Reviewed {
  return aReview({
    ...withOthers(says),
    accounts: [jane, ...others],
    asOf: '2026-09-05T08:00:00Z',
    exportedAt: '2026-09-05T07:00:00Z',
  });
}

function withOthers({ entra = [], okta = [] }: Pick<ReviewSays, 'entra' | 'okta'>): Pick<ReviewSays, 'entra' | 'okta'> {
  return { entra: [...others, ...entra], okta: [...others, ...okta] };
}

function now({ entra, okta, ...says }: ReviewSays): Reviewed {
  return aReview({ accounts: [jane, ...others], ...withOthers({ entra: entra ?? [], okta: okta ?? [] }), ...says });
}

describe('somebody of whom a directory says', () => {
  test('that they left, but not when, and whom it lets sign in, cannot be judged', () => {
    const left = { notBefore: null, notAfter: null, source: 'status' };
    expect(now({ entra: [anIdentity({ login: jane, left })] }).situation(jane)).toBe('undetermined');
  });

  test('a word that nobody knows, of a nested group, which lets nobody in anyway, is not assigned', () => {
    const nested = { ...assigned, via: 'nested-group', group: 'Sales', blocked: 'WEIRD' };
    expect(now({ okta: [anIdentity({ login: jane, assignments: [nested] })] }).situation(jane)).toBe('unlinked');
  });

  test('that they will leave has not left, and is remembered so', () => {
    const { history } = now({ entra: [anIdentity({ login: jane, left: leftBy('2027-01-01T00:00:00Z') })] });
    expect(history.ledger.find(({ logins }) => logins.some((login) => login === jane))?.left).toBeNull();
  });
});

describe('somebody whom an earlier run saw', () => {
  test('as deleted stays gone, whatever the credentials of today see', () => {
    const seen = before({ entra: [deleted({ login: jane })] });
    expect(now({ after: seen, headers: { entra: { sight: 'unproven' } } }).situation(jane)).toBe('deleted');
  });

  test('under another object left when the last one of that directory did', () => {
    const seen = before({ entra: [anIdentity({ login: jane, id: 'old' })] });
    const left = leftBy('2026-09-20T00:00:00Z');
    const review = now({ after: seen, entra: [deleted({ login: jane, id: 'new', left })] });
    expect(review.judgement(jane).left?.notAfter).toBe('2026-09-20T00:00:00Z');
  });

  test('and whose other login their directory gave to somebody else is not that person', () => {
    const seen = before({ entra: [anIdentity({ login: jane, id: 'old', logins: [jane, 'jd@acme.com'] })] });
    const successor = anIdentity({
      login: 'jd@acme.com',
      id: 'new',
      aliases: [{ login: jane, source: 'proxy' }],
      createdAt: '2026-09-20T00:00:00Z',
    });
    expect(now({ after: seen, entra: [successor] }).situation(jane)).toBe('deleted');
  });

  test('with another under one login is the one who was made later', () => {
    const bearers = [
      anIdentity({ login: jane, id: 'a', employeeId: 'E2', createdAt: '2024-01-01T00:00:00Z' }),
      anIdentity({ login: jane, id: 'b', employeeId: 'E1', createdAt: '2020-01-01T00:00:00Z' }),
    ];
    const renamed = anIdentity({
      login: 'doe@acme.com',
      id: 'c',
      employeeId: 'E2',
      aliases: [{ login: jane, source: 'proxy' }],
    });
    expect(now({ after: before({ entra: bearers }), entra: [renamed] }).situation(jane)).toBe('linked');
  });

  describe('by a login that HR names', () => {
    const seen = before({ entra: [anIdentity({ login: jane, logins: [jane, 'old.jane@acme.com'] })] });
    const named = { after: seen, leavers: { 'old.jane@acme.com': '2026-09-30' } };

    test.each([
      ['has left, where the one of today was there then', '2026-09-05T07:00:00Z', 'deleted'],
      ['has not, where the one of today was made after', '2026-09-05T07:00:01Z', 'linked'],
    ])('%s', (_what, createdAt, situation) => {
      expect(now({ ...named, okta: [anIdentity({ login: jane, createdAt })] }).situation(jane)).toBe(situation);
    });

    test('has left, where one of two of today was there then', () => {
      const okta = [anIdentity({ login: jane, createdAt: '2020-01-01T00:00:00Z' })];
      const people = { hr: [anIdentity({ login: jane, createdAt: '2026-09-10T00:00:00Z' })] };
      expect(now({ ...named, okta, people }).situation(jane)).toBe('deleted');
    });
  });
});

describe('people are joined', () => {
  test('by a login that is only the NameID of the one in the other directory', () => {
    const review = now({
      entra: [anIdentity({ login: jane, logins: [jane, 'jd@acme.com'] })],
      okta: [anIdentity({ login: 'jd@acme.com', logins: [] })],
    });
    expect(review.judgement(jane).match.person.map(({ known }) => known.directory)).toEqual(['entra', 'okta']);
  });

  test('and an identity that a living one replaced is told once, by however many ways it comes in', () => {
    const review = now({
      entra: [
        deleted({ login: 'a', id: 'a', nameId: jane, logins: [jane] }),
        anIdentity({ login: 'b', id: 'b', nameId: '4711', logins: [jane] }),
      ],
      okta: [anIdentity({ login: 'o', nameId: 'o-1', logins: [jane] })],
    });
    expect(review.judgement(jane).match.replaced.map(({ known }) => known.identity.id)).toEqual(['a']);
  });
});

describe('a last login', () => {
  const exportedAt = at('2026-10-05T07:00:00Z');
  const used = (lastLogin: string): string | null => loginDoubt(anAccount({ login: jane, lastLogin }), exportedAt);

  test('may lie a day after the export, and no more', () => {
    expect(used(hoursAfter(exportedAt, 24))).toBeNull();
    expect(used(hoursAfter(exportedAt, 24.01))).toContain('after the export was taken');
  });

  test('may lie a day before the account was created, and no more', () => {
    expect(used('2024-01-14T00:00:00Z')).toBeNull();
    expect(used('2024-01-13T23:59:59Z')).toContain('before the account was created');
  });
});

test('a sign-in of an object that a living one replaced is one of the person who left', () => {
  const review = now({
    entra: [jane, deleted({ login: jane, id: 'before', lastSignIn: '2026-09-20T00:00:00Z' })],
    okta: [anIdentity({ login: jane, logins: [jane, 'jd@acme.com'] })],
    leavers: { 'jd@acme.com': '2026-09-10' },
    accounts: [anAccount({ login: jane, lastLogin: '2026-09-01T00:00:00Z' }), ...others],
  });
  expect(review.finding('ACCESS_AFTER_LEAVING', jane).reason).toContain('20 September 2026');
});

test('a removal is in time that took just the hours allowed, even for somebody who left at the beginning', () => {
  const review = now({
    accounts: [anAccount({ login: jane, status: 'suspended', suspendedAt: '2026-09-11T00:00:00Z' }), ...others],
    leavers: { [jane]: '2026-09-10' },
  });
  const rule = { leaverHours: 24, exportedAt: at('2026-10-05T07:00:00Z') };
  expect(removalOf(review.judgement(jane), rule)).toEqual({ hours: 0, outcome: 'pass' });
});
