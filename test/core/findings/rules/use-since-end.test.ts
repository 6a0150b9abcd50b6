// Whether an account was used after its access should have ended: used, not used, or why it cannot be told.
import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { useJudge } from '../../../../core/findings/judge/use.ts';
import type { UseSinceEnd } from '../../../../core/findings/judge/use.ts';
import { usageAfterLeaving } from '../../../../core/findings/judge/usage.ts';
import type { Instant } from '../../../../core/values/instant.ts';
import { anAccount, anIdentity, leftBy } from '../../../support/inputs/population-builder.ts';
import type { AccountSays, IdentitySays } from '../../../support/inputs/population-builder.ts';
import { aReview } from '../../../support/review/review-builder.ts';
import type { Reviewed, ReviewSays } from '../../../support/review/review-builder.ts';
import { at } from '../../../support/time.ts';

const jane = 'jane@acme.com';
const exportedAt = '2026-10-05T07:00:00Z';
const leftAt = '2026-10-01T12:00:00Z';

interface Told {
  readonly tellsLastLogin?: boolean;
  readonly signInsFrom?: string;
}

function useOf(review: Reviewed, says: ReviewSays, { tellsLastLogin = true, signInsFrom }: Told = {}) {
  const history = says.after?.history ?? { run: null, accounts: [], ledger: [] };
  const from: Instant | null = signInsFrom === undefined ? null : at(signInsFrom);
  const view = { readUntil: at(says.takenAt ?? says.exportedAt ?? exportedAt), signInsFrom: from };
  const judge = useJudge({
    history,
    exportedAt: at(says.exportedAt ?? exportedAt),
    tells: { lastLogin: tellsLastLogin },
    directories: new Map([
      ['entra', view],
      ['okta', view],
    ]),
  });
  return judge(review.judgement(jane));
}

function told(says: ReviewSays, more?: Told): string {
  const found = useOf(aReview(says), says, more);
  return found === null ? 'nothing' : `${found.use}: ${found.why}`;
}

function leaver(
  account: Partial<AccountSays>,
  left: IdentitySays['left'] = leftBy(leftAt),
  lastSignIn: string | null = null,
): ReviewSays {
  const gone = anIdentity({ login: jane, state: 'deleted', left, assignments: [], lastSignIn });
  return { accounts: [anAccount({ login: jane, ...account })], entra: [gone] };
}

describe('the account of a leaver', () => {
  test.each([
    ['one second after', '2026-10-01T12:00:01Z', 'used: last login 1 October 2026, 12:00 UTC'],
    ['at the very instant', '2026-10-01T12:00:00Z', 'not used'],
    ['in another zone, the hour before', '2026-10-01T13:59:00+02:00', 'not used'],
    ['in another zone, the hour after', '2026-10-01T07:30:00-05:00', 'used'],
    ['a day after', '2026-10-02', 'used'],
    ['a day before', '2026-09-30', 'not used'],
    [
      'the very day, without a time',
      '2026-10-01',
      'cannot be determined: last login 1 October 2026 is a day without a time',
    ],
    ['blank', null, 'cannot be determined: the last login is blank: never, or not recorded'],
    ['long after the export', '2026-12-01', 'cannot be determined'],
  ])('with a last login %s', (_, lastLogin, expected) => {
    expect(told(leaver({ lastLogin }))).toMatch(new RegExp(`^${expected}`));
  });

  test('is not called unused for a login within the time in which the person left', () => {
    const left = leftBy('2026-10-03T00:00:00Z', '2026-10-01T00:00:00Z');
    expect(told(leaver({ lastLogin: '2026-10-02T08:00:00Z' }, left))).toContain('lies within the time');
    expect(told(leaver({ lastLogin: '2026-09-30T08:00:00Z' }, left))).toMatch(/^not used/);
    expect(told(leaver({ lastLogin: '2026-10-03T08:00:00Z' }, left))).toMatch(/^used/);
  });

  test('is not called unused where the export was taken before the end', () => {
    const left = leftBy('2026-10-05T07:30:00Z');
    expect(told(leaver({ lastLogin: '2026-09-30' }, left))).toBe(
      'cannot be determined: the export of 5 October 2026, 07:00 UTC was taken before the end',
    );
  });

  test('is used where a directory saw a sign-in, whatever the export lacks', () => {
    const says = leaver({ lastLogin: null }, leftBy(leftAt), '2026-10-02T08:00:00Z');
    expect(told(says, { tellsLastLogin: false })).toBe(
      'used: sign-in through a directory on 2 October 2026, 08:00 UTC',
    );
  });

  test('cannot be told of by logs alone, and each reason is named', () => {
    expect(told(leaver({ lastLogin: null }), { tellsLastLogin: false, signInsFrom: '2026-10-02T00:00:00Z' })).toBe(
      'cannot be determined: the export has no column of last logins; the sign-ins of entra are kept from 2 October 2026, 00:00 UTC on, after the end; a sign-in with a local password would show nowhere else',
    );
    expect(told(leaver({ lastLogin: null }), { tellsLastLogin: false })).toContain('entra was not asked for sign-ins');
  });

  test('whose leaving has no date is told by nothing', () => {
    const says = leaver({ lastLogin: '2026-09-30' }, null);
    expect(useOf(aReview(says), says)).toMatchObject({
      use: 'cannot be determined',
      end: expect.stringContaining('unknown'),
    });
  });
});

