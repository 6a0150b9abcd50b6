// The embedded default behind the stores' ports: runs, findings and reviews in one file that needs no server.
import { mkdirSync } from 'node:fs';
import { dirname } from 'node:path';
import type { Stores } from '../../../core/ports/stores.ts';
import { sqliteAccess } from './access.ts';
import { Connection, StoreFailure } from './connection.ts';
import { sqliteFindings } from './findings.ts';
import { keepForOwner } from './keep-for-owner.ts';
import { sqlitePassing } from './passing.ts';
import { sqliteReviews } from './reviews.ts';
import { sqliteRuns } from './runs.ts';

export interface SqliteStore extends Stores {
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
  keepForOwner(file);
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
