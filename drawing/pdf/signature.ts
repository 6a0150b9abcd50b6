// The room that is left for the signature: the signer fills it in later without moving a byte of the file.
import type { Instant } from '../../core/values/instant.ts';
import type { PdfFile } from './file.ts';
import { pdfDate, textString } from './syntax.ts';

/** Room for a signature with its certificates and a time stamp, in bytes. */
const signatureBytes = 8192;
const label = 'Electronic signature of this report';

/**
 * Writes the signature dictionary. The signer looks for exactly one `/ByteRange [0 /********** ...]`, fills in three
 * decimal numbers of at most 11 characters each, padded with blanks, and writes the signature over the zeros of
 * `/Contents` that follow it.
 *
 * @returns the object number of the value for the signature field
 */
export function writeSignatureHole(file: PdfFile, at: Instant): number {
  const hole = '0'.repeat(signatureBytes * 2);
  return file.addPlain(
    `<</Type /Sig /Filter /Adobe.PPKLite /SubFilter /ETSI.CAdES.detached /M ${pdfDate(at)}\n` +
      `/ByteRange [0 /********** /********** /**********]\n/Contents <${hole}>>>`,
  );
}

/** Entries of the merged field and widget; the caller adds its page, rectangle, appearance and structure key. */
export function signatureFieldEntries(value: string): string {
  return `/Type/Annot/Subtype/Widget/FT/Sig/F 4/T(signature)/TU ${textString(label)}/V ${value}`;
}
