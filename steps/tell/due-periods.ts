// Finds periods that have ended and whose control nobody performed: what reminders and the report of a missed control are about.
import type { Config } from '../../core/config/config.ts';
import { addDays, isBefore, startOfDay } from '../../core/values/instant.ts';
import type { Day } from '../../core/values/instant.ts';
import type { Reviews, Runs } from '../../core/ports/stores.ts';
import { parsePeriod, periodOf } from '../../core/config/calendar.ts';
import type { Period } from '../../core/config/calendar.ts';
import { foldPeriod } from '../../core/review/events/folded.ts';
import type { RunRecord } from '../../core/run.ts';
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

/** From the period on of which something was first on record, be it a run or that one was missed. */
export async function duePeriods(
  { runs, reviews }: { readonly runs: Runs; readonly reviews: Reviews },
  { config, today, performedBy }: Asking,
): Promise<readonly DuePeriod[]> {
  const recorded = await runs.list();
  const first = await firstPeriod(recorded, reviews);
  const begin = first === null ? null : parsePeriod(first, config.calendar);
  if (begin?.kind !== 'ok') return [];
  const due: DuePeriod[] = [];
  for (let period = begin.value; period.lastDay < today; period = periodAfter(period, config)) {
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

/** By when it was recorded, not by its name: a later run of a period long past does not make all since then due. */
async function firstPeriod(recorded: readonly RunRecord[], reviews: Reviews): Promise<string | null> {
  const begun = recorded.slice(0, 1).map(({ period, asOf }) => ({ period, at: asOf }));
  for (const period of await reviews.list()) {
    const [first] = await reviews.load(period);
    if (first?.event.kind === 'run-missed') begun.push({ period, at: first.event.at });
  }
  return begun.toSorted((a, b) => (isBefore(a.at, b.at) ? -1 : 1))[0]?.period ?? null;
}

function periodAfter({ lastDay }: Period, { calendar }: Config): Period {
  return periodOf(startOfDay(addDays(lastDay, 1), calendar.timeZone), calendar);
}
