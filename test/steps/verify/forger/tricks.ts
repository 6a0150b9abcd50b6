// What viewers of PDFs do with entries that a report never has: each once, and what `verify` names of it.
import { deflateSync } from 'node:zlib';
import type { ForgedPdf, Packing } from '../../../support/reports/forged-pdf.ts';
import { annotate, names } from './change.ts';
import type { Change } from './change.ts';

const catalog = (pdf: ForgedPdf): number => pdf.find('/Type /Catalog');
const pages = (pdf: ForgedPdf): number => pdf.find('/Type /Pages');
const page = (pdf: ForgedPdf, nth = 0): number => pdf.find(/\/Type \/Page\n/, nth);
const element = (pdf: ForgedPdf): number => pdf.find('/S /H1');
const widget = (pdf: ForgedPdf): number => pdf.find('/Subtype /Widget');
const seal = (pdf: ForgedPdf): number => pdf.find('/Type /Sig');
const file = (pdf: ForgedPdf): number => pdf.find('(findings.csv)');
const content = (pdf: ForgedPdf): number => referenced(pdf.text(file(pdf)), 'F');
const contents = (pdf: ForgedPdf): number => referenced(pdf.text(page(pdf)), 'Contents');
const entry = (key: string) => (text: string) => text.replace(/>>$/, `${key}\n>>`);
const instead = (before: RegExp | string, after: string) => (text: string) => text.replace(before, () => after);

function referenced(text: string, key: string): number {
  const [, number] = new RegExp(String.raw`/${key} \[?(\d+) 0 R`).exec(text) ?? [];
  if (number === undefined) throw new Error(`${key} refers to nothing in ${text}`);
  return Number(number);
}

/** Drawn before page 1, or behind it. */
function draws(operators: string, place: 'before' | 'behind' = 'behind'): Change['forge'] {
  return (pdf) =>
    pdf.editStream(contents(pdf), (text) => (place === 'before' ? `${operators}\n${text}` : `${text}\n${operators}`));
}

function entryOf(of: (pdf: ForgedPdf) => number, key: string, told = new RegExp(key.split(' ')[0] ?? '')): Change {
  return { name: `${key} in ${of.name}`, forge: (pdf) => pdf.edit(of(pdf), entry(key)), told };
}

