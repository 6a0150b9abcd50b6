// An event of a review as stores keep it: JSON text, written and read through one schema a kind.
import * as z from 'zod/mini';
import { canonicalJson } from '../json.ts';
import type { ReviewEvent } from '../review/review.ts';
import { storedCode } from './stored-finding.ts';
import { readStored, storedDay, storedInstant, storedLogin, storedSha256 } from './stored-text.ts';

const opened = z.strictObject({
  kind: z.literal('opened'),
  at: storedInstant,
  run: z.string(),
  runAsOf: storedInstant,
  by: z.nullable(z.string()),
  accounts: z.number(),
  findingsSha256: storedSha256,
});

const decisionLine = z.strictObject({
  login: storedLogin,
  decision: z.enum(['keep', 'revoke', 'except']),
  until: z.nullable(storedDay),
  reason: z.string(),
  codesSeen: z.readonly(z.array(storedCode)),
});

const decided = z.strictObject({
  kind: z.literal('decided'),
  at: storedInstant,
  by: z.string(),
  assurance: z.enum(['asserted', 'oidc']),
  lines: z.readonly(z.array(decisionLine)),
});

const workOrderIssued = z.strictObject({
  kind: z.literal('work-order-issued'),
  at: storedInstant,
  by: z.nullable(z.string()),
  number: z.number(),
  run: z.string(),
  logins: z.readonly(z.array(storedLogin)),
  left: z.readonly(z.array(z.strictObject({ login: z.string(), why: z.string() }))),
  files: z.readonly(z.array(z.strictObject({ name: z.string(), sha256: storedSha256 }))),
});

const eventSchema = z.discriminatedUnion('kind', [opened, decided, workOrderIssued]);

export function encodeEvent(event: ReviewEvent): string {
  // Assigned to the schema's own type: a kind or field that only one of the two knows does not compile.
  const stored: z.infer<typeof eventSchema> = event;
  return canonicalJson(stored);
}

/**
 * @param place which event it is, for the error: `event 3 of the review 2026-Q4`
 * @throws StoredRecordUnreadable
 */
export function decodeEvent(text: string, place: string): ReviewEvent {
  return readStored(eventSchema, text, place);
}
