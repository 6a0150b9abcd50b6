// Files as public bug reports of other products describe them, through the whole command: none is answered confidently and wrongly.
import { describe, expect, test } from 'vitest';
import { companyWith, expectRefused, withExport } from '../support/handed-in.ts';

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
