// What a spreadsheet runs, and what it only shows.
import { describe, expect, test } from 'vitest';
import { isFormula } from '../../../core/values/formula.ts';

describe('a formula', () => {
  test.each([
    '=1+1',
    '+1',
    '-1',
    '@SUM(A1)',
    '＝1',
    '＋1',
    '－1',
    '＠x',
    '  =1',
    '\u00A0=1',
    '\tx',
    '\rx',
    '\nx',
    ' \tx',
  ])('is seen in %j', (cell) => expect(isFormula(cell)).toBe(true));

  test.each(['', ' ', 'a=b', '1-2', 'Jane - Doe', 'jane@acme.com', "'=1+1", "O'Neil"])('is not seen in %j', (cell) => {
    expect(isFormula(cell)).toBe(false);
  });
});
