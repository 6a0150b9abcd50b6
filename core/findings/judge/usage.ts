// Was an account used after its person left? An honest answer: yes, not found, or cannot be determined and why.
import { dayInMs, earliest, hourInMs, isBefore, latest, msOf } from '../../values/instant.ts';
import type { Instant, Moment } from '../../values/instant.ts';
import { instantText, momentText } from '../../values/time-text.ts';
import type { Account } from '../../inputs/account.ts';
import type { Judgement } from './judgement.ts';

export type UsageAfterLeaving =
  | { readonly kind: 'used'; readonly how: string }
  | { readonly kind: 'not-found' }
  | { readonly kind: 'cannot-be-determined'; readonly why: string };

/** Why a last login is one that cannot be, or `null`: then it is no evidence, of use or of disuse. */
export function loginDoubt({ lastLogin, zeroLogin, createdAt }: Account, exportedAt: Instant): string | null {
  if (zeroLogin === true) return 'the last login is given as the first moment of a clock';
  const doubt = lastLogin === null ? null : timeDoubt(lastLogin, { createdAt, exportedAt });
  return doubt === null ? null : `the last login is given as ${doubt}`;
}

/** Why the time of a suspension is one that cannot be, or `null`: then nothing tells how long the account was kept. */
export function suspensionDoubt({ suspendedAt, createdAt }: Account, exportedAt: Instant): string | null {
  const doubt = suspendedAt === null ? null : timeDoubt(suspendedAt, { createdAt, exportedAt });
  return doubt === null ? null : `the suspension is given as ${doubt}`;
}

/** A day is left for clocks, for times that were declared roughly and for dates without a zone. */
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

/** Whether a reason names a use that the log of a directory told: of an earlier finding the history keeps only its words. */
export function toldBySignIn(reason: string): boolean {
  return reason.includes(bySignIn);
}

/** Looks at the account's last login and at its person's sign-ins to the app, after `left.notAfter` (contract, section 7). */
export function usageAfterLeaving(
  { account, left, match }: Judgement,
  { tells, exportedAt }: { readonly tells: { readonly lastLogin: boolean }; readonly exportedAt: Instant },
): UsageAfterLeaving {
  if (left === null || left.notAfter === null)
    return { kind: 'cannot-be-determined', why: 'nothing tells when the person left' };
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
  /** From the end of the leaving interval to the suspension, or to the export while the account is live in it. */
  readonly hours: number | null;
  readonly outcome: 'pass' | 'fail' | 'open' | 'cannot be determined';
}

export interface RemovalRule {
  readonly leaverHours: number;
  readonly exportedAt: Instant;
  /** `false` in a run of a version that took any time of a suspension. */
  readonly doubtsSuspensions?: boolean;
}

/**
 * How long a leaver kept the account, at least. What the export shows as live is known to be live up to its time, not
 * up to the run. A suspension given as a day counts from the start of that day, and leaving from the end of its
 * interval: a removal is called late only where it certainly was, and in time only where it was even for somebody who
 * left at the beginning.
 */
export function removalOf(
  { account, left }: Judgement,
  { leaverHours, exportedAt, doubtsSuspensions = true }: RemovalRule,
): LeaverRemoval {
  if (left === null || left.notAfter === null) return undetermined;
  const { notBefore, notAfter } = left;
  const isLive = account.status !== 'suspended';
  if (!isLive && doubtsSuspensions && suspensionDoubt(account, exportedAt) !== null) return undetermined;
  if (!isLive && account.suspendedAt === null) return undetermined;
  const keptUntil = account.suspendedAt === null || isLive ? exportedAt : earliest(account.suspendedAt);
  const hoursSince = (from: Instant): number => Math.max(0, (msOf(keptUntil) - msOf(from)) / hourInMs);
  const hours = hoursSince(notAfter);
  if (hours > leaverHours) return { hours, outcome: 'fail' };
  if (notBefore !== null && hoursSince(notBefore) > leaverHours) return undetermined;
  // Nobody can have removed, in this export, who left after it was taken.
  if (isLive) return { hours: isBefore(exportedAt, notAfter) ? null : hours, outcome: 'open' };
  return { hours, outcome: 'pass' };
}

const undetermined: LeaverRemoval = { hours: null, outcome: 'cannot be determined' };
