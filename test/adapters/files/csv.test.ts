import { parse } from 'csv-parse/sync';
import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { exportReader } from '../../../adapters/files/export-reader.ts';
import type { Table, TableRow } from '../../../core/inputs/table.ts';
import { csvText } from '../../support/inputs/export-builder.ts';

type Encoding = 'utf-8' | 'utf-16le' | 'utf-16be';

function encoded(text: string, encoding: Encoding, mark: boolean): Buffer {
  const marked = mark ? `\uFEFF${text}` : text;
  if (encoding === 'utf-8') return Buffer.from(marked);
  const bytes = Buffer.from(marked, 'utf16le');
  return encoding === 'utf-16le' ? bytes : bytes.swap16();
}

async function tablesOf(file: string | Uint8Array): Promise<readonly Table[]> {
  const read = await exportReader().tables(typeof file === 'string' ? Buffer.from(file) : file, 'users.csv');
  if (read.kind === 'refused') throw new Error(JSON.stringify(read.refusals));
  return read.value;
}

async function firstTable(file: string | Uint8Array): Promise<readonly TableRow[]> {
  const [table] = await tablesOf(file);
  return [...(table?.rows() ?? [])];
}

async function refusalOf(file: Uint8Array): Promise<string> {
  const read = await exportReader().tables(file, 'users.csv');
  return read.kind === 'refused' ? JSON.stringify(read.refusals) : 'read';
}

const row = (line: number, ...cells: readonly string[]): TableRow => ({ kind: 'row', row: line, cells });

describe('physical lines', () => {
  test('numbers a row by the line of its first character, behind cells with line breaks', async () => {
    const text = 'Email,Note\r\na@x.io,"one\r\ntwo\nthree\rfour"\rb@x.io,\n\n\r\nc@x.io,"end"';
    expect(await firstTable(text)).toEqual([
      row(1, 'Email', 'Note'),
      row(2, 'a@x.io', 'one\r\ntwo\nthree\rfour'),
      row(6, 'b@x.io', ''),
      row(9, 'c@x.io', 'end'),
    ]);
  });

  test('agrees with a count of line breaks before each record, whatever mix of them the file has', async () => {
    const breaks = fc.constantFrom('\n', '\r\n', '\r');
    const cell = fc.string({ unit: fc.constantFrom('a', ',', '"', '\n', '\r', 'ü', ' ') });
    const record = fc.tuple(
      fc.array(cell, { minLength: 2, maxLength: 4 }),
      fc.array(breaks, { minLength: 1, maxLength: 3 }),
    );
    await fc.assert(
      fc.asyncProperty(fc.array(record, { minLength: 1, maxLength: 8 }), async (records) => {
        let text = 'x,y\n';
        const expected = [row(1, 'x', 'y')];
        for (const [cells, ends] of records) {
          const written = cells.map((each) => `"${each.replaceAll('"', '""')}"`).join(',');
          // A `\r` and a `\n` of two breaks would join into one, so line ends of one record are all alike.
          expected.push(row(text.split(/\r\n|\r|\n/).length, ...cells));
          text += written + ends.map(() => ends[0]).join('');
        }
        const tables = await tablesOf(text);
        const comma = tables.find((table) => table.delimiter === ',');
        expect([...(comma?.rows() ?? [])]).toEqual(expected);
      }),
    );
  });

  test('reads the same cells as another CSV parser', async () => {
    const cell = fc.string({ unit: fc.constantFrom('a', 'b', ',', '"', '\n', ' ', 'é', '😀') });
    await fc.assert(
      fc.asyncProperty(fc.array(fc.array(cell, { minLength: 2, maxLength: 5 }), { minLength: 1 }), async (records) => {
        const text = csvText([['x', 'y'], ...records]);
        const tables = await tablesOf(text);
        const cells = [...(tables.find((table) => table.delimiter === ',')?.rows() ?? [])].map((read) =>
          read.kind === 'row' ? read.cells : read,
        );
        expect(cells).toEqual(parse(text, { relax_column_count: true }));
      }),
    );
  });
});

