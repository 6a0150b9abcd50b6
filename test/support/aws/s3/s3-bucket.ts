// A bucket as S3 keeps it: versions in the order they came, delete markers, and locks that nobody shortens.
import { createHash, randomUUID } from 'node:crypto';

export interface BucketOptions {
  readonly versioning: boolean;
  readonly objectLock: boolean;
  /** Makes the bucket behave like a store that knows no conditional writes. */
  readonly ignoresConditions?: boolean;
}

export interface Lock {
  readonly mode: 'COMPLIANCE' | 'GOVERNANCE';
  readonly until: Date;
}

export interface Version {
  readonly id: string;
  readonly body: Buffer;
  readonly etag: string;
  readonly at: Date;
  /** As they came: content type and what the sender added under `x-amz-meta-`. */
  readonly headers: Readonly<Record<string, string>>;
  /** Only those that came with the object: S3 keeps no others. */
  readonly checksums: Checksums;
  readonly lock: Lock | null;
  readonly deleted: boolean;
}

/** In Base64. */
export interface Checksums {
  readonly sha256?: string;
  readonly crc32?: string;
}

export type NewVersion = Pick<Version, 'body' | 'headers' | 'lock' | 'deleted'> & { readonly checksums?: Checksums };

export class Bucket {
  readonly options: BucketOptions;
  readonly #versions = new Map<string, readonly Version[]>();
  readonly #now: () => Date;

  constructor(options: BucketOptions, now: () => Date) {
    this.options = options;
    this.#now = now;
  }

  /** A copy of the bucket that changes independently from now on. */
  copy(): Bucket {
    const copy = new Bucket(this.options, this.#now);
    for (const [key, versions] of this.#versions) copy.#versions.set(key, versions);
    return copy;
  }

  get now(): Date {
    return this.#now();
  }

  /** Oldest first, with the delete markers. */
  versions(key: string): readonly Version[] {
    return this.#versions.get(key) ?? [];
  }

  /** The newest version, or the named one; `null` when there is none or it was deleted. */
  version(key: string, id: string | null): Version | null {
    const versions = this.#versions.get(key) ?? [];
    const found = id === null ? versions.at(-1) : versions.find((version) => version.id === id);
    return found === undefined || found.deleted ? null : found;
  }

  add(key: string, { body, headers, lock, deleted, checksums = {} }: NewVersion): Version {
    const id = this.options.versioning ? randomUUID() : 'null';
    const etag = `"${createHash('md5').update(body).digest('hex')}"`;
    const version: Version = { id, body, etag, at: this.#now(), headers, checksums, lock, deleted };
    const before = this.options.versioning ? (this.#versions.get(key) ?? []) : [];
    this.#versions.set(key, [...before, version]);
    return version;
  }

  /** @returns whether the lock allowed it */
  remove(key: string, id: string, bypassGovernance: boolean): boolean {
    const versions = this.#versions.get(key) ?? [];
    const lock = versions.find((version) => version.id === id)?.lock ?? null;
    if (lock !== null && isLocked(lock, this.#now()) && !(lock.mode === 'GOVERNANCE' && bypassGovernance)) return false;
    this.#versions.set(
      key,
      versions.filter((version) => version.id !== id),
    );
    return true;
  }

  /** Removes an object as if it had never been put, which no request can do. */
  forget(key: string): void {
    this.#versions.delete(key);
  }

  /** Keys whose newest version is no delete marker, as S3 lists them: by their UTF-8 bytes. */
  keys(prefix: string): readonly string[] {
    return [...this.#versions.keys()]
      .filter((key) => key.startsWith(prefix) && this.version(key, null) !== null)
      .toSorted((a, b) => Buffer.compare(Buffer.from(a), Buffer.from(b)));
  }
}

function isLocked(lock: Lock, now: Date): boolean {
  return lock.until > now;
}
