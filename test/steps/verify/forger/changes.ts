// What a forger would change in a report: each change once, in the terms of PDF, with what `verify` names first of it.
// One table, long because there are many ways to lie; the lists below part it by what the reader would be led to believe.
import type { ForgedPdf } from '../../../support/forged-pdf.ts';

export interface Change {
  readonly name: string;
  readonly forge: (pdf: ForgedPdf) => unknown;
  /** Of what the refusal says, where it is and what was found. */
  readonly told: RegExp;
}

const rectangle = 'q 1 1 1 rg 0 0 600 850 re f Q';
const catalog = (pdf: ForgedPdf): number => pdf.find('/Type /Catalog');
const names = (pdf: ForgedPdf): number => pdf.find('/EmbeddedFiles');
const page = (pdf: ForgedPdf, nth = 0): number => pdf.find(/\/Type \/Page\n/, nth);
const file = (pdf: ForgedPdf): number => pdf.find('(findings.csv)');
const link = (pdf: ForgedPdf): number => pdf.find('/Subtype /Link');
const widget = (pdf: ForgedPdf): number => pdf.find('/Subtype /Widget');
const entry = (key: string) => (text: string) => text.replace(/>>$/, `${key}\n>>`);
const contents = (pdf: ForgedPdf, nth = 0): number => referenced(pdf.text(page(pdf, nth)), 'Contents');
const content = (pdf: ForgedPdf): number => referenced(pdf.text(file(pdf)), 'F');

function referenced(text: string, key: string): number {
  const [, number] = new RegExp(String.raw`/${key} \[?(\d+) 0 R`).exec(text) ?? [];
  if (number === undefined) throw new Error(`${key} refers to nothing in ${text}`);
  return Number(number);
}

/** Shown on page 1, whatever the annotation is. */
function annotate(pdf: ForgedPdf, annotation: string): void {
  const made = pdf.add(annotation.replace('PAGE', `${page(pdf)} 0 R`));
  pdf.edit(referenced(pdf.text(page(pdf)), 'Annots'), (text) => text.replace(/\]$/, ` ${made} 0 R]`));
}

function swapped(text: string, [one, other]: readonly [string, string]): string {
  return text.replace(one, '\0').replace(other, one).replace('\0', other);
}

