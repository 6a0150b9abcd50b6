// A run as stores keep it: JSON text, written and read through one schema.
import * as z from 'zod/mini';
import { canonicalJson } from '../values/canonical-json.ts';
import type { RunRecord } from '../run.ts';
import { readStored, storedInstant, storedSha256 } from '../values/stored.ts';

const runSchema = z.strictObject({
  id: z.string(),
  asOf: storedInstant,
  period: z.string(),
  status: z.enum(['complete', 'incomplete', 'held']),
  accepted: z.boolean(),
  inputsSha256: storedSha256,
  historyKey: z.nullable(z.string()),
  files: z.readonly(z.array(z.strictObject({ name: z.string(), bytes: z.number(), sha256: storedSha256 }))),
});

export function encodeRun(record: RunRecord): string {
  // Assigned to the schema's own type: a field that only one of the two knows does not compile.
  const stored: z.infer<typeof runSchema> = record;
  return canonicalJson(stored);
}

/** @throws StoredRecordUnreadable */
export function decodeRun(text: string, id: string): RunRecord {
  return readStored(runSchema, text, `run ${id}`);
}
