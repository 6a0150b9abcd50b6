// What is worked out when it is first asked for, and never again.

/**
 * @returns gives what `work` gave the first time, also where that failed
 * @example const config = lazy(async () => readConfig(file)); // nothing is read before config() is called
 */
export function lazy<Value>(work: () => Promise<Value>): () => Promise<Value> {
  let made: Promise<Value> | undefined;
  return async () => (made ??= work());
}
