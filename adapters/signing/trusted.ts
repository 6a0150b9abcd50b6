// The certificates of a file that somebody trusts: one, or several in PEM, such as those of keys that followed one another.
import { X509Certificate } from 'node:crypto';
import { fingerprintOf } from './certificate.ts';

/**
 * Each is trusted by itself and no other by it: a certificate that an authority in the file issued is none of them.
 *
 * @param bytes PEM, whatever stands between its certificates, or DER
 * @returns their fingerprints, each once; `null` where there is none, or one that cannot be read
 * @example trustedIn(Buffer.from(`${old}${pem}`)) // ['5E:0A:…', '91:C3:…']
 */
export function trustedIn(bytes: Uint8Array): readonly string[] | null {
  const blocks = Buffer.from(bytes).toString('latin1').match(pemBlock) ?? [];
  try {
    const certificates = blocks.length === 0 ? [bytes] : blocks.map((block) => Buffer.from(block, 'latin1'));
    return [...new Set(certificates.map((one) => fingerprintOf(new X509Certificate(one).raw)))];
  } catch {
    return null;
  }
}

/** To its own end or, where that is cut off, to the end of the file: then it cannot be read, and is not passed over. */
const pemBlock =
  /-----BEGIN (?:X509 |TRUSTED )?CERTIFICATE-----[^]*?(?:-----END (?:X509 |TRUSTED )?CERTIFICATE-----|$)/g;
