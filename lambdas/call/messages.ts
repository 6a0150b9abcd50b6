// What the functions of a run hand to one another: places and counts, never rows, and far below the 256 KB of a checkpoint.
import * as z from 'zod/mini';
import { sesReceiptSchema } from '../../core/inputs/intake/ses-receipt.ts';
import { acceptedGate } from '../../core/inputs/frozen-run.ts';
import { hourInMs, msOf } from '../../core/values/instant.ts';
import type { Instant } from '../../core/values/instant.ts';
import { periodName } from '../../core/values/period-name.ts';
import { storedInstant } from '../../core/values/stored.ts';

/** The period of a run that is started after its period has ended; `null` for the period of the as-of. */
const period = z._default(
  z.nullable(
    z
      .string()
      .check(z.overwrite(periodName), z.regex(/^\d{4}-Q[1-4]$/, 'expected a year and a quarter such as 2026-Q4')),
  ),
  null,
);

/** What starts a run: its schedule, or an operator (docs/runbook.md). */
export const startOrder = z
  .object({
    /** `issue`: the reports that a signature or a closing of the period promises. */
    kind: z.enum(['review', 'watch', 'tick', 'issue']),
    scheduledAt: storedInstant,
    period,
    /** Gates that a person accepts with this start (contract, section 8). */
    acceptedGates: z._default(z.array(acceptedGate), []),
  })
  .check(z.refine((order) => order.kind !== 'issue' || order.period !== null, 'expected the period to issue'));

/** Whether somebody chose a time that is not now, which the report says. */
const asOfSetByOperator = z.boolean();

/** Scheduler tries a start again for two hours. A time that lies further from now was chosen by somebody. */
const longestDelayMs = 3 * hourInMs;

/** @param now by the clock, in milliseconds since 1970 */
export function isTimeChosen(scheduledAt: Instant, now: number): boolean {
  return Math.abs(now - msOf(scheduledAt)) > longestDelayMs;
}

/** The same start has the same name, so a trigger that fires twice is one run. */
export const runOrder = z.object({ ...startOrder.shape, execution: z.string(), asOfSetByOperator });

/** `unmatched`: the object key of logins that the directory, which was read already, is now asked for. */
export const pullOrder = z.object({ execution: z.string(), unmatched: z.optional(z.string()) });
export const pulled = z.object({ directory: z.string(), key: z.string() });

export const workOrder = z.object({
  execution: z.string(),
  asOf: storedInstant,
  asOfSetByOperator,
  period,
  acceptedGates: z.array(acceptedGate),
  snapshots: z.array(pulled),
});

/** Asks, before the inputs of a run are frozen, which logins none of these snapshots shows. */
export const unmatchedOrder = z.object({
  kind: z.literal('unmatched'),
  execution: z.string(),
  asOf: storedInstant,
  snapshots: z.array(pulled),
  /** A run that began under an earlier version does not say. */
  compares: z._default(z.enum(['newest-upload', 'accepted-run']), 'newest-upload'),
});
/** Object key of the logins; `null` when there are none. */
export const unmatched = z.object({ kind: z.literal('unmatched'), logins: z.nullable(z.string()) });
export type Unmatched = z.infer<typeof unmatched>;
/** `inputs` is the object key of what was frozen; a run is missed when there is no export to compare. */
export const reconciled = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('run'), run: z.string(), inputs: z.string() }),
  z.object({ kind: z.literal('missed'), inputs: z.string() }),
]);
export type Reconciled = z.infer<typeof reconciled>;

export const publishOrder = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('run'), execution: z.string(), run: z.string(), inputs: z.string() }),
  z.object({ kind: z.literal('missed-run'), execution: z.string(), inputs: z.string() }),
  /** The due day of the period passed and nobody opened its review. */
  z.object({ kind: z.literal('missed-review'), period: z.string(), asOf: storedInstant }),
  /** Something that the events of a review promise is not in place. */
  z.object({ kind: z.literal('promised'), period: z.string() }),
]);
export const published = z.object({
  status: z.enum(['complete', 'incomplete', 'held', 'not-performed', 'issued']),
  /** Object key of the mail to send; `null` when there is none, or the configuration names nobody. */
  mail: z.nullable(z.string()),
});
export type Published = z.infer<typeof published>;

