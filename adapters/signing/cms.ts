// The CMS signature inside a sealed PDF (RFC 5652, CAdES baseline B): written in one form only, and read back from it.
import { constants, createHash, verify } from 'node:crypto';
import type { KeyObject } from 'node:crypto';
import { readCertificate } from './certificate.ts';
import type { Certificate } from './certificate.ts';
import * as der from './der.ts';

const ids = {
  data: '1.2.840.113549.1.7.1',
  signedData: '1.2.840.113549.1.7.2',
  contentType: '1.2.840.113549.1.9.3',
  messageDigest: '1.2.840.113549.1.9.4',
  signingCertificateV2: '1.2.840.113549.1.9.16.2.47',
  sha256: '2.16.840.1.101.3.4.2.1',
  rsa: '1.2.840.113549.1.1.1',
} as const;

/**
 * What the key signs, as the SET OF that RFC 5652, 5.4 asks for: the digest of the document and of the certificate.
 * The time of signing stands in the PDF's `/M` (ETSI EN 319 142-1, 6.3), never here.
 *
 * @param digest SHA-256 of everything in the file but the signature
 */
export function signedAttributes(digest: Uint8Array, certificate: Certificate): Uint8Array {
  const certificateDigest = createHash('sha256').update(certificate.octets).digest();
  return der.setOf(
    attribute(ids.contentType, der.objectId(ids.data)),
    attribute(ids.messageDigest, der.octetString(digest)),
    // RFC 5035: ESSCertIDv2 with its default digest, SHA-256, left out as DER demands of defaults.
    attribute(ids.signingCertificateV2, der.sequence(der.sequence(der.sequence(der.octetString(certificateDigest))))),
  );
}

function attribute(id: string, value: Uint8Array): Uint8Array {
  return der.sequence(der.objectId(id), der.setOf(value));
}

export interface Signed {
  readonly digest: Uint8Array;
  readonly certificate: Certificate;
  /** RSASSA-PKCS1-v1_5 with SHA-256 over `signedAttributes`. */
  readonly signature: Uint8Array;
}

/** The detached CMS SignedData; the same three parts give the same octets. */
export function signedData({ digest, certificate, signature }: Signed): Uint8Array {
  const sha256 = der.sequence(der.objectId(ids.sha256));
  const signer = der.sequence(
    der.smallInteger(1),
    certificate.issuerAndSerial,
    sha256,
    der.retagged(0, signedAttributes(digest, certificate)),
    der.sequence(der.objectId(ids.rsa), der.nothing()),
    der.octetString(signature),
  );
  return der.sequence(
    der.objectId(ids.signedData),
    der.tagged(
      0,
      der.sequence(
        der.smallInteger(1),
        der.setOf(sha256),
        der.sequence(der.objectId(ids.data)),
        der.tagged(0, certificate.octets),
        der.setOf(signer),
      ),
    ),
  );
}

/** Where the parts stand in what `signedData` writes: the number of the element on each level. */
const paths = {
  certificate: [1, 0, 3, 0],
  // The second of the attributes, as DER sorts them.
  digest: [1, 0, 4, 0, 3, 1, 1, 0],
  signature: [1, 0, 4, 0, 5],
} as const;

/**
 * What a CMS that begins at the first octet was made of. Nothing else is taken from it: who checks a signature writes the
 * CMS again from these and compares, so no other field can lie.
 *
 * @returns `null` when the octets have not the outline of what `signedData` writes
 */
export function readSignedData(octets: Uint8Array): Signed | null {
  const [signature, digest] = [der.descend(octets, paths.signature), der.descend(octets, paths.digest)];
  const found = der.descend(octets, paths.certificate);
  const certificate = found === null ? null : readCertificate(found.whole);
  if (signature === null || digest === null || certificate === null) return null;
  return { certificate, digest: digest.content, signature: signature.content };
}

/** Whether the key of the certificate made the signature, whatever the document is. */
export function isSignedBy(publicKey: KeyObject, { digest, certificate, signature }: Signed): boolean {
  const key = { key: publicKey, padding: constants.RSA_PKCS1_PADDING };
  return verify('sha256', signedAttributes(digest, certificate), key, signature);
}
