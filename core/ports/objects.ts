// Bytes, and where they are kept: evidence that is never overwritten, and room for what outgrows memory.
/** Bytes in pieces; a consumer that stops early releases the source. */
export type Bytes = AsyncIterable<Uint8Array>;

export interface StoredObject {
  readonly key: string;
  readonly bytes: number;
  readonly sha256: string;
}

export interface Objects {
  /**
   * Stores under `key` unless something is there. The same digest in place is success; another one throws
   * `ObjectConflict`: evidence is never overwritten. A put that does not end leaves nothing under the key.
   */
  put(key: string, body: Uint8Array | Bytes | Kept): Promise<StoredObject>;
  /** `null` when there is no such object; a failure to read throws. */
  get(key: string): Promise<Bytes | null>;
  /** Keys that begin with `prefix`, sorted by code point. */
  list(prefix: string): Promise<readonly string[]>;
  /** What the object is called in messages: a path or an address. */
  location(key: string): string;
  /** Where a person opens the object: its path, or the page that shows it to whoever signs in; it may go by mail. */
  bookmark(key: string): string;
}

/** Addresses by which a browser takes or puts one object itself, each for a minute: larger files pass no function. */
export interface ObjectAddresses {
  /** @param as the name and type under which the browser takes it */
  taking(key: string, as: { readonly name: string; readonly mediaType: string }): Promise<string>;
  /** Signs digest, size and what is said: another file, another uploader or a second put is refused by the store. */
  putting(key: string, file: PutFile): Promise<PutAddress>;
}

export interface PutFile {
  /** SHA-256, 64 hex digits. */
  readonly sha256: string;
  readonly bytes: number;
  /** Kept beside the object: `uploaded-by` and so on. */
  readonly said: Readonly<Record<string, string>>;
}

export interface PutAddress {
  readonly address: string;
  /** To be sent with it as they are. */
  readonly headers: Readonly<Record<string, string>>;
}

export class ObjectConflict extends Error {
  override readonly name = 'ObjectConflict';
  readonly key: string;
  constructor(key: string) {
    super(`${key} is already stored with other content; stored evidence is never overwritten`);
    this.key = key;
  }
}

/** Room for files that outgrow memory while they are made; gone when the work is over. */
export interface Scratch {
  /** Keeps the body and tells its size and digest; `read` may be called more than once. */
  keep(body: Bytes): Promise<Kept>;
  /**
   * What does not go to the disk stands in memory: asked before much of it is made.
   *
   * @param toCome bytes that what follows takes at least
   * @throws Unusable when this process cannot hold them beside what it holds already
   */
  needMemory(toCome?: number): void;
}

/** More texts than memory holds, found by their keys; gone when it is closed. All are put before the first is found. */
export interface Lookup {
  /** @returns its number: texts are counted from 0 */
  put(keys: Iterable<string>, text: string): number;
  /** Each text once, in the order in which they were put; keys differ where their code units do. */
  find(key: string): readonly FoundText[];
  close(): void;
}

export interface FoundText {
  readonly number: number;
  readonly text: string;
}

export interface Kept {
  readonly bytes: number;
  readonly sha256: string;
  /** Where it stands, when it is a file of this machine: then the system can copy it, and its digest is known. */
  readonly path?: string;
  read(): Bytes;
}
