import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Account } from '../../../../core/inputs/account.ts';
import { gatherDrafts } from '../../../../core/inputs/export/drafts.ts';
import { findHeader } from '../../../../core/inputs/export/header.ts';
import { readExport } from '../../../../core/inputs/export/reading.ts';
import { recordsOf } from '../../../../core/inputs/export/records.ts';
import type { ReadInput, ExportPopulation } from '../../../../core/inputs/export/reading.ts';
import { statusWords } from '../../../../core/inputs/export/statuses.ts';
import { refusalText } from '../../../../core/values/result.ts';
import { exportCells, exportTable, tableOf } from '../../../support/inputs/export-builder.ts';
import type { ExportRow } from '../../../support/inputs/export-builder.ts';

const isPrivileged = (role: string): boolean => role === 'Admin';

type Read = Partial<ReadInput['config']> & { readonly tables: ReadInput['tables'] };

function readAll({ tables, ...config }: Read): ReturnType<typeof readExport> {
  return readExport({
    tables,
    fileName: 'users.csv',
    config: { columns: {}, statuses: {}, timeZone: 'UTC', ...config },
    isPrivileged,
  });
}

function populationOf(read: Read): ExportPopulation {
  const result = readAll(read);
  if (result.kind === 'refused') throw new Error(result.refusals.map(refusalText).join('\n'));
  return result.value;
}

function refusalsOf(read: Read): readonly string[] {
  const result = readAll(read);
  return result.kind === 'refused' ? result.refusals.map(refusalText) : [];
}

/** What of an account does not depend on which of two equal rows came first. */
function essence({ login, status, role }: Account): string {
  return `${login} ${status === 'suspended'} ${role === 'Admin'}`;
}

function fromRows(rows: readonly ExportRow[], config: Omit<Read, 'tables'> = {}): ExportPopulation {
  return populationOf({ tables: [exportTable(rows)], ...config });
}

describe('accounts', () => {
  test('take their cells from the columns of the export, trimmed, and nothing from empty ones', () => {
    const [account] = fromRows([
      {
        email: ' Jane.Doe@ACME.com ',
        name: 'Jane Doe',
        role: ' Admin ',
        team: '',
        lastLogin: '2026-10-01',
        license: 'Full',
      },
    ]).accounts;
    expect(account).toMatchObject({
      login: 'jane.doe@acme.com',
      email: 'Jane.Doe@ACME.com',
      row: 2,
      status: 'active',
      name: 'Jane Doe',
      role: 'Admin',
      team: null,
      license: 'Full',
      manager: null,
      lastLogin: { kind: 'day', day: '2026-10-01' },
      createdAt: null,
      conflicts: [],
    });
  });

  test('are named by first and last name where the export has no full one', () => {
    const names = fromRows([
      { email: 'a@acme.com', firstName: 'Jane', lastName: 'Doe' },
      { email: 'b@acme.com', firstName: '', lastName: 'Roe' },
      { email: 'c@acme.com', firstName: '', lastName: '' },
    ]).accounts.map((account) => account.name);
    expect(names).toEqual(['Jane Doe', 'Roe', null]);
  });
});

describe('rejected rows', () => {
  const header = ['Email', 'Status', 'Suspended At'];
  test.each([
    [['', ' ', ''], 'all cells are empty'],
    [['a@acme.com', 'Active'], '2 cells where the header has 3'],
    [['a@acme.com', 'Active', '', '', 'left over'], '5 cells where the header has 3'],
    [[' ', 'Active', ''], 'the e-mail cell is empty'],
    [['jane', 'Active', ''], 'the e-mail cell is no e-mail address'],
    [['a@acme.com;b@acme.com', 'Active', ''], 'the e-mail cell is no e-mail address'],
    [['mailto:a@acme.com', 'Active', ''], 'the e-mail cell is no e-mail address'],
    [['a@', 'Active', ''], 'the e-mail cell is no e-mail address'],
    [['a@..com', 'Active', ''], 'the e-mail cell holds a dot where none belongs'],
    [['a@ac%me.com', 'Active', ''], 'the e-mail cell is no e-mail address'],
    [['Jane <a@acme.com>', 'Active', ''], 'the e-mail cell holds a blank'],
    [['a\u200b@acme.com', 'Active', ''], 'the e-mail cell holds invisible characters: \\u200b'],
    [['a\u00a8@acme.com', 'Active', ''], 'the e-mail cell is no e-mail address'],
    [['a \u0000@acme.com', 'Active', ''], 'the e-mail cell holds a blank, and invisible characters: \\u0000'],
    [['Ask Jane who this is', 'Active', ''], 'the e-mail cell is no e-mail address'],
    [[`${'a'.repeat(312)}@acme.com`, 'Active', ''], 'the e-mail cell is longer than 320 characters'],
  ])('say why %j is no user, and keep its cells', (cells, reason) => {
    const population = populationOf({ tables: [tableOf([header, ['ok@acme.com', 'Active', ''], cells])] });
    expect(population.rejected).toEqual([{ row: 3, reason, cells }]);
    expect(population.accounts).toHaveLength(1);
  });

  test('do not arise from empty cells behind the header, nor from a header cell without a name', () => {
    const { accounts, rejected } = populationOf({
      tables: [
        tableOf([
          [...header, ''],
          ['a@acme.com', 'Active', '', '', ''],
          ['b@acme.com', 'Active', ''],
        ]),
      ],
    });
    expect(accounts).toHaveLength(2);
    expect(rejected).toEqual([]);
  });

  test('take no part in what the export is judged by', () => {
    expect(
      fromRows([{ email: 'a@acme.com' }, { email: '', status: 'Nonsense', lastLogin: 'gibberish' }]).rejected,
    ).toHaveLength(1);
  });
});

