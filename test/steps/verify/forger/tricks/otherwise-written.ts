// What a report has, told otherwise than its data yield: each once, and what `verify` names of it.
import type { Change } from '../change.ts';
import { widget, file, content, instead, referenced, draws } from './places.ts';

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
];

function wide(text: string): string {
  return Buffer.from(text, 'utf16le').swap16().toString('hex');
}
