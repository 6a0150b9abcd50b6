// Leavers as spreadsheets, mail programs and foreign systems leave them: read right, or refused with a place.
import { describe, expect, test } from 'vitest';
import { csvText } from '../../support/inputs/export-builder.ts';
import { companyWith, expectRefused, withLeavers } from '../../support/program/handed-in.ts';
import { anIdentity } from '../../support/inputs/population-builder.ts';
import { inlineRows, workbookOf } from '../../support/inputs/workbook-builder.ts';

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

  // Numbers writes so: shuchkin/simplexlsx#55, SpartnerNL/Laravel-Excel#1003.
  test('is refused with the line of its header where the name of the table stands above it', async () => {
    const outcome = await withLeavers('gone.csv', 'Table 1,\nEmail,Last day\njane@acme.com,2026-09-30\n');
    expectRefused(outcome, 'gone.csv, line 2: a header that is not the first line', '"Email"');
  });

  test('is refused when it holds neither a header nor a row', async () => {
    expectRefused(await withLeavers('gone.csv', ',,\n'), 'gone.csv', 'no list of leavers');
  });

  test.each([
    ['Email,Hire Date,Termination Date', '"Hire Date", and "Termination Date" behind it'],
    ['Email,HireDate', '"HireDate"'],
    ['Email,DateOfHire', '"DateOfHire"'],
    ['Email,originalHireDate', '"originalHireDate"'],
    ['Email,HIRED_ON', '"HIRED_ON"'],
    ['Email,DOJ', '"DOJ"'],
    ['Email,Employment Date', '"Employment Date"'],
    ['Email,Entry Date', '"Entry Date"'],
    ['Email,HireDate,TermDate', '"HireDate"'],
    ['Email,Start_date', '"Start_date"'],
    ['Email,Name,Leaving date', '"Name", and "Leaving date" behind it'],
    ['Email,Eintritt,Austritt', '"Eintritt", and "Austritt" behind it'],
    // What lists of people to look into have: sourcebot#1464, nextcloud/user_retention#600.
    ['Email,Last Login', '"Last Login"'],
    ['Email,Last logged in', '"Last logged in"'],
    ['Email,Last signed in', '"Last signed in"'],
    ['Email,lastActivityAt', '"lastActivityAt"'],
    ['Email,Last Sign-In Date', '"Last Sign-In Date"'],
    ['Email,LAST_SEEN', '"LAST_SEEN"'],
    ['Email,Date of last password change', '"Date of last password change"'],
    ['E-Mail,Letzte Anmeldung', '"Letzte Anmeldung"'],
    ['Email,Probation End Date', '"Probation End Date"'],
    ['Email,End of probation', '"End of probation"'],
    ['Email,Ende der Probezeit', '"Ende der Probezeit"'],
    ['Email,Probezeitende', '"Probezeitende"'],
    // efeone/beams#443: the last day follows from it and the period of notice.
    ['Email,resignation_letter_date', '"resignation_letter_date"'],
    ['Email,Resignation Letter Date,Relieving Date', '"Resignation Letter Date", and "Relieving Date" behind it'],
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
      'Email,Last day,RehireDate\njane@acme.com,2024-01-31,2025-03-01\n',
      'line 1, column 3',
    ],
    // enroll#1428: such a row stays in the list, and the person in the company.
    [
      'with somebody who stays after all',
      'Email,Last day,Rescinded\njane@acme.com,2026-09-30,Yes\n',
      'line 2, column 3',
    ],
    [
      'with a resignation that was withdrawn',
      'Email,Last day,Reason,resignationWithdrawnOn\nmax@acme.com,2026-09-30,,\njane@acme.com,2026-09-30,,2026-09-01\n',
      'line 3, column 4',
    ],
  ])('is refused %s', async (_, content, place) => {
    expectRefused(await withLeavers('gone.csv', content), `gone.csv, ${place}`);
  });

  test.each([
    ['who may come back', 'Eligible for Rehire,Yes'],
    ['what became of a licence', 'License,Cancelled'],
    ['that nobody stays after all', 'Rescinded,No'],
    ['when somebody stayed after all, and is empty', 'Termination Rescinded Date,'],
  ])('is read beside a column that says %s', async (_, column) => {
    const [header, cell] = column.split(',');
    const content = `Email,Last day,${header}\njane@acme.com,2026-09-30,${cell}\n`;
    expect(await withLeavers('gone.csv', content)).toMatchObject({ exit: 0 });
  });

  test.each([
    'Last working day (YYYY-MM-DD)',
    'Termination Date',
    'Letzter Tag',
    'Date',
    'Leaves on',
    'Tag',
    'Relieving Date',
    'Deactivated',
    'Last day before sign-off',
    'Last Updated Termination Date',
    'Probation termination date',
    'Last signing day',
    'Resigned',
  ])('is read where its second column is called %s', async (name) => {
    const company = await companyWith('gone.csv', `Email,${name},Last login\njane@acme.com,2026-09-30,2026-09-29\n`);
    const { document } = await company.review('--leavers', 'gone.csv');
    expect(document.leavers).toMatchObject({ read: 1, matched: 1 });
  });

  test.each(["E-mail,Date d'entrée,Date de sortie\n", 'E-mail,Datum,Datum 2\n', ''])(
    'is refused where a row has two days and %j does not say which is the last',
    async (header) => {
      const content = `${header}jane@acme.com,2020-01-01,30/09/2026\njoe@acme.com,2021-01-01,30/09/2026\n`;
      const place = header === '' ? 'line 1, column 2' : 'line 2, column 2';
      expectRefused(
        await withLeavers('gone.csv', content),
        place,
        'two days, and no header that says which is the last',
      );
    },
  );

  test('is refused where the two days of a row begin with their year, as they are written in Hungary', async () => {
    const content = 'jane@acme.com,2020. 01. 05.,2026. 09. 30.\n';
    expectRefused(await withLeavers('gone.csv', content), 'line 1, column 2', 'two days, and no header');
  });

  test('is read where a note behind the last day begins with another day', async () => {
    const told = await withLeavers('gone.csv', 'E-mail,Day,Note\njane@acme.com,2026-09-30,2026-09-01 told by HR\n');
    expect(told).toMatchObject({ exit: 0 });
  });

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
      ['stranger@acme.com', '2026-08-31'],
      ['later@acme.com', '2027-01-31'],
    ]);
    const company = await companyWith('gone.csv', text);
    const { document } = await company.review('--leavers', 'gone.csv');
    const unmatched = [{ where: 'line 3', login: 'stranger@acme.com' }];
    const days = { newest: '2026-09-30', furthest: '2027-01-31' };
    expect(document.leavers).toEqual({ read: 3, matched: 1, notYet: 1, ...days, unmatched });
    const { stdout } = await company.run('--leavers', 'gone.csv', '--no-pdf');
    expect(stdout).toContain(
      'Leavers read 3 = 1 matched + 1 not yet gone (the last of them on 31 January 2027) + 1 unmatched; its newest last day that is over is 30 September 2026, 5 days before the run',
    );
    expect(stdout).toContain('line 3: stranger@acme.com matches nobody');
  });

  test('says why a leaver under another address of somebody matches nobody, and accuses no successor', async () => {
    const jane = anIdentity({ login: 'jane@acme.com', aliases: [{ login: 'j.roe@acme.com', source: 'proxy' }] });
    const text = 'Email,Last day\nj.roe@acme.com,2026-09-30\n';
    const company = await companyWith('gone.csv', text, { accounts: ['jane@acme.com'], people: [jane] });
    const { document } = await company.review('--leavers', 'gone.csv');
    const why = expect.stringMatching(/another address of whoever jane@acme\.com \(row 2\) is matched to in okta/);
    expect(document.leavers?.unmatched).toEqual([{ where: 'line 2', login: 'j.roe@acme.com', why }]);
    expect(document.findings.byCode).not.toHaveProperty('LEAVER_ACCOUNT');
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
      expect(document.leavers).toEqual({ read: 1, matched: 0, notYet: 0, newest: '2026-09-30', unmatched });
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

describe('a list of leavers with the last day of work beside that of the contract', () => {
  const row = 'jane@acme.com,2026-12-31,2026-09-30';

  // As Workday reports it: demisto/content#10465.
  test.each([
    'Email,Termination Date,Last Day of Work',
    'Email,Contract End Date,Last Working Day',
    'Email,Planned Termination Date,Actual_Termination_Date',
    'E-Mail,Austrittsdatum,Letzter Arbeitstag',
  ])('is refused under %s where one is over and the other is not', async (header) => {
    const outcome = await withLeavers('gone.csv', `${header}\n${row}\n`);
    expectRefused(outcome, 'gone.csv, line 2, column 2', 'two last days', '"2026-12-31", and "2026-09-30" in column 3');
  });

  test.each([
    ['Email,Last Day of Work,Termination Date', 'jane@acme.com,2026-09-30,2026-12-31', 1],
    ['Email,Termination Date,Last Day of Work', 'jane@acme.com,2026-09-30,2026-09-15', 1],
    ['Email,Termination Date,Last Day of Work', 'jane@acme.com,2026-12-31,2026-12-15', 0],
    ['Email,Last day,Resignation Date', row, 0],
    ['Email,Last day,Termination Notice Date', row, 0],
    ['Email,Last day,Notice of Termination Date', row, 0],
    ['Email,Last day,Previous Termination Date', row, 0],
    ['Email,Last day,Benefits Termination Date', row, 0],
  ])('is read under %s of %s', async (header, said, gone) => {
    const company = await companyWith('gone.csv', `${header}\n${said}\n`);
    const { document } = await company.review('--leavers', 'gone.csv');
    expect(document.findings.byCode['LEAVER_ACCOUNT'] ?? 0).toBe(gone);
  });
});
