// An index whose keys may lead to several values. Nearly every key leads to one, and that one is held without a list:
// lists would take half of the memory that a large company needs.

/** Where a key leads. */
export interface Multimap<T> {
  get(key: string): readonly T[] | undefined;
}

/** Up to so many keys, comparing each with each is faster than a set. */
const few = 8;

function isFirst(key: string, at: number, keys: readonly string[]): boolean {
  return keys.indexOf(key) === at;
}

class Several<T> {
  readonly values: T[];
  constructor(...values: T[]) {
    this.values = values;
  }
}

/**
 * @param keysOf the keys of a value; a key named twice counts once
 * @example multimap(['ab', 'ac'], (word) => [...word]).get('a') // ['ab', 'ac']
 */
export function multimap<T>(values: Iterable<T>, keysOf: (value: T) => readonly string[]): Multimap<T> {
  const found = new Map<string, T | Several<T>>();
  const add = (key: string, value: T): void => {
    const before = found.get(key);
    if (before === undefined) found.set(key, value);
    else if (before instanceof Several) before.values.push(value);
    else found.set(key, new Several(before, value));
  };
  for (const value of values) {
    const keys = keysOf(value);
    // Most values have two or three keys at the most, and a set for each value would take longer than everything else
    // here.
    for (const key of keys.length > few ? new Set(keys) : keys.filter(isFirst)) add(key, value);
  }
  return {
    get(key) {
      const led = found.get(key);
      if (led === undefined) return undefined;
      return led instanceof Several ? led.values : [led];
    },
  };
}
