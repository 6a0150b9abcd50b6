// A finding as stores keep it: JSON text, written and read through one schema.
import * as z from 'zod/mini';
import type { Finding } from './finding.ts';
import { storedCode, severities } from '../names/codes.ts';
import { situations } from '../names/situations.ts';
import { canonicalJson } from '../values/canonical-json.ts';
import { storedSha256, storedInstant, readStored } from '../values/stored.ts';

const evidenceSchema = z.strictObject({
  export: z.nullable(z.strictObject({ sha256: storedSha256, row: z.nullable(z.number()) })),
  snapshots: z.readonly(z.array(z.strictObject({ directory: z.string(), takenAt: storedInstant }))),
  facts: z.readonly(z.array(z.strictObject({ label: z.string(), value: z.string() }))),
});

export const storedFindingState = z.enum(['new', 'open', 'reopened', 'excepted', 'vanished', 'closed']);

const findingSchema = z.strictObject({
  id: z.string(),
  code: storedCode,
  severity: z.enum(severities),
  login: z.nullable(z.string()),
  row: z.nullable(z.number()),
  situation: z.nullable(z.enum(situations)),
  reason: z.string(),
  directory: z.nullable(z.string()),
  identity: z.nullable(z.string()),
  evidence: evidenceSchema,
  firstSeen: storedInstant,
  reviewsOpen: z.number(),
  state: storedFindingState,
  continues: z.nullable(z.string()),
});

export function encodeFinding(finding: Finding): string {
  // The assignment does not compile if the type or the schema has a field that the other lacks.
  const stored: z.infer<typeof findingSchema> = finding;
  return canonicalJson(stored);
}

/** @throws StoredRecordUnreadable */
export function decodeFinding(text: string, id: string): Finding {
  return readStored(findingSchema, text, `finding ${id}`);
}
