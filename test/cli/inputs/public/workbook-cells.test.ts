// Cells of a workbook as public bug reports of other products describe them, through the whole command: none is answered confidently and wrongly.
import { describe, expect, test } from 'vitest';
import { inlineRows, workbookOf } from '../../../support/inputs/workbook-builder.ts';
import { companyWith, expectRefused, withExport, withLeavers, rolesOf } from '../../../support/program/handed-in.ts';
import { header, sharing, user, withCell, workbookWith } from './one-user.ts';

describe('a cell of text, or of a formula, of a public bug report', () => {
  test.each([
    [
      'sheetjs#362: _x8C_ is taken for a character',
      workbookWith('<c t="inlineStr"><is><t>b_x8C_I</t></is></c>'),
      'b_x8C_I',
    ],
    ['codex#38118: an empty shared string is read as its number', sharing('<si><t>0</t></si>', '<si><t/></si>'), ''],
    ['exceljs#232: a shared string without text counts', sharing('<si/>', '<si><t>User</t></si>'), 'User'],
    [
      'abap2xlsx#376: an empty shared string carries the one before on',
      sharing('<si><t>0120</t></si>', '<si><t></t></si>'),
      '',
    ],
    [
      'calamine#9, exceljs#1431: runs of a shared string are strings of their own',
      sharing('<si><r><t>a</t></r><r><t>b</t></r></si>', '<si><t>User</t></si>'),
      'User',
    ],
    ['EPPlus#1530: a run without properties', sharing('<si><r><rPr/><t>Us</t></r><r><t>er</t></r></si>'), 'User'],
    [
      'ClosedXML#91: runs within an inline string',
      workbookWith('<c t="inlineStr"><is><r><t>Us</t></r><r><t>er</t></r></is></c>'),
      'User',
    ],
    [
      'doy/spreadsheet-parsexlsx#72: how a word is read stands beside it',
      sharing('<si><t>日本</t><rPh sb="0" eb="2"><t>ニホン</t></rPh><phoneticPr fontId="1"/></si>'),
      '日本',
    ],
    [
      'jsonkenl/xlsxir#138: the same within an inline string of runs',
      workbookWith(
        '<c t="inlineStr"><is><r><t>日</t></r><r><t>本</t></r><rPh sb="0" eb="2"><t>ニホン</t></rPh></is></c>',
      ),
      '日本',
    ],
    [
      'ClosedXML/ClosedXML#538: a link that is a formula',
      workbookWith('<c t="str"><f>HYPERLINK("mailto:a@acme.com","User")</f><v>User</v></c>'),
      'User',
    ],
    [
      'umya-spreadsheet#336: text behind an entity alone is left',
      workbookWith('<c t="inlineStr"><is><t>{&quot;year&quot;:1}</t></is></c>'),
      '{"year":1}',
    ],
    [
      'simplexlsx#63: a number under ###0 is a date',
      workbookWith('<c s="0"><v>2312631</v></c>', { format: '###0' }),
      '2312631',
    ],
    [
      'JuliaData/XLSX.jl#235: a formula that another cell tells',
      workbookWith('<c><f t="shared" si="0"/><v>440</v></c>'),
      '440',
    ],
    [
      'ggreen86/XLSX-Workbook-Class#59: a formula whose result is an empty text',
      workbookWith('<c t="str"><f ref="C2:C3" t="shared" si="0">IF(G20="","",1)</f><v/></c>'),
      '',
    ],
    [
      'python-excel/xlrd#81: a formula with its result as an inline string',
      workbookWith('<c t="inlineStr"><f>A1</f><is><t>User</t></is></c>'),
      'User',
    ],
    [
      'sebastian-software/xlsx-format#90: a formula that was never calculated is no empty cell',
      workbookWith('<c><f>1+1</f></c>'),
      "'=1+1",
    ],
    ['JanMarvin/openxlsx2#1039: an inline string that is not there', workbookWith('<c r="C2" t="inlineStr"/>'), ''],
  ])('%s: read as people see it', async (_, workbook, role) => {
    expect(await rolesOf('users.xlsx', workbook)).toEqual([role]);
  });

  test('simplexlsx#115: a blank cell moves those behind it: each stays in its column', async () => {
    const team = '<c r="D2" t="str"><v>Sales</v></c>';
    const data = `${inlineRows([['Email', 'Status', 'Role', 'Team']])}<row r="2">${user}${team}</row>`;
    expect(await rolesOf('users.xlsx', workbookOf({ sheets: { Users: data } }))).toEqual(['']);
  });

  test.each([
    [
      'elixlsx#66: booleans are numbers under a format',
      '<c s="0"><v>1</v></c>',
      'column Active: unknown status. Found: "1"',
    ],
    [
      'commercetools/nodejs#896: false is an empty cell',
      '<c t="str"><v></v></c>',
      'column Active: unknown status. Found: an empty cell',
    ],
  ])('%s: refused, and nobody is suspended by it', async (_, cell, says) => {
    const data = `${inlineRows([['Email', 'Active']])}<row r="2"><c t="str"><v>jane@acme.com</v></c>${cell}</row>`;
    const workbook = workbookOf({ sheets: { Users: data }, styles: ['"TRUE";"TRUE";"FALSE"'] });
    expectRefused(await withExport('users.xlsx', workbook), says);
  });

  test.each([
    ['extrame/xls#59: an address with its link', 'left@acme.com(mailto:left@acme.com)', ''],
    ['mcp-gdrive#22: an apostrophe before an address', "'left@acme.com", ''],
    ['openxlsx#335: a link without its text', '', '<f>HYPERLINK("mailto:left@acme.com","left@acme.com")</f>'],
    ['exceljs#964: the text of a link is a name', 'Left Person', ''],
  ])('%s: a rejected row, and no account that nobody knows', async (_, text, formula) => {
    const address = formula === '' ? `<c t="inlineStr"><is><t>${text}</t></is></c>` : `<c>${formula}</c>`;
    const active = '<c t="inlineStr"><is><t>Active</t></is></c>';
    const data = `${header}<row r="2">${user}</row><row r="3">${address}${active}</row>`;
    const company = await companyWith('users.xlsx', workbookOf({ sheets: { Users: data } }));
    const { document } = await company.review('--export', 'users.xlsx');
    expect(document.totals).toMatchObject({ rowsRead: 2, accounts: 1, rejected: 1 });
    expect(document.proposals).toBe(0);
  });
});

