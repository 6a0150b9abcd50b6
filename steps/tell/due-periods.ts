// Finds periods that have ended and whose control nobody performed: what reminders and the report of a missed control are about.
import type { Config } from '../../core/config/config.ts';
import { addDays, startOfDay } from '../../core/values/instant.ts';
import type { Day, Instant } from '../../core/values/instant.ts';
import type { Reviews, Runs } from '../../core/ports/stores.ts';
import { parsePeriod, periodOf, todayOf } from '../../core/config/calendar.ts';
import type { Period } from '../../core/config/calendar.ts';
import { foldPeriod } from '../../core/review/events/folded.ts';
import { isReported } from './report-not-performed.ts';

export interface DuePeriod {
  readonly period: Period;
  /** A run of it was accepted, so that only its review is missing. */
  readonly hasRun: boolean;
  /** A signed report says already that the control was not performed. */
  readonly reported: boolean;
}

export interface Asking {
  readonly config: Config;
  readonly today: Day;
  /**
   * What performs the control here: an opened review where people decide, or a run that was accepted where it only
   * reports and the decisions are made in another home.
   */
  readonly performedBy: 'review' | 'run';
}

/** From the first period on that a run, or a run that was missed, was about in time. */
export async function duePeriods(
  { runs, reviews }: { readonly runs: Runs; readonly reviews: Reviews },
  { config, today, performedBy }: Asking,
): Promise<readonly DuePeriod[]> {
  const recorded = await runs.list();
  const begin = firstInTime([...recorded, ...(await missedRuns(reviews))], config);
  if (begin === null) return [];
  const due: DuePeriod[] = [];
  for (let period = begin; period.lastDay < today; period = periodAfter(period, config)) {
    const { id } = period;
    const events = await reviews.load(id);
    const { state, voids } = foldPeriod(events);
    if (state !== null) continue;
    const hasRun = recorded.some((run) => run.accepted && run.period === id);
    // A review that was voided says that the run by itself performs nothing.
    if (performedBy === 'run' && hasRun && voids.length === 0) continue;
    due.push({ period, hasRun, reported: isReported(events) });
  }
  return due;
}

interface Recorded {
  readonly period: string;
  readonly asOf: Instant;
}

/**
 * The earliest period that was on record no later than in the one after it, whichever was recorded first. One that is
 * run when it is long past, were it for trial, says nothing of the control in all the periods since.
 */
function firstInTime(recorded: readonly Recorded[], config: Config): Period | null {
  const inTime = recorded.flatMap(({ period: id, asOf }) => {
    const period = parsePeriod(id, config.calendar);
    if (period.kind !== 'ok') return [];
    const next = periodAfter(period.value, config);
    return todayOf(asOf, config) <= next.lastDay ? [period.value] : [];
  });
  return inTime.toSorted((a, b) => (a.firstDay < b.firstDay ? -1 : 1))[0] ?? null;
}

async function missedRuns(reviews: Reviews): Promise<readonly Recorded[]> {
  const missed: Recorded[] = [];
  for (const period of await reviews.list()) {
    const [first] = await reviews.load(period);
    if (first?.event.kind === 'run-missed') missed.push({ period, asOf: first.event.at });
  }
  return missed;
}

function periodAfter({ lastDay }: Period, { calendar }: Config): Period {
  return periodOf(startOfDay(addDays(lastDay, 1), calendar.timeZone), calendar);
}
