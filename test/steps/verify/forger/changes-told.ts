// What a forger changes of the files that are attached to a report, and of what it says of itself.
import { catalog, content, entry, file, names, page, referenced } from './change.ts';
import type { Change } from './change.ts';

export const whatIsAttached: readonly Change[] = [
  {
    name: 'one byte of a file',
    forge: (pdf) => pdf.editStream(content(pdf), withoutCode),
    told: /another digest than it has/,
  },
  {
    name: 'one byte of a file, with what is said of it',
    forge: (pdf) => pdf.editFile(content(pdf), withoutCode),
    told: /findings\.csv, attached: the file is not the one that the manifest names/,
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
    told: /the times of the file/,
  },
  {
    name: 'a file that nobody names',
    forge: (pdf) => pdf.add('<<\n/Type /EmbeddedFile\n/Filter /FlateDecode\n>>', 'nothing'),
    told: /belongs to no file/,
  },
];

export const whatIsSaid: readonly Change[] = [
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

function withoutCode(text: string): string {
  return text.replace('ORPHANED_ACCOUNT', 'ORPHANED_ACCOUN_');
}
