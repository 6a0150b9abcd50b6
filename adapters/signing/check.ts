// Checks the seal of a report as an auditor holds it: whole, unchanged, signed once, and by which key.
import { createHash, X509Certificate } from 'node:crypto';
import type { KeyObject } from 'node:crypto';
import { instantFromMs } from '../../core/values/instant.ts';
import { byteRangeKey, contentsText, emptyByteRange, readByteRange } from '../../core/report/signature-hole.ts';
import type { SignedRanges } from '../../core/report/signature-hole.ts';
import type { SealedFile, SignatureFacts } from '../../core/ports/proof.ts';
import { ok, refused } from '../../core/values/result.ts';
import { plural, some } from '../../core/values/text.ts';
import type { Result } from '../../core/values/result.ts';
import { localKeyName } from './local-key.ts';
import { fingerprintOf, isAcceptedKey, keyKind, whyUnfit } from './certificate.ts';
import { trustedIn } from './trusted.ts';
import { isSignedBy, readSignedData, signedData } from './cms.ts';

/**
 * Proves that the file is, to the last byte, one that `padesSealer` sealed. The signature must be what the sealer writes
 * for its digest, certificate and RSA signature, and the bytes outside it must have that digest. So every byte is either
 * signed or compared, and neither a PDF trick nor an unusual encoding finds room.
 *
 * Refuses what is no PDF, cut short, added to, unsigned, changed, or (with `trust`) signed by another key.
 *
 * @example checkSignature({ pdf, fileName: 'report.pdf', trust: null })
 * // { kind: 'ok', value: { subject: 'CN=People.ai access review, local key', kind: 'local', fingerprint: '5E:0A:…', trusted: false, … } }
 */
export function checkSignature({ pdf, fileName, trust }: SealedFile): Result<SignatureFacts> {
  const file = Buffer.from(pdf.buffer, pdf.byteOffset, pdf.byteLength);
  const ranges = signedRanges(file, fileName);
  if (ranges.kind === 'refused') return ranges;
  const { before, after } = ranges.value;
  const digest = createHash('sha256').update(file.subarray(0, before)).update(file.subarray(after)).digest();

  const contents = file.toString('latin1', before, after);
  const read = readSignedData(Buffer.from(contents.slice(1, -1), 'hex'));
  if (read === null) return damaged(fileName, 'a signature that cannot be read');
  if (contents !== contentsText(Buffer.from(signedData(read)).toString('hex'))) {
    return damaged(fileName, 'a signature block that was changed after it was sealed, or that another program made');
  }
  const signer = readSigner(read.certificate.octets, fileName);
  if (signer.kind === 'refused') return signer;
  if (!isSignedBy(signer.value.publicKey, read)) {
    return damaged(fileName, 'a signature that the key of its certificate did not make');
  }
  if (!digest.equals(read.digest)) {
    return damaged(fileName, 'a content that does not match its signature: it was changed after it was sealed');
  }
  return withTrust(signer.value.facts, trust, fileName);
}

/** Finds the one seal of the file, and holds it to covering the whole file. */
function signedRanges(file: Buffer, fileName: string): Result<SignedRanges> {
  if (file.toString('latin1', 0, 5) !== '%PDF-') return damaged(fileName, otherThanPdf(file));
  const places = placesOf(byteRangeKey, file);
  const [place] = places;
  if (place === undefined) {
    return endsAsPdf(file)
      ? damaged(fileName, 'no signature: it never had one, or a program that saved the file again dropped it')
      : damaged(fileName, 'no signature and no end of file: it is cut short');
  }
  const ranges = readByteRange(file.toString('latin1', place, place + emptyByteRange.length));
  if (ranges === null) {
    return damaged(fileName, 'a signature that is not as it was sealed: it was edited, or saved by another program');
  }
  return heldToWholeFile(ranges, { file, fileName, signatures: places.length });
}

/** As mail, archives and portals hand a report on: what is in them may well be as it was issued. */
const packings: readonly { readonly begins: string; readonly found: string }[] = [
  { begins: 'PK\u0003\u0004', found: 'a ZIP archive, and no PDF: take the report out of it' },
  { begins: '\u001f\u008b', found: 'a file that gzip packed, and no PDF: unpack it' },
  {
    begins: Buffer.from('%PDF-').toString('base64').slice(0, 6),
    found: 'a PDF in base64, as mail carries it: decode it',
  },
];

