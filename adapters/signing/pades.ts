// Seals a drawn report: fills the room that the renderer left with a PAdES signature over everything else in the file.
import { createHash, X509Certificate } from 'node:crypto';
import type { KeyObject } from 'node:crypto';
import { instantFromMs, msOf } from '../../core/values/instant.ts';
import type { Instant } from '../../core/values/instant.ts';
import { Unusable } from '../../core/values/result.ts';
import type { Bytes, Kept } from '../../core/ports/objects.ts';
import type { Sealer, Signer } from '../../core/ports/proof.ts';
import {
  byteRangeText,
  contentsKey,
  contentsText,
  emptyByteRange,
  emptyContents,
  signatureRoom,
} from '../../core/report/signature-hole.ts';
import { fingerprintOf, pemOf, readCertificate } from './certificate.ts';
import type { Certificate } from './certificate.ts';
import { isSignedBy, signedAttributes, signedData } from './cms.ts';

/** The file or the key is not such that a signature could be made which readers accept. */
export class CannotSeal extends Error {
  override readonly name = 'CannotSeal';
}

/** The time of the report is past the end of the certificate: a person has to put another key in its place. */
export class CertificateEnded extends Unusable {
  override readonly name = 'CertificateEnded';
}

/**
 * Seals in constant memory: the drawn file is read to find the room, to be hashed, and to be handed on.
 *
 * @returns bytes of the same number as the drawn file; the same file and key give the same bytes
 * @throws CannotSeal when the file has no room for a signature or more than one, or the key signs something else
 * @throws CertificateEnded when the certificate has expired
 * @example const sealed = await padesSealer({ signer }).seal(await scratch.keep(drawn), report.run.asOf)
 */
export function padesSealer({ signer }: { readonly signer: Signer }): Sealer {
  return {
    kind: signer.kind,
    certificate: async () => {
      const octets = await signer.certificate();
      return { fingerprint: fingerprintOf(octets), pem: pemOf(octets) };
    },
    seal: async (pdf, signedAt) => {
      const { certificate, publicKey } = await usableCertificate(signer, signedAt);
      const room = await findRoom(pdf);
      const ranges = { before: room.contents, after: room.contentsEnd, length: pdf.bytes - room.contentsEnd };
      const byteRange = { at: room.byteRange, length: emptyByteRange.length, by: byteRangeText(ranges) };
      const contents = { at: room.contents, length: room.contentsEnd - room.contents };

      const digest = await sha256Of(replaced(pdf.read(), [byteRange, { ...contents, by: '' }]));
      const toSign = createHash('sha256').update(signedAttributes(digest, certificate)).digest();
      const signed = { digest, certificate, signature: await signer.sign(toSign) };
      // A report is kept under lock: one whose signature does not hold could neither be used nor replaced.
      if (!isSignedBy(publicKey, signed)) {
        throw new CannotSeal('what the key answered is no signature of this report by the key of its certificate');
      }
      const signature = signedData(signed);
      if (signature.length > signatureRoom) {
        throw new CannotSeal(
          `the signature takes ${signature.length} octets, and the file has room for ${signatureRoom}`,
        );
      }
      return replaced(pdf.read(), [
        byteRange,
        { ...contents, by: contentsText(Buffer.from(signature).toString('hex')) },
      ]);
    },
  };
}

interface UsableCertificate {
  readonly certificate: Certificate;
  readonly publicKey: KeyObject;
}

async function usableCertificate(signer: Signer, signedAt: Instant): Promise<UsableCertificate> {
  const octets = await signer.certificate();
  const certificate = readCertificate(octets);
  if (certificate === null) throw new CannotSeal('the certificate of the signing key cannot be read');
  const { publicKey, validToDate } = new X509Certificate(octets);
  const validUntil = validToDate.getTime();
  if (msOf(signedAt) > validUntil) {
    throw new CertificateEnded({
      what: 'the certificate of the signing key has ended',
      where: 'the signing key',
      found: `it expired at ${instantFromMs(validUntil)}; the report is of ${signedAt}`,
      expected: 'a new key, with a certificate of its own; the old certificate goes on proving earlier reports',
    });
  }
  return { certificate, publicKey };
}

interface Room {
  readonly byteRange: number;
  /** From the `<` of the placeholder to behind its `>`. */
  readonly contents: number;
  readonly contentsEnd: number;
}

async function findRoom(pdf: Kept): Promise<Room> {
  const texts = [emptyByteRange, `${contentsKey}${emptyContents}`] as const;
  const [byteRanges = none, allContents = none] = await placesOf(texts, pdf.read());
  const byteRange = onlyPlace(byteRanges, 'a /ByteRange to fill');
  const contents = onlyPlace(allContents, `a /Contents of ${signatureRoom} zero octets to fill`);
  if (contents < byteRange) throw new CannotSeal('the /Contents to fill stands before its /ByteRange');
  const from = contents + contentsKey.length;
  return { byteRange, contents: from, contentsEnd: from + emptyContents.length };
}

const none: readonly number[] = [];

function onlyPlace([place, ...more]: readonly number[], what: string): number {
  if (place === undefined) throw new CannotSeal(`the drawn file has nowhere ${what}`);
  if (more.length > 0) throw new CannotSeal(`the drawn file has ${what} in ${more.length + 1} places`);
  return place;
}

/** Where each of the texts stands, in one reading: the file of a large company has tens of megabytes. */
async function placesOf(texts: readonly string[], bytes: Bytes): Promise<readonly (readonly number[])[]> {
  const found = texts.map((text): { text: string; places: number[] } => ({ text, places: [] }));
  // One byte less than the longest: a place is found however the chunks fall.
  const most = Math.max(...texts.map(({ length }) => length)) - 1;
  let kept = Buffer.alloc(0);
  let offset = 0; // of the first byte of `kept` in the file
  for await (const chunk of bytes) {
    const window = Buffer.concat([kept, chunk]);
    for (const { text, places } of found) {
      // What was whole in `kept` was found with the chunk before.
      const from = Math.max(0, kept.length - text.length + 1);
      for (let at = window.indexOf(text, from); at !== -1; at = window.indexOf(text, at + 1)) places.push(offset + at);
    }
    kept = window.subarray(Math.max(0, window.length - most));
    offset += window.length - kept.length;
  }
  return found.map(({ places }) => places);
}

interface Replacement {
  readonly at: number;
  readonly length: number;
  readonly by: string;
}

/** Hands the bytes on with each stretch replaced; the replacements stand in the order of the file. */
async function* replaced(bytes: Bytes, replacements: readonly Replacement[]): Bytes {
  let offset = 0;
  for await (const chunk of bytes) {
    let done = 0;
    for (const { at, length, by } of replacements) {
      const from = at - offset;
      if (from >= chunk.length || from + length <= done) continue;
      if (from > done) yield chunk.subarray(done, from);
      if (from >= 0 && by !== '') yield Buffer.from(by, 'latin1');
      done = Math.min(from + length, chunk.length);
    }
    if (done < chunk.length) yield chunk.subarray(done);
    offset += chunk.length;
  }
}

async function sha256Of(bytes: Bytes): Promise<Uint8Array> {
  const hash = createHash('sha256');
  for await (const chunk of bytes) hash.update(chunk);
  return hash.digest();
}
