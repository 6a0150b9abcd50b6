// The times of an identity that comes in, as far as they can be believed: none that stands for never, and none that had not
// come when the snapshot was taken.
import type { Identity } from '../../../core/inputs/snapshot.ts';
import { dayInMs, isNever, msOf } from '../../../core/values/instant.ts';
import type { Instant } from '../../../core/values/instant.ts';
import type { Refusal } from '../../../core/values/result.ts';

/** @returns a refusal of an identity that left within a time that ends before it begins, or `null` */
export function reversedLeaving({ left }: Identity, where: string): Refusal | null {
  const { notBefore = null, notAfter = null } = left ?? {};
  if (notBefore === null || notAfter === null || msOf(notBefore) <= msOf(notAfter) || isNever(notAfter)) return null;
  return {
    what: 'identity not accepted',
    where: `${where}, left`,
    found: `notBefore ${notBefore}, which is after notAfter ${notAfter}`,
    expected: 'the two instants between which the person left',
  };
}

/** Other programs write the zero of their clock where there is no date. */
export function withoutZeros(identity: Identity): Identity {
  const { createdAt, lastSignIn, left, assignments, state } = identity;
  const dates = [createdAt, lastSignIn, left?.notBefore, left?.notAfter, ...assignments.map(({ since }) => since)];
  if (!dates.some((at) => at !== null && at !== undefined && isNever(at))) return identity;
  const interval =
    left === null ? null : { ...left, notBefore: orNever(left.notBefore), notAfter: orNever(left.notAfter) };
  const saysNothing = interval?.notBefore === null && interval.notAfter === null && state !== 'deleted';
  return {
    ...identity,
    createdAt: orNever(createdAt),
    lastSignIn: orNever(lastSignIn),
    left: saysNothing ? null : interval,
    assignments: assignments.map((one) => ({ ...one, since: orNever(one.since) })),
  };
}

/** Clocks of two systems differ, by a whole zone where one of them has none. */
const aheadMs = dayInMs;

/**
 * Whoever is deleted had left when the snapshot was taken, and everybody was created before: a later time is a wrong one,
 * and would make the leaving one after the export.
 */
export function withoutTimesAhead(identity: Identity, takenAt: Instant | null): Identity {
  const { createdAt, left, state } = identity;
  const isAhead = (at: Instant | null | undefined): boolean =>
    takenAt !== null && at !== null && at !== undefined && msOf(at) > msOf(takenAt) + aheadMs;
  const leftAhead = state === 'deleted' && left !== null && (isAhead(left.notBefore) || isAhead(left.notAfter));
  if (!leftAhead && !isAhead(createdAt)) return identity;
  return {
    ...identity,
    createdAt: isAhead(createdAt) ? null : createdAt,
    left: leftAhead ? { notBefore: null, notAfter: null, source: `${left.source}, whose time had not come` } : left,
  };
}

function orNever(at: Instant | null): Instant | null {
  return at === null || isNever(at) ? null : at;
}
