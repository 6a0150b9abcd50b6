// A file of SQLite is its owner's alone, from before SQLite writes to it.
import { chmodSync, closeSync, existsSync, openSync, statSync } from 'node:fs';
import { attempt } from './connection.ts';

/**
 * Made before SQLite makes it: SQLite gives its journal files the mode that the database has.
 *
 * @throws StoreFailure
 */
export function keepForOwner(file: string): void {
  attempt(`cannot keep ${file}: it is to be its owner's only`, () => keep(file));
}

function keep(file: string): void {
  // SQLite's name for a store that is no file.
  if (file === ':memory:') return;
  if (!existsSync(file)) closeSync(openSync(file, 'a', 0o600));
  for (const path of [file, `${file}-wal`, `${file}-shm`]) {
    // A journal goes when the last process closes the store.
    const status = statSync(path, { throwIfNoEntry: false });
    if (status !== undefined && (status.mode & 0o077) !== 0) chmodSync(path, 0o600);
  }
}
