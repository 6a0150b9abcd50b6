import { describe, expect, test } from 'vitest';
import { exportReader } from '../../../adapters/files/export-reader.ts';
import type { Table, TableRow } from '../../../core/inputs/table.ts';
import { inlineRows, workbookOf, workbookParts, zipOf } from '../../support/inputs/workbook-builder.ts';

async function tablesOf(file: Uint8Array): Promise<readonly Table[]> {
  const read = await exportReader().tables(file, 'users.csv');
  if (read.kind === 'refused') throw new Error(JSON.stringify(read.refusals));
  return read.value;
}

async function rowsOf(file: Uint8Array): Promise<readonly TableRow[]> {
  const [table] = await tablesOf(file);
  return [...(table?.rows() ?? [])];
}

async function sheet(
  rows: string,
  shape: Partial<Parameters<typeof workbookOf>[0]> = {},
): Promise<readonly TableRow[]> {
  return rowsOf(workbookOf({ sheets: { Users: rows }, ...shape }));
}

/** The one cell of a sheet of one cell. */
async function cell(xml: string, shape: Partial<Parameters<typeof workbookOf>[0]> = {}): Promise<string | undefined> {
  const [first] = await sheet(`<row r="1">${xml}</row>`, shape);
  return first?.kind === 'row' ? first.cells[0] : JSON.stringify(first);
}

async function refusalOf(file: Uint8Array): Promise<string> {
  const read = await exportReader().tables(file, 'users.csv');
  return read.kind === 'refused' ? JSON.stringify(read.refusals) : 'read';
}

describe('sheets', () => {
  test('gives every sheet as a table, whatever the file is called', async () => {
    const tables = await tablesOf(workbookOf({ sheets: { 'R&amp;D': '', Users: inlineRows([['Email']]) } }));
    expect(
      tables.map(({ format, encoding, delimiter, sheet: name }) => ({ format, encoding, delimiter, name })),
    ).toEqual([
      { format: 'xlsx', encoding: null, delimiter: null, name: 'R&D' },
      { format: 'xlsx', encoding: null, delimiter: null, name: 'Users' },
    ]);
  });

  test('refuses more sheets than a list of people has, and a part that two of them name: each is read', async () => {
    const many = Object.fromEntries(Array.from({ length: 1_001 }, (_, index) => [`Sheet ${index}`, '']));
    expect(await refusalOf(workbookOf({ sheets: many }))).toContain('more than 1000 sheets');
    const parts = workbookParts({ sheets: { A: '', B: '' } }).map((part) => ({
      ...part,
      content: String(part.content).replace('worksheets/sheet1.xml', 'worksheets/sheet0.xml'),
    }));
    const twice = zipOf(parts);
    expect(await refusalOf(twice)).toContain('of one part');
    expect((await exportReader().tables(Buffer.from(twice), 'export.xlsx', 'taken before')).kind).toBe('ok');
  });

  test('keeps the row numbers of the sheet where rows are missing or empty', async () => {
    const rows =
      '<row r="3"><c r="A3"><v>1</v></c></row><row r="4"><c r="A4" s="0"/></row><row r="9"><c r="A9"><v>2</v></c></row>';
    expect(await sheet(rows)).toEqual([
      { kind: 'row', row: 3, cells: ['1'] },
      { kind: 'row', row: 9, cells: ['2'] },
    ]);
  });

  test('fills cells that a row leaves out, up to the width of the header', async () => {
    const rows = `${inlineRows([['Email', 'Status', 'Team']])}<row r="2"><c r="B2" t="inlineStr"><is><t>Active</t></is></c></row>`;
    expect((await sheet(rows))[1]).toEqual({ kind: 'row', row: 2, cells: ['', 'Active', ''] });
  });

  test('reads a long sheet to its end', async () => {
    const records = Array.from({ length: 20_000 }, (_, index) => [`user${index}@acme.com`, 'Active']);
    const rows = await sheet(inlineRows(records));
    expect(rows.map((row) => (row.kind === 'row' ? row.cells : row))).toEqual(records);
    expect(rows.at(-1)).toMatchObject({ row: 20_000 });
  });

  test('reads a sheet whose last megabyte is blank', async () => {
    const ending = ' '.repeat(5_000_000);
    const parts = workbookParts({ sheets: { Users: inlineRows([['Email']]) } }).map((part) =>
      part.name.startsWith('xl/worksheets/') ? { ...part, content: `${part.content.toString()}${ending}` } : part,
    );
    expect(await rowsOf(zipOf(parts))).toEqual([{ kind: 'row', row: 1, cells: ['Email'] }]);
  });

  test('reads an archive of parts that are not packed, with fields that only the packing program reads', async () => {
    const parts = workbookParts({ sheets: { Users: inlineRows([['Email']]) } });
    const stamped = parts.map((part) => ({ ...part, stored: true, stamped: true }));
    for (const is64Bit of [false, true]) {
      expect(await rowsOf(zipOf(stamped, { is64Bit }))).toEqual([{ kind: 'row', row: 1, cells: ['Email'] }]);
    }
  });

  test('gives a sheet that is said to be visible before one that is hidden', async () => {
    const parts = workbookParts({ sheets: { Old: '', Users: '' } }).map((part) => ({
      ...part,
      content: String(part.content)
        .replace('name="Old"', 'name="Old" state="hidden"')
        .replace('name="Users"', 'name="Users" state="visible"'),
    }));
    expect((await tablesOf(zipOf(parts))).map(({ sheet: name }) => name)).toEqual(['Users', 'Old']);
  });

  test('reads the elements of a file that prefixes them', async () => {
    const parts = workbookParts({ sheets: { Users: '' } }).map((part) =>
      part.name.startsWith('xl/worksheets/')
        ? {
            ...part,
            content:
              '<x:worksheet xmlns:x="m"><x:sheetData><x:row><x:c><x:v>7</x:v></x:c></x:row></x:sheetData></x:worksheet>',
          }
        : part,
    );
    expect(await rowsOf(zipOf(parts))).toEqual([{ kind: 'row', row: 1, cells: ['7'] }]);
  });
});

