// Whom a notice is for: one person is told once, however the configuration spells them.
import { expect, test } from 'vitest';
import { noticesOf } from '../../../core/review/notices/due.ts';
import { login } from '../../support/inputs/population-builder.ts';
import { aLine, stateAfter } from '../../support/review/review-line.ts';
import { onDay } from '../../support/time.ts';

test('whoever reviews lines and gets the mail of the office in another spelling is told one count', () => {
  const mona = login('mona@acme.com');
  const undecided = [null, mona].map((reviewer) => ({
    line: aLine({ login: 'user@acme.com' }),
    reviewer,
    codes: [],
  }));
  const told = noticesOf({
    review: '2026-Q4',
    state: stateAfter(),
    phase: 'open',
    undecided,
    assigned: new Set([mona]),
    exceptions: [],
    dueDay: onDay('2027-01-15'),
    today: onDay('2026-10-08'),
    config: {
      mail: { to: ['Mona@ACME.com'] },
      reviewers: { rules: [] },
      calendar: { timeZone: 'UTC', fiscalYearStart: 1 },
    },
  });
  expect(told.map(({ to, notice }) => [to, 'lines' in notice ? notice.lines : null])).toEqual([[mona, 2]]);
});
