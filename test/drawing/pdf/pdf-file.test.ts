import { buffer } from 'node:stream/consumers';
import { inflateSync } from 'node:zlib';
import Document from 'pdfkit';
import type { Value } from 'pdfkit';
import { describe, expect, test } from 'vitest';
import { PdfFile } from '../../../drawing/pdf/file.ts';
import { ObjectStreams } from '../../../drawing/pdf/object-streams.ts';
import { decimal, Text, textOf, textString, written } from '../../../drawing/pdf/syntax.ts';
import { at } from '../../support/time.ts';

async function aFile(): Promise<PdfFile> {
  const texts = { title: 'R&D <Acme>', author: 'Acme', subject: 'Run', producer: 'tool 1', runId: 'r', reportId: 'x' };
  const file = await PdfFile.open({ ...texts, at: at('2026-10-05T08:00:00Z') });
  file.document.addPage();
  return file;
}

function taken(from: { take(): Iterable<Uint8Array> }): string {
  return Buffer.concat([...from.take()]).toString('latin1');
}

function finished(file: PdfFile): string {
  const before = taken(file);
  file.finish();
  return before + taken(file);
}

/** What the streams of one kind hold, in the order of the file. */
function streamsOf(pdf: string, type: string): readonly string[] {
  const found = pdf.matchAll(new RegExp(String.raw`/Type /${type}\b[^]*?/Length (\d+)[^]*?\nstream\n`, 'g'));
  return Array.from(found, ({ 0: head, 1: length, index }) => {
    const from = index + head.length;
    return inflateSync(Buffer.from(pdf.slice(from, from + Number(length)), 'latin1')).toString('latin1');
  });
}

describe('a PDF file', () => {
  test('refuses to end while an object that others point to is missing', async () => {
    const file = await aFile();
    const promised = file.document.ref();
    expect(() => file.finish()).toThrow(`PDF object ${Number.parseInt(promised.toString(), 10)} was promised`);
  });

  test('hands over each byte once, and a page as soon as it is over', async () => {
    const file = await aFile();
    file.document.addContent(Buffer.from('first'));
    file.document.addPage();
    expect(taken(file)).toMatch(/^%PDF-1\.7\n.+\n\d+ 0 obj\n/);
    expect(taken(file)).toBe('');
    file.finish();
    expect(taken(file)).not.toContain('%PDF');
  });

  test('says at its end where the table of its objects begins', async () => {
    const pdf = finished(await aFile());
    const [, start] = /startxref\n(\d+)\n%%EOF\n$/.exec(pdf) ?? [];
    expect(pdf.slice(Number(start))).toMatch(/^\d+ 0 obj\n<<\n\/Root \d+ 0 R\n\/Info \d+ 0 R\n\/ID .+\n\/Type \/XRef /);
  });

  test('keeps its small objects packed and compressed', async () => {
    const file = await aFile();
    file.document.ref({ Small: new Text('as it (stands)') }).end();
    const pdf = finished(file);
    expect(pdf).not.toContain('/Small');
    expect(streamsOf(pdf, 'ObjStm').join('')).toContain(String.raw`/Small (as it \(stands\))`);
  });

  test('packs no more than five hundred objects into one stream', async () => {
    const file = await aFile();
    for (let count = 0; count < 1200; count += 1) file.document.ref({ Count: count }).end();
    const counts = streamsOf(finished(file), 'ObjStm').map((stream) => stream.match(/\/Count/g)?.length ?? 0);
    expect(counts.every((count) => count <= 500)).toBe(true);
    expect(counts.reduce((sum, count) => sum + count, 0)).toBeGreaterThanOrEqual(1200);
  });

  test('leaves a signature in the clear', async () => {
    const file = await aFile();
    file.document.ref({ Type: 'Sig', Contents: new Uint8Array(4) }).end();
    expect(finished(file)).toContain('/Contents <00000000>');
  });

  test('names its form in the catalog', async () => {
    const file = await aFile();
    const field = file.document.ref({ FT: 'Sig' });
    field.end();
    file.declareForm(field);
    expect(streamsOf(finished(file), 'ObjStm').join('')).toMatch(
      new RegExp(String.raw`/Type /Catalog\n[^]+/AcroForm <</Fields \[${field.toString()}\] /SigFlags 3>>\n>>`),
    );
  });

  test('escapes its title where it is XML, and only there', async () => {
    const pdf = finished(await aFile());
    expect(pdf).toContain('R&amp;D &lt;Acme&gt;');
    expect(streamsOf(pdf, 'ObjStm').join('')).toContain('(R&D <Acme>)');
  });
});

/** Three objects, the second of them a stream. */
function someStreams(): ObjectStreams {
  const streams = new ObjectStreams(() => '/More 1\n');
  streams.write(2, '(two)');
  streams.writeStream(1, `<<\n/Length ${misleading.length}\n>>`, Buffer.from(misleading));
  streams.write(3, '<<\n/Type /Catalog\n>>');
  return streams;
}

const misleading = 'x\nendobj\n9 0 obj\nstream\nxref\ntrailer\n';

function packed(): string {
  const streams = someStreams();
  streams.end(3, '/Root 3 0 R\n');
  return taken(streams);
}

describe('packing', () => {
  test('passes a stream as it is, whatever it says', () => {
    expect(packed()).toContain(
      `1 0 obj\n<<\n/Length ${misleading.length}\n>>\nstream\n${misleading}\nendstream\nendobj\n`,
    );
  });

  test('holds the other objects in the order in which they came', () => {
    expect(streamsOf(packed(), 'ObjStm')).toEqual(['2 0 3 6\n(two)\n<<\n/Type /Catalog\n/More 1\n>>\n']);
  });

  test('fails when an object never came', () => {
    expect(() => someStreams().end(4, '')).toThrow('PDF object 4 was promised and never written');
  });
});

describe('an object', () => {
  test.each<[string, Value]>([
    ['a name', 'Name'],
    ['numbers, a truth and nothing', [0, -1, 0.1 + 0.2, 1e-9, 841.89, true, null]],
    ['a text', new Text('plain')],
    ['a text with signs of the language', new Text('(odd) \\ \n\r\t\b\f')],
    ['a text in letters of others', new Text('ü ( \u2028 \u{1F9D1} \u0a28')],
    ['bytes', new Uint8Array([0, 10, 255])],
    ['a date', new Date(Date.UTC(2026, 9, 5, 8))],
    ['a dictionary in a dictionary', { Type: 'Any', Left: undefined, Of: { Deep: [[], {}] } }],
  ])('is written as pdfkit itself writes it: %s', async (_what, value) => {
    const kit = new Document({ autoFirstPage: false, font: null });
    const bytes = buffer(kit);
    const object = kit.ref({ Value: value });
    object.end();
    kit.end();
    const whole = (await bytes).toString('latin1');
    expect(whole).toContain(`${object.toString().replace('R', 'obj')}\n${written({ Value: value })}\nendobj\n`);
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

  test('as text of an object is UTF-16 wherever a character could stand for another', () => {
    expect(textOf('plain')).toEqual(new Text('plain'));
    expect(textOf('\u0018')).toEqual(Buffer.from([0xfe, 0xff, 0, 0x18]));
  });

  test('as a number has two decimals at most and no exponent', () => {
    expect([1, 0.1 + 0.2, 12.345, 1e-9, -3.999].map(decimal)).toEqual(['1', '0.3', '12.35', '0', '-4']);
  });
});