describe('quotes', () => {
  test('names the line on which a quote was opened that is never closed, after all rows before it', async () => {
    expect(await firstTable('a,b\n1,2\n3,"4\n5,6\n7,8\n')).toEqual([
      row(1, 'a', 'b'),
      row(2, '1', '2'),
      expect.objectContaining({ kind: 'fault', row: 3, found: expect.stringContaining('never closed') }),
    ]);
  });

  test('names the line of the quote and not of the record that it stands in', async () => {
    const rows = await firstTable('a,b,c\n"1\n2",x,"3\n4');
    expect(rows.at(-1)).toMatchObject({ kind: 'fault', row: 3 });
  });

  test('ends with a fault where text stands behind a closing quote, instead of guessing what it belongs to', async () => {
    expect((await firstTable('a,b\n"1"x,2\n3,4\n')).at(-1)).toMatchObject({ kind: 'fault', row: 2 });
  });

  test('leaves a quote inside a plain cell as it is', async () => {
    expect(await firstTable('a,b\nJane "JJ" Doe,5"\n')).toEqual([row(1, 'a', 'b'), row(2, 'Jane "JJ" Doe', '5"')]);
  });
});

describe('shapes', () => {
  test('gives one table for each delimiter that splits, the widest first', async () => {
    const tables = await tablesOf('Email;Name;Status\na@x.io;Doe, Jane;Active\n');
    expect(tables.map((table) => table.delimiter)).toEqual([';', ',']);
  });

  test('gives a file that nothing splits as one table of one column', async () => {
    expect(await firstTable('Email\na@x.io\n')).toEqual([row(1, 'Email'), row(2, 'a@x.io')]);
  });

  test('passes short and long records on as they are', async () => {
    expect(await firstTable('a,b\n1\n1,2,3\n,\n')).toEqual([
      row(1, 'a', 'b'),
      row(2, '1'),
      row(3, '1', '2', '3'),
      row(4, '', ''),
    ]);
  });

  test('reads a table again from its first row', async () => {
    const [table] = await tablesOf('a,b\n1,2\n');
    expect([...(table?.rows() ?? [])]).toEqual([...(table?.rows() ?? [])]);
  });

  test('reads a file of any length whose records are short', async () => {
    const records = Array.from({ length: 20 }, (_, index) => ['x'.repeat(1_000_000), `${index}`]);
    const rows = await firstTable(csvText([['a', 'b'], ...records]));
    expect(rows.at(-1)).toEqual(row(21, 'x'.repeat(1_000_000), '19'));
  });

  test('keeps a cell of ten megabytes whole', async () => {
    const huge = `${'xx,\n'.repeat(2_500_000)}"`;
    const rows = await firstTable(
      csvText([
        ['a', 'b'],
        [huge, '1'],
        ['c', 'd'],
      ]),
    );
    const [, read] = rows;
    expect(read?.row).toBe(2);
    expect(read?.kind === 'row' && read.cells[0] === huge).toBe(true);
    expect(rows[2]).toEqual(row(2_500_003, 'c', 'd'));
  });
});

