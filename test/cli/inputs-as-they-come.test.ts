// Exports and leavers as spreadsheets, mail programs and foreign systems leave them: read right, or refused with a place.
// Each case is a whole command in a process of its own; together they take some twenty seconds.
import { writeFile } from 'node:fs/promises';
import { describe, expect, test } from 'vitest';
import { aCompany } from '../support/company.ts';
import type { Company, CompanySays } from '../support/company.ts';
import type { Outcome } from '../support/command.ts';
import { csvText } from '../support/export-builder.ts';
import { inlineRows, workbookOf, workbookParts, zipOf } from '../support/workbook-builder.ts';

async function companyWith(name: string, content: string | Uint8Array, says: CompanySays = {}): Promise<Company> {
  const company = await aCompany(says);
  await writeFile(company.path(name), content);
  return company;
}

async function withLeavers(name: string, content: string | Uint8Array): Promise<Outcome> {
  const company = await companyWith(name, content);
  return company.run('--leavers', name, '--no-pdf');
}

async function withExport(name: string, content: string | Uint8Array): Promise<Outcome> {
  const company = await companyWith(name, content);
  return company.run('--export', name, '--no-pdf');
}

function lastSeen(lastLogin: string): CompanySays {
  return { accounts: [{ email: 'jane@acme.com', lastLogin }] };
}

function listOf(login: string): string {
  return inlineRows([
    ['Email', 'Last day'],
    [login, '2026-09-30'],
  ]);
}

function expectRefused(outcome: Outcome, ...says: readonly string[]): void {
  expect(outcome).toMatchObject({ exit: 2, stdout: '' });
  for (const part of says) expect(outcome.stderr).toContain(part);
}

describe('a leavers file', () => {
  test.each([
    ['in quotes', "'jane@acme.com'"],
    ['in smart quotes', '“jane@acme.com”'],
    ['with an invisible character', '\u200bjane@acme.com'],
    ['as a link', 'mailto:jane@acme.com'],
    ['with a dot behind it', 'jane@acme.com.'],
    ['with a smart apostrophe', 'jane.o’brien@acme.com'],
  ])('is refused with its line when an address stands %s', async (_, address) => {
    const outcome = await withLeavers(
      'gone.csv',
      csvText([
        ['Email', 'Last day'],
        [address, '2026-09-30'],
      ]),
    );
    expectRefused(outcome, 'gone.csv, line 2, column 1');
  });

  test('of a header alone says that nobody left', async () => {
    const outcome = await withLeavers('gone.csv', 'Email,Last day\n');
    expect(outcome).toMatchObject({ exit: 0 });
  });

  test('is refused when it holds neither a header nor a row', async () => {
    expectRefused(await withLeavers('gone.csv', ',,\n'), 'gone.csv', 'no list of leavers');
  });

  test('is refused when a cover stands before the list', async () => {
    const sheets = {
      Cover: inlineRows([['Leavers of September']]),
      List: inlineRows([['jane@acme.com', '2026-09-30']]),
    };
    expectRefused(await withLeavers('gone.xlsx', workbookOf({ sheets })), 'sheet "Cover"');
  });

  test('is read on all its sheets', async () => {
    const workbook = workbookOf({ sheets: { North: listOf('joe@acme.com'), South: listOf('jane@acme.com') } });
    const { document } = await (await companyWith('gone.xlsx', workbook)).review('--leavers', 'gone.xlsx');
    expect(document.findings.byCode).toMatchObject({ LEAVER_ACCOUNT: 1 });
  });

  test('is refused with the line of a byte that is broken in a file of UTF-8', async () => {
    const text = csvText([
      ['Email', 'Last day', 'Name'],
      ['jane@acme.com', '2026-09-30', 'Zoë'],
      ['joe@acme.com', '2026-09-30', 'Zo#'],
    ]);
    const bytes = Buffer.from(text);
    bytes[bytes.lastIndexOf('#')] = 0xc3;
    expectRefused(await withLeavers('gone.csv', bytes), 'gone.csv, line 3');
  });
});

describe('a last login', () => {
  test('after the export is no evidence of access after leaving', async () => {
    const list = csvText([['jane@acme.com', '2026-09-30']]);
    const company = await companyWith('gone.csv', list, lastSeen('2569-09-29T08:00:00Z'));
    const { document } = await company.review('--leavers', 'gone.csv');
    expect(document.findings.byCode).toMatchObject({ LEAVER_ACCOUNT: 1 });
    expect(document.findings.byCode['ACCESS_AFTER_LEAVING'] ?? 0).toBe(0);
  });

  test.each(['1970-01-01', '1970-01-01T00:00:00Z', '0001-01-01T00:00:00'])('of %s is never', async (zero) => {
    const { document } = await (await aCompany(lastSeen(zero))).review();
    expect(document.findings.byCode['DORMANT_ACCOUNT'] ?? 0).toBe(0);
  });
});

