// The grace of a new account: for some days it may be there before whoever it was made for.
import type { Account } from '../../inputs/account.ts';
import type { Config } from '../../config/config.ts';
import { dayInMs, earliest, isBefore, latest, msOf } from '../../values/instant.ts';
import type { Instant } from '../../values/instant.ts';

/**
 * Whether the account was created within `newAccountGraceDays` before the export. A day without a time counts from its
 * end, and what is dated after the export is in no grace.
 */
export function inGrace(
  { createdAt }: Pick<Account, 'createdAt'>,
  { config, exportedAt }: { readonly config: Config; readonly exportedAt: Instant },
): boolean {
  if (createdAt === null || isBefore(exportedAt, earliest(createdAt))) return false;
  return msOf(exportedAt) - msOf(latest(createdAt)) <= config.policy.newAccountGraceDays * dayInMs;
}
