// What the file says about itself, twice and equal: in the Info dictionary and in XMP, as PDF/A-3 and PDF/UA-1 demand.
import type { Instant } from '../../core/values/instant.ts';
import type { PdfFile } from './file.ts';
import { pdfDate, textString } from './syntax.ts';

export interface Metadata {
  readonly title: string;
  readonly author: string;
  readonly subject: string;
  readonly producer: string;
  readonly runId: string;
  readonly at: Instant;
}

export function writeInfo(file: PdfFile, metadata: Metadata): number {
  const { title, author, subject, producer, runId, at } = metadata;
  const texts = `/Title ${textString(title)}/Author ${textString(author)}/Subject ${textString(subject)}`;
  const dates = `/CreationDate ${pdfDate(at)}/ModDate ${pdfDate(at)}`;
  return file.add(
    `<<${texts}/Creator ${textString(producer)}/Producer ${textString(producer)}${dates}/RunId ${textString(runId)}>>`,
  );
}

export function writeXmp(file: PdfFile, metadata: Metadata): number {
  // In the clear: archives look for XMP without decoding (ISO 19005-3, 6.6.2.1).
  const xml = Buffer.from(xmpOf(metadata), 'utf8').toString('latin1');
  return file.addPlain(`<</Type/Metadata/Subtype/XML/Length ${xml.length}>>\nstream\n${xml}\nendstream`);
}

function escaped(text: string): string {
  return text
    .toWellFormed()
    .replace(/[^\t\n\r\u{20}-\u{D7FF}\u{E000}-\u{FFFD}\u{10000}-\u{10FFFF}]/gu, '\u{FFFD}')
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;');
}

/** PDF/A knows no schema for PDF/UA's own part number, so the file has to describe it (ISO 19005-3, 6.6.2.3). */
const pdfUaSchema = `<rdf:Description rdf:about="" xmlns:pdfaExtension="http://www.aiim.org/pdfa/ns/extension/" xmlns:pdfaSchema="http://www.aiim.org/pdfa/ns/schema#" xmlns:pdfaProperty="http://www.aiim.org/pdfa/ns/property#">
<pdfaExtension:schemas><rdf:Bag><rdf:li rdf:parseType="Resource">
<pdfaSchema:schema>PDF/UA identification schema</pdfaSchema:schema>
<pdfaSchema:namespaceURI>http://www.aiim.org/pdfua/ns/id/</pdfaSchema:namespaceURI>
<pdfaSchema:prefix>pdfuaid</pdfaSchema:prefix>
<pdfaSchema:property><rdf:Seq><rdf:li rdf:parseType="Resource">
<pdfaProperty:name>part</pdfaProperty:name>
<pdfaProperty:valueType>Integer</pdfaProperty:valueType>
<pdfaProperty:category>internal</pdfaProperty:category>
<pdfaProperty:description>Part of ISO 14289 that the file conforms to</pdfaProperty:description>
</rdf:li></rdf:Seq></pdfaSchema:property>
</rdf:li></rdf:Bag></pdfaExtension:schemas>
</rdf:Description>`;

function xmpOf({ title, author, subject, producer, at }: Metadata): string {
  return `<?xpacket begin="\u{FEFF}" id="W5M0MpCehiHzreSzNTczkc9d"?>
<x:xmpmeta xmlns:x="adobe:ns:meta/">
<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">
<rdf:Description rdf:about="" xmlns:pdfaid="http://www.aiim.org/pdfa/ns/id/" xmlns:pdfuaid="http://www.aiim.org/pdfua/ns/id/" xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:xmp="http://ns.adobe.com/xap/1.0/" xmlns:pdf="http://ns.adobe.com/pdf/1.3/">
<pdfaid:part>3</pdfaid:part>
<pdfaid:conformance>A</pdfaid:conformance>
<pdfuaid:part>1</pdfuaid:part>
<dc:format>application/pdf</dc:format>
<dc:title><rdf:Alt><rdf:li xml:lang="x-default">${escaped(title)}</rdf:li></rdf:Alt></dc:title>
<dc:creator><rdf:Seq><rdf:li>${escaped(author)}</rdf:li></rdf:Seq></dc:creator>
<dc:description><rdf:Alt><rdf:li xml:lang="x-default">${escaped(subject)}</rdf:li></rdf:Alt></dc:description>
<xmp:CreatorTool>${escaped(producer)}</xmp:CreatorTool>
<xmp:CreateDate>${at.slice(0, 19)}Z</xmp:CreateDate>
<xmp:ModifyDate>${at.slice(0, 19)}Z</xmp:ModifyDate>
<pdf:Producer>${escaped(producer)}</pdf:Producer>
</rdf:Description>
${pdfUaSchema}
</rdf:RDF>
</x:xmpmeta>
<?xpacket end="w"?>`;
}
