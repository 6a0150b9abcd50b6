// Ids that OSCAL takes, made of our own: the same subject has the same one in every document.
import { createHash } from 'node:crypto';
import { application } from '../../application/applications.ts';

/** Beside this one nobody else's names stand: RFC 9562's own namespace for URLs. */
const urls = Buffer.from('6ba7b8119dad11d180b400c04fd430c8', 'hex');

/** Of what this product names in OSCAL documents. */
export const oscalNamespace = `urn:${application.kindPrefix.toLowerCase()}-access-review:oscal`;

/**
 * A UUID of version 5 (RFC 9562, section 5.5), of a kind of subject and what names it.
 *
 * @example oscalUuid('finding', 'f_7f7789507e41b620') // the same on every machine
 */
export function oscalUuid(kind: string, ...names: readonly string[]): string {
  const name = [oscalNamespace, kind, ...names].join('\0');
  const digest = createHash('sha1').update(urls).update(name).digest();
  const bytes = digest.subarray(0, 16);
  bytes[6] = ((bytes[6] ?? 0) & 0x0f) | 0x50;
  bytes[8] = ((bytes[8] ?? 0) & 0x3f) | 0x80;
  const hex = bytes.toString('hex');
  return [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20)].join('-');
}
