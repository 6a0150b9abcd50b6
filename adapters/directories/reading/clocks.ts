// Whether the directory's own clock says the time that a snapshot states. By that time people have left or have not.
import { hourInMs, msOf } from '../../../core/values/instant.ts';
import type { Instant } from '../../../core/values/instant.ts';
import { hoursText } from '../../../core/values/time-text.ts';

/** Clocks differ by minutes; an hour is a wrong zone, a wrong day or a clock that somebody set. */
const leastApartMs = hourInMs;

/**
 * A sentence where the `Date` of an answer is an hour or more from the time that is stated. It counts whole hours, so that
 * the same reading a moment later says the same.
 *
 * @param date the header as it came; `null` where there is none. One that is no date of HTTP says nothing.
 * @returns `null` where the two agree
 */
export function clockNote(date: string | null, stated: Instant): string | null {
  const apartMs = date !== null && /^\w{3}, .+ GMT$/.test(date) ? Date.parse(date) - msOf(stated) : Number.NaN;
  if (Number.isNaN(apartMs) || Math.abs(apartMs) < leastApartMs) return null;
  const apart = hoursText(Math.floor(Math.abs(apartMs) / hourInMs));
  return `By the directory's own clock it was read ${apart} ${apartMs > 0 ? 'later' : 'earlier'} than the snapshot states: the clock here is wrong, or it was set. Who has left, and how far export and snapshot are apart, is judged by the time that is stated.`;
}