function otherThanPdf(file: Buffer): string {
  const begin = file.toString('latin1', 0, 8);
  const packed = packings.find(({ begins }) => begin.startsWith(begins));
  if (packed !== undefined) return packed.found;
  return file.length === 0 ? 'an empty file, and no PDF' : 'no PDF: it does not begin with %PDF-';
}

interface Covered {
  readonly file: Buffer;
  readonly fileName: string;
  readonly signatures: number;
}

function heldToWholeFile(ranges: SignedRanges, { file, fileName, signatures }: Covered): Result<SignedRanges> {
  const end = ranges.after + ranges.length;
  if (signatures > 1) {
    return damaged(fileName, `${signatures} signatures: it was saved again after it was sealed`);
  }
  if (end > file.length) return damaged(fileName, `${file.length} of ${end} bytes: it is cut short`);
  if (end < file.length) {
    return damaged(
      fileName,
      `${plural(file.length - end, 'byte')} more than were sealed: it was saved again, or something was added on its way`,
    );
  }
  return ok(ranges);
}

interface CertifiedSigner {
  readonly certificate: X509Certificate;
  readonly publicKey: KeyObject;
  readonly facts: Omit<SignatureFacts, 'trusted'>;
}

function readSigner(certificate: Uint8Array, fileName: string): Result<CertifiedSigner> {
  let signer: CertifiedSigner;
  try {
    signer = certifiedSigner(certificate);
  } catch {
    return damaged(fileName, 'a signature whose certificate cannot be read');
  }
  if (!isAcceptedKey(signer.publicKey)) {
    return damaged(fileName, `a signature by a key that is not accepted (${keyKind(signer.publicKey)})`);
  }
  const unfit = whyUnfit(signer.certificate);
  return unfit === null ? ok(signer) : damaged(fileName, `a signature whose certificate ${unfit}`);
}

/** Throws what the library throws on a certificate that it cannot read, its key and its dates included. */
function certifiedSigner(certificate: Uint8Array): CertifiedSigner {
  const read = new X509Certificate(certificate);
  // A text within it that looks like a certificate in PEM would be read in its place.
  if (!read.raw.equals(certificate)) throw new Error('another certificate than the one that stands there');
  const subject = printable(read.subject);
  const kind: SignatureFacts['kind'] = subject === `CN=${localKeyName}` ? 'local' : 'kms';
  const facts = {
    subject,
    kind,
    fingerprint: fingerprintOf(certificate),
    validFrom: instantFromMs(read.validFromDate.getTime()),
    validUntil: instantFromMs(read.validToDate.getTime()),
  };
  return { certificate: read, publicKey: read.publicKey, facts };
}

/**
 * A certificate's name is the signer's own text: its lines are joined, the escapes of RFC 4514 taken away, and no
 * control character of it may reach a terminal.
 */
function printable(subject: string): string {
  return subject
    .replaceAll('\n', ', ')
    .replace(/\\([ "#+,;<=>\\])/g, '$1')
    .replace(/\p{C}/gu, '\u{FFFD}');
}

function withTrust(
  facts: Omit<SignatureFacts, 'trusted'>,
  trust: SealedFile['trust'],
  fileName: string,
): Result<SignatureFacts> {
  if (trust === null) return ok({ ...facts, trusted: false });
  const trusted = typeof trust === 'string' ? [trust] : trustedIn(trust);
  if (trusted === null) {
    return refused({
      what: 'the trusted certificate cannot be read',
      where: 'the trusted certificate',
      found: `${trust.length} bytes that are no certificate, or one of several that is none`,
      expected: 'an X.509 certificate, PEM or DER',
    });
  }
  if (trusted.includes(facts.fingerprint)) return ok({ ...facts, trusted: true });
  return refused({
    what: `the report is signed by another key than the trusted ${trusted.length === 1 ? 'one' : 'ones'}`,
    where: fileName,
    found: `certificate ${facts.fingerprint} (${facts.subject})`,
    expected: `certificate ${some(trusted, 5, ' or ')}`,
  });
}

function damaged(fileName: string, found: string): Result<never> {
  return refused({
    what: 'the report is not as it was issued',
    where: fileName,
    found,
    expected: 'the file as it was issued, to the last byte',
  });
}

function placesOf(text: string, file: Buffer): readonly number[] {
  const places: number[] = [];
  for (let at = file.indexOf(text); at !== -1; at = file.indexOf(text, at + 1)) places.push(at);
  return places;
}

/** The last line of a PDF; blanks may follow it. */
function endsAsPdf(file: Buffer): boolean {
  const end = file.toString('latin1', Math.max(0, file.length - 64));
  return end.trimEnd().endsWith('%%EOF');
}
