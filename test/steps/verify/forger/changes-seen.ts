// What a forger changes of what a reader sees of a report, and of what happens when it is opened or clicked.
import {
  annotate,
  catalog,
  contents,
  entry,
  file,
  link,
  names,
  page,
  rectangle,
  referenced,
  swapped,
  widget,
} from './change.ts';
import type { Change } from './change.ts';

export const whatShows: readonly Change[] = [
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

export const whatActs: readonly Change[] = [
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
