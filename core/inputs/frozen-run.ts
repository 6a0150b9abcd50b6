// The inputs of a run on AWS, frozen once: working them out again gives the same run.
import * as z from 'zod/mini';
import { gateNames, isAcceptable } from '../names/gates.ts';
import { countSchema } from './custody.ts';
import { historySchema } from './history.ts';
import { readStored, storedDay, storedInstant } from '../values/stored.ts';
import { readableUploads } from './upload-result.ts';

const acceptableGates = gateNames.filter(isAcceptable);
export const acceptedGate = z.strictObject({
  gate: z.enum(acceptableGates),
  by: z.string().check(z.minLength(1)),
  reason: z.string().check(z.minLength(1)),
});

const frozenRunSchema = z.strictObject({
  schema: z.literal(1),
  asOf: storedInstant,
  /** Whether somebody chose the time instead of taking the clock's. The report says so. */
  asOfSetByOperator: z.boolean(),
  period: z.strictObject({ id: z.string(), firstDay: storedDay, lastDay: storedDay, dueDay: storedDay }),
  /** The export to compare, or why there is none. Without one the run reports that the control was not performed. */
  source: z.discriminatedUnion('kind', [
    z.strictObject({ kind: z.literal('export'), upload: readableUploads.export }),
    z.strictObject({ kind: z.literal('none'), why: z.string() }),
  ]),
  /** HR's file, when one was uploaded in the period. */
  leavers: z.nullable(readableUploads.leavers),
  /** The number of users as it was known at the as-of; absent in records of versions that froze the bare number. */
  count: z.optional(z.nullable(countSchema)),
  /** Gates that a person accepted when starting the run. */
  acceptedGates: z.readonly(z.array(acceptedGate)),
  /** Object keys of the snapshots, by directory. */
  snapshots: z.readonly(z.array(z.strictObject({ directory: z.string(), key: z.string() }))),
  history: historySchema,
});

export type FrozenRun = z.infer<typeof frozenRunSchema>;

/** A frozen run that has an export to compare. */
export type FrozenComparison = FrozenRun & { readonly source: Extract<FrozenRun['source'], { kind: 'export' }> };

export function isComparison(frozen: FrozenRun): frozen is FrozenComparison {
  return frozen.source.kind === 'export';
}

export function encodeFrozenRun(frozen: FrozenRun): string {
  return `${JSON.stringify(frozen)}\n`;
}

/** @throws StoredRecordUnreadable */
export function decodeFrozenRun(text: string, key: string): FrozenRun {
  return readStored(frozenRunSchema, text, `the inputs ${key}`);
}
