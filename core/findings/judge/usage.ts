// Whether an account was used after its person left. The answer is yes, not found, or cannot be determined with the
// reason.
import { dayInMs, earliest, hourInMs, isBefore, latest, msOf } from '../../values/instant.ts';
import type { Instant, Moment } from '../../values/instant.ts';
import { instantText, momentText } from '../../values/time-text.ts';
import type { Account } from '../../inputs/account.ts';
import type { Judgement } from './judgement.ts';

export type UsageAfterLeaving =
  | { readonly kind: 'used'; readonly how: string }
  | { readonly kind: 'not-found' }
  | { readonly kind: 'cannot-be-determined'; readonly why: string };

/**
 * Why the last login cannot be right, or `null`. A login that cannot be right is evidence neither of use nor of disuse.
 */
export function loginDoubt({ lastLogin, zeroLogin, createdAt }: Account, exportedAt: Instant): string | null {
  if (zeroLogin === true) return 'the last login is given as the first moment of a clock';
  const doubt = lastLogin === null ? null : timeDoubt(lastLogin, { createdAt, exportedAt });
  return doubt === null ? null : `the last login is given as ${doubt}`;
}

/**
 * Why the time of the suspension cannot be right, or `null`. If it cannot, nothing tells how long the account was kept.
 */
export function suspensionDoubt({ suspendedAt, createdAt }: Account, exportedAt: Instant): string | null {
  const doubt = suspendedAt === null ? null : timeDoubt(suspendedAt, { createdAt, exportedAt });
  return doubt === null ? null : `the suspension is given as ${doubt}`;
}

/** Why the time of creation cannot be right, or `null`. If it cannot, it does not show how old the account is. */
export function creationDoubt({ createdAt }: Account, exportedAt: Instant): string | null {
  const doubt = createdAt === null ? null : timeDoubt(createdAt, { createdAt: null, exportedAt });
  return doubt === null ? null : `the creation is given as ${doubt}`;
}

/** Allows for a day, because clocks differ, times are declared roughly and dates come without a time zone. */
function timeDoubt(
  at: Moment,
  { createdAt, exportedAt }: { readonly createdAt: Moment | null; readonly exportedAt: Instant },
): string | null {
  if (msOf(earliest(at)) > msOf(exportedAt) + dayInMs) return `${momentText(at)}, after the export was taken`;
  if (createdAt !== null && msOf(latest(at)) + dayInMs < msOf(earliest(createdAt)))
    return `${momentText(at)}, before the account was created`;
  return null;
}

const bySignIn = 'sign-in through the directory';

/**
 * Whether a reason names a use that a directory's log of sign-ins told. Of an earlier finding the history keeps only
 * the words.
 */
export function toldBySignIn(reason: string): boolean {
  return reason.includes(bySignIn);
}

/**
 * Holds the account's last login, and its person's sign-ins to the app, against `left.notAfter` (contract, section 7).
 */
export function usageAfterLeaving(
  { account, left, match, madeAfterLeaving }: Judgement,
  { tells, exportedAt }: { readonly tells: { readonly lastLogin: boolean }; readonly exportedAt: Instant },
): UsageAfterLeaving {
  if (left === null || left.notAfter === null)
    return { kind: 'cannot-be-determined', why: 'nothing tells when the person left' };
  if (madeAfterLeaving)
    return { kind: 'cannot-be-determined', why: 'nothing shows that whoever left had this account' };
  const gone = msOf(left.notAfter);
  const signIns = [...match.person, ...match.replaced].flatMap((judged) => judged.known.identity.lastSignIn ?? []);
  const signIn = signIns.toSorted().findLast((at) => msOf(at) > gone);
  if (signIn !== undefined) return { kind: 'used', how: `${bySignIn} on ${instantText(signIn)}` };
  const { lastLogin } = account;
  const doubt = loginDoubt(account, exportedAt);
  if (doubt !== null) return { kind: 'cannot-be-determined', why: doubt };
  if (lastLogin === null) {
    return tells.lastLogin
      ? { kind: 'not-found' }
      : { kind: 'cannot-be-determined', why: 'the export tells no last login' };
  }
  if (msOf(earliest(lastLogin)) > gone || (lastLogin.kind === 'day' && msOf(lastLogin.from) >= gone)) {
    return { kind: 'used', how: `last login ${momentText(lastLogin)}` };
  }
  if (lastLogin.kind === 'day' && msOf(latest(lastLogin)) > gone) {
    return {
      kind: 'cannot-be-determined',
      why: `the last login is given as ${momentText(lastLogin)} without a time, the very day of leaving`,
    };
  }
  return { kind: 'not-found' };
}

export interface LeaverRemoval {
  /** From the latest instant of leaving to the suspension; while the account is live, to the time of the export. */
  readonly hours: number | null;
  readonly outcome: 'pass' | 'fail' | 'open' | 'cannot be determined';
}

export interface RemovalRule {
  readonly leaverHours: number;
  readonly exportedAt: Instant;
  /** Whether a time of suspension that cannot be right is passed over. `false` for a run of a version that took any. */
  readonly doubtsSuspensions?: boolean;
}

/**
 * How many hours a leaver kept the account, at the least. An account that the export shows as live was live at the time
 * of the export; later times prove nothing. A removal is called late only where it was late even for the latest instant
 * of leaving, and in time only where it was even for the earliest. A suspension that is given as a day counts from the
 * start of that day.
 */
export function removalOf(
  { account, left, madeAfterLeaving }: Judgement,
  { leaverHours, exportedAt, doubtsSuspensions = true }: RemovalRule,
): LeaverRemoval {
  if (left === null || left.notAfter === null || madeAfterLeaving) return undetermined;
  const { notBefore, notAfter } = left;
  const isLive = account.status !== 'suspended';
  if (!isLive && doubtsSuspensions && suspensionDoubt(account, exportedAt) !== null) return undetermined;
  if (!isLive && account.suspendedAt === null) return undetermined;
  const keptUntil = account.suspendedAt === null || isLive ? exportedAt : earliest(account.suspendedAt);
  const hoursSince = (from: Instant): number => Math.max(0, (msOf(keptUntil) - msOf(from)) / hourInMs);
  const hours = hoursSince(notAfter);
  if (hours > leaverHours) return { hours, outcome: 'fail' };
  if (notBefore !== null && hoursSince(notBefore) > leaverHours) return undetermined;
  // Somebody who left after the export was taken cannot have been removed in it.
  if (isLive) return { hours: isBefore(exportedAt, notAfter) ? null : hours, outcome: 'open' };
  return { hours, outcome: 'pass' };
}

const undetermined: LeaverRemoval = { hours: null, outcome: 'cannot be determined' };