describe('cells', () => {
  test.each([
    ['46300', '2026-10-05'],
    ['46300.333333333336', '2026-10-05T08:00:00'],
    ['46299.999999999', '2026-10-05'],
    ['61', '1900-03-01'],
    ['59', '1900-02-28'],
    ['-1', '-1'],
  ])('writes the serial date %s as %s', async (serial, text) => {
    expect(await cell(`<c s="1"><v>${serial}</v></c>`, { styles: [0, 14] })).toBe(text);
  });

  test.each([
    ['dates', [14, 15, 16, 17, 22, 27, 30, 36, 50, 57, 58], '2026-10-05'],
    ['times', [18, 21, 45, 47], '2026-10-05'],
    ['numbers', [0, 1, 4, 11, 13, 37, 40, 44, 48, 49], '46300'],
  ])('knows the formats without a code that show %s', async (_, styles, text) => {
    for (const style of styles.keys()) {
      expect(await cell(`<c s="${style}"><v>46300</v></c>`, { styles })).toBe(text);
    }
  });

  test('counts from 1904 where the workbook does', async () => {
    expect(await cell('<c s="0"><v>44838</v></c>', { styles: [22], date1904: true })).toBe('2026-10-05');
  });

  test.each([
    ['yyyy\\-mm\\-dd', '2026-10-05'],
    ['[$-409]d/m/yy h:mm AM/PM;@', '2026-10-05'],
    ['&quot;day&quot; 0', '46300'],
    ['[Red]0.00', '46300'],
    ['General', '46300'],
  ])('takes a number under the format %s for %s', async (format, text) => {
    expect(await cell('<c s="0"><v>46300</v></c>', { styles: [format] })).toBe(text);
  });

  test('takes a number under a format of a million brackets for what it is', async () => {
    expect(await cell('<c s="0"><v>46300</v></c>', { styles: ['['.repeat(1_000_000)] })).toBe('46300');
  });

  test.each([
    ['<c><v>12345678901234567</v></c>', '12345678901234567'],
    ['<c><v>1.5E+3</v></c>', '1500'],
    ['<c><v>1E-7</v></c>', '0.0000001'],
    ['<c><v>0.30000000000000004</v></c>', '0.3'],
    ['<c t="b"><v>1</v></c>', 'true'],
    ['<c t="b"><v>0</v></c>', 'false'],
    ['<c t="e"><v>#N/A</v></c>', '#N/A'],
    ['<c t="d"><v>2026-10-05T08:00:00</v></c>', '2026-10-05T08:00:00'],
    ['<c t="str"><f>A2&amp;"x"</f><v>Active</v></c>', 'Active'],
    ['<c><f>NOW()</f></c>', '=NOW()'],
    [
      '<c t="inlineStr"><is><r><t>Jane </t></r><r><t>D&#246;e &#x1F600;</t></r><rPh><t>x</t></rPh></is></c>',
      'Jane Döe 😀',
    ],
    ['<c t="inlineStr"><is><t><![CDATA[a<b]]></t></is></c>', 'a<b'],
    ['<c t="inlineStr"><is><t>a_x000A_b_x005F_x</t></is></c>', 'a\nb_x'],
  ])('reads %s as %s', async (xml, text) => {
    expect(await cell(xml)).toBe(text);
  });

  test('reads what stands behind a text with a hint how it is pronounced', async () => {
    const hint = '<rPh sb="0" eb="2"><t>たなか</t></rPh>';
    const strings = [`田中</t>${hint}</si><si><t>佐藤`];
    expect(await cell('<c t="s"><v>0</v></c>', { strings })).toBe('田中');
    expect(await cell('<c t="s"><v>1</v></c>', { strings })).toBe('佐藤');
    const inline = `<c t="inlineStr"><is><t>田中</t>${hint}</is></c><c t="inlineStr"><is><t>佐藤</t></is></c>`;
    expect(await sheet(`<row r="1">${inline}</row>`)).toEqual([{ kind: 'row', row: 1, cells: ['田中', '佐藤'] }]);
  });

  test('looks shared strings up, and names one that is missing', async () => {
    const strings = ['Email', 'a &lt; b'];
    expect(await cell('<c t="s"><v>1</v></c>', { strings })).toBe('a < b');
    expect(await cell('<c t="s"><v>2</v></c>', { strings })).toContain('missing shared string 2');
  });
});

