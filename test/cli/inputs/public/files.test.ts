// Files as public bug reports of other products describe them, through the whole command: none is answered confidently and wrongly.
import { describe, expect, test } from 'vitest';
import { companyWith, expectRefused, rolesOf, withExport } from '../../../support/program/handed-in.ts';

/** A list of one person whose name is given by its bytes, a character each. */
function named(name: string): Buffer {
  return Buffer.from(`Email,Status,Name\njane@acme.com,Active,${name}\n`, 'latin1');
}

describe('a file of a public bug report about encodings', () => {
  test.each([
    ['chardet#87: Windows-1250 is detected as Windows-1252', named('\x8akoda Ho\xf8\xe1k')],
    ['cChardet#101: Ś of Windows-1250 is unreadable', named('\x8cLIMOK')],
    ['uchardet#7: Hungarian of ISO 8859-2 is detected as Windows-1252', named('Erd\xf5s \xc1rp\xe1d')],
    ['daff#173: no way to read Windows-1250', named('\xc8ern\xfd k\xf9\xf2')],
    ['encoding.js#12: Windows-1252 is detected as Shift-JIS', named('invit\xe9\xe0\xe7\xf901')],
    ['PapaParse#750: a euro sign of ISO 8859-15', named('M\xa4ller')],
  ])('%s: refused with its place', async (_, bytes) => {
    expectRefused(await withExport('users.csv', bytes), 'users.csv, line 2, column', 'encoding not known');
  });

  test('UTF-unknown#141: Czech of Windows-1250, a wrong ž: refused with the line of a byte that nothing defines', async () => {
    const bytes = named('P\xf8\xedli\x9a \x9elu\x9dou\xe8k\xfd');
    expectRefused(await withExport('users.csv', bytes), 'users.csv, line 2', 'a byte of an unknown encoding (9D)');
  });

  test('league/csv#558: UTF-8 with some rows of Windows-1252: refused with the row', async () => {
    const bytes = Buffer.concat([
      Buffer.from('Email,Status,Name\njoe@acme.com,Active,Zoë\n'),
      Buffer.from('jane@acme.com,Active,Zo\xeb\n', 'latin1'),
    ]);
    expectRefused(await withExport('users.csv', bytes), 'users.csv, line 3', 'no UTF-8, beside others that are');
  });

  test.each([
    ['charset_normalizer#624: German is detected as that of a Mac', 'Kinos\xe4le, Pl\xe4tze', 'Kinosäle, Plätze'],
    ['parsecsv#207: Windows-1252 is read with broken characters', 'Jo\xe3o M\xfcller', 'João Müller'],
  ])('%s: read, and said', async (_, name, text) => {
    const company = await companyWith('users.csv', named(`"${name}"`));
    const { document, files } = await company.review('--export', 'users.csv');
    expect(document.findings.byCode).toMatchObject({ EXPORT_EDITED: 1 });
    expect(files.population.map((row) => row['name'])).toContain(text);
  });
});

