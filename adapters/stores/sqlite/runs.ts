// The records of runs in SQLite: written once, and found by id, by as-of, or as the last accepted one; watch runs apart.
import * as z from 'zod/mini';
import { decodeRun, encodeRun } from '../../../core/run.ts';
import { msOf } from '../../../core/values/instant.ts';
import type { Instant } from '../../../core/values/instant.ts';
import { RunConflict } from '../../../core/ports/stores.ts';
import type { Runs } from '../../../core/ports/stores.ts';
import type { RunRecord } from '../../../core/run.ts';
import type { Connection } from './connection.ts';

const recordRow = z.object({ id: z.string(), record: z.string() });
const inputsRow = z.object({ inputs_sha256: z.string() });

export function sqliteRuns(connection: Connection): Runs {
  type Rest = [rest: string, ...values: readonly (string | number)[]];
  const from =
    (table: 'runs' | 'watches') =>
    (...[rest, ...values]: Rest): readonly RunRecord[] =>
      connection
        .rows(recordRow, `SELECT id, record FROM ${table} ${rest}`, ...values)
        .map((row) => decodeRun(row.record, row.id));
  const [select, watches] = [from('runs'), from('watches')];

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

    async putWatch(record: RunRecord): Promise<void> {
      const [kept] = connection.transaction(() => {
        insertWatch(connection, record);
        return connection.rows(inputsRow, 'SELECT inputs_sha256 FROM watches WHERE id = ?', record.id);
      });
      if (kept?.inputs_sha256 !== record.inputsSha256) throw new RunConflict(record.id);
    },

    async getWatch(id: string): Promise<RunRecord | null> {
      return watches('WHERE id = ?', id)[0] ?? null;
    },

    async watchesAfter(after: Instant): Promise<readonly RunRecord[]> {
      return watches('WHERE as_of_ms > ? ORDER BY as_of_ms, id', msOf(after));
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

function insertWatch(connection: Connection, record: RunRecord): void {
  connection.change(
    `INSERT INTO watches (id, as_of_ms, inputs_sha256, record) VALUES (?, ?, ?, ?) ON CONFLICT (id) DO NOTHING`,
    record.id,
    msOf(record.asOf),
    record.inputsSha256,
    encodeRun(record),
  );
}