const disabled = anIdentity({ login: jane, state: 'disabled' });

describe('the account of a disabled person', () => {
  test.each([
    ['active', anIdentity({ login: jane })],
    ['active without an assignment', anIdentity({ login: jane, assignments: [] })],
  ])('is measured from when the last accepted run saw the person %s', (_, person) => {
    const after = aReview({
      asOf: '2026-09-01T08:00:00Z',
      accounts: [jane],
      entra: [person],
      accept: ['empty-directory'],
    });
    const now = (lastLogin: string): ReviewSays => ({
      accounts: [anAccount({ login: jane, lastLogin })],
      entra: [disabled],
      after,
    });
    expect(told(now('2026-08-30'))).toMatch(/^not used/);
    expect(told(now('2026-09-15'))).toMatch(/^cannot be determined/);
  });

  test('is used where it was disabled in the last accepted run already', () => {
    const known = aReview({ asOf: '2026-09-01T08:00:00Z', accounts: [jane], entra: [disabled] });
    const says = (lastLogin: string, createdAt: string | null = null): ReviewSays => ({
      accounts: [anAccount({ login: jane, lastLogin, createdAt })],
      entra: [disabled],
      after: known,
    });
    expect(told(says('2026-09-15'))).toBe('used: last login 15 September 2026');
    expect(told(says('2026-09-15', '2026-09-10')), 'an account that was made anew').toMatch(/^cannot be determined/);
  });

  test('without an earlier run cannot be told: no directory says since when', () => {
    const says = { accounts: [anAccount({ login: jane, lastLogin: '2026-09-15' })], entra: [disabled] };
    expect(useOf(aReview(says), says)?.end).toBe('disabled; nothing tells since when');
    expect(told(says)).toContain('nothing tells when access should have ended');
  });
});

test('an orphan is used where it was one in the last accepted run, and otherwise nothing tells the end', () => {
  const known = aReview({ asOf: '2026-09-01T08:00:00Z', accounts: [jane] });
  const says = { accounts: [anAccount({ login: jane, lastLogin: '2026-09-15' })] };
  expect(told({ ...says, after: known })).toBe('used: last login 15 September 2026');
  expect(told(says)).toMatch(/^cannot be determined/);
});

test('nothing is said of whoever may sign in', () => {
  expect(told({ accounts: [jane], entra: [jane] })).toBe('nothing');
});

test('a leaver is called used exactly when ACCESS_AFTER_LEAVING says so, and never both used and unused', () => {
  const hours = fc.integer({ min: -100, max: 80 });
  const written = fc.record({ hour: hours, day: fc.boolean() }).map(({ hour, day }) => {
    const text = new Date(Date.parse(leftAt) + hour * 3_600_000).toISOString();
    return day ? text.slice(0, 10) : text;
  });
  fc.assert(
    fc.property(fc.option(written), fc.option(hours), (lastLogin, span) => {
      const notBefore = span === null ? null : new Date(Date.parse(leftAt) - Math.abs(span) * 3_600_000).toISOString();
      const left = notBefore === null ? leftBy(leftAt) : leftBy(leftAt, notBefore.replace('.000', ''));
      const says = leaver({ lastLogin }, left);
      const review = aReview(says);
      const usage = usageAfterLeaving(review.judgement(jane), {
        tells: { lastLogin: true },
        exportedAt: at(exportedAt),
      });
      const found: UseSinceEnd | null = useOf(review, says);
      expect(found?.use === 'used').toBe(usage.kind === 'used');
      expect(found?.why).not.toBe('');
    }),
    { numRuns: 200 },
  );
});
