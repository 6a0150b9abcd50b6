// A control that was not performed is reported too: what was due, what is there, and since when somebody was told.
import type { Day, Instant } from '../instant.ts';

export interface NotPerformedReport {
  readonly organisation: string;
  readonly period: string;
  readonly firstDay: Day;
  readonly lastDay: Day;
  readonly dueDay: Day;
  readonly at: Instant;
  /** Why there is no review, as a sentence. */
  readonly reason: string;
  /** Runs of the period that were held, with their status: tried, and not accepted. */
  readonly attempts: readonly { readonly run: string; readonly status: string }[];
  readonly tool: { readonly name: string; readonly version: string };
}
