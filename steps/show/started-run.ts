// A run that was started from the portal: how far it is, and what became of it.
import type { Instant } from '../../core/values/instant.ts';
import type { Refusal, Result } from '../../core/values/result.ts';

/** What is to be compared, by the digests of the uploads. */
export interface AskedRun {
  readonly export: string;
  /** `null` where none was asked for by name. */
  readonly leavers: string | null;
  readonly by: string;
}

export interface RunStarter {
  start(asked: AskedRun): Promise<Result<StartedRun>>;
  started(): readonly StartedRun[];
}

export interface StartedRun {
  readonly id: string;
  readonly state: 'running' | 'accepted' | 'held' | 'failed';
  readonly startedBy: string;
  readonly startedAt: Instant;
  /** How far it has come, in words. */
  readonly stage: string;
  readonly run: string | null;
  readonly period: string | null;
  /** Why it is held or failed. */
  readonly refusals: readonly Refusal[];
}
