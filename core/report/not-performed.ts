// A control that was not performed is reported too: what was due, why it was not done, and what was tried.
import * as z from 'zod/mini';
import { compact } from '../names/object-keys.ts';
import { papers } from '../names/paper.ts';
import type { Paper } from '../names/paper.ts';
import { canonicalJson } from '../values/canonical-json.ts';
import type { Day, Instant } from '../values/instant.ts';
import { storedDay, storedInstant } from '../values/stored.ts';
import type { Period } from '../config/calendar.ts';
import type { ControlOwner } from './report.ts';

/** When it was established: a run found no export at its time, or the due day passed without a review. */
export type Occasion =
  | { readonly kind: 'run'; readonly asOf: Instant }
  | { readonly kind: 'due-day'; readonly dueDay: Day };

export interface NotPerformedReport {
  readonly organisation: string;
  readonly period: Period;
  readonly occasion: Occasion;
  readonly at: Instant;
  /** Whether the operator set the clock by which it was established; absent where the machine's own told. */
  readonly atSetByOperator?: boolean;
  /** Why there is no review, as a sentence. */
  readonly reason: string;
  /** Run that was accepted and whose review nobody opened; absent without one, and in reports before 0.15.0. */
  readonly waiting?: string;
  /** Who answers for the control; `null` when the configuration names nobody. */
  readonly controlOwner: ControlOwner | null;
  readonly paper: Paper;
  /** The day on which it was established, on the company's calendar. */
  readonly day: Day;
  /** What was tried in the period and came to nothing, and who was reminded when, a sentence each. */
  readonly attempts: readonly string[];
  readonly tool: { readonly name: string; readonly version: string };
}

const text = z.string();

/** As it is attached, so that the page can be drawn again. */
export const notPerformedSchema = z.strictObject({
  schema: z.literal(1),
  organisation: text,
  period: z.strictObject({ id: text, firstDay: storedDay, lastDay: storedDay, dueDay: storedDay }),
  occasion: z.discriminatedUnion('kind', [
    z.strictObject({ kind: z.literal('run'), asOf: storedInstant }),
    z.strictObject({ kind: z.literal('due-day'), dueDay: storedDay }),
  ]),
  at: storedInstant,
  atSetByOperator: z.exactOptional(z.boolean()),
  reason: text,
  waiting: z.exactOptional(text),
  controlOwner: z.nullable(z.strictObject({ mail: text, name: z.nullable(text), title: z.nullable(text) })),
  paper: z.enum(papers),
  day: storedDay,
  attempts: z.array(text),
  tool: z.strictObject({ name: text, version: text }),
});

/** `not-performed.json`, the text of it. */
export function notPerformedDocument(report: NotPerformedReport): string {
  const stated: z.infer<typeof notPerformedSchema> = { schema: 1, ...report, attempts: [...report.attempts] };
  return `${canonicalJson(stated)}\n`;
}

/**
 * Name of the report among the files of its review: a run that was missed has one of its own, whatever comes later.
 *
 * @example notPerformedFileName({ kind: 'due-day', dueDay }) // 'not-performed.pdf'
 */
export function notPerformedFileName(occasion: Occasion): string {
  return occasion.kind === 'due-day' ? 'not-performed.pdf' : `not-performed-${compact(occasion.asOf)}.pdf`;
}

/** Whether the due day is over, so that the review cannot be in time any more: a run may be missed after it as well. */
export function isOverdue({ period, occasion, day }: Pick<NotPerformedReport, 'period' | 'occasion' | 'day'>): boolean {
  return occasion.kind === 'due-day' || day > period.dueDay;
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
