// What changed since the last signed review, and what explains it: a work order, a decision, or nothing.
import { expect, test } from 'vitest';
import * as fc from 'fast-check';
import { outsideOf } from '../../../core/report/proofs/outside.ts';
import type { Outside, OutsideInput } from '../../../core/report/proofs/outside.ts';
import { emptyHistory } from '../../../core/inputs/history.ts';
import type { History } from '../../../core/inputs/history.ts';
import { anAccount, login } from '../../support/inputs/population-builder.ts';
import type { AccountSays } from '../../support/inputs/population-builder.ts';
import { aReview } from '../../support/review/review-builder.ts';
import { at } from '../../support/time.ts';

type Signed = NonNullable<History['signed']>;

const run = { id: 'the run', asOf: at('2026-07-08T08:00:00Z'), exportedAt: at('2026-07-08T07:00:00Z') };
const jane = 'jane@acme.com';

interface Says {
  readonly before?: readonly Partial<Signed['orders'][number] & NonNullable<Signed['accounts']>[number]>[];
  readonly now?: readonly (Partial<AccountSays> & { readonly login: string })[];
  readonly orders?: Signed['orders'];
  readonly seen?: Signed['seen'] | null;
  readonly decisions?: History['decisions'];
  readonly input?: Partial<OutsideInput>;
}

function told({ before = [{ login: login(jane) }], now = [], decisions = [], input = {}, ...says }: Says): Outside {
  const { orders = [], seen = [] } = says;
  const accounts = before.map((says, index) => ({
    login: login(jane),
    row: index + 2,
    status: 'active' as const,
    role: 'User',
    situation: 'linked' as const,
    ...says,
  }));
  const signed: Signed = {
    review: '2026-Q2',
    signedAt: at('2026-07-10T08:00:00Z'),
    run,
    accounts,
    orders,
    ...(seen === null ? {} : { seen }),
  };
  const { judgements } = aReview({ accounts: now.map((says) => anAccount({ role: 'User', ...says })) }).assessment;
  return outsideOf({
    judgements,
    history: { ...emptyHistory, decisions, signed },
    status: 'complete',
    exportedAt: at('2026-10-05T07:00:00Z'),
    shortBy: null,
    unread: 0,
    ...input,
  });
}

function texts(says: Says): readonly string[] {
  return told(says).changes.map((one) => `${one.kind}: ${one.explained ?? 'nothing explains it'}`);
}

function revoked(when: string, over: Partial<History['decisions'][number]> = {}): History['decisions'] {
  const decision = {
    login: login(jane),
    review: '2026-Q2',
    decision: 'revoke' as const,
    until: null,
    by: 'grc@acme.com',
  };
  return [{ ...decision, at: at(when), codesSeen: [], ...over }];
}

const order = { login: login(jane), review: '2026-Q2', number: 1, at: at('2026-07-09T08:00:00Z'), provenAt: null };

const keptIn = 'keep by grc@acme.com in 2026-Q3, 1 October 2026, 08:00 UTC';
const admin: Says = {
  now: [{ login: jane, role: 'Admin' }],
  decisions: revoked('2026-10-01T08:00:00Z', { decision: 'keep', review: '2026-Q3' }),
};
const shown = { login: login(jane), review: '2026-Q3', status: 'active' as const, role: 'Admin' };

