// One index for all lookups where a key may lead to several values.

/**
 * @param keysOf the keys of a value; a key named twice counts once
 * @example multimap(['ab', 'ac'], (word) => [...word]).get('a') // ['ab', 'ac']
 */
export function multimap<T>(
  values: Iterable<T>,
  keysOf: (value: T) => readonly string[],
): ReadonlyMap<string, readonly T[]> {
  const found = new Map<string, T[]>();
  for (const value of values) {
    for (const key of new Set(keysOf(value))) {
      const list = found.get(key);
      if (list === undefined) found.set(key, [value]);
      else list.push(value);
    }
  }
  return found;
}
