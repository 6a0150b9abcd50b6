// The tables of the SQLite store; records are JSON text, and only what is searched by has a column of its own.

/**
 * Each entry takes the file from the version of its index to the next one. Released entries never change: a change is
 * a new entry at the end.
 */
export const migrations: readonly string[] = [
  // Instants are kept in milliseconds: as texts, 08:00:00.5Z would sort before 08:00:00Z.
  `CREATE TABLE runs (
     recorded INTEGER PRIMARY KEY,
     id TEXT NOT NULL UNIQUE,
     as_of_ms INTEGER NOT NULL,
     accepted INTEGER NOT NULL,
     inputs_sha256 TEXT NOT NULL,
     record TEXT NOT NULL
   ) STRICT;
   CREATE INDEX runs_by_as_of ON runs (as_of_ms, recorded);

   CREATE TABLE findings (
     id TEXT PRIMARY KEY,
     run TEXT NOT NULL,
     as_of_ms INTEGER NOT NULL,
     finding TEXT NOT NULL
   ) STRICT, WITHOUT ROWID;

   CREATE TABLE review_events (
     review TEXT NOT NULL,
     sequence INTEGER NOT NULL,
     previous TEXT NOT NULL,
     sha256 TEXT NOT NULL,
     event TEXT NOT NULL,
     PRIMARY KEY (review, sequence)
   ) STRICT;`,

  `CREATE TABLE passing (
     id TEXT PRIMARY KEY,
     ends_ms INTEGER NOT NULL,
     record TEXT NOT NULL
   ) STRICT, WITHOUT ROWID;
   CREATE INDEX passing_by_end ON passing (ends_ms);

   CREATE TABLE access (
     number INTEGER PRIMARY KEY AUTOINCREMENT,
     at TEXT NOT NULL,
     by TEXT NOT NULL,
     act TEXT NOT NULL,
     what TEXT NOT NULL
   ) STRICT;
   CREATE INDEX access_by_person ON access (by, number);`,

  `CREATE TABLE watches (
     id TEXT PRIMARY KEY,
     as_of_ms INTEGER NOT NULL,
     inputs_sha256 TEXT NOT NULL,
     record TEXT NOT NULL
   ) STRICT, WITHOUT ROWID;
   CREATE INDEX watches_by_as_of ON watches (as_of_ms, id);`,
];
