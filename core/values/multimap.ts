// One index for all lookups where a key may lead to several values. Nearly every key leads to one, so one value stands
// for itself: a list for each would be half of what a large company takes in memory.

/** Where a key leads. */
export interface Multimap<T> {
  get(key: string): readonly T[] | undefined;
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
    const [first, second] = keys;
    // A set for each value would cost more than all else here, and most have a key or two.
    const areDistinct = keys.length < 2 || (keys.length === 2 && first !== second);
    for (const key of areDistinct ? keys : new Set(keys)) add(key, value);
  }
  return {
    get(key) {
      const led = found.get(key);
      if (led === undefined) return undefined;
      return led instanceof Several ? led.values : [led];
    },
  };
}
