import { inflateSync } from 'node:zlib';
import { describe, expect, test } from 'vitest';
import { PdfFile } from '../../drawing/pdf/file.ts';
import { decimal, name, pdfDate, textString } from '../../drawing/pdf/syntax.ts';
import { at } from '../support/time.ts';

const id = '00112233445566778899aabbccddeeff';

function written(file: PdfFile): Buffer {
  return Buffer.concat([...file.take()]);
}

describe('a PDF file', () => {
  test('refuses to end while an object that others point to is missing', () => {
    const file = new PdfFile();
    const root = file.add('<</Type/Catalog>>');
    const promised = file.reserve();
    expect(() => file.finish({ root, info: root, id })).toThrow(`PDF object ${promised} was promised`);
  });

  test('hands over each byte once', () => {
    const file = new PdfFile();
    const root = file.addPlain('<</Type/Catalog>>');
    expect(written(file).toString('latin1')).toContain('<</Type/Catalog>>');
    expect(written(file)).toHaveLength(0);
    file.finish({ root, info: root, id });
    expect(written(file).toString('latin1')).not.toContain('<</Type/Catalog>>');
  });

  test('says at its end where the table of its objects begins', () => {
    const file = new PdfFile();
    const root = file.add('<</Type/Catalog>>');
    file.finish({ root, info: root, id });
    const bytes = written(file);
    const [, start] = /startxref\n(\d+)\n%%EOF\n$/.exec(bytes.toString('latin1')) ?? [];
    expect(bytes.subarray(Number(start)).toString('latin1')).toMatch(/^\d+ 0 obj\n<<\/Type\/XRef/);
  });

  test('packs small objects compressed and gives them back in order', () => {
    const file = new PdfFile();
    const root = file.add('<</First 1>>');
    file.add('<</Second 2>>');
    file.finish({ root, info: root, id });
    const bytes = written(file);
    const head = /\/Type\/ObjStm\/N 2\/First (\d+)\/Filter\/FlateDecode\/Length (\d+)>>\nstream\n/.exec(
      bytes.toString('latin1'),
    );
    const from = (head?.index ?? 0) + (head?.[0].length ?? 0);
    const unpacked = inflateSync(bytes.subarray(from, from + Number(head?.[2]))).toString('latin1');
    expect(unpacked).toBe('1 0 2 13\n<</First 1>>\n<</Second 2>>\n');
  });
});

describe('a value', () => {
  test.each([
    ['plain (text)', String.raw`(plain \(text\))`],
    ['back\\slash', String.raw`(back\\slash)`],
    ['ü', '<FEFF00FC>'],
    ['\u{1F9D1}', '<FEFFD83EDDD1>'],
    ['\uD83E', '<FEFFFFFD>'],
    ['', '()'],
  ])('as text cannot leave its string: %j', (text, expected) => {
    expect(textString(text)).toBe(expected);
  });

  test('as a name is escaped', () => {
    expect(name('text/csv; x#1')).toBe('/text#2Fcsv#3B#20x#231');
  });

  test('as a number has two decimals at most and no exponent', () => {
    expect([1, 0.1 + 0.2, 12.345, 1e-9, -3.999].map(decimal)).toEqual(['1', '0.3', '12.35', '0', '-4']);
  });

  test('as a date is in UTC', () => {
    expect(pdfDate(at('2026-10-05T10:00:00.5+02:00'))).toBe('(D:20261005080000Z)');
  });
});