/** In no version: refused whatever version the report names. */
export const neverWritten: readonly Change[] = [
  entryOf(catalog, '/Version /2.0'),
  entryOf(catalog, '/Extensions <</ADBE <</BaseVersion /1.7 /ExtensionLevel 8>>>>'),
  entryOf(catalog, '/Perms <<>>'),
  entryOf(catalog, '/DSS <<>>'),
  entryOf(catalog, '/PageLabels <</Nums [0 <</S /D /St 5>>]>>'),
  entryOf(catalog, '/URI <</Base (http://else.example)>>'),
  entryOf(catalog, '/Threads []'),
  entryOf(pages, '/Rotate 180'),
  entryOf(pages, '/CropBox [0 0 9 9]'),
  entryOf(pages, '/Resources <<>>'),
  entryOf(page, '/Group <</S /Transparency /I true>>'),
  entryOf(page, '/Thumb 3 0 R'),
  entryOf(page, '/Metadata 3 0 R'),
  entryOf(page, '/Dur 1'),
  entryOf(element, '/ActualText (No findings)'),
  entryOf(element, '/E (No findings)'),
  entryOf(element, '/T (No findings)'),
  entryOf(element, '/Lang (de-DE)'),
  entryOf(widget, '/Ff 1'),
  entryOf(widget, '/Kids []'),
  entryOf(seal, '/Name (The auditor)'),
  entryOf(seal, '/Reference []'),
  entryOf(content, '/F (http://else.example)'),
  {
    name: 'a paper that every page takes over',
    forge: (pdf) => {
      pdf.edit(pages(pdf), entry('/MediaBox [0 700 595.28 841.89]'));
      pdf.edit(page(pdf), instead(/\/MediaBox \[[^\]]*\]\n/, ''));
    },
    told: /MediaBox/,
  },
  {
    name: 'other roles of the structure',
    forge: (pdf) => pdf.edit(pdf.find('/Type /StructTreeRoot'), entry('/RoleMap <</H1 /Artifact>>')),
    told: /RoleMap/,
  },
  {
    name: 'a picture that is a layer',
    forge: (pdf) => pdf.edit(pdf.find('/BBox [0 -4 60 12]'), entry('/OC <<>>')),
    told: /\/OC/,
  },
  {
    name: 'an image',
    forge: (pdf) => pdf.add('<<\n/Type /XObject\n/Subtype /Image\n/Width 1\n/Height 1\n>>', 'x'),
    told: /\/Subtype \/Image|XObject Image/,
  },
  { name: 'an image without a type', forge: (pdf) => pdf.add('<<\n/Width 1\n/Height 1\n>>', 'x'), told: /\/Width/ },
  { name: 'an image in the content of a page', forge: draws('BI /W 1 /H 1 /CS /G /BPC 8 ID x EI'), told: /"BI"/ },
  { name: 'a page that is clipped to nothing', forge: draws('0 0 1 1 re W n', 'before'), told: /"W"/ },
  { name: 'a page that is drawn through', forge: draws('/G1 gs', 'before'), told: /"gs"/ },
  { name: 'texts that nobody sees', forge: draws('BT 3 Tr ET', 'before'), told: /"Tr"/ },
  { name: 'texts that are stretched', forge: draws('BT 1 Tz ET', 'before'), told: /"Tz"/ },
  { name: 'a comment in the content of a page', forge: draws('% NO FINDINGS'), told: /"%"/ },
  {
    name: 'a transparency to draw through',
    forge: (pdf) => pdf.edit(referenced(pdf.text(page(pdf)), 'Resources'), entry('/ExtGState <</G1 <</ca 0>>>>')),
    told: /ExtGState/,
  },
  {
    name: 'a font of drawings',
    forge: (pdf) => pdf.add('<<\n/Type /Font\n/Subtype /Type3\n>>'),
    told: /Font Type3/,
  },
  {
    name: 'texts from top to bottom',
    forge: (pdf) => pdf.edit(pdf.find('/Encoding /Identity-H'), instead('/Identity-H', '/Identity-V')),
    told: /Identity-V|is not printed/,
  },
  {
    name: 'a field that is hidden',
    forge: (pdf) => pdf.edit(widget(pdf), instead('/F 4', '/F 2')),
    told: /the key \/F with 2/,
  },
  {
    name: 'a signature of another kind',
    forge: (pdf) => pdf.edit(seal(pdf), instead('/ETSI.CAdES.detached', '/adbe.pkcs7.detached')),
    told: /SubFilter/,
  },
  {
    name: 'a signature for another handler',
    forge: (pdf) => pdf.edit(seal(pdf), instead('/Adobe.PPKLite', '/Else.Handler')),
    told: /Else\.Handler/,
  },
  {
    name: 'a form that draws its fields with other fonts',
    forge: (pdf) => pdf.edit(catalog(pdf), instead('/SigFlags 3', '/SigFlags 3 /DR <<>>')),
    told: /\/DR/,
  },
  {
    name: 'a window that shows another part of the page',
    forge: (pdf) => pdf.edit(pdf.find('/DisplayDocTitle'), entry('/ViewArea /MediaBox')),
    told: /ViewArea/,
  },
  {
    name: 'an object that nothing leads to',
    forge: (pdf) => pdf.add('<<\n/Title (NO FINDINGS)\n>>'),
    told: /an object that nothing leads to/,
  },
  {
    name: 'more of the document’s own entries',
    forge: (pdf) => pdf.edit(pdf.find('/RunId'), entry('/Approved (by the auditor)')),
    told: /\/Approved/,
  },
  {
    name: 'a page that nobody is shown',
    forge: (pdf) =>
      pdf.edit(pages(pdf), (text) =>
        text.replace(/\/Count (\d+)/, (_, count) => `/Count ${Number(count) - 1}`).replace(` ${page(pdf, 1)} 0 R`, ''),
      ),
    told: /the list of the pages/,
  },
  {
    name: 'a page twice, in the place of another',
    forge: (pdf) => pdf.edit(pages(pdf), instead(` ${page(pdf, 1)} 0 R`, ` ${page(pdf)} 0 R`)),
    told: /the list of the pages/,
  },
  {
    name: 'a second field of the size of the first, over page 1',
    forge: (pdf) =>
      annotate(pdf, '<</Type /Annot /Subtype /Widget /FT /Sig /T (Approved) /Rect [9 700 309 754] /P PAGE>>'),
    told: /2 fields/,
  },
  {
    name: 'a picture of the size of a page',
    forge: (pdf) => pdf.edit(pdf.find('/BBox [0 -4 60 12]'), instead('[0 -4 60 12]', '[0 -4 595 842]')),
    told: /a picture of another size/,
  },
  {
    name: 'a signature that is shown larger than a field of ours',
    forge: (pdf) => pdf.edit(widget(pdf), instead(/\/Rect \[[^\]]*\]/, '/Rect [0 0 595 842]')),
    told: /a field at 0 0 595 842/,
  },
  {
    name: 'a file that is called otherwise in some programs',
    forge: (pdf) => pdf.edit(file(pdf), instead('/UF (findings.csv)', '/UF (else.csv)')),
    told: /two names for one file/,
  },
  {
    name: 'two files under one name of the list',
    forge: (pdf) => {
      const other = (number: number): string => pdf.text(number).replaceAll('findings.csv', 'findings-2.csv');
      const bytes = pdf.add(pdf.text(content(pdf)), pdf.stream(content(pdf))?.toString('latin1'));
      const more = pdf.add(other(file(pdf)).replaceAll(`${content(pdf)} 0 R`, `${bytes} 0 R`));
      pdf.edit(names(pdf), (text) => text.replace(/\((\d+)\) (?=\d+ 0 R)/, `($1) ${more} 0 R\n$&`));
      pdf.edit(catalog(pdf), instead('/AF [', `/AF [${more} 0 R `));
    },
    told: /the name "\d+" twice/,
  },
];

