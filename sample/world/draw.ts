// Arbitrary choices without chance: each follows from a digest of what it is about, so that adding a person changes
// nobody else.
import { createHash } from 'node:crypto';

function digest(about: readonly string[]): Buffer {
  return createHash('sha256')
    .update(`sample of the access review\n${about.join('\n')}`)
    .digest();
}

/** @returns a whole number from 0 up to `below`, always the same for the same texts */
export function draw(below: number, ...about: readonly string[]): number {
  return digest(about).readUInt32BE(0) % below;
}

export function pick<T>(from: readonly [T, ...T[]], ...about: readonly string[]): T {
  return from[draw(from.length, ...about)] ?? from[0];
}

/** An object id as Entra gives them. */
export function guid(...about: readonly string[]): string {
  const hex = digest(['guid', ...about]).toString('hex');
  return [hex.slice(0, 8), hex.slice(8, 12), `4${hex.slice(13, 16)}`, `a${hex.slice(17, 20)}`, hex.slice(20, 32)].join(
    '-',
  );
}

/** An id as Okta gives them: 20 letters and digits behind a prefix that names the kind. */
export function oktaId(prefix: '00u' | '0oa', ...about: readonly string[]): string {
  const letters = digest(['okta', ...about])
    .toString('base64')
    .replaceAll(/[^0-9A-Za-z]/g, 'x');
  return `${prefix}${letters.slice(0, 17)}`;
}
