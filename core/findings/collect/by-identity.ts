// A map whose key is an identity: its directory and its id. Two levels of maps, because one text made of both would
// have to be built at each look-up and kept for every identity of every directory.

export class ByIdentity<Value> {
  readonly #directories = new Map<string, Map<string, Value>>();

  get(directory: string, id: string): Value | undefined {
    return this.#directories.get(directory)?.get(id);
  }

  has(directory: string, id: string): boolean {
    return this.#directories.get(directory)?.has(id) === true;
  }

  set(directory: string, id: string, value: Value): void {
    const inOne = this.#directories.get(directory) ?? new Map<string, Value>();
    this.#directories.set(directory, inOne.set(id, value));
  }

  delete(directory: string, id: string): void {
    this.#directories.get(directory)?.delete(id);
  }

  *values(): Generator<Value, void, void> {
    for (const inOne of this.#directories.values()) yield* inOne.values();
  }
}

/** Orders by directory, then by id. */
export function compareIdentities(
  a: Readonly<Record<'directory' | 'id', string>>,
  b: Readonly<Record<'directory' | 'id', string>>,
): number {
  if (a.directory !== b.directory) return a.directory < b.directory ? -1 : 1;
  return a.id < b.id ? -1 : 1;
}
