// What a forger changes of the form of the file, which readers of PDF take differently.
import { catalog, entry, file, page } from './change.ts';
import type { Change } from './change.ts';

export const howItIsLaidDown: readonly Change[] = [
  { name: 'an object that nobody refers to', forge: (pdf) => pdf.add('<<\n/Note (NO FINDINGS)\n>>'), told: /object/ },
  {
    name: 'another time of signing',
    forge: (pdf) => pdf.edit(pdf.find('/Type /Sig'), (text) => text.replace('/M (D:2026', '/M (D:2025')),
    told: /the times of the file/,
  },
  {
    name: 'a reason for signing',
    forge: (pdf) =>
      pdf.edit(pdf.find('/Type /Sig'), (text) => text.replace('/Type /Sig', '/Type /Sig\n/Reason (Approved)')),
    told: /\/Reason/,
  },
  {
    name: 'a decoy of the byte range',
    forge: (pdf) =>
      pdf.edit(pdf.find('/Type /Sig'), (text) => text.replace('/Type /Sig', '/Type /Sig\n/ByteRangf [0 1 2 3]')),
    told: /\/ByteRangf/,
  },
  {
    name: 'an earlier cross-reference',
    forge: (pdf) => pdf.editTrailer((text) => `${text}/Prev 15\n`),
    told: /\/Prev/,
  },
  {
    name: 'another root',
    forge: (pdf) => {
      const other = pdf.add(pdf.text(catalog(pdf)));
      pdf.editTrailer((text) => text.replace(/\/Root \d+/, `/Root ${other}`));
    },
    told: /2 catalogs/,
  },
  {
    name: 'an id of another file',
    forge: (pdf) => pdf.editTrailer((text) => text.replace(/\/ID \[<../, '/ID [<00')),
    told: /object/,
  },
  {
    name: 'that it is encrypted',
    forge: (pdf) => pdf.editTrailer((text) => `${text}/Encrypt ${file(pdf)} 0 R\n`),
    told: /unknown encryption/,
  },
];

/** What another reading of the language would take for the same: whoever looks at the report in a viewer sees it otherwise. */

export const howItIsWritten: readonly Change[] = [
  {
    name: 'a digit that a viewer takes for an invisible character',
    forge: (pdf) => pdf.edit(pdf.find('/Alt ('), (text) => text.replace('this period 5', String.raw`this period \5`)),
    told: /object/,
  },
  {
    name: 'a letter that a viewer takes for a line break',
    forge: (pdf) => pdf.edit(pdf.find('/Title (Summary)'), (text) => text.replace('ary)', String.raw`a\ry)`)),
    told: /object/,
  },
  {
    name: 'a year that a viewer takes for another character',
    forge: (pdf) =>
      pdf.edit(pdf.find('(People.ai access review'), (text) => text.replace('2026-Q4', String.raw`\2026-Q4`)),
    told: /object/,
  },
  {
    name: 'a name of a file with half a byte more',
    forge: (pdf) => pdf.edit(file(pdf), (text) => text.replace('/F (findings.csv)', `/F <${hexOf('findings.csv')}7>`)),
    told: /two names for one file|object \d+ \(Filespec\)/,
  },
  {
    name: 'a size that a viewer reads up to its exponent',
    forge: (pdf) => pdf.edit(page(pdf), (text) => text.replace('595.28', '5.9528e2')),
    told: /no value/,
  },
  {
    name: 'a key twice',
    forge: (pdf) => pdf.edit(page(pdf), entry('/MediaBox [0 0 9 9]')),
    told: /the key \/MediaBox twice/,
  },
  {
    name: 'a key twice, the second escaped',
    forge: (pdf) => pdf.edit(page(pdf), entry('/Media#42ox [0 0 9 9]')),
    told: /a name in another writing: "\/Media#42ox"/,
  },
  {
    name: 'a comment inside an object',
    forge: (pdf) => pdf.edit(catalog(pdf), (text) => text.replace('/Type /Catalog', '/Type % NO FINDINGS\n/Catalog')),
    told: /no value/,
  },
  {
    name: 'a key that counts for nothing',
    forge: (pdf) => pdf.edit(page(pdf), entry('/Annots2 null')),
    told: /Annots2/,
  },
  {
    name: 'a name of a file in capitals',
    forge: (pdf) => pdf.edit(file(pdf), (text) => text.replaceAll('findings.csv', 'FINDINGS.csv')),
    told: /FINDINGS\.csv/,
  },
  {
    name: 'a cross-reference of the older form behind the one that counts',
    forge: (pdf) => pdf.editTrailer((text) => `${text}/XRefStm 15\n`),
    told: /\/XRefStm/,
  },
  {
    name: 'an object stream that extends another',
    forge: (pdf) => pdf.editTrailer((text) => `${text}/Extends ${file(pdf)} 0 R\n`),
    told: /object/,
  },
];

function hexOf(text: string): string {
  return Buffer.from(text).toString('hex');
}
