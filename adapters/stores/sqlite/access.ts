// The record of access in SQLite: who read personal data or took a file, in the order in which it happened.
import * as z from 'zod/mini';
import { accessActs } from '../../../core/ports/stores.ts';
import type { AccessEntry, AccessRecord } from '../../../core/ports/stores.ts';
import { storedInstant } from '../../../core/values/stored.ts';
import type { Connection } from './connection.ts';

const entryRow = z.object({
  number: z.number(),
  at: storedInstant,
  by: z.string(),
  act: z.enum(accessActs),
  what: z.string(),
});

export function sqliteAccess(connection: Connection): AccessRecord {
  return {
    async add({ at, by, act, what }: AccessEntry): Promise<void> {
      connection.change('INSERT INTO access (at, by, act, what) VALUES (?, ?, ?, ?)', at, by, act, what);
    },

    async page({ before, by, most }) {
      const columns = 'SELECT number, at, by, act, what FROM access';
      const from = before ?? Number.MAX_SAFE_INTEGER;
      const rest = 'number < ? ORDER BY number DESC LIMIT ?';
      return by === null
        ? connection.rows(entryRow, `${columns} WHERE ${rest}`, from, most)
        : connection.rows(entryRow, `${columns} WHERE by = ? AND ${rest}`, by, from, most);
    },
  };
}
