// Each step of each review against the policy: in time, late, not yet due, or nothing to do.
import { expect, test } from 'vitest';
import type { ReviewedPeriod } from '../../../core/inputs/history.ts';
import { onlyExtracted, periodsTimed } from '../../../core/report/proofs/timeliness.ts';
import { parseConfig } from '../../../core/config/parse.ts';
import { acme, cleanPolicy } from '../../support/inputs/acme.ts';
import { given } from '../../support/given.ts';
import { at } from '../../support/time.ts';

const done: ReviewedPeriod = {
  review: '2026-Q1',
  exportedAt: at('2026-03-30T09:00:00Z'),
  signed: [
    { stage: 'reviewer', by: 'grc@acme.com', at: at('2026-04-10T09:00:00Z') },
    { stage: 'control-owner', by: 'cfo@acme.com', at: at('2026-04-15T09:00:00Z') },
  ],
  toRemove: 2,
  ordered: 2,
  orderedAt: at('2026-04-12T09:00:00Z'),
  proven: 2,
  provenAt: at('2026-04-16T09:00:00Z'),
  notPerformed: null,
};

function outcomes(
  own: Partial<ReviewedPeriod>,
  { policy = {}, now = '2026-04-20T00:00:00Z', timeZone = 'UTC' } = {},
): string {
  const config = given(
    parseConfig({ ...acme, calendar: { timeZone }, policy: { ...cleanPolicy, ...policy } }, 'review.json'),
  );
  const { rows } = periodsTimed({ reviews: [], own: { ...done, ...own }, config, now: at(now) });
  const row = rows.at(-1);
  return [row?.extraction, row?.signOff, row?.order, row?.removal].map((step) => step?.outcome).join(', ');
}

test.each([
  ['each in time but the removal', {}, {}, 'pass, pass, pass, fail'],
  ['a policy that allows more', {}, { policy: { timely: { removal: 16 } } }, 'pass, pass, pass, pass'],
  [
    'in the company’s own calendar',
    { provenAt: at('2026-04-16T03:00:00Z') },
    { timeZone: 'America/New_York' },
    'pass, pass, pass, pass',
  ],
  ['signed once', { signed: done.signed.slice(0, 1) }, {}, 'pass, fail, pass, fail'],
  ['signed once, and not late yet', { signed: [] }, { now: '2026-04-15T23:00:00Z' }, 'pass, not yet, pass, fail'],
  ['one of two removals proven', { proven: 1, provenAt: at('2026-04-13T09:00:00Z') }, {}, 'pass, pass, pass, fail'],
  [
    'nothing to remove',
    { toRemove: 0, ordered: 0, proven: 0, orderedAt: null, provenAt: null },
    {},
    'pass, pass, nothing to do, nothing to do',
  ],
  [
    'nothing to remove so far, of a review that is not signed',
    { signed: done.signed.slice(0, 1), toRemove: 0, ordered: 0, proven: 0, orderedAt: null, provenAt: null },
    {},
    'pass, fail, fail, fail',
  ],
  ['an export from before the period', { exportedAt: at('2025-12-31T09:00:00Z') }, {}, 'fail, pass, pass, fail'],
  ['evidence that is gone', { exportedAt: null }, {}, 'not known, pass, pass, fail'],
  ['an export from after its days', { exportedAt: at('2026-04-16T09:00:00Z') }, {}, 'fail, pass, pass, fail'],
])('%s', (...[, own, says, expected]) => {
  expect(outcomes(own, says)).toBe(expected);
});

test('a period between the first and this one of which nothing is on record was not performed', () => {
  const config = given(parseConfig({ ...acme, policy: cleanPolicy }, 'review.json'));
  const own = onlyExtracted('2026-Q3', at('2026-09-30T09:00:00Z'));
  const { rows } = periodsTimed({ reviews: [done], own, config, now: at('2026-10-01T00:00:00Z') });
  expect(rows.map(({ period, notPerformed, signOff }) => [period, notPerformed, signOff.outcome])).toEqual([
    ['2026-Q1', false, 'pass'],
    ['2026-Q2', true, 'fail'],
    ['2026-Q3', false, 'not yet'],
  ]);
});
