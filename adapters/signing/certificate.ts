// The certificate that ties a name to the signing key: issued by the key itself, so that no authority is needed.
import { createHash } from 'node:crypto';
import type { KeyObject } from 'node:crypto';
import type { Instant } from '../../core/values/instant.ts';
import * as der from './der.ts';

/** The digest under which people compare certificates: SHA-256, upper-case hex with colons, as viewers show it. */
export function fingerprintOf(certificate: Uint8Array): string {
  const hex = createHash('sha256').update(certificate).digest('hex').toUpperCase();
  return hex.replace(/(..)(?!$)/g, '$1:');
}

/** The certificate as the file that people keep and hand to `verify --trust` (RFC 7468). */
export function pemOf(certificate: Uint8Array): string {
  const lines =
    Buffer.from(certificate)
      .toString('base64')
      .match(/.{1,64}/g) ?? [];
  return ['-----BEGIN CERTIFICATE-----', ...lines, '-----END CERTIFICATE-----', ''].join('\n');
}

export interface Issue {
  readonly commonName: string;
  /** SubjectPublicKeyInfo, DER: what AWS KMS answers to `GetPublicKey`. */
  readonly publicKey: Uint8Array;
  readonly validFrom: Instant;
  readonly validUntil: Instant;
  /** Signs a SHA-256 digest with the private half of `publicKey`, RSASSA-PKCS1-v1_5. */
  sign(digest: Uint8Array): Promise<Uint8Array>;
}

/**
 * Issues a self-signed X.509 v3 certificate for an RSA key: no authority, digital signature and non-repudiation only
 * (RFC 5280). The same request and key give the same octets.
 *
 * @returns the certificate, DER
 * @example
 * await issueCertificate({ commonName: 'People.ai access review, local key', publicKey, validFrom: now,
 *   validUntil: tenYearsOn, sign })
 */
export async function issueCertificate(issue: Issue): Promise<Uint8Array> {
  const name = commonName(issue.commonName);
  const statement = der.sequence(
    der.tagged(0, der.smallInteger(2)), // v3
    der.unsigned(serialNumber(issue)),
    sha256WithRsa(),
    name,
    der.sequence(der.time(issue.validFrom), der.time(issue.validUntil)),
    name,
    issue.publicKey,
    der.tagged(3, extensions(issue.publicKey)),
  );
  const signature = await issue.sign(createHash('sha256').update(statement).digest());
  return der.sequence(statement, sha256WithRsa(), der.bitString(signature));
}

/** From the key and the day of issue, so that reissuing needs no counter and no chance; positive, 16 octets at most. */
function serialNumber({ publicKey, validFrom }: Issue): Uint8Array {
  return createHash('sha256').update(publicKey).update(validFrom).digest().subarray(0, 16);
}

function sha256WithRsa(): Uint8Array {
  return der.sequence(der.objectId('1.2.840.113549.1.1.11'), der.nothing());
}

function commonName(text: string): Uint8Array {
  return der.sequence(der.setOf(der.sequence(der.objectId('2.5.4.3'), der.utf8String(text))));
}

function extensions(publicKey: Uint8Array): Uint8Array {
  const notAnAuthority = der.sequence();
  const signatureAndNonRepudiation = der.bitString(Uint8Array.of(0b1100_0000), 6);
  // RFC 7093, 2: the leftmost 160 bits of a SHA-256 digest; readers only compare the value.
  const keyId = createHash('sha256').update(publicKey).digest().subarray(0, 20);
  return der.sequence(
    extension('2.5.29.19', der.yes(), notAnAuthority),
    extension('2.5.29.15', der.yes(), signatureAndNonRepudiation),
    extension('2.5.29.14', new Uint8Array(), der.octetString(keyId)),
  );
}

function extension(id: string, critical: Uint8Array, value: Uint8Array): Uint8Array {
  return der.sequence(der.objectId(id), critical, der.octetString(value));
}

/** A certificate and the part of it by which signatures name it. */
export interface Certificate {
  readonly octets: Uint8Array;
  /** IssuerAndSerialNumber (RFC 5652, 10.2.4), DER. */
  readonly issuerAndSerial: Uint8Array;
}

/** @returns `null` when the octets have not the outline of an X.509 certificate; what it says is not judged here */
export function readCertificate(octets: Uint8Array): Certificate | null {
  const fields = fieldsOf(octets);
  if (fields === null) return null;
  const [serial, , issuer] = fields[0]?.tag === 0xa0 ? fields.slice(1) : fields;
  if (serial === undefined || issuer === undefined) return null;
  return { octets, issuerAndSerial: der.sequence(issuer.whole, serial.whole) };
}

/**
 * Whether the certificate says of itself what every one says that is issued here: that it is no authority, and for
 * signatures alone. One that was issued for something else, such as for a server, vouches for no report.
 */
export function isForSigning(octets: Uint8Array): boolean {
  const [publicKey, extended, ...more] = fieldsOf(octets)?.slice(6) ?? [];
  if (publicKey === undefined || extended === undefined || more.length > 0) return false;
  return Buffer.from(extended.whole).equals(der.tagged(3, extensions(publicKey.whole)));
}

/** Whether `verify` accepts what this key, or the private half of it, signed: RSA of at least 2048 bits. */
export function isAcceptedKey({ asymmetricKeyType, asymmetricKeyDetails }: KeyObject): boolean {
  return asymmetricKeyType === 'rsa' && (asymmetricKeyDetails?.modulusLength ?? 0) >= 2048;
}

/** The kind of a key as people read it. @example keyKind(key) // 'rsa, 3072 bits' */
export function keyKind({ asymmetricKeyType, asymmetricKeyDetails }: KeyObject): string {
  const bits = asymmetricKeyDetails?.modulusLength;
  return bits === undefined ? `${asymmetricKeyType}` : `${asymmetricKeyType}, ${bits} bits`;
}

function fieldsOf(octets: Uint8Array): readonly der.Element[] | null {
  const statement = der.elementsOf(der.elementAt(octets, 0)?.content ?? octets)?.[0];
  return statement === undefined ? null : der.elementsOf(statement.content);
}
