import { describe, expect, test } from 'vitest';
import type { Config } from '../../../../core/config/config.ts';
import { findHeader } from '../../../../core/inputs/export/header.ts';
import type { FoundHeader } from '../../../../core/inputs/export/header.ts';
import { mapHeader } from '../../../../core/inputs/export/header-mapping.ts';
import { refusalText } from '../../../../core/values/result.ts';
import { rulesOf } from '../../../../core/versions.ts';
import { tableOf } from '../../../support/inputs/export-builder.ts';

type Columns = Config['export']['columns'];

function mapped(cells: readonly string[], configured: Columns = {}): Record<string, string> {
  return Object.fromEntries(mapHeader(cells, configured).columns.map(({ field, header }) => [field, header]));
}

function found(tables: Parameters<typeof findHeader>[0], configured: Columns = {}): FoundHeader {
  const result = findHeader(tables, 'users.csv', configured);
  if (result.kind === 'refused') throw new Error(result.refusals.map(refusalText).join('\n'));
  return result.value;
}

function refusals(tables: Parameters<typeof findHeader>[0], configured: Columns = {}): readonly string[] {
  const result = findHeader(tables, 'users.csv', configured);
  return result.kind === 'refused' ? result.refusals.map(refusalText) : [];
}

describe('the mapping of headers', () => {
  test('ignores case, blanks, underscores, hyphens and the width of letters', () => {
    expect(mapped([' E-MAIL_address ', 'ｓｔａｔｕｓ', 'last-login DATE'])).toEqual({
      email: ' E-MAIL_address ',
      status: 'ｓｔａｔｕｓ',
      lastLogin: 'last-login DATE',
    });
  });

  test('goes by the letters of a header that another program spelled, as versions before 0.25.0 did not', () => {
    const cells = ['E.mail', 'Status:', 'Last.Login..UTC.', 'Employee ID*', 'License.s.'];
    expect(mapped(cells)).toEqual({
      email: 'E.mail',
      status: 'Status:',
      lastLogin: 'Last.Login..UTC.',
      license: 'License.s.',
      employeeId: 'Employee ID*',
    });
    expect(mapHeader(cells, {}, rulesOf({ tool: { version: '0.24.0' } })).columns).toEqual([]);
  });

  test('goes by the letters of one column alone, which no other field has and nobody configured', () => {
    expect(mapped(['Email', 'Status', 'Last.Login', 'Last/Login'])).toEqual({ email: 'Email', status: 'Status' });
    expect(mapped(['Email', 'Status', 'Role', 'Role.'])).toMatchObject({ role: 'Role' });
    expect(mapped(['Email', 'Status', 'Last.Login'], { team: 'Last.Login' })).toEqual({
      email: 'Email',
      status: 'Status',
      team: 'Last.Login',
    });
    expect(mapped(['Email', 'Status', '#', '%'], { employeeId: '#' })).toMatchObject({ employeeId: '#' });
    expect(mapped(['Email', 'Status', '# Roles', 'Team %'])).toEqual({ email: 'Email', status: 'Status' });
  });

  test('takes the likeliest of several candidates, wherever it stands', () => {
    expect(mapped(['Username', 'Manager', 'Email', 'Active', 'Status', 'Manager Email'])).toEqual({
      email: 'Email',
      status: 'Status',
      manager: 'Manager Email',
    });
  });

  test('takes a configured header before any usual one, and for no other field', () => {
    expect(mapped(['Email', 'Username', 'Status'], { email: 'user name' })).toMatchObject({ email: 'Username' });
    expect(mapped(['Username', 'Status'], { name: 'Username' })).toEqual({ name: 'Username', status: 'Status' });
  });

  test('finds the column of the operation, which feeds no field', () => {
    expect(mapHeader(['Email', 'Operation'], {})).toMatchObject({ operationColumn: 1 });
    expect(mapHeader(['Email'], {})).toMatchObject({ operationColumn: null });
  });
});

describe('the search for the header', () => {
  const users = [
    ['Email', 'Status', 'Role'],
    ['a@acme.com', 'Active', 'User'],
  ];

  test('passes titles and notes above it', () => {
    expect(found([tableOf([['Users of Acme'], ['Email me with questions'], ...users])])).toMatchObject({ row: 3 });
  });

  test('ends after fifty records', () => {
    const notes = Array.from({ length: 50 }, () => ['note']);
    expect(found([tableOf([...notes.slice(1), ...users])]).row).toBe(50);
    expect(refusals([tableOf([...notes, ...users])])).toEqual([expect.stringContaining('no e-mail column')]);
  });

  test('takes the delimiter under which the header has the most columns', () => {
    const commas = tableOf([['Email', 'Status', 'Role;Team']]);
    const semicolons = tableOf([['Email', 'Status', 'Role', 'Team']], { delimiter: ';' });
    expect(found([commas, semicolons]).table.delimiter).toBe(';');
    expect(found([semicolons, commas]).table.delimiter).toBe(';');
  });

  test('takes the first sheet with a header and names the others', () => {
    const sheets = ['Notes', 'Users', 'Old'].map((sheet, index) =>
      tableOf(index === 0 ? [['hello']] : [...users, ...users], { sheet, format: 'xlsx', delimiter: null }),
    );
    expect(found(sheets)).toMatchObject({ table: { sheet: 'Users' }, otherSheets: ['Old'] });
  });

  test('lists the headers when the status is missing', () => {
    expect(refusals([tableOf([['Email', 'Role']])])).toEqual([
      expect.stringMatching(
        /^users\.csv, row 1: no status column\. Found: the headers "Email", "Role"\..*export\.columns\.status/,
      ),
    ]);
  });

  test('speaks of the reading that came closest to a header', () => {
    const commas = tableOf([['Email;Role', 'x']]);
    const semicolons = tableOf([['Email', 'Role,x']], { delimiter: ';' });
    expect(refusals([commas, semicolons])).toEqual([expect.stringContaining('no status column')]);
  });

  test('says that the e-mail is missing, and which header was configured for it', () => {
    expect(refusals([tableOf([['Name', 'Status']])])).toEqual([
      expect.stringMatching(/no e-mail column\. Found: the headers "Name", "Status"/),
    ]);
    expect(refusals([tableOf([['Email', 'Status']])], { email: 'Mail of user' })).toEqual([
      expect.stringMatching(/no e-mail column.*the header "Mail of user", as configured in export\.columns\.email/),
    ]);
  });

  test('refuses a configured header that is not in the file, with those that are', () => {
    expect(refusals([tableOf(users)], { team: 'Squad' })).toEqual([
      expect.stringMatching(
        /a configured column is not in the file\. Found: the headers "Email", "Status", "Role".*"Squad"/,
      ),
    ]);
  });

  test('refuses a needed header that stands twice, with both columns', () => {
    expect(refusals([tableOf([['Email', 'Note', 'Status', 'Note', 'e-mail']])])).toEqual([
      expect.stringContaining('"Email" in the columns 1 and 5'),
    ]);
  });

  test('passes a fault above any header on', () => {
    const broken = tableOf([], {
      rows: () => [{ kind: 'fault', row: 7, found: 'an open quote', expected: 'its end' }],
    });
    expect(refusals([broken])).toEqual([expect.stringContaining('users.csv, row 7')]);
    expect(found([broken, tableOf(users)]).row).toBe(1);
  });
});
