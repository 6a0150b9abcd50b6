// Sessions and sign-ins under way in SQLite: each ends at its time, and what is taken is gone.
import * as z from 'zod/mini';
import type { Passing } from '../../../core/ports/stores.ts';
import { msOf } from '../../../core/values/instant.ts';
import type { Instant } from '../../../core/values/instant.ts';
import type { Connection } from './connection.ts';

const recordRow = z.object({ record: z.string() });

export function sqlitePassing(connection: Connection): Passing {
  return {
    async put(id: string, { text, endsAt }: { readonly text: string; readonly endsAt: Instant }): Promise<void> {
      connection.change('INSERT INTO passing (id, ends_ms, record) VALUES (?, ?, ?)', id, msOf(endsAt), text);
    },

    async get(id: string, now: Instant): Promise<string | null> {
      const sql = 'SELECT record FROM passing WHERE id = ? AND ends_ms > ?';
      return connection.rows(recordRow, sql, id, msOf(now))[0]?.record ?? null;
    },

    async take(id: string, now: Instant): Promise<string | null> {
      return connection.transaction(() => {
        connection.change('DELETE FROM passing WHERE ends_ms <= ?', msOf(now));
        const [row] = connection.rows(recordRow, 'DELETE FROM passing WHERE id = ? RETURNING record', id);
        return row?.record ?? null;
      });
    },
  };
}