test.each<readonly [string, Says, string]>([
  ['deleted', { now: [] }, 'deleted: nothing explains it'],
  ['suspended', { now: [{ login: jane, status: 'suspended' }] }, 'suspended: nothing explains it'],
  ['with another role', { now: [{ login: jane, role: 'Admin' }] }, 'role: nothing explains it'],
  ['made', { before: [], now: [{ login: jane }] }, 'created: nothing explains it'],
  ['made anew', { now: [{ login: jane, createdAt: '2026-08-01' }] }, 'recreated: nothing explains it'],
  ['let in again', { before: [{ status: 'suspended' }], now: [{ login: jane }] }, 'reactivated: nothing explains it'],
  ['deleted by an order', { orders: [order] }, 'deleted: work order 1 of 2026-Q2, 9 July 2026, 08:00 UTC'],
  [
    'deleted before its order was issued',
    { orders: [{ ...order, at: at('2026-10-06T08:00:00Z') }] },
    'deleted: nothing explains it',
  ],
  [
    'deleted again, after an order that was proven before what was signed for',
    {
      orders: [{ ...order, at: at('2026-06-01T08:00:00Z'), provenAt: at('2026-06-05T08:00:00Z') }],
      decisions: revoked('2026-05-30T08:00:00Z'),
    },
    'deleted: nothing explains it',
  ],
  [
    'revoked and in no order',
    { decisions: revoked('2026-07-09T08:00:00Z') },
    'deleted: revoke by grc@acme.com in 2026-Q2, 9 July 2026, 08:00 UTC',
  ],
  [
    'kept, and deleted',
    { decisions: revoked('2026-07-07T08:00:00Z', { decision: 'keep' }) },
    'deleted: nothing explains it',
  ],
  ['of another role, and kept with it in view', { ...admin, seen: [shown] }, `role: ${keptIn}`],
  ['of another role, which whoever kept it could not see', admin, 'role: nothing explains it'],
  [
    'of another role, kept with a third one in view',
    { ...admin, seen: [{ ...shown, role: 'Owner' }] },
    'role: nothing explains it',
  ],
  [
    'of another role, kept in a review that another one showed',
    { ...admin, seen: [{ ...shown, review: '2026-Q4' }] },
    'role: nothing explains it',
  ],
  [
    'made anew, whatever was in view',
    { ...admin, now: [{ login: jane, createdAt: '2026-10-02', role: 'Admin' }], seen: [shown] },
    'recreated: nothing explains it',
  ],
  [
    'of another role, kept later, in a history that does not tell what was seen',
    { ...admin, seen: null },
    `role: ${keptIn}`,
  ],
])('an account %s', (_, says, expected) => {
  expect(texts(says)).toEqual([expected]);
});

test('who accepts an invitation has changed nothing', () => {
  expect(texts({ before: [{ status: 'pending' }], now: [{ login: jane, status: 'active' }] })).toEqual([]);
});

test.each<readonly [string, Partial<OutsideInput>, RegExp]>([
  ['a run that is held', { status: 'held' }, /this run is held/],
  [
    'an export that is older than what was signed for',
    { exportedAt: at('2026-07-01T07:00:00Z') },
    /is older than that of/,
  ],
  ['the first review', { history: emptyHistory }, /no review was signed before/],
])('nothing is told by %s', (_, input, why) => {
  expect(told({ input })).toMatchObject({ untold: expect.stringMatching(why), changes: [], sum: null });
});

test('a run that may lack rows says so beside each deletion', () => {
  expect(told({ input: { shortBy: 'drop-rows' } }).doubt).toContain('not proven to be a deleted account');
  expect(told({ input: { unread: 1 } }).doubt).toMatch(
    /^1 row of the export could not be read: .* is not proven to be deleted\.$/,
  );
});

test('the sum comes out, and each account has at most one change of its being there', () => {
  const logins = fc.uniqueArray(fc.integer({ min: 1, max: 12 }).map((number) => `u${number}@acme.com`));
  fc.assert(
    fc.property(logins, logins, (before, now) => {
      const { sum, changes } = told({
        before: before.map((one) => ({ login: login(one) })),
        now: now.map((one) => ({ login: one })),
      });
      const { opening = 0, created = 0, deleted = 0, closing = 0 } = sum ?? {};
      expect(opening + created - deleted).toBe(closing);
      expect(new Set(changes.map((one) => one.login)).size).toBe(changes.length);
      expect(
        changes
          .filter(({ kind }) => kind === 'created')
          .map((one) => one.login)
          .toSorted(),
      ).toEqual(now.filter((one) => !before.includes(one)).toSorted());
    }),
    { numRuns: 60 },
  );
});
