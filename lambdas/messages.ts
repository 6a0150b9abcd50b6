// What the functions of a run hand to one another: places and counts, never rows, and far below the 256 KB of a checkpoint.
import * as z from 'zod/mini';
import { storedInstant } from '../core/contract/stored-text.ts';

/** What starts a run: its schedule, or an operator (docs/runbook.md). */
export const startOrder = z.object({ kind: z.enum(['review', 'watch']), scheduledAt: storedInstant });

/** The same start has the same name, so a trigger that fires twice is one run. */
export const runOrder = z.object({ ...startOrder.shape, execution: z.string() });

export const pullOrder = z.object({ execution: z.string() });
export const pulled = z.object({ directory: z.string(), key: z.string() });

export const workOrder = z.object({
  execution: z.string(),
  asOf: storedInstant,
  snapshots: z.array(pulled),
});
export const reconciled = z.object({ run: z.string(), inputs: z.string(), performed: z.boolean() });

export const publishOrder = z.object({ execution: z.string(), run: z.string(), inputs: z.string() });
export const published = z.object({
  run: z.string(),
  status: z.enum(['complete', 'incomplete', 'held']),
  /** Object key of the mail to send; `null` when the configuration names nobody. */
  mail: z.nullable(z.string()),
});

export const watched = z.object({
  fresh: z.number(),
  /** Not everything could be read, or there is no export yet. */
  incomplete: z.boolean(),
  /** A period whose review is due and that nobody reviewed. */
  overdue: z.nullable(z.string()),
  mail: z.nullable(z.string()),
});

export const deliverOrder = z.object({ mail: z.string() });
export const delivered = z.object({ mail: z.string() });

/** EventBridge's notice of an upload, as far as it is read (Amazon S3, "Object Created"). */
export const uploadEvent = z.object({
  detail: z.object({ object: z.object({ key: z.string(), 'version-id': z.string() }) }),
});
