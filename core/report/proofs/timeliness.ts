// Whether each review so far did each of its steps in time: extraction, sign-off, order and removal, against the policy.
import { parsePeriod, periodOf } from '../../config/calendar.ts';
import type { Calendar, Period } from '../../config/calendar.ts';
import type { Config } from '../../config/config.ts';
import type { ReviewedPeriod } from '../../inputs/history.ts';
import { signOffStages } from '../../names/sign-off.ts';
import { addDays, dayOf, daysBetween, latestOf, startOfDay } from '../../values/instant.ts';
import type { Day, Instant } from '../../values/instant.ts';

export const timelySteps = ['extraction', 'signOff', 'order', 'removal'] as const;

export type TimelyStep = (typeof timelySteps)[number];

export interface TimedStep {
  /** `null` while it is not done, or nothing is to be done. */
  readonly at: Instant | null;
  /** From the last day of the period, negative before it; `null` while it is not done. */
  readonly days: number | null;
  /** The last day that is in time. */
  readonly limit: Day;
  readonly outcome: 'pass' | 'fail' | 'not yet' | 'nothing to do' | 'not known';
}

export interface TimelyRow extends Readonly<Record<TimelyStep, TimedStep>> {
  readonly period: string;
  readonly lastDay: Day;
  readonly dueDay: Day;
  /** `true` where nobody reviewed the period. */
  readonly notPerformed: boolean;
}

export interface Timeliness {
  /** Days after the period, as the policy has them. */
  readonly allowed: Readonly<Record<TimelyStep, number>>;
  /** The oldest first, this period last. */
  readonly rows: readonly TimelyRow[];
}

/** As the policy has them, 15 where it says nothing: so many auditors accept after the period. */
function allowedDays({ timely }: Pick<Config['policy'], 'timely'>): Timeliness['allowed'] {
  return { extraction: 15, signOff: 15, order: 15, removal: 15, ...timely };
}

/** A period that so far has an export and no review. */
export function onlyExtracted(review: string, exportedAt: Instant): ReviewedPeriod {
  const nothing = { toRemove: 0, ordered: 0, orderedAt: null, proven: 0, provenAt: null, notPerformed: null };
  return { review, exportedAt, signed: [], ...nothing };
}

export interface TimelinessInput {
  readonly reviews: readonly ReviewedPeriod[];
  /** What this period did so far; it stands in place of what the history has of it. */
  readonly own: ReviewedPeriod;
  readonly config: Pick<Config, 'calendar' | 'policy'>;
  /** When this is said: what is not done then and not late yet is `not yet`. */
  readonly now: Instant;
}

/** A period between the first and this one of which nothing is on record was not performed. */
export function periodsTimed({ reviews, own, config, now }: TimelinessInput): Timeliness {
  const { calendar } = config;
  const allowed = allowedDays(config.policy);
  const known = new Map(reviews.map((one) => [one.review, one]));
  known.set(own.review, own);
  const rows = periodsUpTo([...known.keys()], own.review, calendar).map((period) =>
    rowOf(period, known.get(period.id) ?? null, {
      allowed,
      timeZone: calendar.timeZone,
      today: dayOf(now, calendar.timeZone),
    }),
  );
  return { allowed, rows };
}

/** The same with what this period has done since. */
export function withOwn(
  { allowed, rows }: Timeliness,
  own: ReviewedPeriod,
  { period, timeZone, now }: { readonly period: Period; readonly timeZone: string; readonly now: Instant },
): Timeliness {
  const row = rowOf(period, own, { allowed, timeZone, today: dayOf(now, timeZone) });
  return { allowed, rows: rows.map((one) => (one.period === period.id ? row : one)) };
}

function periodsUpTo(ids: readonly string[], last: string, calendar: Calendar): readonly Period[] {
  const known = ids.map((id) => periodCalled(id, calendar)).toSorted((a, b) => (a.firstDay < b.firstDay ? -1 : 1));
  const end = periodCalled(last, calendar);
  const periods: Period[] = [];
  for (let one = known[0]; one !== undefined && one.firstDay <= end.firstDay; one = after(one, calendar))
    periods.push(one);
  return periods;
}

function after({ lastDay }: Period, calendar: Calendar): Period {
  return periodOf(startOfDay(addDays(lastDay, 1), calendar.timeZone), calendar);
}

function periodCalled(id: string, calendar: Calendar): Period {
  const parsed = parsePeriod(id, calendar);
  if (parsed.kind === 'refused') throw new Error(`${id} is on record and no period of the calendar`);
  return parsed.value;
}

interface Timing {
  readonly allowed: Timeliness['allowed'];
  readonly timeZone: string;
  readonly today: Day;
}

function rowOf(period: Period, done: ReviewedPeriod | null, timing: Timing): TimelyRow {
  const { id, lastDay, dueDay } = period;
  const timed = (step: TimelyStep, at: Instant | null): TimedStep => timedStep(step, at, { ...timing, period });
  const isSigned = done !== null && signOffStages.every((stage) => done.signed.some((one) => one.stage === stage));
  // Once it is signed, and not before, nothing more can have to go.
  const ofRemovals = (step: TimelyStep, at: Instant | null): TimedStep =>
    isSigned && done.toRemove === 0
      ? { at: null, days: null, limit: limitOf(step, period, timing), outcome: 'nothing to do' }
      : timed(step, at);
  const lastSigned = isSigned ? latestOf(done.signed.map(({ at }) => at)) : null;
  const whenAll = (count: number, at: Instant | null): Instant | null =>
    done !== null && done.toRemove > 0 && count >= done.toRemove ? at : null;
  return {
    period: id,
    lastDay,
    dueDay,
    notPerformed: done === null || done.notPerformed !== null,
    extraction: isForgotten(done)
      ? { ...timed('extraction', null), outcome: 'not known' }
      : timed('extraction', done?.exportedAt ?? null),
    signOff: timed('signOff', lastSigned),
    order: ofRemovals('order', whenAll(done?.ordered ?? 0, done?.orderedAt ?? null)),
    removal: ofRemovals('removal', whenAll(done?.proven ?? 0, done?.provenAt ?? null)),
  };
}

function limitOf(step: TimelyStep, { lastDay }: Period, { allowed }: Timing): Day {
  return addDays(lastDay, allowed[step]);
}

/** @param at when it was done; `null` while it is not */
function timedStep(
  step: TimelyStep,
  at: Instant | null,
  { period, ...timing }: Timing & { readonly period: Period },
): TimedStep {
  const limit = limitOf(step, period, timing);
  if (at === null) return { at, days: null, limit, outcome: timing.today > limit ? 'fail' : 'not yet' };
  const day = dayOf(at, timing.timeZone);
  // What was taken before the period began says nothing about it.
  const isEarly = step === 'extraction' && day < period.firstDay;
  return { at, days: daysBetween(period.lastDay, day), limit, outcome: isEarly || day > limit ? 'fail' : 'pass' };
}

/** Reviewed, and the evidence that told when its export was taken is gone. */
function isForgotten(done: ReviewedPeriod | null): boolean {
  return done !== null && done.exportedAt === null && done.notPerformed === null;
}
