// Exports that somebody laid end to end: a header stands amid the rows.
import { describe, expect, test } from 'vitest';
import { rulesOf } from '../../../../core/versions.ts';
import { tableOf } from '../../../support/inputs/export-builder.ts';
import { populationOf, refusalsOf } from './read.ts';

const first = [
  ['Operation', 'Email', 'Status', 'Suspended At', 'Role'],
  ['', 'a@acme.com', 'Active', '', 'User'],
];

describe('a second header amid the rows', () => {
  test.each([
    ['in another order', ['Operation', 'Email', 'Role', 'Status', 'Suspended At']],
    ['with a column less', ['Operation', 'Email', 'Status', 'Role']],
    ['in capitals, in another order', ['STATUS', 'EMAIL']],
  ])('is refused where its columns stand %s', (_, second) => {
    const records = [...first, second, second.map((name) => (name === 'Email' ? 'b@acme.com' : 'Active'))];
    expect(refusalsOf({ tables: [tableOf(records)] })).toEqual([
      expect.stringMatching(/^users\.csv, row 3: .*a second header, whose columns stand otherwise: .*the newest alone/),
    ]);
  });

  test('is no user where it is the first once more, and shows that exports were laid end to end', () => {
    const table = tableOf([...first, ...first]);
    const { accounts, rejected, editedSigns } = populationOf({ tables: [table] });
    expect(accounts.map(({ login }) => login)).toEqual(['a@acme.com']);
    expect(rejected.map(({ row }) => row)).toEqual([3]);
    expect(editedSigns).toEqual([
      'several exports laid end to end: the header stands once more, in 1 row (first: row 3)',
    ]);
  });

  test('fills in an operation, to versions before 0.25.0', () => {
    const rules = rulesOf({ tool: { version: '0.24.0' } });
    const table = { ...tableOf([...first, ...first]), rules };
    expect(populationOf({ tables: [table] }).editedSigns).toEqual([
      '`Operation` is filled in, in 1 row (first: row 3)',
    ]);
  });
});

test('a row that only names a column is no header', () => {
  const { rejected } = populationOf({ tables: [tableOf([...first, ['', 'Email', 'of whom?', '', '']])] });
  expect(rejected.map(({ row }) => row)).toEqual([3]);
});
