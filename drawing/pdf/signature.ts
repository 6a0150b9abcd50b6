// The room that is left for the signature: the signer fills it in later without moving a byte of the file.
import type PDFDocument from 'pdfkit';
import type { PDFReference } from 'pdfkit';
import { emptyOffset, signatureRoom } from '../../core/report/signature-hole.ts';
import type { Instant } from '../../core/values/instant.ts';
import { dateOf } from './syntax.ts';

/** Writes the signature's dictionary, which ends with `emptyByteRange` and `emptyContents`. @returns the field's value */
export function writeSignatureHole(document: PDFDocument, at: Instant): PDFReference {
  const hole = document.ref({
    Type: 'Sig',
    Filter: 'Adobe.PPKLite',
    SubFilter: 'ETSI.CAdES.detached',
    M: dateOf(at),
    ByteRange: [0, emptyOffset, emptyOffset, emptyOffset],
    Contents: new Uint8Array(signatureRoom),
  });
  hole.end();
  return hole;
}
