// What an accepted run leaves to the next, and that nothing else is taken for it (contract, section 2).
import { describe, expect, test } from 'vitest';
import * as z from 'zod/mini';
import { dayMoment } from '../../../core/values/instant.ts';
import { emptyHistory, historySchema } from '../../../core/inputs/history.ts';
import { anAccount, anIdentity, hoursAfter } from '../../support/inputs/population-builder.ts';
import { aReview } from '../../support/review/review-builder.ts';
import type { Reviewed } from '../../support/review/review-builder.ts';
import { onDay } from '../../support/time.ts';

const jane = 'jane@acme.com';
const first = aReview({ accounts: [jane], entra: [jane, 'else@acme.com'], asOf: '2026-07-06T08:00:00Z' });

function ledgerOf({ history }: Reviewed, id = `id-${jane}`): (typeof history)['ledger'][number] | undefined {
  return history.ledger.find((entry) => entry.id === id);
}

describe('a history', () => {
  test.each([
    ['an unknown schema', { schema: 2 }],
    ['a code that does not exist', { decisions: [{ ...decision(), codesSeen: ['NO_SUCH_CODE'] }] }],
    ['an instant that is none', { decisions: [{ ...decision(), at: 'yesterday' }] }],
    ['a missing list', { ledger: undefined }],
  ])('is refused with %s', (_, says) => {
    expect(z.safeParse(historySchema, { ...emptyHistory, ...says }).success).toBe(false);
  });

  test('of the first run of all is empty and valid', () => {
    expect(z.parse(historySchema, emptyHistory)).toEqual(emptyHistory);
  });

  test('holds the population that the next run is compared with', () => {
    const createdAt = dayMoment(onDay('2024-02-02'), 'UTC');
    const told = { name: 'Joe Roe', employeeId: 'E7', createdAt };
    const suspended = anAccount({ login: 'joe@acme.com', status: 'suspended', role: 'Admin', ...told });
    const active = anAccount({ login: jane, createdAt: null });
    const { history } = aReview({ accounts: [active, suspended], entra: [jane] });
    expect(history.accounts).toEqual([
      { login: jane, row: 2, status: 'active', role: 'User', situation: 'linked' },
      {
        login: 'joe@acme.com',
        row: 3,
        status: 'suspended',
        role: 'Admin',
        situation: 'unmatched',
        ...told,
        createdAt: '2024-02-02T00:00:00Z',
      },
    ]);
    expect(history.directories).toContainEqual({
      id: 'entra',
      identities: 1,
      able: 1,
      assignments: 1,
      takenAt: '2026-10-05T07:00:00Z',
    });
  });
});

describe('the ledger of identities', () => {
  test('remembers whom an account belongs to and who is assigned, by logins and not by aliases', () => {
    const proxied = anIdentity({ login: jane, aliases: [{ login: 'old@acme.com', source: 'proxy' }] });
    const { history } = aReview({ accounts: ['old@acme.com'], entra: [proxied, 'else@acme.com'] });
    expect(history.ledger.map(({ logins, accounts }) => ({ logins, accounts }))).toEqual([
      { logins: ['else@acme.com'], accounts: [] },
      { logins: [jane], accounts: ['old@acme.com'] },
    ]);
  });

  test('keeps when an identity was first seen and when last', () => {
    const second = aReview({
      accounts: [jane],
      entra: [jane],
      after: first,
      asOf: '2026-10-05T08:00:00Z',
      accept: ['empty-directory', 'drop-identities', 'drop-assignments'],
    });
    expect(ledgerOf(second)).toMatchObject({ firstSeen: '2026-07-06T08:00:00Z', lastSeen: '2026-10-05T08:00:00Z' });
    expect(ledgerOf(second, 'id-else@acme.com')).toMatchObject({ lastSeen: '2026-07-06T08:00:00Z' });
  });

  test('keeps when an identity was last seen also when no account or assignment refers to it any more', () => {
    const unassigned = anIdentity({ login: jane, assignments: [] });
    const asOf = '2026-10-05T08:00:00Z';
    const accept = ['empty-directory', 'drop-identities', 'drop-assignments', 'wrong-instance'] as const;
    const second = aReview({ accounts: ['else@acme.com'], entra: [unassigned], after: first, asOf, accept });
    expect(ledgerOf(second)).toMatchObject({ lastSeen: asOf });
  });

  test('forgets nobody over runs that do not see them', () => {
    const accept = ['empty-directory', 'drop-identities', 'drop-assignments', 'wrong-instance', 'drop-rows'] as const;
    let review = first;
    for (const weeks of [1, 2, 3]) {
      const asOf = hoursAfter('2026-07-06T08:00:00Z', weeks * 168);
      review = aReview({ accounts: ['else@acme.com'], entra: ['else@acme.com'], after: review, asOf, accept });
    }
    expect(ledgerOf(review)).toMatchObject({ accounts: [jane], lastSeen: '2026-07-06T08:00:00Z' });
    const asOf = '2026-10-05T08:00:00Z';
    expect(aReview({ accounts: [jane], entra: ['else@acme.com'], after: review, asOf, accept }).situation(jane)).toBe(
      'deleted',
    );
  });
});

describe('the trend', () => {
  test('has one point a period, without what is only information, and a later run of a period replaces it', () => {
    const orphans = aReview({
      accounts: ['a@acme.com', 'b@acme.com'],
      entra: ['c@acme.com'],
      asOf: '2026-07-13T08:00:00Z',
    });
    const control = { low: 0, medium: 1, critical: 0 };
    expect(orphans.history.trend).toEqual([{ ...control, label: '2026-Q3', high: 3 }]);
    const again = aReview({
      accounts: ['a@acme.com'],
      entra: ['c@acme.com'],
      after: orphans,
      asOf: '2026-09-14T08:00:00Z',
      accept: ['empty-directory', 'drop-rows'],
    });
    expect(again.history.trend).toEqual([{ ...control, label: '2026-Q3', medium: 2, high: 3 }]);
    const later = aReview({
      accounts: ['a@acme.com'],
      entra: ['c@acme.com'],
      after: again,
      asOf: '2026-10-05T08:00:00Z',
    });
    expect(later.history.trend.map(({ label }) => label)).toEqual(['2026-Q3', '2026-Q4']);
  });
});

function decision(): object {
  return {
    login: jane,
    review: '2026-Q3',
    decision: 'keep',
    until: null,
    by: 'grc@acme.com',
    at: '2026-07-07T08:00:00Z',
    codesSeen: ['ORPHANED_ACCOUNT'],
  };
}
