// What belongs together in every version: the signature's field and its page, a file and its content. Each is torn once.
import type { ForgedPdf } from '../../../../support/reports/forged-pdf.ts';
import { names } from '../change.ts';
import type { Change } from '../change.ts';
import { catalog, content, entry, file, instead, page, pages, referenced, widget } from './places.ts';

/** In no version: refused whatever version the report names. */
export const neverTied: readonly Change[] = [
  {
    name: 'a signature that stands on no page',
    forge: (pdf) => pdf.edit(annotations(pdf), (text) => text.replace(`${widget(pdf)} 0 R`, '')),
    told: /another field than the one that is shown/,
  },
  {
    name: 'a form whose field is another object than the signature',
    forge: (pdf) => pdf.edit(catalog(pdf), (text) => text.replace(`[${widget(pdf)} 0 R]`, `[${page(pdf)} 0 R]`)),
    told: /another field than the one that is shown/,
  },
  {
    name: 'a second field, which no page shows',
    forge: (pdf) => pdf.edit(catalog(pdf), (text) => text.replace(`[${widget(pdf)} 0 R`, `$& ${page(pdf)} 0 R`)),
    told: /the form.*1 fields/,
  },
  {
    name: 'a signature on another page than it names',
    forge: (pdf) => pdf.edit(widget(pdf), instead(/\/P \d+/, `/P ${page(pdf)}`)),
    told: /an annotation on another page than it names/,
  },
  {
    name: 'a signature on a page twice',
    forge: (pdf) => pdf.edit(annotations(pdf), instead(/\]\s*$/, ` ${widget(pdf)} 0 R]`)),
    told: /an annotation on another page than it names/,
  },
  {
    name: 'an annotation within a page',
    forge: (pdf) => pdf.edit(annotations(pdf), instead(/\]\s*$/, ' <</Type /Annot /Subtype /Link /Rect [0 0 9 9]>>]')),
    told: /an annotation within it|the key/,
  },
  {
    name: 'a field with another value than the signature',
    forge: (pdf) => pdf.edit(widget(pdf), instead(/\/V \d+/, `/V ${page(pdf)}`)),
    told: /1 signatures, or another than its own/,
  },
  {
    name: 'a second signature in the file',
    forge: (pdf) => {
      const other = pdf.add('<<\n/Type /Sig\n/Filter /Adobe.PPKLite\n/SubFilter /ETSI.CAdES.detached\n>>');
      pdf.edit(page(pdf), entry(`/Resources ${other} 0 R`)).edit(page(pdf), instead(/\/Resources \d+ 0 R\n/, ''));
    },
    told: /2 signatures, or another than its own/,
  },
  {
    name: 'a field that shows the number of pages',
    forge: (pdf) => pdf.edit(widget(pdf), instead(/\/N \d+/, `/N ${pdf.find('/BBox [0 -4 60 12]')}`)),
    told: /another picture than its own/,
  },
  {
    name: 'a signature that is shown as wide as a page',
    forge: (pdf) => pdf.edit(widget(pdf), instead(/\/Rect \[\S+/, '/Rect [0')),
    told: /a field at 0 /,
  },
  {
    name: 'a signature that is shown as high as a page',
    forge: (pdf) => pdf.edit(widget(pdf), instead(/\/Rect \[(\S+) \S+/, '/Rect [54 0')),
    told: /a field at 54 0 /,
  },
  {
    name: 'a page that shows what is no content',
    forge: (pdf) =>
      pdf.edit(page(pdf), (text) =>
        text.replace(/\/Contents (\d+ 0 R)/, `/Contents [$1 ${referenced(text, 'Annots')} 0 R]`),
      ),
    told: /a page without content/,
  },
  {
    name: 'fewer pages in the count than in the list',
    forge: (pdf) => pdf.edit(pages(pdf), instead(/\/Count \d+/, '/Count 1')),
    told: /the list of the pages/,
  },
  {
    name: 'one content for two files',
    forge: (pdf) => {
      const other = pdf.find('(population.csv)');
      const own = referenced(pdf.text(other), 'F');
      pdf.edit(other, (text) => text.replace(`/F ${own} 0 R`, `/F ${content(pdf)} 0 R`));
    },
    told: /a content that belongs to no file, or to two/,
  },
  {
    name: 'a file whose content is a picture',
    forge: (pdf) => pdf.edit(file(pdf), instead(/\/F \d+ 0 R/, `/F ${pdf.find('/BBox [0 -4 60 12]')} 0 R`)),
    told: /a content of no file/,
  },
  {
    name: 'a file twice among the associated files',
    forge: (pdf) => pdf.edit(catalog(pdf), instead('/AF [', `/AF [${file(pdf)} 0 R `)),
    told: /other files among the associated files/,
  },
  {
    name: 'a file that is not among the associated files',
    forge: (pdf) => pdf.edit(catalog(pdf), (text) => text.replace(`${file(pdf)} 0 R`, '')),
    told: /other files among the associated files/,
  },
  {
    name: 'names of something else',
    forge: (pdf) => pdf.edit(names(pdf), entry('/Title <</Names []>>')),
    told: /the names.*\/Title/,
  },
  {
    name: 'a form with something else',
    forge: (pdf) => pdf.edit(catalog(pdf), instead('/SigFlags 3', '/SigFlags 3 /Title (x)')),
    told: /the form.*\/Title/,
  },
];

/** The list of the page on which the signature stands. */
function annotations(pdf: ForgedPdf): number {
  return referenced(pdf.text(referenced(pdf.text(widget(pdf)), 'P')), 'Annots');
}
