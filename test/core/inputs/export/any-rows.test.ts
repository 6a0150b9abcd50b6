// What holds of every export, whatever rows it has.
import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Account } from '../../../../core/inputs/account.ts';
import { gatherDrafts } from '../../../../core/inputs/export/drafts.ts';
import { findHeader } from '../../../../core/inputs/export/header.ts';
import { statusWords } from '../../../../core/inputs/export/statuses.ts';
import { exportTable, tableOf } from '../../../support/inputs/export-builder.ts';
import { readAll } from './read.ts';

/** What of an account does not depend on which of two equal rows came first. */
function essence({ login, status, role }: Account): string {
  return `${login} ${status === 'suspended'} ${role === 'Admin'}`;
}

describe('always', () => {
  const anyCell = fc.oneof(
    fc.constantFrom('', ' ', 'a@acme.com', 'A@acme.com', 'b@acme.com', 'Active', 'Admin'),
    fc.string(),
  );
  const anyRow = fc.array(anyCell, { maxLength: 5 });

  test('every row is an account, a duplicate or rejected, in the order of the file, or the export is refused', () => {
    const header = ['Email', 'Status', 'Role', 'Suspended At'];
    const likely = fc.tuple(
      anyCell,
      fc.constantFrom('Active', 'Suspended', 'Active '),
      anyCell,
      fc.constantFrom('', '-', '2026-10-05'),
    );
    fc.assert(
      fc.property(fc.array(fc.oneof({ weight: 3, arbitrary: likely }, anyRow)), (rows) => {
        const result = readAll({ tables: [tableOf([header, ...rows])] });
        if (result.kind === 'refused') return;
        const { accounts, rejected, duplicates, rowsRead } = result.value;
        const numbers = [...accounts, ...rejected, ...duplicates].map(({ row }) => row).toSorted((a, b) => a - b);
        expect(rowsRead).toBe(rows.length);
        expect(numbers).toEqual(rows.map((_, index) => index + 2));
        expect(new Set(accounts.map(({ login }) => login)).size).toBe(accounts.length);
        for (const list of [accounts, rejected, duplicates])
          expect(list.toSorted((a, b) => a.row - b.row)).toEqual(list);
      }),
    );
  });

  test.each([
    ['a date', { email: 'bad@acme.com', lastLogin: 'last week' }],
    ['a status', { email: 'bad@acme.com', status: 'Perhaps' }],
  ])('the rows behind %s that refuses the whole are read for their faults, and not kept', (_, bad) => {
    const users = Array.from({ length: 20 }, (_unused, index) => ({ email: `a${index}@acme.com` }));
    const table = exportTable([{ email: 'first@acme.com' }, bad, ...users, bad]);
    const header = findHeader([table], 'users.csv', {});
    const words = statusWords({});
    if (header.kind === 'refused' || words.kind === 'refused') throw new Error('no header, or no words');
    const { drafts, rowsRead } = gatherDrafts(header.value, words.value, {
      columns: {},
      statuses: {},
      timeZone: 'UTC',
    });
    expect(drafts.map(({ login }) => login)).toEqual(['first@acme.com']);
    expect(rowsRead).toBe(23);
  });

  test('the order of the rows changes nothing but their numbers', () => {
    const user = fc.record({
      email: fc.constantFrom('a@acme.com', 'b@acme.com', 'C@acme.com', 'c@acme.com', 'none'),
      status: fc.constantFrom('Active', 'Pending', 'Suspended'),
      role: fc.constantFrom('Admin', 'User'),
      lastLogin: fc.constantFrom('', '13/01/2026', '2026-01-02', '02/01/2026 08:00'),
    });
    const shuffled = fc.array(user, { minLength: 1 }).chain((rows) => {
      const order = fc.shuffledSubarray(rows, { minLength: rows.length });
      return fc.tuple(fc.constant(rows), order);
    });
    fc.assert(
      fc.property(shuffled, ([rows, reordered]) => {
        const [one, other] = [rows, reordered].map((each) => readAll({ tables: [exportTable(each)] }));
        expect(other?.kind).toBe(one?.kind);
        if (one?.kind !== 'ok' || other?.kind !== 'ok') return;
        expect(other.value.accounts.map(essence).toSorted()).toEqual(one.value.accounts.map(essence).toSorted());
        expect(other.value.rejected).toHaveLength(one.value.rejected.length);
      }),
    );
  });
});
