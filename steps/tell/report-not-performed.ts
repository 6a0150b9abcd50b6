// Reports, signed, that the control was not performed: when a run finds no export, and when a due day passes unused.
import { reviewKey } from '../../core/names/object-keys.ts';
import { todayOf } from '../../core/config/calendar.ts';
import { paperOf } from '../../core/config/config.ts';
import type { Config } from '../../core/config/config.ts';
import { isBefore } from '../../core/values/instant.ts';
import type { Instant } from '../../core/values/instant.ts';
import { dayText, instantText } from '../../core/values/time-text.ts';
import type { Bytes, Objects, Scratch } from '../../core/ports/objects.ts';
import type { Sealer } from '../../core/ports/proof.ts';
import type { Reviews, Runs } from '../../core/ports/stores.ts';
import type { Report } from '../../core/report/report.ts';
import type { Period } from '../../core/config/calendar.ts';
import { ownerIn } from '../../core/report/rows.ts';
import { notPerformedFileName } from '../../core/report/not-performed.ts';
import type { NotPerformedReport, Occasion } from '../../core/report/not-performed.ts';
import type { ReviewEvent, StoredReviewEvent } from '../../core/review/events/event.ts';
import type { VoidedReview } from '../../core/review/events/state.ts';
import type { RunRecord } from '../../core/run.ts';
import { add, changeReview, done } from '../change-review.ts';

export interface NotPerformedDependencies {
  readonly objects: Objects;
  readonly runs: Runs;
  readonly reviews: Reviews;
  readonly scratch: Scratch;
  readonly sealer: Sealer;
  readonly drawNotPerformed: (report: NotPerformedReport) => Bytes;
  readonly tool: Report['tool'];
}

export interface ReportedNotPerformed {
  readonly report: NotPerformedReport;
  /** Object key of the signed PDF. */
  readonly key: string;
  /** Whether it was reported just now. */
  readonly isNew: boolean;
}

/** A run that was due by its schedule and had no export to compare. */
export interface MissedRun {
  readonly period: Period;
  readonly asOf: Instant;
  /** Why there was none, as a sentence. */
  readonly why: string;
}

export async function reportMissedRun(
  dependencies: NotPerformedDependencies,
  { period, asOf, why }: MissedRun,
  config: Config,
): Promise<ReportedNotPerformed> {
  const at = asOf;
  const establishing = { period, at, config, occasion: { kind: 'run', asOf } } as const;
  const established = await establish(dependencies, { ...establishing, reasonOf: () => why }, (reason, events) =>
    events.some(({ event }) => event.kind === 'run-missed' && event.at === at)
      ? null
      : { kind: 'run-missed', at, reason },
  );
  if (established === null) throw new Error(`a missed run of ${period.id} can always be reported`);
  return established;
}

/** @returns `null` when somebody opened the review after all */
export async function reportMissedReview(
  dependencies: NotPerformedDependencies,
  { period, at }: { readonly period: Period; readonly at: Instant },
  config: Config,
): Promise<ReportedNotPerformed | null> {
  const { dueDay } = period;
  const establishing = { period, at, config, occasion: { kind: 'due-day', dueDay } } as const;
  return establish(dependencies, { ...establishing, reasonOf: reasonFrom }, (reason, events) =>
    isReported(events) ? null : { kind: 'not-performed', at, dueDay, reason },
  );
}

/** Whether the period stands as not performed. */
export function isReported(events: readonly StoredReviewEvent[]): boolean {
  return events.some(({ event }) => event.kind === 'not-performed');
}

interface Establishing {
  readonly period: Period;
  readonly occasion: Occasion;
  readonly at: Instant;
  readonly config: Config;
  readonly reasonOf: (runs: readonly RunRecord[], voids: readonly VoidedReview[]) => string;
}

/** The report comes before its event, so that a period with the event has its report. */
async function establish(
  dependencies: NotPerformedDependencies,
  { period, occasion, at, config, reasonOf }: Establishing,
  eventOf: (reason: string, events: readonly StoredReviewEvent[]) => ReviewEvent | null,
): Promise<ReportedNotPerformed | null> {
  const { objects, runs, reviews, scratch, sealer, drawNotPerformed, tool } = dependencies;
  const key = reviewKey(period.id, notPerformedFileName(occasion));
  return changeReview<ReportedNotPerformed | null>(reviews, period.id, async ({ events, state, voids, mine }) => {
    if (occasion.kind === 'due-day' && state !== null) return done(null);
    const ofPeriod = (await runs.list()).filter((run) => run.period === period.id);
    const reason = reasonOf(ofPeriod, voids);
    const attempts = attemptsIn(ofPeriod, events, { voids, before: at });
    const { organisation } = config;
    const waiting = occasion.kind === 'due-day' && voids.length === 0 ? ofPeriod.findLast(isAccepted)?.id : undefined;
    const said = { organisation, period, occasion, at, reason, attempts, tool };
    const day = todayOf(at, config);
    const report: NotPerformedReport = {
      ...said,
      ...(waiting === undefined ? {} : { waiting }),
      controlOwner: ownerIn(config),
      paper: paperOf(config),
      day,
    };
    if ((await objects.get(key)) === null) {
      const drawn = await scratch.keep(drawNotPerformed(report));
      await objects.put(key, await sealer.seal(drawn, at));
    }
    const event = eventOf(reason, events);
    return event === null ? done({ report, key, isNew: mine.length > 0 }) : add(event);
  });
}

function isAccepted({ accepted }: RunRecord): boolean {
  return accepted;
}

function reasonFrom(runs: readonly RunRecord[], voids: readonly VoidedReview[]): string {
  const last = voids.at(-1);
  if (last !== undefined)
    return `Its review was voided by ${last.by} on ${instantText(last.at)} (${last.reason}), and nobody opened another.`;
  if (runs.some(isAccepted)) return 'A run was accepted, and nobody opened its review.';
  return runs.length === 0
    ? 'No export was compared with the directories: no run of the period is on record.'
    : 'No export was accepted: every run of the period was held or incomplete.';
}

function attemptsIn(
  runs: readonly RunRecord[],
  events: readonly StoredReviewEvent[],
  { voids, before }: { readonly voids: readonly VoidedReview[]; readonly before: Instant },
): readonly string[] {
  const missed = events.flatMap(({ event }) =>
    event.kind === 'run-missed' && isBefore(event.at, before)
      ? [{ at: event.at, what: `The run of ${instantText(event.at)} found no export.` }]
      : [],
  );
  const reminded = events.flatMap(({ event }) =>
    event.kind === 'mailed' ? event.mails.map(({ to }) => ({ at: event.at, day: event.day, to })) : [],
  );
  const told = [...Map.groupBy(reminded, ({ day }) => day)].map(([day, mails]) => ({
    at: mails[0]?.at ?? before,
    what: `On ${dayText(day)} a mail about the review went to ${mails.map(({ to }) => to).join(', ')}.`,
  }));
  const made = runs.map(({ id, asOf, accepted, status }) => ({
    at: asOf,
    what: `The run ${id} of ${instantText(asOf)} was ${accepted ? 'accepted' : status}.`,
  }));
  const voided = voids.map(({ at, by, reason, state }) => ({
    at,
    what: `The review that ${state.openedBy ?? 'nobody named'} opened on ${instantText(state.openedAt)} was voided by ${by} on ${instantText(at)}: ${reason}`,
  }));
  return [...missed, ...told, ...made, ...voided]
    .toSorted((a, b) => (isBefore(a.at, b.at) ? -1 : 1))
    .map(({ what }) => what);
}