describe('an export', () => {
  const header = ['Operation', 'Email', 'Status', 'Suspended At', 'Name'];
  const jane = ['', 'jane@acme.com', 'Active', '', 'Jane'];

  test('is refused with the line of a byte that is broken in a file of UTF-8', async () => {
    const bytes = Buffer.from(csvText([header, jane, ['', 'joe@acme.com', 'Active', '', 'Zoë Zo#']]));
    bytes[bytes.lastIndexOf('#')] = 0xc3;
    expectRefused(await withExport('users.csv', bytes), 'users.csv, line 3', '(C3)');
  });

  test('is refused when a byte is of an encoding that nobody knows', async () => {
    const bytes = Buffer.from(csvText([header, ['', 'jane@acme.com', 'Active', '', 'Ren#']]));
    bytes[bytes.lastIndexOf('#')] = 0x8f;
    expectRefused(await withExport('users.csv', bytes), 'users.csv, line 2', '(8F)');
  });

  test('shows as edited when it is in an encoding that is only guessed', async () => {
    const bytes = Buffer.from(csvText([header, ['', 'jane@acme.com', 'Active', '', 'Ren#']]));
    bytes[bytes.lastIndexOf('#')] = 0x8e;
    const { document } = await (await companyWith('old.csv', bytes)).review('--export', 'old.csv');
    expect(document.findings.byCode).toMatchObject({ EXPORT_EDITED: 1 });
  });

  test.each([
    ['quotes', "'joe@acme.com'"],
    ['smart quotes', '“joe@acme.com”'],
    ['a dot behind it', 'joe@acme.com.'],
    ['a smart apostrophe', 'jo’e@acme.com'],
    ['Turkish capitals', 'JOE.IŞIK@ACME.COM'],
    ['a dotted capital I', 'İBRAHİM@ACME.COM'],
  ])('has a row rejected, and nobody proposed, for an address with %s', async (_, address) => {
    const text = csvText([header, jane, ['', address, 'Active', '', 'Joe']]);
    const { document } = await (await companyWith('decorated.csv', text)).review('--export', 'decorated.csv');
    expect(document.totals).toMatchObject({ rowsRead: 2, accounts: 1, rejected: 1 });
    expect(document.findings.byCode['ORPHANED_ACCOUNT'] ?? 0).toBe(0);
  });

  test('is read as without the invisible characters in its header and its status', async () => {
    const text = csvText([
      ['Email\u200b', 'Status\u2060'],
      ['jane@acme.com', 'Active\u200b'],
    ]);
    const { document } = await (await companyWith('unseen.csv', text)).review('--export', 'unseen.csv');
    expect(document.totals).toMatchObject({ accounts: 1, live: 1 });
  });

  test.each([
    ['true', 'active'],
    [' 1 ', 'active'],
    ['TRUE', 'active'],
  ])('takes the boolean cell %j of a workbook for what it says', async (value, status) => {
    const cells = `<c t="inlineStr"><is><t>jane@acme.com</t></is></c><c t="b"><v>${value}</v></c>`;
    const data = `${inlineRows([['Email', 'Active']])}<row r="2">${cells}</row>`;
    const workbook = workbookOf({ sheets: { Users: data } });
    const company = await companyWith('users.xlsx', workbook, {
      config: { export: { columns: { status: 'Active' } } },
    });
    const { document } = await company.review('--export', 'users.xlsx');
    expect(document.totals).toMatchObject({ byStatus: { [status]: 1 } });
  });

  test.each([
    ['in another case', (name: string) => name.replace('xl/', 'XL/')],
    ['with backslashes', (name: string) => name.replaceAll('/', '\\')],
  ])('is read from a workbook whose parts are named %s', async (_, renamed) => {
    const parts = workbookParts({ sheets: { Users: inlineRows([header, jane]) } });
    const workbook = zipOf(parts.map((part) => ({ ...part, name: renamed(part.name) })));
    const { document } = await (await companyWith('users.xlsx', workbook)).review('--export', 'users.xlsx');
    expect(document.totals).toMatchObject({ accounts: 1 });
  });
});
