import { describe, expect, test } from 'vitest';
import { removalOf } from '../../../../core/findings/judge/usage.ts';
import { dayMoment } from '../../../../core/values/instant.ts';
import type { Account } from '../../../../core/inputs/account.ts';
import { aReview } from '../../../support/review/review-builder.ts';
import { anAccount, anIdentity } from '../../../support/inputs/population-builder.ts';
import { at, onDay } from '../../../support/time.ts';

const asOf = '2026-10-05T08:00:00Z';

function removal(
  account: Partial<Account>,
  left: { notBefore: string | null; notAfter: string | null },
): ReturnType<typeof removalOf> {
  const notBefore = left.notBefore === null ? null : at(left.notBefore);
  const notAfter = left.notAfter === null ? null : at(left.notAfter);
  const review = aReview({
    asOf,
    accounts: [anAccount({ login: 'lea@acme.com', ...account })],
    entra: [
      anIdentity({ login: 'lea@acme.com', state: 'deleted', left: { notBefore, notAfter, source: 'deletedDateTime' } }),
    ],
  });
  return removalOf(review.judgement('lea@acme.com'), {
    leaverHours: 24,
    exportedAt: at('2026-10-05T07:00:00Z'),
  });
}

const suspendedAt = (instant: string): Partial<Account> => ({
  status: 'suspended',
  suspendedAt: { kind: 'instant', at: at(instant) },
});

describe('hours until a leaver was removed', () => {
  test('count from the end of leaving to the suspension', () => {
    const left = { notBefore: null, notAfter: '2026-10-01T08:00:00Z' };
    expect(removal(suspendedAt('2026-10-01T20:00:00Z'), left)).toEqual({ hours: 12, outcome: 'pass' });
    expect(removal(suspendedAt('2026-10-02T08:00:01Z'), left)).toMatchObject({ outcome: 'fail' });
  });

  test('are no pass when somebody who left at the beginning of the interval kept the account too long', () => {
    const left = { notBefore: '2026-07-01T08:00:00Z', notAfter: '2026-10-01T08:00:00Z' };
    expect(removal(suspendedAt('2026-10-01T09:00:00Z'), left)).toEqual({
      hours: null,
      outcome: 'cannot be determined',
    });
  });

  test('run to the export while the account is live in it, and are no failure while they may still be in time', () => {
    expect(removal({}, { notBefore: null, notAfter: '2026-10-05T00:00:00Z' })).toEqual({ hours: 7, outcome: 'open' });
    expect(removal({}, { notBefore: null, notAfter: '2026-10-04T07:30:00Z' })).toMatchObject({ outcome: 'open' });
    expect(removal({}, { notBefore: null, notAfter: '2026-10-01T00:00:00Z' })).toMatchObject({ outcome: 'fail' });
  });

  test('are open for somebody who left after the export was taken: nobody could have removed them in it', () => {
    expect(removal({}, { notBefore: '2026-10-05T07:30:00Z', notAfter: '2026-10-05T07:45:00Z' })).toEqual({
      hours: null,
      outcome: 'open',
    });
    expect(removal({}, { notBefore: '2026-10-01T07:30:00Z', notAfter: '2026-10-05T07:45:00Z' })).toMatchObject({
      outcome: 'cannot be determined',
    });
  });

  test('count from the start of a day that is given without a time, so that nothing is called late that may be in time', () => {
    const account = { status: 'suspended', suspendedAt: dayMoment(onDay('2026-10-02'), 'UTC') } as const;
    expect(removal(account, { notBefore: null, notAfter: '2026-10-01T08:00:00Z' })).toEqual({
      hours: 16,
      outcome: 'pass',
    });
  });

  test('cannot be determined where nothing tells when the person left, or when the account was suspended', () => {
    expect(removal(suspendedAt('2026-10-02T08:00:00Z'), { notBefore: null, notAfter: null })).toEqual({
      hours: null,
      outcome: 'cannot be determined',
    });
    expect(removal({ status: 'suspended' }, { notBefore: null, notAfter: '2026-10-01T08:00:00Z' })).toEqual({
      hours: null,
      outcome: 'cannot be determined',
    });
  });
});
