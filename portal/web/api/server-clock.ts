// The time by the clock of the server, which judges what is said: that of a person's own machine may be a day wrong.

let aheadMs = 0;

/**
 * Called with each answer. What was said earlier stays where one says no time.
 *
 * @param date as the header `Date` says it, to the second
 */
export function heardAt(date: string | null): void {
  const said = Date.parse(date ?? '');
  if (!Number.isNaN(said)) aheadMs = said - Date.now();
}

/** In milliseconds, as `Date.now` counts; by the clock of this machine until the server has said otherwise. */
export function serverNow(): number {
  return Date.now() + aheadMs;
}
