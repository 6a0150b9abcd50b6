// Exports and leavers as spreadsheets, mail programs and foreign systems leave them: read right, or refused with a place.
// Each case is a whole command in a process of its own; together they take some twenty seconds.
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { aCompany } from '../support/company.ts';
import { csvText } from '../support/export-builder.ts';
import { companyWith, expectRefused, withExport, withLeavers } from '../support/handed-in.ts';
import { anIdentity } from '../support/population-builder.ts';
import { inlineRows, workbookOf } from '../support/workbook-builder.ts';

function listOf(login: string): string {
  return inlineRows([
    ['Email', 'Last day'],
    [login, '2026-09-30'],
  ]);
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

  test.each([
    ['Email,Hire Date,Termination Date', '"Hire Date", and "Termination Date" behind it'],
    ['Email,Start_date', '"Start date"'],
    ['Email,Name,Leaving date', '"Name", and "Leaving date" behind it'],
    ['Email,Eintritt,Austritt', '"Eintritt", and "Austritt" behind it'],
  ])('is refused where its header says that the second column is another day: %s', async (header, says) => {
    expectRefused(await withLeavers('gone.csv', `${header}\njane@acme.com,2020-01-01,\n`), 'line 1, column 2', says);
  });

  test.each([
    ['with the zero of a clock as a last day', 'Email,Last day\njane@acme.com,1970-01-01\n', 'line 2, column 2'],
    [
      'with somebody who left and is still to leave',
      'Email,Last day\njane@acme.com,2024-01-31\njane@acme.com,2027-12-31\n',
      'line 3, column 2',
    ],
    [
      'with a column of those who came back',
      'Email,Last day,Rehire Date\njane@acme.com,2024-01-31,2025-03-01\n',
      'line 1, column 3',
    ],
  ])('is refused %s', async (_, content, place) => {
    expectRefused(await withLeavers('gone.csv', content), `gone.csv, ${place}`);
  });

  test('is read beside a column that says who may come back', async () => {
    const content = 'Email,Last day,Eligible for Rehire\njane@acme.com,2026-09-30,Yes\n';
    expect(await withLeavers('gone.csv', content)).toMatchObject({ exit: 0 });
  });

  test.each(['Last working day (YYYY-MM-DD)', 'Termination Date', 'Letzter Tag', 'Date', 'Leaves on', 'Tag'])(
    'is read where its second column is called %s',
    async (name) => {
      const company = await companyWith('gone.csv', `Email,${name},Last login\njane@acme.com,2026-09-30,2026-09-29\n`);
      const { document } = await company.review('--leavers', 'gone.csv');
      expect(document.leavers).toMatchObject({ read: 1, matched: 1 });
    },
  );

  test.each(['0206-09-30', '2206-09-30', '2569-09-30'])('is refused with the year of %s', async (day) => {
    expectRefused(await withLeavers('gone.csv', `Email,Last day\njane@acme.com,${day}\n`), 'line 2', 'from 1900');
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

  test('is counted: who matched, who has not left yet, and who matches nobody, by their line', async () => {
    const text = csvText([
      ['Email', 'Last day'],
      ['jane@acme.com', '2026-09-30'],
      ['stranger@acme.com', '2026-09-30'],
      ['later@acme.com', '2027-01-31'],
    ]);
    const company = await companyWith('gone.csv', text);
    const { document } = await company.review('--leavers', 'gone.csv');
    const unmatched = [{ where: 'line 3', login: 'stranger@acme.com' }];
    expect(document.leavers).toEqual({ read: 3, matched: 1, notYet: 1, unmatched });
    const { stdout } = await company.run('--leavers', 'gone.csv', '--no-pdf');
    expect(stdout).toContain('Leavers read 3 = 1 matched + 1 not yet gone + 1 unmatched');
    expect(stdout).toContain('line 3: stranger@acme.com matches nobody');
  });

  describe('whose leaver bears the employee number of somebody with an account', () => {
    const old = anIdentity({
      id: 'old',
      login: 'jane.roe@acme.com',
      employeeId: '4711',
      state: 'deleted',
      assignments: [],
    });
    const now = anIdentity({ id: 'now', login: 'jane@acme.com', employeeId: '4711' });
    const listed = 'Email,Last day\njane.roe@acme.com,2026-09-30\n';
    const all = Array.from({ length: 6 }, (_, index) => `p${index}@acme.com`);

    test('says whose, by account, row and number, and finds nothing by it', async () => {
      const company = await companyWith('gone.csv', listed, { accounts: ['jane@acme.com'], people: [old, now] });
      const { document } = await company.review('--leavers', 'gone.csv');
      const why = expect.stringContaining('number 4711, which jane@acme.com (row 2) bears in okta');
      const unmatched = [{ where: 'line 2', login: 'jane.roe@acme.com', why }];
      expect(document.leavers).toEqual({ read: 1, matched: 0, notYet: 0, unmatched });
      expect(document.findings.byCode).not.toHaveProperty('LEAVER_ACCOUNT');
      const { stdout } = await company.run('--leavers', 'gone.csv', '--no-pdf');
      expect(stdout).toContain('the list must name jane@acme.com');
    });

    test('says so too where the leaver is the one whom that person replaced under the same login', async () => {
      const dead = { ...old, logins: ['jane@acme.com', 'jane.roe@acme.com'] };
      const company = await companyWith('gone.csv', listed, { accounts: ['jane@acme.com'], people: [dead, now] });
      const { document } = await company.review('--leavers', 'gone.csv');
      expect(document.leavers).toMatchObject({ matched: 0, unmatched: [{ why: expect.stringContaining('4711') }] });
    });

    test('says nothing of a number that more people bear than one person has accounts', async () => {
      const people = all.map((login) => anIdentity({ id: login, login, employeeId: '4711' }));
      const company = await companyWith('gone.csv', listed, { accounts: all, people: [old, ...people] });
      const { document } = await company.review('--leavers', 'gone.csv');
      expect(document.leavers?.unmatched).toEqual([{ where: 'line 2', login: 'jane.roe@acme.com' }]);
    });
  });

  test('is refused when an address has letters of an encoding that is only guessed', async () => {
    const bytes = Buffer.from('Email,Last day\nj#rg@acme.com,2026-09-30\n');
    bytes[bytes.indexOf('#')] = 0xf6;
    expectRefused(await withLeavers('gone.csv', bytes), 'gone.csv, line 2, column 1', 'only guessed');
  });
});

describe('a last login', () => {
  test.each([
    ['after the export', '2027-09-29T08:00:00Z'],
    ['before the account was created', '2019-01-01'],
    ['of a zero', '1970-01-01'],
  ])('%s is no evidence of access after leaving', async (_, lastLogin) => {
    const company = await companyWith('gone.csv', csvText([['jane@acme.com', '2018-12-31']]), {
      accounts: [{ email: 'jane@acme.com', lastLogin, createdAt: '2020-01-01' }],
    });
    const { document } = await company.review('--leavers', 'gone.csv');
    expect(document.findings.byCode).toMatchObject({ LEAVER_ACCOUNT: 1 });
    expect(document.findings.byCode['ACCESS_AFTER_LEAVING'] ?? 0).toBe(0);
  });

  test.each(['1970-01-01', '1970-01-01T00:00:00Z', '0001-01-01T00:00:00', '2019-01-01', '1/1/1900'])(
    'of %s is no dormancy, and that is said',
    async (lastLogin) => {
      const company = await aCompany({ accounts: [{ email: 'jane@acme.com', lastLogin, createdAt: '2020-01-01' }] });
      const { document } = await company.review();
      expect(document.findings.byCode['DORMANT_ACCOUNT'] ?? 0).toBe(0);
      const reasons = document.unjudged.map(({ reason }) => reason);
      expect(reasons).toContainEqual(expect.stringContaining('1 last login cannot be'));
    },
  );

  test.each(['2569-09-29T08:00:00Z', '29/09/2569', '1448-04-17'])(
    'of %s, another calendar, is refused',
    async (day) => {
      const text = csvText([
        ['Email', 'Status', 'Last Login'],
        ['jane@acme.com', 'Active', day],
      ]);
      expectRefused(await withExport('users.csv', text), 'users.csv, row 2, column Last Login', day);
    },
  );

  test.each(['Last Seen', 'Last Active', 'Last Login Time (UTC)'])(
    'under the unknown header %s leaves dormancy unjudged, and the result says what to configure',
    async (named) => {
      const text = csvText([
        ['Email', 'Status', named],
        ['jane@acme.com', 'Active', '2026-01-01'],
      ]);
      const company = await companyWith('seen.csv', text);
      const { document } = await company.review('--export', 'seen.csv');
      expect(document.unusedColumns).toEqual([named]);
      const dormancy = document.unjudged.find(({ codes }) => codes.includes('DORMANT_ACCOUNT'));
      expect(dormancy?.reason).toContain(`"lastLogin": "${named}"`);
      const { stdout } = await company.run('--export', 'seen.csv', '--no-pdf');
      expect(stdout).toContain('Not judged (DORMANT_ACCOUNT');
      expect(stdout).toContain(`Columns that nobody uses: ${named}`);
    },
  );
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
  test.each(['1.9E+18', '1,90123E+15', '2E+10'])(
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

  test('that is none ties no two accounts to one person', async () => {
    const people = ['N/A', '1.9E+18'].flatMap((employeeId, at) =>
      [0, 1].map((one) => anIdentity({ login: `q${at}${one}@acme.com`, employeeId })),
    );
    const company = await companyWith('users.csv', numbered('N/A', 'N/A', '-'), { people });
    const { document } = await company.review('--export', 'users.csv');
    expect(document.totals.situations).toMatchObject({ unmatched: 3, disputed: 0 });
  });
});

describe('a huge input', () => {
  test('of a snapshot in one line is refused', async () => {
    const company = await aCompany({ accounts: ['jane@acme.com'], people: ['jane@acme.com'] });
    await writeFile(join(company.folder, 'okta.jsonl'), `{"kind":"snapshot","reasons":["${'x'.repeat(6_000_000)}`);
    expectRefused(await company.run('--no-pdf'), 'a line of more than 4000000 bytes');
  });

  test.each([
    ['a header', (list: string) => `{"kind":"snapshot","schema":1,"reasons":${list}}`, 'line 1'],
    ['a person', (list: string) => `HEADER\n{"id":"x","logins":${list}}`, 'line 2'],
  ])('of a snapshot in which %s has a list without end is refused with its line', async (_, lineWith, place) => {
    const company = await aCompany({ accounts: ['jane@acme.com'], people: ['jane@acme.com'] });
    const [head = ''] = (await readFile(company.path('okta.jsonl'), 'utf8')).split('\n', 1);
    const list = `[${Array.from({ length: 130_000 }, () => '{}').join()}]`;
    await writeFile(company.path('okta.jsonl'), `${lineWith(list).replace('HEADER', head)}\n`);
    expectRefused(await company.run('--no-pdf'), `okta.jsonl, ${place}`, 'a list of 130000 entries');
  });

  test('of a line of a snapshot is refused by the values written in it', async () => {
    const company = await companyWith('okta.jsonl', `{"kind":"snapshot","reasons":[${'[],'.repeat(1_000_000)}1]}\n`);
    const outcome = await company.run('--no-pdf');
    expectRefused(outcome, 'okta.jsonl, line 1', 'more than 1000000 values in 3000033 characters');
  });

  test('of a configuration with more faults than anybody reads is refused', async () => {
    const config = { policy: { privilegedRoles: Array.from({ length: 130_000 }, () => ({})) } };
    const company = await aCompany({ config });
    expectRefused(await company.run('--no-pdf'), 'review.json, top level', 'without a hundred thousand faults');
  });

  test.each([
    ['one list', { policy: { privilegedRoles: Array.from({ length: 250_000 }, () => 1) } }, '250001 entries or more'],
    [
      'many lists',
      { reviewers: { rules: Array.from({ length: 10 }, () => Array.from({ length: 25_000 }, () => 1)) } },
      '200013 entries or more',
    ],
  ])(
    'of a configuration with %s of more entries than any has is refused before each is judged',
    async (_, config, found) => {
      const company = await aCompany({ config });
      expectRefused(await company.run('--no-pdf'), 'review.json', found, 'at most 200000');
    },
  );

  test('of a configuration is refused before it is looked at', async () => {
    const company = await aCompany({ accounts: ['jane@acme.com'], people: ['jane@acme.com'] });
    await writeFile(join(company.folder, 'review.json'), '['.repeat(10_000_001));
    expectRefused(await company.run('--no-pdf'), 'review.json', 'at most 10000000 bytes');
  });

  test.each([
    ['{}', 200_001],
    ['[]', 400_000],
    ['0', 400_001],
  ])('of a configuration is refused by the values written in it before any is made: %s', async (value, times) => {
    const company = await aCompany();
    const text = `{"nonHuman":[${`${value},`.repeat(times)}0]}`;
    await writeFile(join(company.folder, 'review.json'), text);
    const found = `more than 400000 values in ${text.length} bytes`;
    expectRefused(
      await company.run('--no-pdf'),
      'review.json: configuration too large',
      found,
      'at most 400000 values',
    );
  });

  test('of a configuration takes the registers that fit into its bytes, as people write them', async () => {
    const nonHuman = Array.from({ length: 50_000 }, (_, index) => ({
      login: `service-account-${index}@acme.com`,
      owner: 'jane@acme.com',
      purpose: 'Reads accounts of Salesforce every night',
      expires: '2027-03-31',
      kind: 'account',
    }));
    const company = await aCompany({ accounts: ['jane@acme.com'], people: ['jane@acme.com'] });
    const config = JSON.parse(await readFile(company.path('review.json'), 'utf8'));
    await writeFile(company.path('review.json'), JSON.stringify({ ...config, nonHuman }));
    expect(await company.run('--no-pdf')).toMatchObject({ exit: 0 });
  });

  test('of a record of how files came is refused by the values written in it', async () => {
    const company = await companyWith('custody.json', `{"schema":1,"export":[${'{},'.repeat(200_000)}{}]}`);
    const outcome = await company.run('--custody', 'custody.json', '--no-pdf');
    expectRefused(outcome, 'custody.json: more than such a file holds', 'at most 200000');
  });

  test('of 130,000 refusals is refused, with the first of them', async () => {
    const rows = Array.from({ length: 130_000 }, (_, index) => `p${index}@acme.com,Word${index}`);
    const outcome = await withExport('users.csv', `Email,Status\n${rows.join('\n')}\n`);
    expectRefused(outcome, 'users.csv, row 2, column Status', 'and 129980 more');
  });

  test('of 130,000 leavers who are none is refused, with the first of them', async () => {
    const rows = Array.from({ length: 130_000 }, (_, index) => `p${index},2026-09-01`);
    const outcome = await withLeavers('gone.csv', `Email,Last day\n${rows.join('\n')}\n`);
    expectRefused(outcome, 'gone.csv, line 2, column 1', 'and 129980 more');
  });

  test('with a name that no cell of a spreadsheet holds is refused with its row and column', async () => {
    const outcome = await withExport('users.csv', `Email,Status,Name\njane@acme.com,Active,${'a'.repeat(32_768)}\n`);
    expectRefused(outcome, 'users.csv, row 2', '32768 characters in the column Name', 'at most 32767 characters');
  });

  test('with some long lists of teams is read, and with 10 megabytes of them refused where they are too many', async () => {
    const teams = 'A team; '.repeat(4_000);
    const listed = (rows: number): string =>
      `Email,Status,Team\n${Array.from({ length: rows }, (_, index) => `p${index}@acme.com,Active,"${teams}"\n`).join('')}`;
    expect((await withExport('users.csv', listed(3))).exit).toBe(0);
    expectRefused(await withExport('users.csv', listed(320)), 'users.csv, row 314', '10016000 characters in cells of');
  });

  test('of more than 10 megabytes of rows that no user stands in is refused, with the first of them', async () => {
    const rows = `${','.repeat(16_000)}\n`.repeat(100);
    const outcome = await withExport('users.csv', `Email,Status\njane@acme.com,Active\n${rows}`);
    expectRefused(outcome, 'users.csv, row 81', '79 rows up to here that no user stands in, the first in row 3');
  });

  test('of more than 200,000 leavers is refused with the line at which reading stopped', async () => {
    const rows = 'gone@acme.com,2026-09-01\n'.repeat(200_001);
    expectRefused(await withLeavers('gone.csv', `Email,Last day\n${rows}`), 'gone.csv, line 200002: too many leavers');
  });

  test('of a line of 60 megabytes is refused with its line', async () => {
    const outcome = await withExport('users.csv', `Email,Status\njane@acme.com,${'a'.repeat(60_000_000)}\n`);
    expectRefused(outcome, 'users.csv, row 2', 'a record of more than 16 megabytes');
  });
});
