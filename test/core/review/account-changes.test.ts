// What changed of an account between two exports: that it came, went or let somebody in, and with which role.
import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { AccountStatus } from '../../../core/application/account.ts';
import { accountChanges } from '../../../core/review/changes/account-changes.ts';
import type { EarlierPopulation, LaterAccount } from '../../../core/review/changes/account-changes.ts';
import { login } from '../../support/inputs/population-builder.ts';
import { at } from '../../support/time.ts';

const exportedAt = at('2026-10-05T08:00:00Z');

interface Says {
  readonly status?: AccountStatus;
  readonly role?: string | null;
  readonly createdAt?: string;
}

function accountOf(one: string, { status = 'active', role = 'User', createdAt }: Says): LaterAccount {
  const made = createdAt === undefined ? null : ({ kind: 'instant', at: at(createdAt) } as const);
  return { login: login(one), status, role, createdAt: made };
}

function changes(before: EarlierPopulation['accounts'], after: readonly LaterAccount[]): readonly string[] {
  return accountChanges({ exportedAt, accounts: before }, after).map(
    ({ login: of, kind, before: was, after: is }) => `${of} ${kind}: ${was} -> ${is}`,
  );
}

interface Case {
  /** `null` where an export does not have it. */
  readonly was: Says | null;
  readonly is: Says | null;
  readonly told: readonly string[];
}

/** Her account, or none. */
function janeAlone(says: Says | null): readonly LaterAccount[] {
  return says === null ? [] : [accountOf('jane', says)];
}

describe('an account', () => {
  test.each<[string, Case]>([
    ['that is as it was', { was: {}, is: {}, told: [] }],
    ['whose owner accepts the invitation', { was: { status: 'pending' }, is: {}, told: [] }],
    ['that stays suspended', { was: { status: 'suspended' }, is: { status: 'suspended' }, told: [] }],
    ['that is made', { was: null, is: {}, told: ['created: null -> active, User'] }],
    ['that is made without a role', { was: null, is: { role: null }, told: ['created: null -> active'] }],
    ['that is gone', { was: { status: 'pending' }, is: null, told: ['deleted: pending, User -> null'] }],
    ['that is suspended', { was: {}, is: { status: 'suspended' }, told: ['suspended: active -> suspended'] }],
    [
      'that is let in again',
      { was: { status: 'suspended' }, is: { status: 'pending' }, told: ['reactivated: suspended -> pending'] },
    ],
    ['that gets another role', { was: {}, is: { role: 'Admin' }, told: ['role: User -> Admin'] }],
    ['that gets a role', { was: { role: null }, is: {}, told: ['role: none -> User'] }],
    ['that loses its role', { was: {}, is: { role: null }, told: ['role: User -> none'] }],
    [
      'that is let in with another role',
      {
        was: { status: 'suspended' },
        is: { role: 'Admin' },
        told: ['reactivated: suspended -> active', 'role: User -> Admin'],
      },
    ],
    [
      'that was made anew since the earlier export, whatever else changed',
      {
        was: { status: 'suspended' },
        is: { role: 'Admin', createdAt: '2026-10-05T08:00:01Z' },
        told: ['recreated: suspended, User -> active, Admin'],
      },
    ],
    ['that was made just before the earlier export', { was: {}, is: { createdAt: exportedAt }, told: [] }],
  ])('%s', (_, { was, is, told }) => {
    expect(changes(janeAlone(was), janeAlone(is))).toEqual(told.map((change) => `jane ${change}`));
  });
});

test('changes are told by login, whatever the order of the exports', () => {
  const some = fc.uniqueArray(fc.constantFrom('ann', 'bob', 'cem', 'dee', 'eve', 'fay'));
  fc.assert(
    fc.property(some, some, (before, after) => {
      const told = changes(
        before.map((one) => accountOf(one, {})),
        after.map((one) => accountOf(one, { status: 'suspended' })),
      ).map((change) => change.slice(0, 3));
      expect(told).toEqual([...new Set([...before, ...after])].toSorted());
    }),
  );
});
