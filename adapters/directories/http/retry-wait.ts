// How long to wait before asking again: what the server says when it says so, else twice as long each time.

/**
 * The wait that a reply asks for, in milliseconds: `Retry-After` in seconds or as a date (RFC 9110, 10.2.3), or, of a
 * 429, Okta's `X-Rate-Limit-Reset`, an instant in seconds: Okta sends it with every reply, and a server that failed is
 * no limit. Compared with the server's own `Date`, so a wrong clock here does no harm.
 *
 * @returns `null` when the reply does not say, or names a moment that has passed (Okta does on concurrency limits).
 */
export function askedWaitMs(
  { status, headers }: { readonly status: number; readonly headers: Headers },
  nowMs: number,
): number | null {
  const date = Date.parse(headers.get('date') ?? '');
  const serverNow = Number.isNaN(date) ? nowMs : date;
  const reset = status === 429 ? resetMs(headers, serverNow) : null;
  const waits = [retryAfterMs(headers.get('retry-after'), serverNow), reset];
  return waits.find((wait) => wait !== null && wait > 0) ?? null;
}

function retryAfterMs(value: string | null, serverNow: number): number | null {
  if (value === null) return null;
  if (/^\s*\d+(\.\d+)?\s*$/.test(value)) return Math.ceil(Number(value) * 1000);
  const date = Date.parse(value);
  return Number.isNaN(date) ? null : date - serverNow;
}

function resetMs(headers: Headers, serverNow: number): number | null {
  const value = headers.get('x-rate-limit-reset');
  // A second more: Okta's reset and its Date are both cut to whole seconds.
  return value !== null && /^\d+$/.test(value) && Number(value) * 1000 > serverNow
    ? Number(value) * 1000 - serverNow + 1000
    : null;
}

/** @param attempt counted from 0; @returns 0.5 s, 1 s, 2 s and so on, at most 30 s */
export function backoffMs(attempt: number): number {
  return Math.min(30_000, 500 * 2 ** attempt);
}
