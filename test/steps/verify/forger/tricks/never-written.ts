// What viewers of PDFs do with entries that no version of a report has: each once, and what `verify` names of it.
import { annotate, names, swapped } from '../change.ts';
import type { Change } from '../change.ts';
import {
  catalog,
  pages,
  page,
  element,
  widget,
  seal,
  file,
  content,
  contents,
  entry,
  instead,
  referenced,
  draws,
  entryOf,
} from './places.ts';

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
  { name: 'what is copied in place of a text', forge: said('(EFFECTIVE)'), told: /properties "<<.*EFFECTIVE/ },
  { name: 'the same in other signs', forge: said(signs('EFFECTIVE')), told: /properties "<<.*FEFF0045/ },
  { name: 'a letter that is shaped, and what nobody sees', forge: said(signs('\u0628\ufe0f')), told: /FEFF0628FE0F/ },
  {
    name: 'what is copied in place of a page',
    forge: around(`/Span <</ActualText ${signs('\u0628')}>> BDC`, 'EMC'),
    told: /properties "<<.*ActualText/,
  },
  {
    name: 'what is copied in place of a text, and of what follows it',
    forge: around(`BT /Span <</ActualText ${signs('\u0628')}>> BDC ET`, 'EMC'),
    told: /properties "<<.*ActualText/,
  },
  {
    name: 'what is copied in place of nothing that is drawn',
    forge: draws(`/Span <</ActualText ${signs('\u0628')}>> BDC EMC`),
    told: /properties "<<.*ActualText/,
  },
  {
    name: 'what is copied in place of a text, within another',
    forge: around(`BT ${`/Span <</ActualText ${signs('\u0628')}>> BDC `.repeat(2)} EMC ET`, 'EMC'),
    told: /properties "<<.*ActualText/,
  },
  {
    name: 'what is copied in place of a text, around a part of the structure',
    forge: around(`BT /Span <</ActualText ${signs('\u0628')}>> BDC /P <</MCID 9>> BDC EMC ET`, 'EMC'),
    told: /properties "<<\/MCID 9/,
  },
  {
    name: 'what is copied in place of a text, around an artifact',
    forge: around(`BT /Span <</ActualText ${signs('\u0628')}>> BDC /Artifact BMC EMC ET`, 'EMC'),
    told: /properties "<<.*ActualText/,
  },
  {
    name: 'what is copied in place of a text, around named properties',
    forge: around(`BT /Span <</ActualText ${signs('\u0628')}>> BDC /Span /P1 BDC EMC ET`, 'EMC'),
    told: /properties "<<.*ActualText/,
  },
  {
    name: 'what is read aloud in place of letters',
    forge: draws('/P <</MCID 3/E (x)>> BDC EMC'),
    told: /properties "<</,
  },
  { name: 'a page in a layer', forge: draws('/OC <</Type/OCG/Name(x)>> BDC EMC'), told: /properties "<<.*OCG/ },
  {
    name: 'texts that nobody sees, behind a name that ends with a NUL',
    forge: draws('BT /F1\x003\x00Tr ET', 'before'),
    told: /"Tr"/,
  },
  {
    name: 'a page that is unpacked in another way',
    forge: (pdf) => {
      // In digits, c and f, which are numbers and operators as they stand.
      const hidden = pdf.add('<<\n/Filter /ASCIIHexDecode\n>>', Buffer.from(' 3 Tr ').toString('hex'));
      pdf.edit(page(pdf), (text) => text.replace(/\/Contents (\d+ 0 R)/, `/Contents [${hidden} 0 R $1]`));
    },
    told: /the key \/Filter with/,
  },
  {
    name: 'a page that is unpacked twice',
    forge: (pdf) => pdf.edit(contents(pdf), instead('/FlateDecode', '[/FlateDecode /ASCIIHexDecode]')),
    told: /the key \/Filter with/,
  },
  {
    name: 'a page whose content is unpacked by what another key names',
    forge: (pdf) => pdf.edit(contents(pdf), entry('/F /FlateDecode')),
    told: /the key \/F\./,
  },
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
    name: 'a file under the name of another in the list',
    forge: (pdf) => pdf.edit(names(pdf), instead('(0001)', '(findings.json)')),
    told: /"findings.json" for another file/,
  },
  {
    name: 'the numbers of two files exchanged in the list',
    forge: (pdf) => pdf.edit(names(pdf), (text) => swapped(text, ['(0001)', '(0002)'])),
    told: /"0002" for another file/,
  },
  {
    name: 'another size of a file than it has',
    forge: (pdf) => pdf.edit(content(pdf), instead(/\/Size \d+/, '/Size 1')),
    told: /another size than it has/,
  },
  {
    name: 'another digest of a file than it has',
    forge: (pdf) => pdf.edit(content(pdf), instead(/\/CheckSum \(../, '/CheckSum (00')),
    told: /another digest than it has/,
  },
  {
    name: 'another time of signing than that of the file',
    forge: (pdf) => pdf.edit(seal(pdf), instead('/M (D:2026', '/M (D:2019')),
    told: /the times of the file.*D:2019/,
  },
  {
    name: 'a time of signing that is none',
    forge: (pdf) => pdf.edit(seal(pdf), instead(/\/M \([^)]*\)/, '/M /Now')),
    told: /the times of the file.*no time as \/M/,
  },
  {
    name: 'another time of signing, and of everything in the file',
    forge: (pdf) => {
      for (const number of pdf.numbers)
        if (/\(D:2026\d+Z\)/.test(pdf.text(number))) pdf.edit(number, (text) => text.replaceAll('(D:2026', '(D:2019'));
    },
    told: /another time than its data.*2019-10-05T09:00:00Z.*2026-10-05T09:00:00Z/,
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

/** Of the first text of page 1. */
function said(text: string): Change['forge'] {
  return (pdf) =>
    pdf.editStream(contents(pdf), (all) =>
      all.replace(/ Td (.*?) Tj ET/, ` Td /Span <</ActualText ${text}>> BDC $1 Tj EMC ET`),
    );
}

function around(before: string, behind: string): Change['forge'] {
  return (pdf) => pdf.editStream(contents(pdf), (text) => `${before}\n${text}\n${behind}`);
}

/** As a text that is not of ASCII alone is written. */
function signs(text: string): string {
  return `<FEFF${Buffer.from(text, 'utf16le').swap16().toString('hex').toUpperCase()}>`;
}