const whatShows: readonly Change[] = [
  {
    name: 'a white rectangle over page 1',
    forge: (pdf) => pdf.editStream(contents(pdf), (text) => `${text}\n${rectangle}`),
    told: /page|object/,
  },
  {
    name: 'a white rectangle under which page 1 was drawn',
    forge: (pdf) =>
      pdf.edit(page(pdf), (text) =>
        text.replace(/\/Contents (\d+ 0 R)/, `/Contents [$1 ${pdf.add('<<>>', rectangle)} 0 R]`),
      ),
    told: /object/,
  },
  {
    name: 'text that is drawn invisibly',
    forge: (pdf) => pdf.editStream(contents(pdf), (text) => text.replace(/BT/, 'BT 3 Tr')),
    told: /object/,
  },
  {
    name: 'the page of one account in place of the conclusion',
    forge: (pdf) =>
      pdf.edit(page(pdf), (text) => text.replace(/\/Contents \d+ 0 R/, `/Contents ${contents(pdf, 3)} 0 R`)),
    told: /page 1|object/,
  },
  {
    name: 'two pages in another order',
    forge: (pdf) =>
      pdf.edit(pdf.find('/Type /Pages'), (text) => swapped(text, [`${page(pdf)} 0 R`, `${page(pdf, 1)} 0 R`])),
    told: /page 1/,
  },
  {
    name: 'a page that is not counted among the pages',
    forge: (pdf) =>
      pdf.edit(pdf.find('/Type /Pages'), (text) =>
        text.replace(/\/Count (\d+)/, (_, count) => `/Count ${Number(count) - 1}`).replace(` ${page(pdf, 1)} 0 R`, ''),
      ),
    told: /pages/,
  },
  {
    name: 'a page twice',
    forge: (pdf) =>
      pdf.edit(pdf.find('/Type /Pages'), (text) =>
        text
          .replace(/\/Count (\d+)/, (_, count) => `/Count ${Number(count) + 1}`)
          .replace(`${page(pdf)} 0 R`, `${page(pdf)} 0 R ${page(pdf)} 0 R`),
      ),
    told: /pages/,
  },
  {
    name: 'a page that is cut to a corner',
    forge: (pdf) =>
      pdf.edit(page(pdf), (text) => text.replace(/\/MediaBox \[[^\]]*\]/, '/MediaBox [0 700 595.28 841.89]')),
    told: /the key \/MediaBox with/,
  },
  {
    name: 'a page with a crop box',
    forge: (pdf) => pdf.edit(page(pdf), entry('/CropBox [0 0 9 9]')),
    told: /\/CropBox/,
  },
  { name: 'a page upside down', forge: (pdf) => pdf.edit(page(pdf), entry('/Rotate 180')), told: /\/Rotate/ },
  {
    name: 'a page in units of a thousandth',
    forge: (pdf) => pdf.edit(page(pdf), (text) => text.replace('/UserUnit 1', '/UserUnit 1000')),
    told: /object \d+ \(Page\)/,
  },
  {
    name: 'a picture that is drawn on every page',
    forge: (pdf) => pdf.editStream(pdf.find('/BBox [0 -4 60 12]'), (text) => text + rectangle),
    told: /object/,
  },
  {
    name: 'letters that look like others',
    forge: (pdf) =>
      pdf.edit(pdf.find('/CIDToGIDMap'), (text) => text.replace(/\/CIDToGIDMap \d+ 0 R/, '/CIDToGIDMap /Identity')),
    told: /an object that nothing leads to/,
  },
  {
    name: 'letters whose outlines are others',
    forge: (pdf) => pdf.editStream(pdf.find('/Length1'), (text) => `${text.slice(0, -9)}${'\0'.repeat(8)}\u0001`),
    told: /object/,
  },
  {
    name: 'letters that copy as others',
    forge: (pdf) =>
      pdf.editStream(referenced(pdf.text(pdf.find('/ToUnicode')), 'ToUnicode'), (text) =>
        text.replace(/<0041>/, '<0042>').replace(/<0061>/, '<0062>'),
      ),
    told: /is not printed as the data says|page \d+|object/,
  },
  {
    name: 'letters of other widths',
    forge: (pdf) => pdf.edit(pdf.find('/Subtype /CIDFontType2'), (text) => text.replace(/\/W \[1 \[\d+/, '/W [1 [1')),
    told: /object \d+ \(Font/,
  },
];

const whatActs: readonly Change[] = [
  {
    name: 'a script that runs when it is opened',
    forge: (pdf) => pdf.edit(catalog(pdf), entry('/OpenAction <</S /JavaScript /JS (x)>>')),
    told: /\/OpenAction/,
  },
  {
    name: 'a script by name',
    forge: (pdf) => pdf.edit(names(pdf), entry('/JavaScript <</Names [(x) <</S /JavaScript /JS (x)>>]>>')),
    told: /JavaScript/,
  },
  { name: 'an action of a page', forge: (pdf) => pdf.edit(page(pdf), entry('/AA <</O <</S /GoTo>>>>')), told: /\/AA/ },
  {
    name: 'a link that leads out',
    forge: (pdf) =>
      pdf.edit(link(pdf), (text) => text.replace(/\/Dest \d+ 0 R/, '/A <</S /URI /URI (http://example.com)>>')),
    told: /\/URI|\/A\b/,
  },
  {
    name: 'a link to another account',
    forge: (pdf) => pdf.edit(link(pdf), (text) => text.replace(/\/Dest \d+ 0 R/, `/Dest [${page(pdf)} 0 R /Fit]`)),
    told: /object \d+ \(Annot Link\)/,
  },
  {
    name: 'a link over the whole page',
    forge: (pdf) => pdf.edit(link(pdf), (text) => text.replace(/\/Rect \[[^\]]*\]/, '/Rect [0 0 595 841]')),
    told: /object \d+ \(Annot Link\)/,
  },
  {
    name: 'a link that says another account',
    forge: (pdf) => pdf.edit(link(pdf), (text) => text.replace(/\/Contents \([^)]*\)/, '/Contents (No finding)')),
    told: /object \d+ \(Annot Link\)/,
  },
  {
    name: 'a note over page 1',
    forge: (pdf) =>
      annotate(pdf, '<</Type /Annot /Subtype /FreeText /Rect [0 0 595 841] /Contents (NO FINDINGS) /P PAGE>>'),
    told: /FreeText/,
  },
  {
    name: 'a note without a type over page 1',
    forge: (pdf) => annotate(pdf, '<</Subtype /Stamp /Rect [0 0 595 841] /P PAGE>>'),
    told: /Stamp/,
  },
  {
    name: 'a field over page 1',
    forge: (pdf) =>
      annotate(pdf, '<</Type /Annot /Subtype /Widget /FT /Tx /T (x) /V (NO FINDINGS) /Rect [0 0 595 841] /P PAGE>>'),
    told: /\/FT \/Tx/,
  },
  {
    name: 'a second signature',
    forge: (pdf) =>
      annotate(
        pdf,
        '<</Type /Annot /Subtype /Widget /FT /Sig /T (Approved by the auditor) /Rect [0 0 300 54] /P PAGE>>',
      ),
    told: /2 fields/,
  },
  {
    name: 'a file that is clipped to page 1',
    forge: (pdf) =>
      annotate(pdf, `<</Type /Annot /Subtype /FileAttachment /FS ${file(pdf)} 0 R /Rect [0 0 9 9] /P PAGE>>`),
    told: /FileAttachment|\/FS/,
  },
  {
    name: 'the signature moved over the conclusion',
    forge: (pdf) => pdf.edit(widget(pdf), (text) => text.replace(/\/Rect \[[^\]]*\]/, '/Rect [54 700 354 754]')),
    told: /object \d+ \(Annot Widget\)/,
  },
  {
    name: 'the signature enlarged over the page',
    forge: (pdf) => pdf.edit(widget(pdf), (text) => text.replace(/\/Rect \[[^\]]*\]/, '/Rect [0 0 595 841]')),
    told: /a field at 0 0 595 841/,
  },
  {
    name: 'another picture of the signature',
    forge: (pdf) => pdf.editStream(pdf.find('/BBox [0 0 300 54]'), (text) => `${text} ${rectangle}`),
    told: /the operator "rg"/,
  },
  {
    name: 'a form that asks the reader to draw its fields',
    forge: (pdf) => pdf.edit(catalog(pdf), (text) => text.replace('/SigFlags 3', '/SigFlags 3 /NeedAppearances true')),
    told: /NeedAppearances/,
  },
  {
    name: 'a form in another language',
    forge: (pdf) => pdf.edit(catalog(pdf), (text) => text.replace('/SigFlags 3', `/SigFlags 3 /XFA ${file(pdf)} 0 R`)),
    told: /XFA/,
  },
  {
    name: 'layers that can be hidden',
    forge: (pdf) => pdf.edit(catalog(pdf), entry('/OCProperties <</OCGs [] /D <<>>>>')),
    told: /\/OCProperties/,
  },
];