describe('rows of one login', () => {
  test('stand as the live row, and tell what the others say differently', () => {
    const { accounts, duplicates } = fromRows([
      { email: 'jane@acme.com', status: 'Suspended', role: 'Admin' },
      { email: 'JANE@acme.com', status: 'Pending', role: 'User' },
      { email: 'jane@acme.com ', status: 'Pending', role: 'User' },
    ]);
    expect(accounts).toEqual([
      expect.objectContaining({
        row: 3,
        status: 'pending',
        conflicts: [{ row: 2, status: 'suspended', role: 'Admin' }],
      }),
    ]);
    expect(duplicates).toEqual([
      { row: 2, login: 'jane@acme.com', keptRow: 3 },
      { row: 4, login: 'jane@acme.com', keptRow: 3 },
    ]);
  });

  test('stand as the privileged one of two live rows', () => {
    const { accounts } = fromRows([
      { email: 'jane@acme.com', role: 'User' },
      { email: 'jane@acme.com', role: 'Admin' },
    ]);
    expect(accounts.map(({ row, role }) => ({ row, role }))).toEqual([{ row: 3, role: 'Admin' }]);
  });

  test('stand as the first when nothing tells them apart', () => {
    expect(fromRows([{ email: 'jane@acme.com' }, { email: 'jane@acme.com' }]).accounts[0]).toMatchObject({
      row: 2,
      conflicts: [],
    });
  });
});

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

describe('an export that cannot be taken whole', () => {
  test('is refused when a fault ends the table', () => {
    const [header = [], row = []] = exportCells([{ email: 'a@acme.com' }]);
    const table = tableOf([], {
      rows: () => [
        { kind: 'row', row: 1, cells: header },
        { kind: 'row', row: 2, cells: row },
        { kind: 'fault', row: 3, found: 'a quote that is never closed', expected: 'a closing quote' },
      ],
    });
    expect(refusalsOf({ tables: [table] })).toEqual([
      'users.csv, row 3: the file cannot be read to its end. Found: a quote that is never closed. Expected: a closing quote.',
    ]);
  });

  test('is refused without any user, with the first reason when all rows were rejected', () => {
    expect(refusalsOf({ tables: [exportTable([])] })).toEqual([expect.stringContaining('nothing below the header')]);
    expect(refusalsOf({ tables: [exportTable([{ email: 'nobody' }])] })).toEqual([
      expect.stringContaining('the first is row 2: the e-mail cell is no e-mail address'),
    ]);
  });
});

describe('signs of an edited file', () => {
  test('are none in a raw export', () => {
    expect(fromRows([{ email: 'a@acme.com' }]).editedSigns).toEqual([]);
  });

  test('are a missing `Suspended At` and a filled `Operation`', () => {
    const records = [
      ['Operation', 'Email', 'Status'],
      ['', 'a@acme.com', 'Active'],
      ['Suspend', 'b@acme.com', 'Active'],
      ['Edit', '', ''],
    ];
    expect(populationOf({ tables: [tableOf(records)] }).editedSigns).toEqual([
      'no `Suspended At` column',
      '`Operation` is filled in, in 2 rows (first: row 3)',
    ]);
  });

  test('are a workbook, and a second list of users in it that is not read', () => {
    const rows = exportCells([{ email: 'a@acme.com' }]);
    const [first, second] = ['Active', 'Suspended'].map((sheet) =>
      tableOf(rows, { format: 'xlsx', encoding: null, delimiter: null, sheet }),
    );
    const population = populationOf({ tables: [first, second].flatMap((table) => table ?? []) });
    expect(population.table.sheet).toBe('Active');
    expect(population.editedSigns).toEqual([
      're-saved copy: a workbook, People.ai writes CSV',
      'not read: "Suspended", other sheets with a list of users',
    ]);
  });
});

describe('the way back', () => {
  test('finds named rows again, cell for cell', () => {
    const records = [...exportCells([{ email: ' a@acme.com ' }, { email: 'b@acme.com' }, { email: 'c@acme.com' }])];
    const tables = [tableOf(records, { delimiter: ';' }), tableOf(records)];
    const { table } = populationOf({ tables });
    expect(recordsOf(tables, table, new Set([2, 4]))).toEqual([
      { row: 2, cells: ['', ' a@acme.com ', 'Active', ''] },
      { row: 4, cells: ['', 'c@acme.com', 'Active', ''] },
    ]);
  });

  test('throws when the file is not the one that was read', () => {
    const table = exportTable([{ email: 'a@acme.com' }]);
    expect(() => recordsOf([table], table, new Set([2, 3]))).toThrow('no longer has all rows');
    expect(() => recordsOf([table], { ...table, delimiter: ';' }, new Set([2]))).toThrow('no longer has the table');
  });
});

describe('always', () => {
  const anyCell = fc.oneof(
    fc.constantFrom('', ' ', 'a@acme.com', 'A@acme.com', 'b@acme.com', 'Active', 'Admin'),
    fc.string(),
  );
  const anyRow = fc.array(anyCell, { maxLength: 5 });

  test('every row is an account, a duplicate or rejected, or the export is refused', () => {
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
