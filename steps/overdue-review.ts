// Notices that nobody reviewed a period although its review is due: the one failure that no failing function reports.
import type { Config } from '../core/contract/config.ts';
import { addDays, dayOf, daysBetween, startOfDay } from '../core/instant.ts';
import type { Instant } from '../core/instant.ts';
import type { Runs } from '../core/ports.ts';
import { periodOf } from '../core/review/calendar.ts';

/** So many days before and after the due day it is said: time to repair it, and no alarm for ever. */
const warningDays = 10;

/** @returns the period that ended without an accepted run and is due about now; `null` when all is well */
export async function overdueReview(runs: Runs, asOf: Instant, { calendar }: Config): Promise<string | null> {
  const dayBefore = addDays(periodOf(asOf, calendar).firstDay, -1);
  const ended = periodOf(startOfDay(dayBefore, calendar.timeZone), calendar);
  const left = daysBetween(dayOf(asOf, calendar.timeZone), ended.dueDay);
  if (Math.abs(left) > warningDays) return null;
  const recorded = await runs.list();
  // Before the first run of all there was nothing to review.
  if (recorded.length === 0) return null;
  return recorded.some((run) => run.accepted && run.period === ended.id) ? null : ended.id;
}
