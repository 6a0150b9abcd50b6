// A run as stores keep it: JSON text, written and read through one schema.
import * as z from 'zod/mini';
import type { RunStatus } from './names/gates.ts';
import { historyKey as historyKeyOf } from './names/object-keys.ts';
import { canonicalJson } from './values/canonical-json.ts';
import type { FileDigest } from './values/digest.ts';
import type { Instant } from './values/instant.ts';
import { Unusable } from './values/result.ts';
import { storedInstant, storedSha256, readStored } from './values/stored.ts';

const runSchema = z.strictObject({
  id: z.string(),
  asOf: storedInstant,
  period: z.string(),
  status: z.enum(['complete', 'incomplete', 'held']),
  accepted: z.boolean(),
  inputsSha256: storedSha256,
  historyKey: z.nullable(z.string()),
  historySha256: z.optional(storedSha256),
  files: z.readonly(z.array(z.strictObject({ name: z.string(), bytes: z.number(), sha256: storedSha256 }))),
});

export function encodeRun(record: RunRecord): string {
  // Assigned to the schema's own type: a field that only one of the two knows does not compile.
  const stored: z.infer<typeof runSchema> = record;
  return canonicalJson(stored);
}

/** The record of another run, or one that no run leaves: it was altered, and nothing may build on it. */
export class RunAltered extends Unusable {
  override readonly name = 'RunAltered';
  constructor(id: string, found: string) {
    const [what, expected] = ['the record of a run was altered', 'the home as it was, from a backup'];
    super({ what, where: `run ${id}`, found, expected });
  }
}

/**
 * @param id under which the record stands
 * @throws StoredRecordUnreadable, RunAltered
 */
export function decodeRun(text: string, id: string): RunRecord {
  const record = readStored(runSchema, text, `run ${id}`);
  if (record.id !== id) throw new RunAltered(id, `the record of ${record.id}`);
  const { status, accepted, historyKey } = record;
  const isAccepted = status === 'complete' && !isWatchId(id);
  if (accepted !== isAccepted || historyKey !== (isAccepted ? historyKeyOf(id) : null)) {
    throw new RunAltered(id, `${status}, ${accepted ? '' : 'not '}accepted, its history ${historyKey ?? 'nowhere'}`);
  }
  const { asOf, inputsSha256 } = record;
  if (!isIdOf(id, runId(asOf, inputsSha256))) throw new RunAltered(id, `as of ${asOf}, of inputs ${inputsSha256}`);
  return record;
}

/** A name in another form says nothing of its run: no run has made it. @param made of as-of and inputs */
function isIdOf(id: string, made: string): boolean {
  if (isWatchId(id)) return id === watchId(made);
  return !isRunOfReview(id) || id === made;
}

export interface RunRecord {
  /** As-of and 8 hex digits of the digest of the inputs: `20261005T080000Z-1a2b3c4d`. */
  readonly id: string;
  readonly asOf: Instant;
  readonly period: string;
  readonly status: RunStatus;
  /** Accepted: no gate held it, so it may close findings and later runs build on it. */
  readonly accepted: boolean;
  /** SHA-256 over all inputs; the id carries its first 8 digits. */
  readonly inputsSha256: string;
  /** Object key of the history that the next run takes from this one; `null` when not accepted. */
  readonly historyKey: string | null;
  /** Of that history; absent where none was left, and of runs recorded before it was kept. */
  readonly historySha256?: string | undefined;
  /** Name, size and digest of each of the run's files, keyed below `runs/ID/`. */
  readonly files: readonly FileDigest[];
}

const watchPrefix = 'watch-';

/**
 * The id of a watch run, which no run of a review has; ids sort as their seconds do.
 *
 * @example watchId('20261005T060000Z-1a2b3c4d') // 'watch-20261005T060000Z-1a2b3c4d'
 */
export function watchId(id: string): string {
  return `${watchPrefix}${id}`;
}

export function isWatchId(id: string): boolean {
  return id.startsWith(watchPrefix);
}

/** At or before the id of every watch run with this as-of or a later one. */
export function watchIdFrom(asOf: Instant): string {
  return watchId(secondsOf(asOf));
}

/** @example runId('2026-10-05T08:00:00Z', '1a2b3c4d…') // '20261005T080000Z-1a2b3c4d' */
export function runId(asOf: Instant, inputsSha256: string): string {
  return `${secondsOf(asOf)}-${inputsSha256.slice(0, 8)}`;
}

/** Whether it is the id of a run of a review: a watch run is under no review, and proves no removal. */
export function isRunOfReview(id: string): boolean {
  return /^\d{8}T\d{6}Z-[\da-f]{8}$/.test(id);
}

/** At or before the id of every run of a review with this as-of or a later one. */
export function runIdFrom(asOf: Instant): string {
  return secondsOf(asOf);
}

/** Whether the id can be that of a run with this as-of. @example isOfInstant('20261005T080000Z-1a2b3c4d', '2026-10-05T08:00:00Z') // true */
export function isOfInstant(id: string, asOf: Instant): boolean {
  return id.startsWith(`${secondsOf(asOf)}-`);
}

function secondsOf(asOf: Instant): string {
  return asOf.replaceAll(/[-:]/g, '').replace(/\.\d+/, '');
}
