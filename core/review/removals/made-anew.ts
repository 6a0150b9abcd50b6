// Whether an account is another one under the login of one that was decided to go.
import { earliest, hourInMs, instantFromMs, isBefore, msOf } from '../../values/instant.ts';
import type { Instant, Moment } from '../../values/instant.ts';

/** An account as an export tells it, or as a run keeps it for the next one. */
export interface Made {
  readonly createdAt?: Moment | Instant | null;
}

/**
 * Whether it was made since: nobody decided about that one, and the one before is gone. A time of creation that comes
 * after the export was taken tells nothing.
 */
export function isMadeAnew(
  { createdAt }: Made,
  { since, exportedAt }: { readonly since: Instant; readonly exportedAt: Instant },
): boolean {
  if (createdAt === undefined || createdAt === null) return false;
  const madeAt = typeof createdAt === 'string' ? createdAt : earliest(createdAt);
  return isBefore(since, madeAt) && !isBefore(exportedAt, madeAt);
}

/**
 * From when on an account is surely another one than that of the decision. A time of creation may be that of another zone
 * than the configuration names, and no two zones are more than 26 hours apart: the account that was decided about must not
 * pass for one that was made since.
 */
export function surelyAfter(decidedAt: Instant): Instant {
  return instantFromMs(msOf(decidedAt) + zonesApartMs);
}

const zonesApartMs = 26 * hourInMs;
