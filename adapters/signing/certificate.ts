// The certificate that ties a name to the signing key: issued by the key itself, so that no authority is needed.
import { createHash } from 'node:crypto';
import type { KeyObject, X509Certificate } from 'node:crypto';
import { instantFromMs } from '../../core/values/instant.ts';
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
  const statement = statementOf({ ...issue, serial: serialNumber(issue) });
  return signedStatement(statement, await issue.sign(createHash('sha256').update(statement).digest()));
}

interface Stated extends Omit<Issue, 'sign'> {
  readonly serial: Uint8Array;
}

function statementOf({ serial, ...stated }: Stated): Uint8Array {
  const name = commonName(stated.commonName);
  return der.sequence(
    der.tagged(0, der.smallInteger(2)), // v3
    der.unsigned(serial),
    sha256WithRsa(),
    name,
    der.sequence(der.time(stated.validFrom), der.time(stated.validUntil)),
    name,
    stated.publicKey,
    der.tagged(3, extensions(stated.publicKey)),
  );
}

function signedStatement(statement: Uint8Array, signature: Uint8Array): Uint8Array {
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
 * Why the certificate vouches for no report. One that was issued for something else, such as for a server, does not, nor
 * one that an authority would have to be asked about, or that programs read in different ways.
 *
 * @returns `null` when it is one that could be issued here
 * @example whyUnfit(new X509Certificate(ofServer)) // 'is not for signatures alone'
 */
export function whyUnfit(certificate: X509Certificate): string | null {
  if (!isForSigning(certificate.raw)) return 'is not for signatures alone';
  return isIssuedHere(certificate) ? null : 'was not issued by its own key, as this product issues one';
}

/** Of itself it says what every one says that is issued here: that it is no authority, and for signatures alone. */
function isForSigning(octets: Uint8Array): boolean {
  const [publicKey, extended, ...more] = fieldsOf(octets)?.slice(6) ?? [];
  if (publicKey === undefined || extended === undefined || more.length > 0) return false;
  return Buffer.from(extended.whole).equals(der.tagged(3, extensions(publicKey.whole)));
}

/** Where the parts of a certificate stand: the number of the element on each level. */
const paths = { serial: [0, 1], name: [0, 3, 0, 0, 1], signature: [2] } as const;

/** Written again from its name, times, serial number, key and signature it has the same octets, and its own key signed it. */
function isIssuedHere(certificate: X509Certificate): boolean {
  const { raw, publicKey, validFromDate, validToDate } = certificate;
  const [serial, name] = [der.descend(raw, paths.serial), der.descend(raw, paths.name)];
  const signature = der.descend(raw, paths.signature);
  if (serial === null || name === null || signature === null || validFromDate > validToDate) return false;
  const statement = statementOf({
    serial: serial.content,
    commonName: Buffer.from(name.content).toString('utf8'),
    publicKey: publicKey.export({ type: 'spki', format: 'der' }),
    validFrom: instantFromMs(validFromDate.getTime()),
    validUntil: instantFromMs(validToDate.getTime()),
  });
  return raw.equals(signedStatement(statement, signature.content.subarray(1))) && certificate.verify(publicKey);
}

/**
 * Whether `verify` accepts what this key, or the private half of it, signed: RSA of at least 2048 bits, and none to which
 * every signature belongs, as with an exponent of 1.
 */
export function isAcceptedKey({ asymmetricKeyType, asymmetricKeyDetails }: KeyObject): boolean {
  const { modulusLength = 0, publicExponent = 0n } = asymmetricKeyDetails ?? {};
  return asymmetricKeyType === 'rsa' && modulusLength >= 2048 && publicExponent >= 3n;
}

/** The kind of a key as people read it. @example keyKind(key) // 'rsa, 3072 bits' */
export function keyKind({ asymmetricKeyType, asymmetricKeyDetails }: KeyObject): string {
  const { modulusLength: bits, publicExponent: exponent } = asymmetricKeyDetails ?? {};
  const usual = exponent === undefined || exponent >= 3n;
  const parts = [
    asymmetricKeyType,
    bits === undefined ? undefined : `${bits} bits`,
    usual ? undefined : `exponent ${exponent}`,
  ];
  return parts.filter((part) => part !== undefined).join(', ');
}

function fieldsOf(octets: Uint8Array): readonly der.Element[] | null {
  const statement = der.elementsOf(der.elementAt(octets, 0)?.content ?? octets)?.[0];
  return statement === undefined ? null : der.elementsOf(statement.content);
}
