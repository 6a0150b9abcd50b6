// Work that is done when its result is first asked for, and not again as long as the result is kept.

/**
 * @returns a function that gives the result of the first call, also where that failed
 * @example const config = lazy(async () => readConfig(file)); // nothing is read before config() is called
 */
export function lazy<Value>(work: () => Promise<Value>): () => Promise<Value> {
  let made: Promise<Value> | undefined;
  return async () => (made ??= work());
}

/**
 * As `lazy`, by keys. Only the `most` results that were asked for last stay in `kept`, and a failure is not kept.
 *
 * @returns what is kept under `key`, or else what `work` gives
 * @example const findings = await lazyAmong(known, { key: sha256, most: 6 }, () => read(run));
 */
export function lazyAmong<Value>(
  kept: Map<string, Value>,
  { key, most }: { readonly key: string; readonly most: number },
  work: () => Value,
): Value {
  const value = kept.get(key) ?? work();
  kept.delete(key);
  kept.set(key, value);
  const [oldest] = kept.keys();
  if (oldest !== undefined && kept.size > most) kept.delete(oldest);
  if (value instanceof Promise) value.catch(() => kept.delete(key));
  return value;
}
