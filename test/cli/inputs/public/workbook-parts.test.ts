// Parts of a workbook as public bug reports of other products describe them, through the whole command: none is answered confidently and wrongly.
import { describe, expect, test } from 'vitest';
import { workbookOf, workbookParts, zipOf } from '../../../support/inputs/workbook-builder.ts';
import { expectRefused, withExport, rolesOf } from '../../../support/program/handed-in.ts';
import { header, rewritten, transitional, user } from './one-user.ts';

function inBigEndian(xml: string): Buffer {
  return Buffer.from(xml, 'utf16le').swap16();
}

describe('how a workbook of a public bug report is written', () => {
  test.each([
    [
      'ExcelDataReader/ExcelDataReader#142, tealeg/xlsx#562, JuliaData/XLSX.jl#222: the sheet says that it is one cell',
      rewritten('xl/worksheets/', (xml) => xml.replace('<sheetData', '<dimension ref="A1"/><sheetData')),
      'User',
    ],
    [
      'SheetJS/sheetjs#630, tidyverse/readxl#428: a row that a filter hides is a row',
      rewritten('xl/worksheets/', (xml) => xml.replace('<row r="2"', '<row r="2" hidden="1"')),
      'User',
    ],
    [
      'dfinke/ImportExcel#207: a title above the header',
      rewritten('xl/worksheets/', (xml) =>
        xml
          .replace(/r="2"/, 'r="3"')
          .replace(/r="1"/, 'r="2"')
          .replace('<row', '<row r="1"><c t="inlineStr"><is><t>Users</t></is></c></row><row'),
      ),
      'User',
    ],
    [
      'nao1215/filesql#1048: elements with a prefix',
      rewritten('xl/worksheets/', (xml) => xml.replaceAll(/<(\/?)(?=\w)/g, '<$1x:')),
      'User',
    ],
    [
      'nao1215/filesql#1048: attributes in single quotes, behind a line break',
      rewritten('xl/worksheets/', (xml) => xml.replaceAll('"', "'").replaceAll(' r=', '\n\tr=')),
      'User',
    ],
    [
      'SheetJS/sheetjs#271: shared strings with a prefix',
      rewritten('xl/sharedStrings', () => '<x:sst><x:si><x:t>User</x:t></x:si></x:sst>', '<c t="s"><v>0</v></c>'),
      'User',
    ],
    [
      'MathNya/umya-spreadsheet#366: relationships with a prefix',
      rewritten('xl/_rels/', (xml) => xml.replaceAll(/<(\/?)Rel/g, '<$1ns0:Rel')),
      'User',
    ],
    [
      'JuliaData/XLSX.jl#62, troldal/OpenXLSX#297: parts by their whole path',
      rewritten('xl/_rels/', (xml) => xml.replaceAll('Target="', 'Target="/xl/').replaceAll('/xl//xl/', '/xl/')),
      'User',
    ],
    [
      'PydPiper/pylightxl#65: a sheet names its part without a prefix',
      rewritten('xl/workbook.xml', (xml) => xml.replaceAll('r:id=', 'id=')),
      'User',
    ],
    [
      'xlnt-community/xlnt#165: a sheet names a drawing that is not there',
      rewritten('xl/worksheets/', (xml) => xml.replace('</sheetData>', '</sheetData><drawing r:id="d1"/>')),
      'User',
    ],
    [
      'felipe-prenholato/openpyxl#61: packed on a Mac, with the files that it adds',
      zipOf([
        { name: '__MACOSX/xl/worksheets/._sheet0.xml', content: 'no XML' },
        ...workbookParts({
          sheets: { Users: `${header}<row r="2">${user}<c t="inlineStr"><is><t>User</t></is></c></row>` },
        }).map((part) => ({ ...part, name: part.name.replace('/sheet', '/Sheet') })),
      ]),
      'User',
    ],
    [
      'rfischer42/xlsx-reader#10: a row without an end tag',
      rewritten('xl/worksheets/', (xml) =>
        xml.replaceAll(/<row r="(\d)">/g, '<row r="$10" spans="1:9"/><row r="$15">'),
      ),
      'User',
    ],
    [
      'ExcelDataReader/ExcelDataReader#115: rows and cells without their names',
      rewritten('xl/worksheets/', (xml) => xml.replaceAll(/ r="\d+"/g, '')),
      'User',
    ],
    [
      'python-excel/xlrd#92: a workbook in the strict form',
      rewritten('xl/', (xml) =>
        xml.replaceAll(transitional, 'http://purl.oclc.org/ooxml/officeDocument/relationships'),
      ),
      'User',
    ],
  ])('%s: read as people see it', async (_, workbook, role) => {
    expect(await rolesOf('users.xlsx', workbook)).toEqual([role]);
  });

  test.each([
    ['xl/workbook.xml', 'u.xlsx: the workbook cannot be read'],
    ['xl/worksheets/', 'row 1: the file cannot be read to its end'],
  ])('yfedoseev/office_oxide#229: %s in UTF-16, which reads as no sheet at all: refused', async (part, says) => {
    expectRefused(await withExport('u.xlsx', rewritten(part, inBigEndian)), says);
  });

  test.each([
    [
      'DocumentServer#1500: the first row has cells named A0',
      `<row r="1"><c r="A0" t="str"><v>Email</v></c></row>`,
      '"A0" in row 1',
    ],
    [
      'SheetJS/sheetjs#2432: cells stand column by column',
      '<row r="2"><c t="str"><v>jane@acme.com</v></c></row><row r="1"><c t="str"><v>Email</v></c></row>',
      'a row numbered 1 behind row 2',
    ],
  ])('%s: refused with its cell', async (_, data, says) => {
    expectRefused(await withExport('users.xlsx', workbookOf({ sheets: { Users: data } })), says);
  });
});
