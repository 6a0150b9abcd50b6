// The records of runs in SQLite: written once, and found by id, by as-of, or as the last accepted one; watch runs apart.
import * as z from 'zod/mini';
import { decodeRun, encodeRun, RunAltered, runIdFrom, watchIdFrom } from '../../../core/run.ts';
import { isBefore, msOf } from '../../../core/values/instant.ts';
import type { Instant } from '../../../core/values/instant.ts';
import { RunConflict } from '../../../core/ports/stores.ts';
import type { Runs } from '../../../core/ports/stores.ts';
import type { RunRecord } from '../../../core/run.ts';
import type { Connection } from './connection.ts';

const recordRow = z.object({
  id: z.string(),
  as_of_ms: z.number(),
  accepted: z.number(),
  inputs_sha256: z.string(),
  record: z.string(),
});
/** A watch run is accepted by nobody. */
const columns = {
  runs: 'id, as_of_ms, accepted, inputs_sha256, record',
  watches: 'id, as_of_ms, 0 AS accepted, inputs_sha256, record',
} as const;
const inputsRow = z.object({ inputs_sha256: z.string() });

export function sqliteRuns(connection: Connection): Runs {
  type Rest = [rest: string, ...values: readonly (string | number)[]];
  const from =
    (table: keyof typeof columns) =>
    (...[rest, ...values]: Rest): readonly RunRecord[] =>
      connection.rows(recordRow, `SELECT ${columns[table]} FROM ${table} ${rest}`, ...values).map(recordIn);
  const [select, watches] = [from('runs'), from('watches')];
  const all = (): readonly RunRecord[] => select('ORDER BY as_of_ms, recorded');
  /** By either of two columns, so that one that was edited passes over none: the record is held to both. */
  const notBefore = (asOf: Instant): readonly RunRecord[] =>
    select('WHERE as_of_ms >= ? OR id >= ? ORDER BY as_of_ms, recorded', msOf(asOf), runIdFrom(asOf));
  const keep = (table: keyof typeof columns, record: RunRecord): void => {
    const [kept] = connection.transaction(() => {
      insert[table](connection, record);
      return connection.rows(inputsRow, `SELECT inputs_sha256 FROM ${table} WHERE id = ?`, record.id);
    });
    if (kept?.inputs_sha256 !== record.inputsSha256) throw new RunConflict(record.id);
  };

  return {
    async put(record: RunRecord): Promise<void> {
      keep('runs', record);
    },

    async get(id: string): Promise<RunRecord | null> {
      return select('WHERE id = ?', id)[0] ?? null;
    },

    async lastAccepted(before: Instant): Promise<RunRecord | null> {
      const latestFirst = 'WHERE accepted = 1 AND as_of_ms < ? ORDER BY as_of_ms DESC, recorded DESC LIMIT 1';
      const [chosen] = select(latestFirst, msOf(before));
      // An edited column may have passed over another. Of those that came before, whatever became of them, none counts.
      const since = chosen === undefined ? all() : notBefore(chosen.asOf);
      return since.findLast((record) => record.accepted && isBefore(record.asOf, before)) ?? null;
    },

    async list(): Promise<readonly RunRecord[]> {
      return all();
    },

    async putWatch(record: RunRecord): Promise<void> {
      keep('watches', record);
    },

    async getWatch(id: string): Promise<RunRecord | null> {
      return watches('WHERE id = ?', id)[0] ?? null;
    },

    async watchesAfter(after: Instant): Promise<readonly RunRecord[]> {
      // By either of two columns, as the runs.
      const found = watches('WHERE as_of_ms > ? OR id >= ? ORDER BY as_of_ms, id', msOf(after), watchIdFrom(after));
      return found.filter(({ asOf }) => isBefore(after, asOf));
    },
  };
}

const insert = { runs: insertRun, watches: insertWatch } as const;

/** Rows are found by their columns, which the record has to bear out. @throws StoredRecordUnreadable, RunAltered */
function recordIn(row: z.infer<typeof recordRow>): RunRecord {
  const record = decodeRun(row.record, row.id);
  const { asOf, accepted, inputsSha256 } = record;
  if (row.as_of_ms === msOf(asOf) && row.accepted === Number(accepted) && row.inputs_sha256 === inputsSha256)
    return record;
  throw new RunAltered(row.id, 'columns that say otherwise than the record beside them');
}

function insertRun(connection: Connection, record: RunRecord): void {
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
