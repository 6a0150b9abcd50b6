// Who bears an employee number that no account has: counted exactly where many may, and nothing is kept of the others.
import { expect, test } from 'vitest';
import { BearerCounts } from '../../../core/findings/collect/bearer-counts.ts';

type Bearer = Parameters<BearerCounts['estimate']>[1];

function bearer(employeeId: string | null, state: Bearer['state'] = 'active'): Bearer {
  return { employeeId, state };
}

function countsOf(people: readonly Bearer[], asked: readonly string[]): Record<string, number | undefined> {
  const counts = new BearerCounts();
  for (const one of people) counts.estimate('okta', one);
  if (counts.ask(asked)) for (const one of people) counts.count('okta', one);
  return Object.fromEntries([...counts.counted()].map(([number, by]) => [number, by.get('okta')]));
}

const shared = Array.from({ length: 6 }, () => bearer('HR-LATER'));
const others = Array.from({ length: 20_000 }, (_, n) => bearer(`E${100_000 + n}`));

test.each([
  ['a small directory', []],
  ['a large one', others],
])('six who bear one number in %s are counted, five and the deleted are not', (_, more) => {
  const asked = ['HR-LATER', 'E100001', 'E-5', 'E-GONE'];
  const few = Array.from({ length: 5 }, () => bearer('E-5'));
  const gone = Array.from({ length: 9 }, () => bearer('E-GONE', 'deleted'));
  const people = [...more, ...few, ...gone, bearer(null), ...shared];
  expect(countsOf(people, asked)).toEqual({ 'HR-LATER': 6 });
  expect(countsOf(people.toReversed(), asked)).toEqual({ 'HR-LATER': 6 });
});

test('numbers that only a few bear need no second pass over the identities', () => {
  const counts = new BearerCounts();
  for (const one of [...shared, ...others]) counts.estimate('okta', one);
  expect(counts.ask(others.flatMap(({ employeeId }) => employeeId ?? []))).toBe(false);
});

test('a number that was counted is not asked for again', () => {
  const counts = new BearerCounts();
  for (const one of shared) counts.estimate('okta', one);
  expect(counts.ask(['HR-LATER'])).toBe(true);
  expect(counts.ask(['HR-LATER'])).toBe(false);
});
