// Exports as spreadsheets, mail programs and foreign systems leave them: read right, or refused with a place.
import { writeFile } from 'node:fs/promises';
import { describe, expect, test } from 'vitest';
import { aCompany } from '../../support/program/company.ts';
import { csvText } from '../../support/inputs/export-builder.ts';
import { companyWith, expectRefused, withExport, withLeavers } from '../../support/program/handed-in.ts';
import { aHeader, anIdentity } from '../../support/inputs/population-builder.ts';
import { at } from '../../support/time.ts';

describe('a snapshot of another program', () => {
  const zero = at('0001-01-01T00:00:00Z');
  const everyDate = { createdAt: zero, lastSignIn: zero, left: { notBefore: zero, notAfter: zero, source: 'HR' } };

  test('that writes the zero of a clock where there is no date says nothing by it', async () => {
    const zeros = { ...anIdentity({ login: 'jane@acme.com' }), ...everyDate };
    const company = await aCompany({ people: [zeros], accounts: ['jane@acme.com'] });
    const { document, files } = await company.review();
    expect(document.findings.byCode).toEqual({});
    expect(files.population).toMatchObject([{ login: 'jane@acme.com', situation: 'linked' }]);
  });

  test('that writes a date in another form is refused with its line', async () => {
    const odd = { ...anIdentity({ login: 'jane@acme.com' }), left: { notAfter: '30.09.2026', source: 'HR' } };
    const company = await aCompany();
    await writeFile(
      company.path('okta.jsonl'),
      [aHeader({ directory: 'okta', takenAt: at('2026-10-05T07:30:00Z') }), odd]
        .map((line) => `${JSON.stringify(line)}\n`)
        .join(''),
    );
    expectRefused(await company.run('--no-pdf'), 'okta.jsonl, line 2', '30.09.2026');
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
    bytes[bytes.lastIndexOf('#')] = 0xe9;
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
    ['asterisks of a mask', 'jo***@acme.com'],
  ])('has a row rejected, and nobody proposed, for an address with %s', async (_, address) => {
    const text = csvText([header, jane, ['', address, 'Active', '', 'Joe']]);
    const { document } = await (await companyWith('decorated.csv', text)).review('--export', 'decorated.csv');
    expect(document.totals).toMatchObject({ rowsRead: 2, accounts: 1, rejected: 1 });
    expect(document.findings.byCode['ORPHANED_ACCOUNT'] ?? 0).toBe(0);
  });

  test.each([
    ['a sign for what could not be read', 'j\ufffdrg@acme.com'],
    ['a question mark', 'j?rg@acme.com'],
    ['letters of UTF-8 that were read as others', 'jÃ¶rg@acme.com'],
    ['a question mark in the domain', 'joerg@b?cher.example'],
    ['letters of UTF-8 that were read as others in the domain', 'joerg@bÃ¼cher.example'],
  ])('is refused with the row of an address whose letter was lost: %s stands there', async (_, address) => {
    const bytes = csvText([header, jane, ['', address, 'Active', '', 'Jörg']]);
    expectRefused(await withExport('users.csv', bytes), 'users.csv, row 3', 'an address with');
    expectRefused(await withLeavers('gone.csv', `${address},2026-09-30\n`), 'gone.csv, line 1', 'an address with');
  });

  test('is read as without the invisible characters in its header and its status', async () => {
    const text = csvText([
      ['Email\u200b', 'Status\u2060'],
      ['jane@acme.com', 'Active\u200b'],
    ]);
    const { document } = await (await companyWith('unseen.csv', text)).review('--export', 'unseen.csv');
    expect(document.totals).toMatchObject({ accounts: 1, live: 1 });
  });

  test.each(['Disabled', 'Is Suspended', 'deactivated_flag', 'Gesperrt'])(
    'is refused where its status column %s is answered by yes and no, until the configuration says what they mean',
    async (status) => {
      const file = csvText([
        ['Email', status],
        ['jane@acme.com', 'No'],
        ['gone@acme.com', 'Yes'],
      ]);
      const columns = { status };
      const company = await companyWith('users.csv', file, { config: { export: { columns } } });
      expectRefused(await company.run('--export', 'users.csv'), 'row 2, column', 'unknown status. Found: "No"');
      const statuses = { active: ['No'], suspended: ['Yes'] };
      const declared = await companyWith('users.csv', file, { config: { export: { columns, statuses } } });
      const { document } = await declared.review('--export', 'users.csv');
      expect(document.totals).toMatchObject({ byStatus: { active: 1, suspended: 1 } });
    },
  );

  test('in Windows-1252 shows as edited, and says that its encoding is a guess', async () => {
    const bytes = Buffer.from(csvText([header, ['', 'jane@acme.com', 'Active', '', 'M\xfcller']]), 'latin1');
    const { document, files } = await (await companyWith('old.csv', bytes)).review('--export', 'old.csv');
    expect(document.findings.byCode).toMatchObject({ EXPORT_EDITED: 1 });
    const reasons = files.findings.findings.map(({ reason }) => reason).join();
    expect(reasons).toContain('read as windows-1252, which is a guess');
  });

  test.each([
    ['of Windows-1250', 'Dvo\xf8\xe1k', 29],
    ['of Windows-1250, one that Danish has as well', 'K\xf8t\xedn', 27],
    ['of Windows-1257, one that French has as well', 'J\xe2nis', 27],
    ['of MacRoman', 'Garc\x92a', 30],
    ['of Windows-1251', '\xc8\xe2\xe0\xed', 26],
    ['of Shift-JIS', '\x93c\x92\x86', 26],
    ['of GB18030', '\xc0\xee\xcb\xc4', 26],
  ])('is refused with line and column where its letters are those %s', async (_, name, column) => {
    const text = `Email,Status,Name\njane@acme.com,Active,M\xfcller\njane.doe@acme.com,Active,${name}\n`;
    const outcome = await withExport('old.csv', Buffer.from(text, 'latin1'));
    expectRefused(outcome, `old.csv, line 3, column ${column}`, 'encoding not known', 'saved again as "CSV UTF-8"');
  });

  test('in Windows-1252 has no login with a letter that is only guessed: the row is rejected, and proposed never', async () => {
    const rows = [
      header,
      jane,
      ['', 'jos\xe9@acme.com', 'Active', '', 'Jos\xe9'],
      ['', 'ren\xe9', 'Active', '', 'Ren\xe9'],
    ];
    const company = await companyWith('old.csv', Buffer.from(csvText(rows), 'latin1'));
    const { document, files } = await company.review('--export', 'old.csv');
    expect(document.totals).toMatchObject({ rowsRead: 3, accounts: 1, rejected: 2 });
    expect(files.population.map(({ login }) => login)).toEqual(['jane@acme.com']);
    expectRefused(
      await withLeavers('gone.csv', Buffer.from('Email,Last day\njos\xe9@acme.com,2026-09-30\n', 'latin1')),
      'gone.csv, line 2, column 1',
    );
  });

  test.each([
    ['a final Ctrl-Z', '\u001a'],
    ['padding of zero bytes', '\0'.repeat(512)],
  ])('with %s has a rejected row and no sign of editing', async (_, ending) => {
    const text = csvText([header, jane]) + ending;
    const { document } = await (await companyWith('padded.csv', text)).review('--export', 'padded.csv');
    expect(document.totals).toMatchObject({ rowsRead: 2, accounts: 1, rejected: 1 });
    expect(document.findings.byCode['EXPORT_EDITED'] ?? 0).toBe(0);
  });
});

