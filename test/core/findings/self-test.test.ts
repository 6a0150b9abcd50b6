// The self-test that every run begins with: it passes as built, and it notices a build that judges wrongly.
import { expect, test } from 'vitest';
import { plantedCases } from '../../../core/findings/self-test/planted.ts';
import { selfTest } from '../../../core/findings/self-test/self-test.ts';

test('every planted case is judged as known', () => {
  const { passed, total, failures } = selfTest();
  expect(failures).toEqual([]);
  expect(passed).toBe(total);
  expect(total).toBeGreaterThan(15);
});

test('a wrong situation, a missing code and a code too many are each noticed and named', () => {
  const cases = plantedCases();
  const spoilt = cases.map((one) => {
    if (one.name === 'assigned and able to sign in') return { ...one, situation: 'unlinked' as const };
    if (one.name === 'disabled') return { ...one, codes: [] };
    if (one.name === 'privileged') return { ...one, codes: ['PRIVILEGED_ACCOUNT', 'DORMANT_ACCOUNT'] as const };
    return one;
  });
  const { passed, failures } = selfTest(spoilt);
  expect(passed).toBe(cases.length - 3);
  expect(failures.map((failure) => failure.split(':')[0])).toEqual([
    'assigned and able to sign in',
    'disabled',
    'privileged',
  ]);
});

test('the planted accounts stand in rows of their own below the header, as those of an export do', () => {
  const rows = plantedCases().map(({ account }) => account.row);
  expect(rows).toEqual(rows.map((_, place) => place + 2));
  expect(plantedCases().map(({ account }) => account.row)).toEqual(rows);
});
