// A run says what is still to be made while it makes it, so that whoever called it can stop before memory runs out.
import { expect, test } from 'vitest';
import type { StillToMake } from '../../../core/findings/assess.ts';
import { aReview } from '../../support/review/review-builder.ts';

const accounts = Array.from({ length: 2001 }, (_, index) => `nobody-${index}@acme.com`);

test('what is still to be made is told at each thousand accounts, judged and asked about, and once it is known', () => {
  const told: StillToMake[] = [];
  const { assessment } = aReview({ accounts, room: (toCome) => told.push(toCome) });
  const judging = Array.from({ length: 3 }, () => ({ accounts: 2001, findings: 0 }));
  expect(told).toEqual([
    ...judging,
    { accounts: 2001, findings: 2001 },
    ...judging,
    { accounts: 2001, findings: assessment.findings.length },
  ]);
});

test.each([0, 1, 2, 3, 4, 5, 6, 7])('what is thrown when it is told after %d times ends the run', (last) => {
  let told = 0;
  const room = (): void => {
    if (told === last) throw new Error('no room');
    told += 1;
  };
  expect(() => aReview({ accounts, room })).toThrow('no room');
});
