// DER, the encoding of certificates and signatures: the few forms that a report's signature needs, written and read.
import type { Instant } from '../../core/values/instant.ts';

const tags = {
  boolean: 0x01,
  integer: 0x02,
  bitString: 0x03,
  octetString: 0x04,
  nothing: 0x05,
  objectId: 0x06,
  utf8String: 0x0c,
  sequence: 0x30,
  set: 0x31,
  utcTime: 0x17,
  generalizedTime: 0x18,
} as const;

function element(tag: number, ...content: readonly Uint8Array[]): Uint8Array {
  const body = Buffer.concat(content);
  return Buffer.concat([Uint8Array.of(tag), lengthOctets(body.length), body]);
}

function lengthOctets(length: number): Uint8Array {
  if (length < 0x80) return Uint8Array.of(length);
  const octets = base256(length);
  return Uint8Array.of(0x80 | octets.length, ...octets);
}

function base256(value: number): readonly number[] {
  const octets: number[] = [];
  for (let rest = value; rest > 0; rest = Math.floor(rest / 256)) octets.unshift(rest % 256);
  return octets;
}

export function sequence(...items: readonly Uint8Array[]): Uint8Array {
  return element(tags.sequence, ...items);
}

/** DER sorts the elements of a SET OF by their encoded octets (X.690, 11.6). */
export function setOf(...items: readonly Uint8Array[]): Uint8Array {
  return element(tags.set, ...items.toSorted((left, right) => Buffer.compare(left, right)));
}

/** An element with the tag `[number]` around others: EXPLICIT. */
export function tagged(number: number, ...items: readonly Uint8Array[]): Uint8Array {
  return element(0xa0 | number, ...items);
}

/** A constructed element under the tag `[number]` in place of its own: IMPLICIT. */
export function retagged(number: number, whole: Uint8Array): Uint8Array {
  return Buffer.concat([Uint8Array.of(0xa0 | number), whole.subarray(1)]);
}

/** A number that is not negative, from its octets, most significant first. */
export function unsigned(octets: Uint8Array): Uint8Array {
  const first = octets.findIndex((octet) => octet !== 0);
  const body = first === -1 ? Uint8Array.of(0) : octets.subarray(first);
  // A leading bit of 1 would mean a negative number.
  return (body[0] ?? 0) >= 0x80 ? element(tags.integer, Uint8Array.of(0), body) : element(tags.integer, body);
}

export function smallInteger(value: number): Uint8Array {
  return unsigned(Uint8Array.from(base256(value)));
}

export function yes(): Uint8Array {
  return element(tags.boolean, Uint8Array.of(0xff));
}

export function octetString(octets: Uint8Array): Uint8Array {
  return element(tags.octetString, octets);
}

/** @param unusedBits bits at the end that carry no meaning: 0 for octets, more for named flags */
export function bitString(octets: Uint8Array, unusedBits = 0): Uint8Array {
  return element(tags.bitString, Uint8Array.of(unusedBits), octets);
}

export function utf8String(text: string): Uint8Array {
  return element(tags.utf8String, Buffer.from(text, 'utf8'));
}

export function nothing(): Uint8Array {
  return element(tags.nothing);
}

/** @example objectId('1.2.840.113549.1.7.2') // CMS signed data */
export function objectId(dotted: string): Uint8Array {
  const [first = 0, second = 0, ...rest] = dotted.split('.').map(Number);
  return element(tags.objectId, Uint8Array.from([first * 40 + second, ...rest].flatMap(base128)));
}

function base128(value: number): readonly number[] {
  const octets = [value % 128];
  for (let rest = Math.floor(value / 128); rest > 0; rest = Math.floor(rest / 128)) {
    octets.unshift(0x80 | (rest % 128));
  }
  return octets;
}

/** UTCTime through 2049, GeneralizedTime from 2050; to the second (RFC 5280, 4.1.2.5). */
export function time(instant: Instant): Uint8Array {
  const digits = instant.slice(0, 19).replace(/[-T:]/g, '');
  return instant < '2050'
    ? element(tags.utcTime, Buffer.from(`${digits.slice(2)}Z`))
    : element(tags.generalizedTime, Buffer.from(`${digits}Z`));
}

/** One element as it stands in the octets: its tag, what it holds, and all of it. */
export interface Element {
  readonly tag: number;
  readonly content: Uint8Array;
  readonly whole: Uint8Array;
}

/**
 * The elements that stand one after another in `octets`. Only one level is read, so nesting costs nothing.
 *
 * @returns `null` when the octets are not whole DER elements up to their end
 */
export function elementsOf(octets: Uint8Array): readonly Element[] | null {
  const found: Element[] = [];
  for (let at = 0; at < octets.length;) {
    const next = elementAt(octets, at);
    if (next === null) return null;
    found.push(next);
    at += next.whole.length;
  }
  return found;
}

/** The element that begins at `at`; what follows it is not looked at. */
export function elementAt(octets: Uint8Array, at: number): Element | null {
  const tag = octets[at];
  const first = octets[at + 1];
  if (tag === undefined || first === undefined) return null;
  const more = first < 0x80 ? 0 : first - 0x80;
  // More than four octets of length, or the indefinite form, stand in no signature of a report.
  if (first === 0x80 || more > 4 || at + 2 + more > octets.length) return null;
  const length =
    more === 0 ? first : octets.subarray(at + 2, at + 2 + more).reduce((sum, octet) => sum * 256 + octet, 0);
  const start = at + 2 + more;
  if (start + length > octets.length) return null;
  return { tag, content: octets.subarray(start, start + length), whole: octets.subarray(at, start + length) };
}

/**
 * @param path the number of the element on each level below the first
 * @returns `null` where there is no such element
 * @example descend(signedData, [1, 0, 3, 0]) // the certificate
 */
export function descend(octets: Uint8Array, path: readonly number[]): Element | null {
  let found = elementAt(octets, 0);
  for (const step of path) found = (found === null ? null : elementsOf(found.content)?.[step]) ?? null;
  return found;
}