describe('hostile workbooks', () => {
  const good = workbookParts({ sheets: { Users: inlineRows([['Email', 'Status']]) } });
  const bomb = Buffer.alloc(300_000_000, 0x20);

  test('refuses content that is declared too large, before it is inflated', async () => {
    expect(await refusalOf(zipOf([...good, { name: 'x', content: '', declaredSize: 4_000_000_000 }]))).toContain(
      'bytes of content',
    );
  });

  test('stops inflating a part that is larger than the archive declares', async () => {
    const parts = good.map((part) =>
      part.name === 'xl/sharedStrings.xml' ? { ...part, content: bomb, declaredSize: 1_000 } : part,
    );
    expect(await refusalOf(zipOf(parts))).toContain('larger than declared');
  });

  test('ends a sheet with a fault when its part is larger than declared', async () => {
    const parts = good.map((part) => (part.name.includes('sheet0') ? { ...part, declaredSize: 10 } : part));
    expect(await rowsOf(zipOf(parts))).toEqual([expect.objectContaining({ kind: 'fault', row: 1 })]);
  });

  test('notices a part whose bytes were changed', async () => {
    const file = zipOf(good);
    file[file.indexOf('_rels/.rels') + '_rels/.rels'.length + 3] = 0xff;
    expect(await refusalOf(file)).toContain('damaged');
  });

  test.each([
    ['an entity bomb', '<!DOCTYPE x [<!ENTITY a "&b;&b;">]><worksheet>&a;</worksheet>', 'document type declaration'],
    [
      'an unknown entity',
      '<worksheet><sheetData><row><c><v>&a;</v></c></row></sheetData></worksheet>',
      'unknown entity',
    ],
    ['elements without end', '<a>'.repeat(1_000_000), 'nested'],
    ['a text without end', `<worksheet>${' '.repeat(20_000_000)}</worksheet>`, 'many megabytes'],
    ['a part that is cut off', '<worksheet><sheetData><row r="1">', 'broken XML'],
    [
      'a tag that swallows a row, for a quote of its own is lost',
      '<worksheet><row r="1"><c t=inlineStr"><is><t>b</t></is></c></row><row r="2"><c t="inlineStr"><is><t>c</t></is></c></row></worksheet>',
      'tags within a tag',
    ],
    [
      'a tag that swallows a row, although nothing is asked of it',
      '<worksheet><row><c t="inlineStr"><is><t a="b"">b</t></is></c></row><row><c t="inlineStr"><is><t a="b">c</t></is></c></row></worksheet>',
      'tags within a tag',
    ],
    ['a cell far to the right', '<worksheet><row><c r="XFD1"><v>1</v></c></row></worksheet>', 'column 16384'],
    ['a row twice', '<worksheet><row r="2"/><row r="2"/></worksheet>', 'row numbered 2'],
    ['a row below the last', '<worksheet><row r="99999999"/></worksheet>', 'row numbered 99999999'],
    ['a column twice', '<worksheet><row><c r="A1"><v>1</v></c><c r="A1"><v>2</v></c></row></worksheet>', 'two cells'],
  ])('ends the sheet with a fault at %s', async (_, content, found) => {
    const rows = await rowsOf(zipOf(good.map((part) => (part.name.includes('sheet0') ? { ...part, content } : part))));
    expect(rows.at(-1)).toMatchObject({ kind: 'fault', found: expect.stringContaining(found) });
  });

  test.each([
    ['an encrypted part', zipOf(good.map((part) => ({ ...part, encrypted: true }))), 'encrypted part'],
    ['an archive that is cut off', zipOf(good).subarray(0, -30), 'cut off'],
    [
      'more parts than any workbook has',
      zipOf([...good, ...Array.from({ length: 20_000 }, (_, index) => ({ name: `p${index}`, content: '' }))]),
      'more than 20000 parts',
    ],
    ['two parts of one name', zipOf([...good, ...good]), 'two parts of the same name'],
    ['another kind of archive', zipOf([{ name: 'hello.txt', content: 'hello' }]), 'no part _rels/.rels'],
  ])('refuses %s', async (_, file, why) => {
    expect(await refusalOf(file)).toContain(why);
  });
});
