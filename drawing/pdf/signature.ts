// The room that is left for the signature: the signer fills it in later without moving a byte of the file.
import { signatureHole } from '../../core/report/signature-hole.ts';
import type { Instant } from '../../core/values/instant.ts';
import type { PdfFile } from './file.ts';
import { pdfDate, textString } from './syntax.ts';

const label = 'Electronic signature of this report';

/** Writes the signature dictionary. @returns the object number of the value for the signature field */
export function writeSignatureHole(file: PdfFile, at: Instant): number {
  return file.addPlain(
    `<</Type /Sig /Filter /Adobe.PPKLite /SubFilter /ETSI.CAdES.detached /M ${pdfDate(at)}\n${signatureHole}>>`,
  );
}

/** Entries of the merged field and widget; the caller adds its page, rectangle, appearance and structure key. */
export function signatureFieldEntries(value: string): string {
  return `/Type/Annot/Subtype/Widget/FT/Sig/F 4/T(signature)/TU ${textString(label)}/V ${value}`;
}
