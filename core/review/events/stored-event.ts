// An event of a review as stores keep it: JSON text, written and read through one schema a kind.
import * as z from 'zod/mini';
import { canonicalJson } from '../../values/canonical-json.ts';
import { signOffStages } from '../../names/sign-off.ts';
import type { ReviewEvent } from './event.ts';
import { storedCode } from '../../names/codes.ts';
import { decisions } from '../../names/decisions.ts';
import { readStored, storedDay, storedInstant, storedLogin, storedSha256 } from '../../values/stored.ts';

const assurance = z.enum(['asserted', 'oidc']);

const tellingClosing = z.strictObject({ review: z.string(), closedAt: storedInstant });

const opened = z.strictObject({
  kind: z.literal('opened'),
  at: storedInstant,
  run: z.string(),
  runAsOf: storedInstant,
  by: z.nullable(z.string()),
  assurance: z.exactOptional(assurance),
  accounts: z.number(),
  findingsSha256: storedSha256,
  linesSha256: storedSha256,
  toldBy: z.exactOptional(tellingClosing),
});

const decisionLine = z.strictObject({
  login: storedLogin,
  decision: z.enum(decisions),
  until: z.nullable(storedDay),
  reason: z.string(),
  codesSeen: z.readonly(z.array(storedCode)),
});

const decided = z.strictObject({
  kind: z.literal('decided'),
  at: storedInstant,
  by: z.string(),
  assurance,
  lines: z.readonly(z.array(decisionLine)),
  filter: z.exactOptional(z.string()),
});

const delegated = z.strictObject({
  kind: z.literal('delegated'),
  at: storedInstant,
  by: z.nullable(z.string()),
  assurance: z.exactOptional(assurance),
  from: storedLogin,
  to: z.nullable(storedLogin),
  reason: z.string(),
  until: z.exactOptional(storedDay),
});

const commented = z.strictObject({
  kind: z.literal('commented'),
  at: storedInstant,
  by: z.string(),
  assurance,
  login: storedLogin,
  text: z.string(),
  files: z.readonly(
    z.array(z.strictObject({ name: z.string(), mediaType: z.string(), bytes: z.number(), sha256: storedSha256 })),
  ),
});

const workOrderIssued = z.strictObject({
  kind: z.literal('work-order-issued'),
  at: storedInstant,
  by: z.nullable(z.string()),
  assurance: z.exactOptional(assurance),
  number: z.number(),
  run: z.string(),
  logins: z.readonly(z.array(storedLogin)),
  left: z.readonly(z.array(z.strictObject({ login: z.string(), why: z.string() }))),
  leftMore: z.exactOptional(z.number()),
  files: z.readonly(z.array(z.strictObject({ name: z.string(), sha256: storedSha256 }))),
});

const removalsObserved = z.strictObject({
  kind: z.literal('removals-observed'),
  at: storedInstant,
  run: z.string(),
  exportedAt: storedInstant,
  lines: z.readonly(
    z.array(z.strictObject({ login: storedLogin, shown: z.enum(['suspended', 'absent', 'live', 'made anew']) })),
  ),
});

const policyApproved = z.strictObject({
  kind: z.literal('policy-approved'),
  at: storedInstant,
  by: z.string(),
  assurance,
  sha256: storedSha256,
  changes: z.readonly(z.array(z.string())),
});

const rolledForward = z.nullable(
  z.strictObject({
    form: z.exactOptional(z.literal([2, 3])),
    run: z.string(),
    asOf: storedInstant,
    manifestSha256: storedSha256,
    sha256: storedSha256,
  }),
);

const signed = z.strictObject({
  kind: z.literal('signed'),
  stage: z.enum(signOffStages),
  at: storedInstant,
  by: z.string(),
  assurance,
  statement: z.string(),
  evidenceSha256: storedSha256,
  decisionsSha256: storedSha256,
  rollForward: z.exactOptional(rolledForward),
  toldBy: z.exactOptional(z.strictObject({ review: z.string(), signedAt: storedInstant, asOf: storedInstant })),
});

const signatureWithdrawn = z.strictObject({
  kind: z.literal('signature-withdrawn'),
  at: storedInstant,
  by: z.string(),
  assurance,
  stage: z.enum(signOffStages),
  reason: z.string(),
});

const rebased = z.strictObject({
  kind: z.literal('rebased'),
  at: storedInstant,
  by: z.string(),
  assurance,
  reason: z.string(),
  run: z.string(),
  runAsOf: storedInstant,
  accounts: z.number(),
  findingsSha256: storedSha256,
  linesSha256: storedSha256,
  toldBy: z.exactOptional(tellingClosing),
  carried: z.number(),
  again: z.readonly(z.array(storedLogin)),
  gone: z.readonly(z.array(storedLogin)),
});

const voided = z.strictObject({
  kind: z.literal('voided'),
  at: storedInstant,
  by: z.string(),
  assurance,
  reason: z.string(),
});

const closed = z.strictObject({
  kind: z.literal('closed'),
  at: storedInstant,
  by: z.string(),
  assurance: z.exactOptional(assurance),
  run: z.exactOptional(z.string()),
  closingSha256: z.exactOptional(storedSha256),
  rollForward: z.exactOptional(rolledForward),
  toldBy: z.exactOptional(z.strictObject({ run: z.string(), asOf: storedInstant, manifestSha256: storedSha256 })),
});

const runMissed = z.strictObject({ kind: z.literal('run-missed'), at: storedInstant, reason: z.string() });

const notPerformed = z.strictObject({
  kind: z.literal('not-performed'),
  at: storedInstant,
  dueDay: storedDay,
  reason: z.string(),
});

const mailed = z.strictObject({
  kind: z.literal('mailed'),
  at: storedInstant,
  day: storedDay,
  mails: z.readonly(
    z.array(z.strictObject({ id: z.string(), to: z.string(), notices: z.readonly(z.array(z.string())) })),
  ),
});

const eventSchema = z.discriminatedUnion('kind', [
  opened,
  decided,
  delegated,
  commented,
  workOrderIssued,
  removalsObserved,
  policyApproved,
  signed,
  signatureWithdrawn,
  rebased,
  voided,
  closed,
  runMissed,
  notPerformed,
  mailed,
]);

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
