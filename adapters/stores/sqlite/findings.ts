// The newest state of each finding in SQLite, under its stable id.
import * as z from 'zod/mini';
import { decodeFinding, encodeFinding } from '../../../core/findings/stored-finding.ts';
import type { Finding } from '../../../core/findings/finding.ts';
import { msOf } from '../../../core/values/instant.ts';
import type { Instant } from '../../../core/values/instant.ts';
import type { Findings } from '../../../core/ports/stores.ts';
import type { Connection } from './connection.ts';

const findingRow = z.object({ finding: z.string() });

const upsert = `
  INSERT INTO findings (id, run, as_of_ms, finding) VALUES (?, ?, ?, ?)
  ON CONFLICT (id) DO UPDATE SET run = excluded.run, as_of_ms = excluded.as_of_ms, finding = excluded.finding
  WHERE excluded.as_of_ms >= as_of_ms`;

export function sqliteFindings(connection: Connection): Findings {
  return {
    async put(run: { readonly id: string; readonly asOf: Instant }, findings: readonly Finding[]): Promise<void> {
      const asOfMs = msOf(run.asOf);
      connection.transaction(() => {
        for (const finding of findings) connection.change(upsert, finding.id, run.id, asOfMs, encodeFinding(finding));
      });
    },

    async get(id: string): Promise<Finding | null> {
      const [row] = connection.rows(findingRow, 'SELECT finding FROM findings WHERE id = ?', id);
      return row === undefined ? null : decodeFinding(row.finding, id);
    },
  };
}