const whatIsAttached: readonly Change[] = [
  {
    name: 'one byte of a file',
    forge: (pdf) => pdf.editStream(content(pdf), (text) => text.replace('ORPHANED_ACCOUNT', 'ORPHANED_ACCOUN_')),
    told: /findings\.csv/,
  },
  {
    name: 'a file under the name of another',
    forge: (pdf) => pdf.edit(names(pdf), (text) => text.replace(/\(0001\) (\d+) 0 R/, `(0001) ${file(pdf)} 0 R`)),
    told: /files|file/,
  },
  {
    name: 'one name twice, the false file first',
    forge: (pdf) => {
      const false_ = pdf.add(pdf.text(file(pdf)));
      pdf.edit(names(pdf), (text) => text.replace('(0001)', `(0001) ${false_} 0 R\n(0001)`));
    },
    told: /twice/,
  },
  {
    name: 'a file that only the associated files name',
    forge: (pdf) => {
      const more = pdf.add(pdf.text(file(pdf)));
      pdf.edit(catalog(pdf), (text) => text.replace('/AF [', `/AF [${more} 0 R `));
    },
    told: /other files among the associated files/,
  },
  {
    name: 'a file that the associated files lack',
    forge: (pdf) => pdf.edit(catalog(pdf), (text) => text.replace(/\/AF \[\d+ 0 R /, '/AF [')),
    told: /other files among the associated files/,
  },
  {
    name: 'two names for one file',
    forge: (pdf) => pdf.edit(file(pdf), (text) => text.replace('/UF (findings.csv)', '/UF (findings-new.csv)')),
    told: /two names for one file/,
  },
  {
    name: 'two contents for one file',
    forge: (pdf) => {
      const other = pdf.add('<<\n/Type /EmbeddedFile\n/Filter /FlateDecode\n>>', 'nothing');
      pdf.edit(file(pdf), (text) => text.replace(/\/EF <<\n\/F (\d+ 0 R)/, `/EF <<\n/F $1 /UF ${other} 0 R`));
    },
    told: /two contents for one file/,
  },
  {
    name: 'another description of a file',
    forge: (pdf) => pdf.edit(file(pdf), (text) => text.replace(/\/Desc \([^)]*\)/, '/Desc (Nothing of note)')),
    told: /object \d+ \(Filespec\)/,
  },
  {
    name: 'a file that is said to be something else',
    forge: (pdf) =>
      pdf.edit(file(pdf), (text) => text.replace(/\/AFRelationship \/\w+/, '/AFRelationship /Unspecified')),
    told: /object \d+ \(Filespec\)/,
  },
  {
    name: 'a file of another type',
    forge: (pdf) => pdf.edit(content(pdf), (text) => text.replace('/text#2Fcsv', '/text#2Fhtml')),
    told: /object \d+ \(EmbeddedFile\)/,
  },
  {
    name: 'a file of another day',
    forge: (pdf) => pdf.edit(content(pdf), (text) => text.replace('/ModDate (D:2026', '/ModDate (D:2025')),
    told: /object \d+ \(EmbeddedFile\)/,
  },
  {
    name: 'a file that nobody names',
    forge: (pdf) => pdf.add('<<\n/Type /EmbeddedFile\n/Filter /FlateDecode\n>>', 'nothing'),
    told: /belongs to no file/,
  },
];