describe('encodings', () => {
  test('reads the same cells in every encoding, with every line break and delimiter', async () => {
    const letters = fc.constantFrom('a', 'Z', 'ü', 'Ł', '漢', '😀', ' ', '"', ',', ';', '\t', '\n', '\r');
    await fc.assert(
      fc.asyncProperty(
        fc.record({
          cells: fc.array(fc.tuple(fc.string({ unit: letters }), fc.string({ unit: letters })), { maxLength: 5 }),
          encoding: fc.constantFrom<Encoding>('utf-8', 'utf-16le', 'utf-16be'),
          mark: fc.boolean(),
          newline: fc.constantFrom<'\n' | '\r\n' | '\r'>('\n', '\r\n', '\r'),
          delimiter: fc.constantFrom<',' | ';' | '\t'>(',', ';', '\t'),
        }),
        async ({ cells, encoding, mark, newline, delimiter }) => {
          const records = [['Email Address', 'Status'], ...cells.map(([one, two]) => [one, `x${two}`])];
          const text = csvText(records, { newline, delimiter });
          const tables = await tablesOf(encoded(text, encoding, mark));
          const table = tables.find((other) => other.delimiter === delimiter);
          expect(table?.encoding).toBe(encoding);
          expect([...(table?.rows() ?? [])].map((read) => (read.kind === 'row' ? read.cells : read))).toEqual(records);
        },
      ),
    );
  });

  test('takes bytes that are no UTF-8 for Windows-1252, with its own characters between 80 and 9F', async () => {
    const bytes = Buffer.concat([
      Buffer.from('Email,Name\na@x.io,J'),
      Buffer.from([0xf6, 0x72, 0x67, 0x20, 0x80, 0x20, 0x4f, 0x92, 0x42]),
    ]);
    const [table] = await tablesOf(bytes);
    expect(table?.encoding).toBe('windows-1252');
    expect([...(table?.rows() ?? [])].at(-1)).toEqual(row(2, 'a@x.io', 'Jörg € O’B'));
  });

  test('reads UTF-16 without a mark where most characters are not ASCII', async () => {
    const rows = await firstTable(
      encoded('Email,Name\na@x.io,😀漢字漢字漢字漢字漢字漢字漢字漢字😀\n', 'utf-16be', false),
    );
    expect(rows[1]).toEqual(row(2, 'a@x.io', '😀漢字漢字漢字漢字漢字漢字漢字漢字😀'));
  });

  test('passes a zero byte in UTF-8 on, for the row that holds it', async () => {
    expect((await firstTable('Email,Status\na\0@x.io,Active\n'))[1]).toEqual(row(2, 'a\0@x.io', 'Active'));
  });

  test.each([
    ['with a byte order mark', true, '\u00ef\u00bb\u00bfEmail,Name\na@x.io,Ren\u00c3\u00a9\nb@x.io,J\u00c3rg\n'],
    ['without one', false, 'Email,Name\na@x.io,Ren\u00c3\u00a9\nb@x.io,J\u00c3rg\n'],
    ['whose only other letter stands before the damage', false, 'Email,Name\na@x.io,\nb@x.io,\u00c3\u00a9\u00a9\n'],
  ])('refuses UTF-8 in which a byte was lost or doubled, by its line, %s', async (_, isMarked, text) => {
    const refusal = await refusalOf(Buffer.from(text, 'latin1'));
    expect(refusal).toContain('users.csv, line 3');
    expect(refusal).toContain(isMarked ? 'damaged text' : 'a byte that is no UTF-8, beside others that are');
  });

  test.each(['little', 'big'] as const)('refuses UTF-32, its %s end first, by its name', async (end) => {
    const units = Buffer.from('\ufeffEmail,Status\n', 'utf16le');
    const bytes = Buffer.alloc(units.length * 2);
    for (let at = 0; at < units.length; at += 2)
      if (end === 'little') bytes.writeUInt32LE(units.readUInt16LE(at), at * 2);
      else bytes.writeUInt32BE(units.readUInt16LE(at), at * 2);
    expect(await refusalOf(bytes)).toContain('UTF-32');
  });

  test('refuses half a UTF-16 character', async () => {
    expect(await refusalOf(encoded('Email,Status\n', 'utf-16le', true).subarray(0, -1))).toContain('no utf-16le');
  });

  test('refuses a picture', async () => {
    expect(await refusalOf(Buffer.from('89504e470d0a1a0a0000000d49484452ff00', 'hex'))).toContain('not a text file');
  });
});

describe('files that are no export', () => {
  test.each([
    ['an empty file', Buffer.alloc(0), 'the file is empty'],
    ['nothing but blank lines', Buffer.from('\uFEFF\r\n \n'), 'the file is empty'],
    ['an old workbook', Buffer.from('d0cf11e0a1b11ae1', 'hex'), '.xls'],
    [
      'a workbook with a password',
      Buffer.concat([Buffer.from('d0cf11e0a1b11ae1', 'hex'), Buffer.from('EncryptedPackage', 'utf16le')]),
      'encrypted',
    ],
  ])('refuses %s', async (_, file, why) => {
    expect(await refusalOf(file)).toContain(why);
  });

  test('reads a text that begins with the letters PK as text', async () => {
    expect((await firstTable('PK,Email\n1,a@x.io\n'))[0]).toEqual(row(1, 'PK', 'Email'));
  });
});
