// The records of runs in SQLite: written once, and found by id, by as-of, or as the last accepted one.
import * as z from 'zod/mini';
import { decodeRun, encodeRun } from '../../../core/run.ts';
import { msOf } from '../../../core/values/instant.ts';
import type { Instant } from '../../../core/values/instant.ts';
import { RunConflict } from '../../../core/ports.ts';
import type { Runs } from '../../../core/ports.ts';
import type { RunRecord } from '../../../core/run.ts';
import type { Connection } from './connection.ts';

const recordRow = z.object({ id: z.string(), record: z.string() });
const inputsRow = z.object({ inputs_sha256: z.string() });

export function sqliteRuns(connection: Connection): Runs {
  const select = (rest: string, ...values: readonly (string | number)[]): readonly RunRecord[] =>
    connection
      .rows(recordRow, `SELECT id, record FROM runs ${rest}`, ...values)
      .map((row) => decodeRun(row.record, row.id));

  return {
    async put(record: RunRecord): Promise<void> {
      const [kept] = connection.transaction(() => {
        insert(connection, record);
        return connection.rows(inputsRow, 'SELECT inputs_sha256 FROM runs WHERE id = ?', record.id);
      });
      if (kept?.inputs_sha256 !== record.inputsSha256) throw new RunConflict(record.id);
    },

    async get(id: string): Promise<RunRecord | null> {
      return select('WHERE id = ?', id)[0] ?? null;
    },

    async lastAccepted(before: Instant): Promise<RunRecord | null> {
      const latestFirst = 'WHERE accepted = 1 AND as_of_ms < ? ORDER BY as_of_ms DESC, recorded DESC LIMIT 1';
      return select(latestFirst, msOf(before))[0] ?? null;
    },

    async list(): Promise<readonly RunRecord[]> {
      return select('ORDER BY as_of_ms, recorded');
    },
  };
}

function insert(connection: Connection, record: RunRecord): void {
  connection.change(
    `INSERT INTO runs (id, as_of_ms, accepted, inputs_sha256, record) VALUES (?, ?, ?, ?, ?) ON CONFLICT (id) DO NOTHING`,
    record.id,
    msOf(record.asOf),
    record.accepted ? 1 : 0,
    record.inputsSha256,
    encodeRun(record),
  );
}
