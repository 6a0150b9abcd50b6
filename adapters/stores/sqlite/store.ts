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
import { waitingAside } from './waiting-aside.ts';

export interface SqliteStore extends Stores {
  close(): void;
}

export interface SqliteOptions {
  readonly file: string;
  /** Told of each wait for another process that has taken a second. */
  readonly onWait?: ((file: string) => void) | undefined;
  /** Whether once it is open other work goes on while it waits, as a server must. */
  readonly aside?: boolean | undefined;
}

/**
 * Opens the store, creating the file and its folder at the first time; the file is its owner's alone, whoever made the folder. Several
 * processes may have it open; what waits for another for longer than ten seconds, or five aside, throws `StoreBusy`.
 *
 * @throws StoreTooNew when a later version of the program wrote the file
 * @throws StoreFailure when the file cannot be opened, or is no SQLite file
 * @example openSqliteStore({ file: '.access-review/access-review.db' })
 */
export function openSqliteStore({ file, onWait, aside = false }: SqliteOptions): SqliteStore {
  try {
    mkdirSync(dirname(file), { recursive: true, mode: 0o700 });
  } catch (cause) {
    throw new StoreFailure(`cannot create the folder of ${file}`, cause);
  }
  keepForOwner(file);
  const connection = new Connection(file, onWait);
  const store = {
    runs: sqliteRuns(connection),
    findings: sqliteFindings(connection),
    reviews: sqliteReviews(connection),
    passing: sqlitePassing(connection),
    access: sqliteAccess(connection),
  };
  const close = (): void => connection.close();
  if (!aside) return { ...store, close };
  connection.waitNoMore();
  return { ...waitingAside(store), close };
}
