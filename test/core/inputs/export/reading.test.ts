import { describe, expect, test } from 'vitest';
import { rulesOf } from '../../../../core/versions.ts';
import { recordsOf } from '../../../../core/inputs/export/records.ts';
import { exportCells, exportTable, tableOf } from '../../../support/inputs/export-builder.ts';
import { fromRows, populationOf, refusalsOf } from './read.ts';

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

test.each([
  ['0.8.0', 'N/A', 'N/A'],
  ['0.9.0', 'N/A', null],
  ['0.22.0', '471.0', '471.0'],
  ['0.23.0', '471.0', '471'],
  ['0.23.0', '0.0', null],
])('of a file that version %s took, the employee number %s is %j', (version, text, employeeId) => {
  const table = exportTable([{ email: 'a@acme.com', employeeId: text }]);
  const taken = { ...table, taken: true as const, rules: rulesOf({ tool: { version } }) };
  expect(populationOf({ tables: [taken] }).accounts).toMatchObject([{ employeeId }]);
});

describe('rejected rows', () => {
  const header = ['Email', 'Status', 'Suspended At'];
  test.each([
    [['', ' ', ''], 'all cells are empty'],
    [['a@acme.com', 'Active'], '2 cells where the header has 3'],
    [['a\uff20acme.com', 'Active', ''], 'the e-mail cell holds \uff20 (\\uff20), which only looks like @'],
    [['a\ufe6bacme.com', 'Active', ''], 'the e-mail cell holds \ufe6b (\\ufe6b), which only looks like @'],
    [['a\uff20acme.com@', 'Active', ''], 'the e-mail cell is no e-mail address'],
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
  ])('say why %j is no user, and keep its cells', (cells, reason) => {
    expectRejected(cells, reason);
  });

  test('say why an address of more than 320 characters is no user, and keep its cells', () => {
    expectRejected([`${'a'.repeat(312)}@acme.com`, 'Active', ''], 'the e-mail cell is longer than 320 characters');
  });

  function expectRejected(cells: readonly string[], reason: string): void {
    const population = populationOf({ tables: [tableOf([header, ['ok@acme.com', 'Active', ''], cells])] });
    expect(population.rejected).toEqual([{ row: 3, reason, cells }]);
    expect(population.accounts).toHaveLength(1);
  }

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

  test.each([
    ['0.8.0', ['ok@acme.com', 'a@acme.com/x', 'smith@acme.com']],
    ['0.9.0', ['ok@acme.com', 'smith@acme.com']],
    ['0.11.0', ['ok@acme.com']],
  ])('of a file that version %s took are those that it rejected', (version, logins) => {
    const rows = [{ email: 'ok@acme.com' }, { email: 'a@acme.com/x' }, { email: 'ſmith@acme.com' }];
    const table = { ...exportTable(rows), taken: true as const, rules: rulesOf({ tool: { version } }) };
    expect(populationOf({ tables: [table] }).accounts.map(({ login }) => login)).toEqual(logins);
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

  test.each([
    ['the oldest of those that are as live', ['2026-04-02', '2024-01-15'], '2024-01-15'],
    ['the oldest, whichever comes first', ['2024-01-15', '2026-04-02'], '2024-01-15'],
    ['none, where one of them tells none', ['2026-04-02', ''], undefined],
  ])('were created when %s was', (_what, times, day) => {
    const rows = times.map((createdAt) => ({ email: 'jane@acme.com', createdAt }));
    const { accounts } = fromRows([...rows, { email: 'jane@acme.com', status: 'Suspended', createdAt: '2020-01-01' }]);
    expect(accounts.map(({ createdAt }) => createdAt)).toEqual([
      day === undefined ? null : expect.objectContaining({ day }),
    ]);
  });

  test('were created when the kept one was, to versions before 0.22.0', () => {
    const rows = ['2026-04-02', '2024-01-15'].map((createdAt) => ({ email: 'jane@acme.com', createdAt }));
    const table = { ...exportTable(rows), rules: rulesOf({ tool: { version: '0.21.0' } }) };
    expect(populationOf({ tables: [table] }).accounts).toMatchObject([{ createdAt: { day: '2026-04-02' } }]);
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

  test('are rows above the header, errors of a spreadsheet, and letters that were read in another encoding', () => {
    // Élodie Weiß, Michał Ždan and Pal Erdős, as Windows-1252 shows the bytes of each.
    const misread = ['Ã‰lodie WeiÃŸ', 'MichaÅ‚ Å½dan', 'Pal ErdÅ‘s'];
    const records = [
      ['Users of People.ai'],
      ['Email', 'Status', 'Suspended At', 'Name', 'Employee ID'],
      ['a@acme.com', 'Active', '', 'Jörg Müller', '#N/A'],
      ['b@acme.com', 'Active', '', 'JÃ¶rg MÃ¼ller', ''],
      ['c@acme.com', 'Active', '', '# 3 Sales', '####'],
      ['d@acme.com', 'Active', '', 'Ångström, Ände, IRMÃ', ''],
      ...misread.map((name) => ['e@acme.com', 'Active', '', name, '']),
    ];
    const table = tableOf(records);
    expect(populationOf({ tables: [table] }).editedSigns).toEqual([
      '1 row above the header, with which People.ai begins',
      're-saved copy: the error of a spreadsheet in place of a value, in 2 rows (first: row 3)',
      `re-saved copy: letters of UTF-8 that were read as another encoding, in ${1 + misread.length} rows (first: row 4)`,
    ]);
    expect(
      populationOf({ tables: [{ ...table, rules: rulesOf({ tool: { version: '0.18.0' } }) }] }).editedSigns,
    ).toEqual([]);
  });

  test('are question marks in place of letters of names, which versions before 0.25.0 did not see', () => {
    const names = ['Jane Doe?', 'J?rg M?ller', '?ukasz Wo?niak', 'Who? Ann'];
    const rows = names.map((name, index) => [`p${index}@acme.com`, 'Active', '', name, 'Ops?A']);
    const table = tableOf([['Email', 'Status', 'Suspended At', 'Name', 'Team'], ...rows]);
    expect(populationOf({ tables: [table] }).editedSigns).toEqual([
      're-saved copy: question marks in place of letters of names, in 2 rows (first: row 3)',
    ]);
    const rules = rulesOf({ tool: { version: '0.24.0' } });
    expect(populationOf({ tables: [{ ...table, rules }] }).editedSigns).toEqual([]);
  });

  test('are headers that another program spelled, which some versions did not read', () => {
    const table = tableOf([
      ['Email', 'Status', 'Suspended.At'],
      ['a@acme.com', 'Active', ''],
    ]);
    expect(populationOf({ tables: [table] }).editedSigns).toEqual([
      're-saved copy: another program spelled its headers, such as "Suspended.At"',
    ]);
    const rules = rulesOf({ tool: { version: '0.24.0' } });
    expect(populationOf({ tables: [{ ...table, rules }] }).editedSigns).toEqual(['no `Suspended At` column']);
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
