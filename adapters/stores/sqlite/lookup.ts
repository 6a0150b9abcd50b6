// A lookup on the disk, in a temporary database of SQLite's own: nobody else can open it, and of a process that was killed
// nothing is left.
import { DatabaseSync } from 'node:sqlite';
import * as z from 'zod/mini';
import type { Lookup } from '../../../core/ports/objects.ts';
import { attempt } from './connection.ts';

/** A database without a name is a file that has none. What it holds is not needed when the power fails. */
const temporary = '';
const schema = `
  PRAGMA journal_mode = OFF;
  PRAGMA synchronous = OFF;
  PRAGMA cache_size = -4000;
  CREATE TABLE text (number INTEGER PRIMARY KEY, text TEXT NOT NULL);
  CREATE TABLE key (key BLOB NOT NULL, number INTEGER NOT NULL);
  BEGIN;
`;

const found = z.array(z.object({ number: z.number(), text: z.string() }));

/** @throws StoreFailure, from here and from every method: the folder for temporary files is full, or is not there */
export function openLookup(): Lookup {
  const database = onDisk(() => new DatabaseSync(temporary));
  onDisk(() => database.exec(schema));
  const text = database.prepare('INSERT INTO text VALUES (?, ?)');
  const key = database.prepare('INSERT INTO key VALUES (?, ?)');
  const finding = database.prepare(
    'SELECT number, text FROM text WHERE number IN (SELECT number FROM key WHERE key = ?) ORDER BY number',
  );
  let count = 0;
  let isIndexed = false;
  return {
    put(keys, told) {
      const number = count;
      count += 1;
      onDisk(() => {
        text.run(number, told);
        for (const one of keys) key.run(bytesOf(one), number);
      });
      return number;
    },
    find(wanted) {
      return onDisk(() => {
        // Made once and of all keys, an index is sorted and written in order, where one that grows is written all over.
        if (!isIndexed) database.exec('COMMIT; CREATE INDEX by_key ON key (key, number)');
        isIndexed = true;
        return z.parse(found, finding.all(bytesOf(wanted)));
      });
    },
    close: () => database.close(),
  };
}

function onDisk<Value>(work: () => Value): Value {
  return attempt('cannot write a temporary file', work);
}

/** As UTF-8, two halves of a pair of surrogates would be one key. */
function bytesOf(key: string): Uint8Array {
  return Buffer.from(key, 'utf16le');
}
