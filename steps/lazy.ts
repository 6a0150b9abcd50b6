// What is worked out when it is first asked for, and not again as long as it is kept.

/**
 * @returns gives what `work` gave the first time, also where that failed
 * @example const config = lazy(async () => readConfig(file)); // nothing is read before config() is called
 */
export function lazy<Value>(work: () => Promise<Value>): () => Promise<Value> {
  let made: Promise<Value> | undefined;
  return async () => (made ??= work());
}

/**
 * Of `kept` only those stay that were asked for last, `most` of them; what fails is not kept.
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
