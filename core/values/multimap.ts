// One index for all lookups where a key may lead to several values. Nearly every key leads to one, so one value stands
// for itself: a list for each would be half of what a large company takes in memory.

/** Where a key leads. */
export interface Multimap<T> {
  get(key: string): readonly T[] | undefined;
}

/** So many keys are compared with one another faster than through a set. */
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
    // A set for each value would cost more than all else here, and most have a key, two or three.
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