test('a snapshot in which somebody has N/A for a number says of nobody else with it who they are', async () => {
  const people = [anIdentity({ login: 'jane@acme.com', employeeId: 'N/A' })];
  const accounts = ['jane@acme.com', { email: 'ghost@acme.com', employeeId: 'N/A' }];
  const { document } = await (await aCompany({ people, accounts })).review();
  expect(document.totals.situations).toMatchObject({ linked: 1, unmatched: 1 });
});

function numbered(...numbers: readonly string[]): string {
  return csvText([
    ['Email', 'Status', 'Employee ID'],
    ...numbers.map((number, at) => [`p${at}@acme.com`, 'Active', number]),
  ]);
}

describe('an employee number', () => {
  test.each(['1.9E+18', '1,90123E+15', '2E+10', '1\u066b90123456789012E+018'])(
    'that a spreadsheet rounded is refused with row and column: %s',
    async (number) => {
      const outcome = await withExport('users.csv', numbered('4711', number));
      expectRefused(
        outcome,
        'users.csv, row 3',
        `"${number}" in the column Employee ID`,
        'digits of the number are lost',
      );
    },
  );

  test('that only looks like one is read', async () => {
    expect(await withExport('users.csv', numbered('12E5', 'E+18', '1E18', '0.5'))).toMatchObject({ exit: 0 });
  });

  test.each(['="00471"', "'00471", "'00471'", '"00471"', '00471.0', '00471,00'])(
    'that a program wrote as %s is the one that people see, in the export and in a snapshot',
    async (dressed) => {
      const people = ['00471', dressed].map((employeeId, at) => anIdentity({ login: `q${at}@acme.com`, employeeId }));
      for (const person of people)
        for (const number of ['00471', dressed]) {
          const company = await companyWith('users.csv', numbered(number), { people: [person] });
          const { document } = await company.review('--export', 'users.csv');
          expect(document.totals.situations).toMatchObject({ linked: 1, unmatched: 0 });
        }
    },
  );

  test('that is a fraction, or holds a sign within, is its own', async () => {
    const people = [anIdentity({ login: 'q@acme.com', employeeId: '471' })];
    const company = await companyWith('users.csv', numbered('471.5', "4'71", '="471"&"0"'), { people });
    const { document } = await company.review('--export', 'users.csv');
    expect(document.totals.situations).toMatchObject({ unmatched: 3 });
  });

  test('that is none ties no two accounts to one person', async () => {
    const people = ['N/A', '1.9E+18'].flatMap((employeeId, at) =>
      [0, 1].map((one) => anIdentity({ login: `q${at}${one}@acme.com`, employeeId })),
    );
    const company = await companyWith('users.csv', numbered('N/A', 'N/A', '-'), { people });
    const { document } = await company.review('--export', 'users.csv');
    expect(document.totals.situations).toMatchObject({ unmatched: 3, disputed: 0 });
  });
});

test('a list whose first headers are ID and Profile is no file in SYLK', async () => {
  const company = await companyWith('users.csv', 'ID;Profile;Email;Status\n17;User;jane@acme.com;Active\n');
  const { document } = await company.review('--export', 'users.csv');
  expect(document.totals).toMatchObject({ accounts: 1 });
});
