import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { all, each, ok, refused, within } from '../../../core/values/result.ts';
import type { Refusal, Result } from '../../../core/values/result.ts';

const refusal: fc.Arbitrary<Refusal> = fc.record({
  what: fc.string(),
  where: fc.string(),
  found: fc.string(),
  expected: fc.string(),
});
const result: fc.Arbitrary<Result<number>> = fc.oneof(
  fc.integer().map((value) => ok(value)),
  fc.array(refusal, { minLength: 1, maxLength: 3 }).map((refusals) => refused(...refusals)),
);

/** What a plain reading of the results says: every refusal in their order, or every value in it. */
function plainly(results: readonly Result<number>[]): readonly unknown[] {
  const told: Refusal[] = [];
  const values: number[] = [];
  for (const one of results) {
    if (one.kind === 'refused') for (const fault of one.refusals) told.push(fault);
    else values.push(one.value);
  }
  return told.length > 0 ? told : values;
}

describe('several results as one', () => {
  test('tell every refusal in their order, or give every value under its name', () => {
    fc.assert(
      fc.property(fc.array(result), (results) => {
        // A letter first: an object puts names that are numbers before all others.
        const named = Object.fromEntries(results.map((one, index) => [`part${index}`, one]));
        const together = all(named);
        const found = together.kind === 'ok' ? Object.values(together.value) : together.refusals;
        expect(found).toEqual(plainly(results));
        if (together.kind === 'ok') expect(Object.keys(together.value)).toEqual(Object.keys(named));
      }),
    );
  });

  test('need no names', () => {
    fc.assert(
      fc.property(fc.array(result), (results) => {
        const together = each(results);
        expect(together.kind === 'ok' ? together.value : together.refusals).toEqual(plainly(results));
      }),
    );
  });

  test('tell all refusals, even a hundred thousand', () => {
    const results = Array.from({ length: 100_000 }, (_, row) =>
      refused({ what: 'no day', where: `line ${row}`, found: '', expected: 'a day' }),
    );
    const together = each(results);
    expect(together.kind === 'refused' && together.refusals.length).toBe(100_000);
  });
});

test('a refusal within a place says both, and a value is left as it is', () => {
  const fault = { what: 'no day', where: 'column 2', found: '"soon"', expected: 'a day' };
  expect(within('leavers.csv, line 3', refused(fault))).toEqual(
    refused({ ...fault, where: 'leavers.csv, line 3, column 2' }),
  );
  expect(within('leavers.csv', ok(1))).toEqual(ok(1));
});
