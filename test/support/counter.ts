// Counts what is looked at, so that a test of growth asks no clock.

/** Counts every member that is looked at, of the value and of all that it holds. */
export class Counter {
  visits = 0;
  readonly #seen = new WeakMap<object, unknown>();

  of<Value>(value: Value): Value {
    if (typeof value !== 'object' || value === null) return value;
    const before = this.#seen.get(value);
    const counted =
      before ??
      new Proxy(value, {
        get: (target, key, receiver) => {
          this.visits += 1;
          return this.of(Reflect.get(target, key, receiver));
        },
      });
    this.#seen.set(value, counted);
    return counted as Value;
  }
}
