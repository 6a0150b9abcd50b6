// Rows that Excel saved without the empty cells at their end, and other short rows.
import { describe, expect, test } from 'vitest';
import { rulesOf } from '../../../../core/versions.ts';
import { exportCells, tableOf } from '../../../support/inputs/export-builder.ts';
import { populationOf } from './read.ts';

/** As many accounts, of which those in `suspended` have something in the last column; the header is the first record. */
function sheet(accounts: number, suspended: readonly number[] = []): readonly (readonly string[])[] {
  return exportCells(
    Array.from({ length: accounts }, (_, index) => ({
      email: `a${index}@acme.com`,
      status: suspended.includes(index) ? 'Suspended' : 'Active',
      suspendedAt: suspended.includes(index) ? '2026-09-01' : '',
    })),
  );
}

/** Sixteen rows at a time, each as long as the longest of them is filled. */
function savedByExcel(rows: readonly (readonly string[])[]): readonly (readonly string[])[] {
  return rows.map((row, at) => {
    const start = at - (at % 16);
    const filled = rows.slice(start, start + 16).map((one) => one.findLastIndex((cell) => cell !== '') + 1);
    return row.slice(0, Math.max(...filled));
  });
}

/** Rows of the given places without their last cell. */
function cut(rows: readonly (readonly string[])[], from: number, to = rows.length): readonly (readonly string[])[] {
  return rows.map((row, at) => (at >= from && at < to ? row.slice(0, 3) : row));
}

describe('rows that Excel saved without the empty cells at their end', () => {
  test.each([
    ['to the end', sheet(60)],
    ['between others', sheet(60, [20, 59])],
    ['in a last block of two', sheet(33, [20])],
    ['in a last block of one, after another one', sheet(32)],
  ])('are read as they were, %s, and show that the file was saved again', (_, rows) => {
    const whole = populationOf({ tables: [tableOf(rows)] });
    const saved = savedByExcel(rows);
    const short = saved.filter((row) => row.length < 4).length;
    const read = populationOf({ tables: [tableOf(saved)] });
    expect(read.accounts).toEqual(whole.accounts);
    expect(read.rejected).toEqual([]);
    expect(whole.editedSigns).toEqual([]);
    expect(read.editedSigns).toEqual([expect.stringMatching(new RegExp(`^re-saved copy: .* in ${short} rows? `))]);
  });

  test('were rejected by versions before 0.18.0, whose exports are read as they read them', () => {
    const table = { ...tableOf(savedByExcel(sheet(60))), taken: true as const };
    const before = populationOf({ tables: [{ ...table, rules: rulesOf({ tool: { version: '0.17.0' } }) }] });
    expect({ rejected: before.rejected.length, signs: before.editedSigns }).toEqual({ rejected: 45, signs: [] });
    expect(populationOf({ tables: [{ ...table, rules: rulesOf({}) }] }).rejected).toEqual([]);
  });
});

describe('a row that is shorter than the header stays rejected', () => {
  test.each([
    ['beside longer ones that were saved with it', cut(sheet(40), 20, 25), 5],
    ['beside the header', cut(sheet(10), 4), 7],
    ['alone at the end, where a copy may have broken off', cut(sheet(16), 16), 1],
    ['in a workbook, which names the place of each cell', cut(sheet(40), 16, 32), 16],
    [
      'where nothing fills the last cell of any',
      cut(sheet(40), 16, 32).map((row) => (row.length < 4 ? ['', row[1] ?? '', ''] : row)),
      16,
    ],
  ])('%s', (name, rows, rejected) => {
    const format = name.startsWith('in a workbook') ? 'xlsx' : 'csv';
    const read = populationOf({ tables: [{ ...tableOf(rows), format }] });
    expect(read.rejected).toHaveLength(rejected);
  });
});
