// The record of a run: what was compared, what came of it, and where its files stand.
import type { Instant } from './values/instant.ts';
import type { RunStatus } from './names/gates.ts';

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
  /** Name, size and digest of each of the run's files, keyed below `runs/ID/`. */
  readonly files: readonly { readonly name: string; readonly bytes: number; readonly sha256: string }[];
}

/** @example runId('2026-10-05T08:00:00Z', '1a2b3c4d…') // '20261005T080000Z-1a2b3c4d' */
export function runId(asOf: Instant, inputsSha256: string): string {
  return `${asOf.replaceAll(/[-:]/g, '').replace(/\.\d+/, '')}-${inputsSha256.slice(0, 8)}`;
}
