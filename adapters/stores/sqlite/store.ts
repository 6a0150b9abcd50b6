// The embedded default behind the stores' ports: runs, findings and reviews in one file that needs no server.
import { chmodSync, closeSync, existsSync, mkdirSync, openSync, statSync } from 'node:fs';
import { dirname } from 'node:path';
import type { AccessRecord, Findings, Passing, Reviews, Runs } from '../../../core/ports/stores.ts';
import { sqliteAccess } from './access.ts';
import { Connection, StoreFailure } from './connection.ts';
import { sqliteFindings } from './findings.ts';
import { sqlitePassing } from './passing.ts';
import { sqliteReviews } from './reviews.ts';
import { sqliteRuns } from './runs.ts';

export interface SqliteStore {
  readonly runs: Runs;
  readonly findings: Findings;
  readonly reviews: Reviews;
  readonly passing: Passing;
  readonly access: AccessRecord;
  close(): void;
}

/**
 * Opens the store, creating the file and its folder at the first time; the file is its owner's alone, whoever made the folder. Several
 * processes may have it open; a write that waits longer than ten seconds for another fails with `StoreFailure`.
 *
 * @throws StoreTooNew when a later version of the program wrote the file
 * @throws StoreFailure when the file cannot be opened, or is no SQLite file
 * @example openSqliteStore({ file: '.access-review/access-review.db' })
 */
export function openSqliteStore({ file }: { readonly file: string }): SqliteStore {
  try {
    mkdirSync(dirname(file), { recursive: true, mode: 0o700 });
  } catch (cause) {
    throw new StoreFailure(`cannot create the folder of ${file}`, cause);
  }
  try {
    keepForOwner(file);
  } catch (cause) {
    throw new StoreFailure(`cannot keep ${file} for its owner only`, cause);
  }
  const connection = new Connection(file);
  return {
    runs: sqliteRuns(connection),
    findings: sqliteFindings(connection),
    reviews: sqliteReviews(connection),
    passing: sqlitePassing(connection),
    access: sqliteAccess(connection),
    close: () => connection.close(),
  };
}

/** Made before SQLite makes it: SQLite gives its journal files the mode that the database has. */
function keepForOwner(file: string): void {
  // SQLite's name for a store that is no file.
  if (file === ':memory:') return;
  if (!existsSync(file)) closeSync(openSync(file, 'a', 0o600));
  for (const path of [file, `${file}-wal`, `${file}-shm`]) {
    // A journal goes when the last process closes the store.
    const status = statSync(path, { throwIfNoEntry: false });
    if (status !== undefined && (status.mode & 0o077) !== 0) chmodSync(path, 0o600);
  }
}
