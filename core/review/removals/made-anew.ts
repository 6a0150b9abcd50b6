// Whether an account is another one under the login of one that was decided to go.
import { earliest, isBefore } from '../../values/instant.ts';
import type { Instant, Moment } from '../../values/instant.ts';

/** An account as an export tells it, or as a run keeps it for the next one. */
export interface Made {
  readonly createdAt?: Moment | Instant | null;
}

/**
 * Made after the decision: nobody decided about that one, and the one before is gone. A time of creation that comes after
 * the export was taken tells nothing.
 */
export function isMadeAnew(
  { createdAt }: Made,
  { decidedAt, exportedAt }: { readonly decidedAt: Instant; readonly exportedAt: Instant },
): boolean {
  if (createdAt === undefined || createdAt === null) return false;
  const madeAt = typeof createdAt === 'string' ? createdAt : earliest(createdAt);
  return isBefore(decidedAt, madeAt) && !isBefore(exportedAt, madeAt);
}
