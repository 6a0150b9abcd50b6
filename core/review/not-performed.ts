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

const idPrefix = 'not-performed-';

/** Stands in the PDF where the report of a run names the run. @example notPerformedId('2026-Q3') // 'not-performed-2026-Q3' */
export function notPerformedId(period: string): string {
  return `${idPrefix}${period}`;
}

/** @returns the period, or `null` for the id of a run */
export function periodNotPerformed(id: string): string | null {
  return id.startsWith(idPrefix) ? id.slice(idPrefix.length) : null;
}