export const tickOrder = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('advance'), asOf: storedInstant }),
  z.object({ kind: z.literal('tell'), execution: z.string(), asOf: storedInstant }),
  z.object({ kind: z.literal('record'), execution: z.string(), asOf: storedInstant, sent: z.array(z.string()) }),
]);
export const advanced = z.object({
  /** Periods whose due day passed without a review. */
  missed: z.array(z.string()),
  /** Ended periods without a review, whose due day is near. */
  waiting: z.array(z.string()),
  /** Periods of which a report is promised that is not in place. */
  owed: z._default(z.array(z.string()), []),
  /** Those of `owed` whose report was promised more than an hour ago; the others are probably being drawn. */
  late: z.optional(z.array(z.string())),
  /** Accepted runs of the evidence that the table does not know, and that no accepted run of it follows. */
  unrecorded: z.optional(z.array(z.string())),
});
/** Object keys of the mails to send. */
export const told = z.object({ mails: z.array(z.string()), withheld: z.optional(z.number()) });
/** The answer when it is recorded that mails were sent. */
export const recorded = z.object({});

export const handOverOrder = z.object({ execution: z.string() });
export const handedOver = z.object({
  /** How many pairs of a place and a valid work order there are. */
  orders: z.number(),
  sent: z.number(),
  /** How many were not taken, or may not have been. */
  refused: z.number(),
});

export const watched = z.object({
  fresh: z.number(),
  /** Whether something is in doubt (a directory, rows of the export, the leavers file), or no run was accepted yet. */
  incomplete: z.boolean(),
  mail: z.nullable(z.string()),
});

/** The mail of a watch run was sent. */
export const watchSentOrder = z.object({ kind: z.literal('sent'), execution: z.string() });

export const verifyOrder = z.object({ key: z.string() });
const refusal = z.object({ what: z.string(), where: z.string(), found: z.string(), expected: z.string() });
/** What held, or the first thing that is wrong. */
export const verified = z.discriminatedUnion('kind', [
  z.object({
    kind: z.literal('ok'),
    value: z.object({
      kind: z.enum(['run', 'not-performed']),
      signature: z.object({ subject: z.string(), fingerprint: z.string() }),
      attached: z.number(),
      isReviewed: z.boolean(),
      pages: z._default(z.nullable(z.number()), null),
    }),
  }),
  z.object({ kind: z.literal('refused'), refusals: z.tuple([refusal], refusal) }),
]);

/** `to`: those who do not have the mail yet; absent where nobody has it. */
export const deliverOrder = z.object({ mail: z.string(), to: z.optional(z.array(z.string())) });
/** `missed`: those who do not have the mail yet, while others have it. */
export const delivered = z.object({ mail: z.string(), missed: z.optional(z.array(z.string())) });

/** Object keys of several mails, each of which is refused or sent by itself. */
export const deliverEachOrder = z.object({ mails: z.array(z.string()) });
/** Those that were sent. */
export const deliveredEach = z.object({ sent: z.array(z.string()) });

/** EventBridge's notice that the portal asks for something. The name of the object says what. */
export const askEvent = z.object({ detail: z.object({ object: z.object({ key: z.string() }) }) });

/** EventBridge's notice of an upload, as far as it is read (Amazon S3, "Object Created"). */
export const uploadEvent = z.object({
  detail: z.object({ object: z.object({ key: z.string(), 'version-id': z.string() }) }),
});

/** How SES hands over what it took in: one message at a time (Amazon SES, "Lambda function action"). */
export const mailEvent = z.object({ Records: z.tuple([z.object({ ses: sesReceiptSchema })]) });