describe('a date or a time of a public bug report', () => {
  test.each([
    [
      'ExcelDataReader#82: a workbook counts from 1904',
      workbookWith('<c s="0"><v>40787</v></c>', { format: 14, date1904: true }),
      '2015-09-02',
    ],
    [
      'simplexlsx#142: a date of Google Sheets',
      workbookWith('<c s="0"><v>23275</v></c>', { format: 'dd.mm.yyyy' }),
      '1963-09-21',
    ],
    [
      'sebastian-software/xlsx-format#72: a date is the day before in Berlin',
      workbookWith('<c s="0"><v>45292</v></c>', { format: 14 }),
      '2024-01-01',
    ],
    [
      'SheetJS/sheetjs#874: a date with an hour of summer time',
      workbookWith('<c s="0"><v>43034.95833</v></c>', { format: 14 }),
      '2017-10-26T23:00:00',
    ],
    [
      'dilshod/xlsx2csv#84: a date is a hair before midnight',
      workbookWith('<c s="0"><v>41551.9999999998</v></c>', { format: 14 }),
      '2013-10-05',
    ],
    [
      'SheetJS/sheetjs#2341: seconds are rounded up to a minute',
      workbookWith('<c s="0"><v>44729.434716435186</v></c>', { format: 22 }),
      '2022-06-17T10:26:00',
    ],
    [
      'SheetJS/sheetjs#2112: a day and a month as Google Sheets writes the format',
      workbookWith('<c s="0"><v>43864</v></c>', { format: 'd.m' }),
      '2020-02-03',
    ],
    [
      'shuchkin/simplexlsx#77, dilshod/xlsx2csv#189: a date as LibreOffice writes it in another country',
      workbookWith('<c s="0" t="n"><v>43948.3333333333</v></c>', { format: 'dd/mm/yy\\ hh:mm\\ AM/PM' }),
      '2020-04-27T08:00:00',
    ],
    [
      'ExcelDataReader/ExcelDataReader#221: a date in ISO 8601',
      workbookWith('<c t="d"><v>2017-03-16</v></c>', { format: 14 }),
      '2017-03-16',
    ],
    [
      'productdevbook/hucre#496: a date in ISO 8601 of a workbook that counts from 1904',
      workbookWith('<c t="d"><v>2017-03-16T13:45:30</v></c>', { format: 14, date1904: true }),
      '2017-03-16T13:45:30',
    ],
  ])('%s: read as people see it', async (_, workbook, role) => {
    expect(await rolesOf('users.xlsx', workbook)).toEqual([role]);
  });

  test.each([
    ['Last Login', '[h]:mm'],
    ['Last Login', '[hh]:mm:ss;@'],
    ['Last Login', 46],
    ['Employee ID', '[m]:ss'],
  ])('csvkit#605: under %s hours of the format %s are a day of 1900: refused with the row', async (column, format) => {
    const workbook = workbookOf({ sheets: { Users: withCell(column, '<c s="0"><v>2.083</v></c>') }, styles: [format] });
    const outcome = await withExport('users.xlsx', workbook);
    expectRefused(outcome, 'row 2', `a cell of hours and minutes without a day in the column ${column}`);
  });

  test.each(['[$-409]h:mm', 'mm:ss.0', '"[h]" yyyy', '[h] dd/mm/yyyy'])(
    'csvkit#605: a time under %s is the moment that it was',
    async (format) => {
      const workbook = workbookOf({
        sheets: { Users: withCell('Role', '<c s="0"><v>46300.25</v></c>') },
        styles: [format.replaceAll('"', '&quot;')],
      });
      expect(await rolesOf('users.xlsx', workbook)).toEqual(['2026-10-05T06:00:00']);
    },
  );

  test('csvkit#605: a leaver whose last day is a number of hours is refused with the line', async () => {
    const row = '<row r="2"><c t="str"><v>jane@acme.com</v></c><c s="0"><v>2</v></c></row>';
    const list = workbookOf({ sheets: { Gone: inlineRows([['Email', 'Last day']]) + row }, styles: ['[h]:mm'] });
    expectRefused(await withLeavers('gone.xlsx', list), 'line 2, column 2', 'a cell of hours and minutes');
  });

  test.each([
    [
      'SheetJS/sheetjs#679: a date as text in a cell of numbers',
      withCell('Last Login', '<c><v>27.11.07</v></c>'),
      'column Last Login: a value that is no date in the expected format. Found: "27.11.07"',
    ],
    [
      'ONLYOFFICE/DesktopEditors#17: a date without its format',
      withCell('Last Login', '<c><v>42730</v></c>'),
      'the column is formatted as dates before it is saved',
    ],
    [
      'simplexlsx#43: text in a column of dates',
      inlineRows([
        ['Email', 'Status', 'Last Login'],
        ['jane@acme.com', 'Active', '6 weeks'],
      ]),
      '"6 weeks"',
    ],
  ])('%s: refused with its cell', async (_, data, says) => {
    expectRefused(await withExport('users.xlsx', workbookOf({ sheets: { Users: data } })), says);
  });
});
