import { describe, expect, test } from 'vitest';
import { exportTable } from '../../../support/inputs/export-builder.ts';
import { fromRows, refusalsOf } from './read.ts';

describe('status words', () => {
  test.each([
    ['Active', 'active'],
    [' ENABLED ', 'active'],
    ['true', 'active'],
    ['Invitation sent', 'pending'],
    ['Deactivated', 'suspended'],
    ['No', 'suspended'],
  ] as const)('read %j as %s', (word, status) => {
    expect(fromRows([{ email: 'a@acme.com', status: word }]).accounts[0]?.status).toBe(status);
  });

  test('refuse the export for every unknown word, with how many rows bear it and the first', () => {
    const rows = [{ status: 'Active' }, { status: 'Dormant' }, { status: '' }, { status: ' DORMANT' }];
    const refusals = refusalsOf({
      tables: [exportTable(rows.map((row, at) => ({ ...row, email: `u${at}@acme.com` })))],
    });
    expect(refusals).toEqual([
      expect.stringMatching(/^users\.csv, row 3, column Status: unknown status\. Found: "Dormant" in 2 rows\./),
      expect.stringMatching(/^users\.csv, row 4, column Status: unknown status\. Found: an empty cell in 1 row\./),
    ]);
  });

  test('of the configuration replace the defaults of their kind and leave those of the others', () => {
    const statuses = { active: ['Live'] };
    expect(fromRows([{ email: 'a@acme.com', status: 'live' }], { statuses }).accounts[0]?.status).toBe('active');
    expect(fromRows([{ email: 'a@acme.com', status: 'Invited' }], { statuses }).accounts[0]?.status).toBe('pending');
    expect(refusalsOf({ tables: [exportTable([{ email: 'a@acme.com', status: 'Active' }])], statuses })).toHaveLength(
      1,
    );
  });

  test('of the configuration outrank a default of another kind, but not one another', () => {
    const rows = [{ email: 'a@acme.com', status: 'Pending' }];
    expect(fromRows(rows, { statuses: { suspended: ['Pending'] } }).accounts[0]?.status).toBe('suspended');
    const refusals = refusalsOf({
      tables: [exportTable(rows)],
      statuses: { pending: ['Pending'], suspended: [' pending'] },
    });
    expect(refusals).toEqual([expect.stringContaining('a status word has two meanings')]);
  });
});
