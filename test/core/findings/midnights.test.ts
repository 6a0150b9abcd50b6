// A leave date at midnight, which may be a last day of work or the moment at which somebody left.
import { describe, expect, test } from 'vitest';
import { jane, janeIs } from '../../support/inputs/jane.ts';
import { anAccount, leftBy } from '../../support/inputs/population-builder.ts';
import { aReview } from '../../support/review/review-builder.ts';
import type { Reviewed } from '../../support/review/review-builder.ts';
import { at } from '../../support/time.ts';

/** Jane with a leave date, in a company of New York, and her last login or her sign-in to the app. */
function left(leaveDate: string, used: { readonly lastLogin?: string; readonly lastSignIn?: string }): Reviewed {
  const { lastLogin = null, lastSignIn = null } = used;
  return aReview({
    accounts: [anAccount({ login: jane, lastLogin })],
    entra: [janeIs({ left: leftBy(leaveDate, leaveDate), lastSignIn })],
    config: { calendar: { timeZone: 'America/New_York', fiscalYearStart: 1 } },
  });
}

describe('somebody whose leave date is a midnight', () => {
  test.each([
    ['of UTC', '2026-09-30T00:00:00Z'],
    ['of the company', '2026-09-30T04:00:00Z'],
  ])('%s is a leaver, and used the account after leaving only once that day has ended', (_of, leaveDate) => {
    const [on, after] = ['2026-10-01T03:59:00Z', '2026-10-01T04:01:00Z'];
    for (const how of ['lastLogin', 'lastSignIn'] as const) {
      expect(left(leaveDate, { [how]: on }).codes(jane)).toEqual(['LEAVER_ACCOUNT']);
      expect(left(leaveDate, { [how]: after }).codes(jane)).toContain('ACCESS_AFTER_LEAVING');
    }
  });

  test('left from then until that day ended everywhere, which the reason tells', () => {
    const review = left('2026-09-30T00:00:00Z', {});
    expect(review.judgement(jane).left).toMatchObject({
      notBefore: at('2026-09-30T00:00:00Z'),
      notAfter: at('2026-10-01T04:00:00Z'),
    });
    expect(review.finding('LEAVER_ACCOUNT', jane).reason).toContain('a midnight, which may stand for its whole day');
  });

  test('is told from somebody whose leave date is another time', () => {
    expect(left('2026-09-30T00:00:01Z', { lastLogin: '2026-09-30T09:00:00Z' }).codes(jane)).toContain(
      'ACCESS_AFTER_LEAVING',
    );
  });
});
