// What the file says about itself, twice and equal: in the Info dictionary and in XMP, as PDF/A-3 and PDF/UA-1 demand.
import type { Instant } from '../../core/values/instant.ts';
import { dateOf, Text } from './syntax.ts';

export interface Metadata {
  readonly title: string;
  readonly author: string;
  readonly subject: string;
  readonly producer: string;
  readonly runId: string;
  /** Tells this report of the run from its others; the identifier of the file is made of it. */
  readonly reportId: string;
  readonly at: Instant;
}

/** The Info dictionary; pdfkit puts the same texts into XMP. */
export function infoOf({
  title,
  author,
  subject,
  producer,
  runId,
  reportId,
  at,
}: Metadata): Record<string, Text | Date> {
  return {
    Title: new InfoText(title),
    Author: new InfoText(author),
    Subject: new InfoText(subject),
    Creator: new InfoText(producer),
    Producer: new InfoText(producer),
    CreationDate: dateOf(at),
    ModDate: dateOf(at),
    RunId: new InfoText(runId),
    ReportId: new InfoText(reportId),
  };
}

/**
 * A text for both places: pdfkit writes `valueOf` into Info, and `toString` into XMP without escaping it. Characters
 * that XML cannot hold are replaced in both, so that the two stay equal.
 */
class InfoText extends Text {
  constructor(text: string) {
    super(text.toWellFormed().replace(/[^\u{20}-\u{D7FF}\u{E000}-\u{FFFD}\u{10000}-\u{10FFFF}]/gu, '\u{FFFD}'));
  }

  override toString(): string {
    return this.valueOf().replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
  }
}

/** PDF/A knows no schema for PDF/UA's own part number, so the file has to describe it (ISO 19005-3, 6.6.2.3). */
const pdfUa = `<rdf:Description rdf:about="" xmlns:pdfuaid="http://www.aiim.org/pdfua/ns/id/">
<pdfuaid:part>1</pdfuaid:part>
</rdf:Description>
<rdf:Description rdf:about="" xmlns:pdfaExtension="http://www.aiim.org/pdfa/ns/extension/" xmlns:pdfaSchema="http://www.aiim.org/pdfa/ns/schema#" xmlns:pdfaProperty="http://www.aiim.org/pdfa/ns/property#">
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

/** What pdfkit's own metadata leave out: that the file is PDF/UA-1 too, and when it was changed last. */
export function xmpOf({ at }: Metadata): string {
  return `${pdfUa}
<rdf:Description rdf:about="" xmlns:xmp="http://ns.adobe.com/xap/1.0/">
<xmp:ModifyDate>${at.slice(0, 19)}Z</xmp:ModifyDate>
</rdf:Description>`;
}
