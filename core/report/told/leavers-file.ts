// What the leavers file shows of its age, which nobody declares, and how its rows are counted.
import { dayOf, daysBetween } from '../../values/instant.ts';
import { plural } from '../../values/text.ts';
import { dayText } from '../../values/time-text.ts';
import type { LeaversSource } from '../parts/inputs.ts';
import type { Report } from '../report.ts';

export type OfItsDay = Pick<Report, 'run' | 'timeZone'>;

/**
 * @returns `null` of a run of before 0.23.0, which tells nothing of it
 * @example newestLeaver({ newest: '2026-09-18' }, report) // 'its newest last day that is over is 18 September 2026, 18 days before the run'
 */
export function newestLeaver({ newest }: Pick<LeaversSource, 'newest'>, { run, timeZone }: OfItsDay): string | null {
  if (newest === undefined) return null;
  if (newest === null) return 'no last day in it is over';
  const days = daysBetween(newest, dayOf(run.asOf, timeZone));
  return `its newest last day that is over is ${dayText(newest)}, ${plural(days, 'day')} before the run`;
}

/**
 * What became of the rows of the file.
 *
 * @example leaversCounted({ matched: 1, notYet: 2, unmatched: [] }, ' + ') // '1 matched + 2 not yet gone + 0 unmatched'
 */
export function leaversCounted(
  { matched, notYet, furthest, unmatched }: Pick<LeaversSource, 'matched' | 'notYet' | 'furthest' | 'unmatched'>,
  between: ', ' | ' + ',
): string {
  const last = furthest === undefined ? '' : ` (the last of them on ${dayText(furthest)})`;
  return [`${matched} matched`, `${notYet} not yet gone${last}`, `${unmatched.length} unmatched`].join(between);
}

/** What the run does not prove about who left, with the leavers file and without it. */
export function leaversNotProven(file: LeaversSource | null, report: OfItsDay): string {
  if (file === null)
    return 'That everybody who left is known: there was no leavers file, so the directories alone tell it.';
  const newest = newestLeaver(file, report);
  return `That the leavers file names everybody who left until this run: nobody declares when HR wrote it${newest === null ? '' : `; ${newest}`}.`;
}
