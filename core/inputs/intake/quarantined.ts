// The record that lies beside a file in quarantine: what was not taken in, and why.
import * as z from 'zod/mini';
import { readStored, storedInstant, storedSha256 } from '../../values/stored.ts';

const quarantinedSchema = z.strictObject({
  schema: z.literal(1),
  /** What the file or message was called. */
  name: z.string(),
  bytes: z.number(),
  sha256: storedSha256,
  /** When it was first refused. */
  at: storedInstant,
  refusals: z.readonly(
    z.array(z.strictObject({ what: z.string(), where: z.string(), found: z.string(), expected: z.string() })),
  ),
});

export type Quarantined = z.infer<typeof quarantinedSchema>;

export function encodeQuarantined(record: Quarantined): string {
  return `${JSON.stringify(record, null, 2)}\n`;
}

/** @throws StoredRecordUnreadable */
export function decodeQuarantined(text: string, key: string): Quarantined {
  return readStored(quarantinedSchema, text, `the record ${key}`);
}