describe('a file of a public bug report about quotes and lines', () => {
  test.each([
    ['PowerShell#18125: each line is one quoted cell', '"Email,""Status"""\n"jane@acme.com,""Active"""\n', 'row 1'],
    [
      'CsvHelper#1338: a quote and a comma within a quoted cell move all cells behind them',
      'Email,Name,Status\n"jane@acme.com","RUSSELL "HILLS,"     ","Active"\n',
      'row 2',
    ],
    [
      'CsvHelper#1341: a quote that is missing at the end of a line takes the next line in',
      'Email,Status,Name\n"jane@acme.com","Active","Jane\n"joe@acme.com","Active","Joe"\n',
      'row 3',
    ],
    [
      'CsvHelper#1341: a quote too many at the end of a line takes the next line in',
      'Email,Status,Name\n"jane@acme.com","Active","Jane""\n"joe@acme.com","Active","Joe"\n',
      'row 3',
    ],
    [
      'mechatroner/vscode_rainbow_csv#108: a line above the header names a bar, which splits nothing here',
      'sep=|\nEmail|Status|Role\njane@acme.com|Active|User\n',
      'row 1',
    ],
    [
      'silverstripe/silverstripe-framework#8884: opened again, each line with its tabs is one cell',
      '"Email\tStatus\tRole"\n"jane@acme.com\tActive\tUser"\n',
      'row 1',
    ],
    [
      'mholt/PapaParse#129: two columns have one name',
      'Email,Status,Email\njane@acme.com,Active,b@acme.com\n',
      'row 1',
    ],
    [
      'adaltas/node-csv-parse#303: rows are longer than the header',
      'Email,Status\njane@acme.com,Active,User\n',
      'row 1',
    ],
    [
      'adaltas/node-csv-parse#149: doubled quotes around a plain cell',
      'Email,Status,Name\njane@acme.com,Active,""Jane"" Roe\n',
      'row 2',
    ],
    [
      'MicrosoftDocs/azure-docs#68767: names with commas are not quoted in a list of Entra',
      'Email,displayName,surname,mail,Status,companyName\njane@acme.com,Doe, Jane,Doe,jane@acme.com,Active,\n',
      'row 2',
    ],
    [
      'buckets/application#573: a year of two digits',
      'Email,Status,Last Login\njane@acme.com,Active,13.03.21\n',
      'row 2',
    ],
    ['calpaterson/csvbase#13: days are numbers', 'Email,Status,Last Login\njane@acme.com,Active,46284\n', 'row 2'],
    [
      'vscode_rainbow_csv#163: a quote is escaped with a backslash',
      'Email,Status,Name\njane@acme.com,Active,"Be very\\" quiet"\n',
      'row 2',
    ],
  ])('%s: refused with its row', async (_, text, row) => {
    expectRefused(await withExport('users.csv', text), `users.csv, ${row}`);
  });

  test.each([
    [
      'PowerShell#26419: a header "#" is taken for a comment',
      '"#",Email,Status,Role\n1,jane@acme.com,Active,User\n',
      'User',
    ],
    [
      'R: read.csv and write.csv number the rows, and leave dots in place of other signs',
      '"","User.Email","Status","User.Role"\n"1","jane@acme.com","Active","User"\n',
      'User',
    ],
    ['CsvHelper#1235: a quote inside a plain cell', 'Email,Status,Role\njane@acme.com,Active,26"-K\n', '26"-K'],
    [
      'mholt/PapaParse#1113: headers with commas are alike behind these',
      '"Team, Region",Role,Email,Status,"Area, Region"\nNorth,User,jane@acme.com,Active,South\n',
      'User',
    ],
    [
      'CsvHelper#923: commas in a quoted first cell',
      'Role,Email,Status\n"Inc., Sales",jane@acme.com,Active\n',
      'Inc., Sales',
    ],
    [
      'csvlint.rb#198: a line feed in a cell of a file of CRLF',
      '"Email","Status","Role"\r\n"jane@acme.com","Active","Us\ner"\r\n',
      'Us\ner',
    ],
    [
      'hhurz/tableExport.jquery.plugin#27: two byte order marks',
      '\ufeff\ufeffEmail,Status,Role\njane@acme.com,Active,User\n',
      'User',
    ],
    [
      'getodk/javarosa#687: a byte order mark before a quoted header',
      '\ufeff"Email","Status","Role"\n"jane@acme.com","Active","User"\n',
      'User',
    ],
    [
      'silverstripe/silverstripe-framework#8884: Excel saves a marked CSV with tabs',
      '\ufeffEmail\tStatus\tRole\r\njane@acme.com\tActive\tSales, Inc.\r\n',
      'Sales, Inc.',
    ],
    [
      'PowerShell/PowerShell#7776: a line above the header names the comma',
      'sep=,\nEmail,Status,Role\njane@acme.com,Active,User\n',
      'User',
    ],
    [
      'mechatroner/vscode_rainbow_csv#108: a line above the header names the semicolon',
      'sep=;\r\nEmail;Status;Role\r\njane@acme.com;Active;"a,b"\r\n',
      'a,b',
    ],
    [
      'microsoft/AzureStorageExplorer#3136: rows that were deleted in Excel stay as commas',
      'Email,Status,Role\n,,\njane@acme.com,Active,User\n,,\n,,\n',
      'User',
    ],
    [
      'jakob/Postico#550: a spreadsheet writes its unused columns and rows',
      'Email,Status,Role,,,\njane@acme.com,Active,User,,,\n,,,,,\n',
      'User',
    ],
    [
      'MicrosoftDocs/azure-docs#66205: blanks stand before addresses and words',
      'Name,Email,Status,Role\nJane, jane@acme.com, Active, User\n',
      'User',
    ],
    [
      'ccsv#11: a carriage return stays at the end of a line',
      'Email,Role,Status\r\njane@acme.com,User,Active\r\n',
      'User',
    ],
  ])('%s: read', async (_, text, role) => {
    expect(await rolesOf('users.csv', text)).toEqual([role]);
  });

  test.each([
    ['adaltas/node-csv-parse#73: the first cell is missing', 'jane@acme.com,Active'],
    ['adaltas/node-csv#406: a comma stands in a plain cell', 'Roe, Jane,jane@acme.com,Active'],
  ])('%s: a rejected row, and its cells are nobody else’s', async (_, row) => {
    const company = await companyWith('users.csv', `Name,Email,Status\n${row}\nJoe,joe@acme.com,Active\n`);
    const { document, files } = await company.review('--export', 'users.csv');
    expect(document.totals).toMatchObject({ rowsRead: 2, accounts: 1, rejected: 1 });
    expect(files.population.map(({ login, name }) => [login, name])).toEqual([['joe@acme.com', 'Joe']]);
  });
});