const whatIsSaid: readonly Change[] = [
  {
    name: 'another title',
    forge: (pdf) => pdf.edit(pdf.find('(People.ai access review'), (text) => text.replace('2026-Q4', '2026-Q3')),
    told: /object/,
  },
  {
    name: 'another state in the subject',
    forge: (pdf) => pdf.edit(pdf.find(', DRAFT)'), (text) => text.replace('IN PROGRESS, DRAFT', 'EFFECTIVE')),
    told: /object|Subject/,
  },
  {
    name: 'another run',
    forge: (pdf) => {
      const run = referenced(pdf.text(pdf.find('/RunId')), 'RunId');
      pdf.edit(run, (text) => text.replace(/\(\d/, '(9'));
    },
    told: /Run|run|object/,
  },
  {
    name: 'more of the document’s own entries',
    forge: (pdf) => pdf.edit(pdf.find('/RunId'), entry('/Approved (by the auditor)')),
    told: /object/,
  },
  {
    name: 'another title in the metadata',
    forge: (pdf) => pdf.editStream(pdf.find('/Subtype /XML'), (text) => text.replace('2026-Q4', '2026-Q3')),
    told: /object \d+ \(Metadata XML\)/,
  },
  {
    name: 'an outline that leads to another page',
    forge: (pdf) =>
      pdf.edit(pdf.find('/Title (Summary)'), (text) => text.replace(/\/Dest \[\d+/, `/Dest [${page(pdf, 5)}`)),
    told: /object/,
  },
  {
    name: 'an outline that says something else',
    forge: (pdf) => pdf.edit(pdf.find('/Title (Summary)'), (text) => text.replace('(Summary)', '(No findings)')),
    told: /object/,
  },
  {
    name: 'what a screen reader says of the chart',
    forge: (pdf) => pdf.edit(pdf.find('/Alt ('), (text) => text.replace('this period 5', 'this period 0')),
    told: /object/,
  },
  {
    name: 'what a screen reader says in place of a text',
    forge: (pdf) => pdf.edit(pdf.find('/S /H1'), entry('/ActualText (No findings)')),
    told: /object/,
  },
  {
    name: 'another order for a screen reader',
    forge: (pdf) => pdf.edit(pdf.find('/S /Sect'), (text) => text.replace(/\/K \[(\d+ 0 R) (\d+ 0 R)/, '/K [$2 $1')),
    told: /object/,
  },
  {
    name: 'another language',
    forge: (pdf) => pdf.edit(catalog(pdf), (text) => text.replace('(en-US)', '(de-DE)')),
    told: /object \d+ \(Catalog\)/,
  },
  {
    name: 'another entry of the catalog',
    forge: (pdf) => pdf.edit(catalog(pdf), entry('/PageLayout /TwoPageLeft')),
    told: /\/PageLayout/,
  },
  {
    name: 'what the viewer hides',
    forge: (pdf) => pdf.edit(pdf.find('/DisplayDocTitle'), entry('/HideToolbar true')),
    told: /object/,
  },
  {
    name: 'another conformance',
    forge: (pdf) => pdf.edit(catalog(pdf), (text) => text.replace(/\/OutputIntents \[\d+ 0 R\]/, '/OutputIntents []')),
    told: /an object that nothing leads to/,
  },
];

const howItIsLaidDown: readonly Change[] = [
  { name: 'an object that nobody refers to', forge: (pdf) => pdf.add('<<\n/Note (NO FINDINGS)\n>>'), told: /object/ },
  {
    name: 'another time of signing',
    forge: (pdf) => pdf.edit(pdf.find('/Type /Sig'), (text) => text.replace('/M (D:2026', '/M (D:2025')),
    told: /object \d+ \(Sig\)/,
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
const howItIsWritten: readonly Change[] = [
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
    name: 'a key twice, the second escaped',
    forge: (pdf) => pdf.edit(page(pdf), entry('/Media#42ox [0 0 9 9]')),
    told: /the key \/MediaBox twice/,
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

export const changes: readonly Change[] = [
  ...whatShows,
  ...whatActs,
  ...whatIsAttached,
  ...whatIsSaid,
  ...howItIsLaidDown,
  ...howItIsWritten,
];
