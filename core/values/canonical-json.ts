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
  write(
    value,
    output((piece) => (text += piece)),
  );
  return text;
}

interface Output {
  readonly emit: (piece: string) => void;
  readonly inOrder: (keys: readonly string[]) => readonly string[];
}

function output(emit: Output['emit']): Output {
  let last: readonly string[] = [];
  let lastInOrder: readonly string[] = [];
  return {
    emit,
    // Sorts the keys of an object. Entries of a list mostly have the same keys, so the last order is remembered.
    inOrder(keys) {
      if (keys.length === last.length && keys.every((key, at) => key === last[at])) return lastInOrder;
      [last, lastInOrder] = [keys, keys.toSorted()];
      return lastInOrder;
    },
  };
}

function write(value: unknown, out: Output): void {
  if (Array.isArray(value)) writeArray(value, out);
  else if (typeof value === 'object' && value !== null) writeObject(value, out);
  else if (value === null || typeof value === 'string' || typeof value === 'boolean') out.emit(JSON.stringify(value));
  else if (typeof value === 'number' && Number.isFinite(value)) out.emit(JSON.stringify(value));
  else throw new TypeError(`JSON cannot carry ${typeof value === 'number' ? String(value) : typeof value}`);
}

/** Goes by index, so that a hole in the array is refused and not passed over. */
function writeArray(items: readonly unknown[], out: Output): void {
  out.emit('[');
  for (let at = 0; at < items.length; at += 1) {
    if (at > 0) out.emit(',');
    write(items[at], out);
  }
  out.emit(']');
}

function writeObject(value: object, out: Output): void {
  const prototype: unknown = Object.getPrototypeOf(value);
  if (prototype !== null && prototype !== Object.prototype) {
    throw new TypeError(`JSON cannot carry an instance of ${value.constructor.name}`);
  }
  let separator = '{';
  for (const key of out.inOrder(Object.keys(value))) {
    const member: unknown = Reflect.get(value, key);
    if (member === undefined) continue;
    out.emit(`${separator}${JSON.stringify(key)}:`);
    write(member, out);
    separator = ',';
  }
  out.emit(separator === '{' ? '{}' : '}');
}

/**
 * Texts are gathered to this length before they are digested: digesting each alone would take more time than writing
 * it.
 */
const gatheredLength = 1 << 16;

/**
 * SHA-256 of the canonical form, as 64 hex digits. The form is never in memory as a whole, because a history is large.
 */
export function jsonSha256(value: unknown): string {
  const digest = createHash('sha256');
  let gathered = '';
  const gather = (piece: string): void => {
    gathered += piece;
    if (gathered.length < gatheredLength) return;
    digest.update(gathered);
    gathered = '';
  };
  write(value, output(gather));
  return digest.update(gathered).digest('hex');
}
