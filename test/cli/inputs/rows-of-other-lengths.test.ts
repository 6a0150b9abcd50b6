// Rows of an export that are longer or shorter than its header, as spreadsheets and other writers leave them.
import { describe, expect, test } from 'vitest';
import { companyWith, expectRefused, withExport } from '../../support/program/handed-in.ts';

describe('a row that is longer than the header', () => {
  const header = 'Status,Email,Name,Role,User Type';
  const usual = 'Active,jane@acme.com,Jane,User,';
  const moved = 'Active,doe@acme.com,Doe, Jane,User,';
  const numberedRows = (count: number): readonly string[] =>
    Array.from({ length: count }, (_, index) => usual.replace('jane', `jane${index}`));

  test.each([
    ['among others', [usual, moved, usual], 3],
    ['at the end', [usual, moved], 3],
    ['at the beginning', [moved, moved, usual], 2],
    ['beside one that is rejected', [usual, moved, 'Active,joe@acme.com', usual], 3],
    ['alone behind sixteen', [...numberedRows(15), moved], 17],
    ['of sixteen that Excel would not save at a time', [usual, ...numberedRows(16).map((row) => `${row},`), usual], 3],
  ])('is refused %s: a comma without quotes moved its cells', async (_, rows, row) => {
    const outcome = await withExport('users.csv', `${[header, ...rows].join('\n')}\n`);
    expectRefused(outcome, `users.csv, row ${row}:`, '6 cells, of which the last is empty', 'in quotes');
  });

  test.each([
    ['a blank behind the comma', ['Active,doe@acme.com,Doe, Jane,User,', 'Active,roe@acme.com,Roe, Joe,User,']],
    [
      'names as they stand in addresses',
      [
        'Active,jane.doe@acme.com,Doe,Jane,User,',
        'Active,joe.roe@acme.com,Roe,Joe,User,',
        'Active,x1@acme.com,Poe,Ann,User,',
      ],
    ],
    ['rows of two lengths', ['Active,doe@acme.com,Doe,Jane,User,', 'Active,roe@acme.com,Roe,Joe,Jr,User,']],
  ])('is refused among others that are longer too, which %s shows', async (_, rows) => {
    const outcome = await withExport('users.csv', `${[header, ...rows].join('\n')}\n`);
    expectRefused(outcome, 'users.csv, row 2:', '6 cells, of which the last is empty', 'in quotes');
  });

  test.each([
    ['all rows end with a comma', [usual, usual.replace('jane', 'joe')].map((row) => `${row},`), 2],
    [
      'all rows end with a comma, and blanks stand behind all',
      ['Active, jane@acme.com, Jane, User, ,', 'Active, joe@acme.com, Joe, User, ,'],
      2,
    ],
    [
      'all rows end with a comma, and one role begins with a blank',
      [usual.replace('User', ' User'), usual.replace('jane', 'joe'), usual.replace('jane', 'ann')].map(
        (row) => `${row},`,
      ),
      3,
    ],
    ['all rows end with a comma, and a login is name and role', ['Active,admin@acme.com,Admin,Admin,,'], 1],
    ['all rows end with a comma, and a login is the role', ['Active,user@acme.com,Jane,User,,', `${usual},`], 2],
    [
      'a note stands beyond it, around which Excel writes longer rows',
      [usual, `${usual.replace('jane', 'joe')},`, `${usual.replace('jane', 'ann')},note`, usual.replace('jane', 'eve')],
      3,
    ],
    [
      'a format stands beyond it, for which Excel writes sixteen rows longer, a blank one among them',
      numberedRows(40).map((row, index) => {
        const line = index + 2;
        if (line === 17) return ',,,,,';
        return line > 16 && line <= 32 ? `${row},` : row;
      }),
      39,
    ],
    [
      'such rows stand below a name of two lines',
      numberedRows(40).map((row, index) => {
        if (index === 0) return row.replace('Jane', '"Jane\nDoe"');
        return index >= 15 && index < 31 ? `${row},` : row;
      }),
      40,
    ],
    ['a row is blank and longer', [usual, ',,,,,,', usual.replace('jane', 'joe')], 2],
  ])('is read where %s', async (_, rows, accounts) => {
    const company = await companyWith('users.csv', `${[header, ...rows].join('\n')}\n`);
    const { document } = await company.review('--export', 'users.csv');
    expect(document.totals).toMatchObject({ accounts });
  });
});

test('rows that Excel saved without the empty cells at their end are accounts, of whom nobody is missed', async () => {
  const logins = Array.from({ length: 20 }, (_, at) => (at === 19 ? 'ghost@acme.com' : `a${at}@acme.com`));
  const rows = logins.map((login, at) => `,${login},Active,User${at < 15 ? ',' : ''}`);
  const company = await companyWith(
    'users.csv',
    ['Operation,Email,Status,Role,Suspended At', ...rows, ''].join('\r\n'),
  );
  const { document } = await company.review('--export', 'users.csv');
  expect(document.totals).toMatchObject({ rowsRead: 20, accounts: 20, rejected: 0 });
  expect(document.findings.byCode).toMatchObject({ ORPHANED_ACCOUNT: 20, EXPORT_EDITED: 1 });
});

test('rows of other lengths are rejected, and the result says what is to be written instead', async () => {
  const company = await companyWith('users.csv', 'Email,Status,Role\njane@acme.com,Active,User\njoe@acme.com,Active\n');
  const { stdout } = await company.run('--export', 'users.csv', '--no-pdf');
  expect(stdout).toContain('row 3: 2 cells where the header has 3');
  expect(stdout).toContain('keeps empty cells at the end');
});
