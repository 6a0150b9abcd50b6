// The time by the clock of the server, which judges what is said: that of a person's own machine may be a day wrong.

let aheadMs = 0;

/** The header tells whole seconds, and a server may say one for another second: so much later it may be there. */
const laterAtMostMs = 2000;

/**
 * Called with each answer. What was said earlier stays where one says no time.
 *
 * @param date as the header `Date` says it, to the second
 */
export function heardAt(date: string | null): void {
  const said = Date.parse(date ?? '');
  if (Number.isNaN(said)) return;
  const now = Date.now();
  // A clock that can be right is believed: who types the present second must not be told that it has not come.
  aheadMs = Math.min(Math.max(now, said), said + laterAtMostMs) - now;
}

/** In milliseconds, as `Date.now` counts; by the clock of this machine until the server has said otherwise. */
export function serverNow(): number {
  return Date.now() + aheadMs;
}
