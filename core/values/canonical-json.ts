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
  let text = '';
  write(value, (piece) => (text += piece));
  return text;
}

type Emit = (piece: string) => void;

function write(value: unknown, emit: Emit): void {
  if (Array.isArray(value)) writeArray(value, emit);
  else if (typeof value === 'object' && value !== null) writeObject(value, emit);
  else if (value === null || typeof value === 'string' || typeof value === 'boolean') emit(JSON.stringify(value));
  else if (typeof value === 'number' && Number.isFinite(value)) emit(JSON.stringify(value));
  else throw new TypeError(`JSON cannot carry ${typeof value === 'number' ? String(value) : typeof value}`);
}

/** By place, so that a hole is not passed over but refused. */
function writeArray(items: readonly unknown[], emit: Emit): void {
  emit('[');
  for (let at = 0; at < items.length; at += 1) {
    if (at > 0) emit(',');
    write(items[at], emit);
  }
  emit(']');
}

function writeObject(value: object, emit: Emit): void {
  const prototype: unknown = Object.getPrototypeOf(value);
  if (prototype !== null && prototype !== Object.prototype) {
    throw new TypeError(`JSON cannot carry an instance of ${value.constructor.name}`);
  }
  let separator = '{';
  for (const key of Object.keys(value).toSorted()) {
    const member: unknown = Reflect.get(value, key);
    if (member === undefined) continue;
    emit(`${separator}${JSON.stringify(key)}:`);
    write(member, emit);
    separator = ',';
  }
  emit(separator === '{' ? '{}' : '}');
}

/** To digest each piece by itself would cost more than the piece. */
const gatheredLength = 1 << 16;

/** SHA-256 of the canonical form, as 64 hex digits; the form is never whole in memory, for a history is large. */
export function jsonSha256(value: unknown): string {
  const digest = createHash('sha256');
  let gathered = '';
  write(value, (piece) => {
    gathered += piece;
    if (gathered.length < gatheredLength) return;
    digest.update(gathered);
    gathered = '';
  });
  return digest.update(gathered).digest('hex');
}