/** In the terms of a report, and other than this one’s data yield. */
export const otherwiseWritten: readonly Change[] = [
  {
    name: 'the size of a file',
    forge: (pdf) => pdf.edit(content(pdf), instead(/\/Size \d+/, '/Size 1')),
    told: /object \d+ \(EmbeddedFile\)/,
  },
  {
    name: 'the digest of a file',
    forge: (pdf) => pdf.edit(content(pdf), instead(/\/CheckSum \(../, '/CheckSum (zz')),
    told: /object \d+ \(EmbeddedFile\)/,
  },
  {
    name: 'how a file is unpacked',
    forge: (pdf) => pdf.edit(content(pdf), instead('/FlateDecode', '[/FlateDecode]')),
    told: /object \d+ \(EmbeddedFile\)/,
  },
  {
    name: 'a name of a file that ends early in some programs',
    forge: (pdf) => pdf.edit(file(pdf), (text) => text.replaceAll('findings.csv', String.raw`findings.csv\000.exe`)),
    told: /findings\.csv\\u0000\.exe/,
  },
  {
    name: 'a name of a file in other characters',
    forge: (pdf) => pdf.edit(file(pdf), (text) => text.replaceAll('(findings.csv)', `<FEFF${wide('findings.csv')}>`)),
    told: /object \d+ \(Filespec\)/,
  },
  {
    name: 'the limits of the names',
    forge: (pdf) => pdf.edit(pdf.find('/EmbeddedFiles'), instead('/Names [', '/Limits [(a) (b)]\n/Names [')),
    told: /object \d+/,
  },
  {
    name: 'what the field says of itself',
    forge: (pdf) => pdf.edit(widget(pdf), instead('Electronic signature of this report', 'Approved by the auditor')),
    told: /object \d+ \(Annot Widget\)/,
  },
  {
    name: 'letters of another font',
    forge: (pdf) => {
      const other = referenced(pdf.text(pdf.find('/FontFile2', 1)), 'FontFile2');
      pdf.edit(pdf.find('/FontFile2'), instead(/\/FontFile2 \d+/, `/FontFile2 ${other}`));
    },
    told: /object/,
  },
  {
    name: 'another title of the document than of its file',
    forge: (pdf) => pdf.editTrailer((text) => text.replace(/\/Info \d+/, `/Info ${pdf.add('<<\n/Title (x)\n>>')}`)),
    told: /RunId|object/,
  },
  { name: 'a text in white', forge: draws('1 1 1 sc', 'before'), told: /page 1|object/ },
  { name: 'a page that is drawn at no size', forge: draws('0 0 0 0 0 0 cm', 'before'), told: /page 1|object/ },
  {
    name: 'what is copied in place of a text',
    forge: draws('/Span <</ActualText (No findings)>> BDC\nEMC'),
    told: /page 1|object/,
  },
];

function wide(text: string): string {
  return Buffer.from(text, 'utf16le').swap16().toString('hex');
}

/** As the bytes of the whole file, which is then sealed. */
export const otherBytes: Readonly<Record<string, (text: string) => string>> = {
  'more behind the end': (text) => `${text}NO FINDINGS`,
  'a blank behind the end': (text) => `${text} `,
  'the end twice': (text) => text + text.slice(text.lastIndexOf('startxref')),
  'more before the beginning': (text) => `NO FINDINGS${text}`,
  'another file before it': (text) => `%PDF-1.7\n${text}`,
  'another version of the language': (text) => text.replace('%PDF-1.7', '%PDF-2.0'),
  'a comment between objects': (text) => text.replace(/(?<=\n)\d+ 0 obj/, '% NO FINDINGS\n$&'),
  'another generation of an object': (text) => text.replace(/(?<=\n\d+) 0 obj/, ' 1 obj'),
  'a length that ends before its stream does': (text) =>
    text.replace(/(?<=\/Length \d*)[2-9](?=\n)/, (digit) => `${Number(digit) - 1}`),
  'an object a second time': (text) =>
    `${text.slice(0, text.lastIndexOf('startxref'))}14 0 obj\n<<>>\nendobj\n${text.slice(text.lastIndexOf('startxref'))}`,
  'a cross-reference of the older form': (text) =>
    text.replace(/startxref(?=\n\d+\n%%EOF\n$)/, 'xref\n0 1\n0000000000 65535 f \ntrailer\n<<>>\nstartxref'),
};

interface Packed {
  readonly name: string;
  readonly how: (pdf: ForgedPdf) => Partial<Packing>;
  readonly told: RegExp;
}

/** One row of the places: how its bytes follow from those before, and seven bytes. */
const row = 8;

/** @param edit of the rows of one object and of the next, whose bytes are told whole */
function places(of: (pdf: ForgedPdf) => number, edit: (row: Buffer, next: Buffer) => void): Packed['how'] {
  return (pdf) => ({
    pack: (stream, kind) => {
      if (kind !== 'places') return deflateSync(stream);
      const [rows, at] = [Buffer.from(stream), row * of(pdf)];
      const [before, one, next] = [at - row, at, at + row].map((from) => rows.subarray(from, from + row));
      if (before === undefined || one === undefined || next === undefined)
        throw new Error('an object without neighbours');
      const entries = wholeRows(stream);
      entries.copy(one, 0, at, at + row);
      entries.copy(next, 0, at + row, at + 2 * row);
      edit(one, next);
      return deflateSync(rows);
    },
  });
}

/** Each row told whole, and not as what it differs from the one before. */
function wholeRows(stream: Buffer): Buffer {
  const rows = Buffer.from(stream);
  for (let at = 0; at < rows.length; at += 1) {
    if (at % row === 0) rows[at] = 0;
    else if (at > row) rows[at] = ((rows[at] ?? 0) + (rows[at - row] ?? 0)) % 256;
  }
  return rows;
}

function behind(kind: Parameters<Packing['pack']>[1]): Packed['how'] {
  return () => ({
    pack: (stream, packed) =>
      packed === kind ? Buffer.concat([deflateSync(stream), Buffer.from('NO FINDINGS')]) : deflateSync(stream),
  });
}

/** In how objects are packed: what a viewer may read, and a reader of this product must not read otherwise. */
export const otherwisePacked: readonly Packed[] = [
  { name: 'more behind the end of a stream', how: behind('stream'), told: /11 bytes behind the end/ },
  { name: 'more behind the end of packed objects', how: behind('objects'), told: /11 bytes behind the end/ },
  { name: 'more behind the end of the places', how: behind('places'), told: /11 bytes behind the end/ },
  {
    name: 'a place that a viewer adds up from its own bytes',
    how: places(element, (one) => void one.writeUInt8(1)),
    told: /another place for object \d+ than it has/,
  },
  {
    name: 'a place that is told whole',
    how: places(element, () => undefined),
    told: /another place for object \d+ than it has/,
  },
  {
    name: 'a blank that is none in a PDF',
    how: () => ({ index: (text) => text.replace(/\n$/, '\u00a0\n') }),
    told: /an index of something else than numbers/,
  },
];
