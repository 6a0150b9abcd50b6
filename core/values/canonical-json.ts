// JSON in one canonical form, so that equal values have equal digests wherever they are computed.
import { createHash } from 'node:crypto';

/**
 * Writes a JSON value with its keys in code unit order and no blanks (the form of RFC 8785). A member that is
 * `undefined` is left out, as `JSON.stringify` does.
 *
 * @throws TypeError for what JSON cannot carry: a number that is not finite, a function, a Map, a class instance
 * @example canonicalJson({ b: [1, null], a: 'x' }) // '{"a":"x","b":[1,null]}'
 */
export function canonicalJson(value: unknown): string {
  if (Array.isArray(value)) return `[${Array.from(value, (item: unknown) => canonicalJson(item)).join(',')}]`;
  if (typeof value === 'object' && value !== null) return canonicalObject(value);
  if (value === null || typeof value === 'string' || typeof value === 'boolean') return JSON.stringify(value);
  if (typeof value === 'number' && Number.isFinite(value)) return JSON.stringify(value);
  throw new TypeError(`JSON cannot carry ${typeof value === 'number' ? String(value) : typeof value}`);
}

function canonicalObject(value: object): string {
  const prototype: unknown = Object.getPrototypeOf(value);
  if (prototype !== null && prototype !== Object.prototype) {
    throw new TypeError(`JSON cannot carry an instance of ${value.constructor.name}`);
  }
  let members = '';
  for (const key of Object.keys(value).toSorted()) {
    const member: unknown = Reflect.get(value, key);
    if (member === undefined) continue;
    members += `${members === '' ? '' : ','}${JSON.stringify(key)}:${canonicalJson(member)}`;
  }
  return `{${members}}`;
}

/** SHA-256 of the canonical form, as 64 hex digits. */
export function jsonSha256(value: unknown): string {
  return createHash('sha256').update(canonicalJson(value)).digest('hex');
}
