// What is told of a period that has no review.
import { canonicalLogin } from '../../values/login.ts';
import { officeOf } from './notice.ts';
import type { Office, AddressedNotice, Notice } from './notice.ts';
import { daysBetween } from '../../values/instant.ts';
import type { Day } from '../../values/instant.ts';

/** Days before the due day on which somebody is told that there is no review yet. */
const missingWarningDays = [1, 7, 14];

/** @returns nothing while there is more than a fortnight left, and after the due day */
export function missingNotices(
  { review, dueDay, hasRun }: { readonly review: string; readonly dueDay: Day; readonly hasRun: boolean },
  today: Day,
  config: Office,
): readonly AddressedNotice[] {
  const left = daysBetween(today, dueDay);
  const stage = left < 0 ? undefined : missingWarningDays.find((days) => left <= days);
  if (stage === undefined) return [];
  const { fallback } = config.reviewers;
  const people = new Set([...officeOf(config), ...[fallback].flatMap((one) => canonicalLogin(one ?? '') ?? [])]);
  const notice: Notice = { kind: 'review-missing', hasRun, dueDay };
  return [...people].map((to) => ({ review, to, key: `review-missing-${stage}`, notice }));
}

export function notPerformedNotices(
  { review, dueDay }: { readonly review: string; readonly dueDay: Day },
  config: Office,
): readonly AddressedNotice[] {
  const { fallback, controlOwner } = config.reviewers;
  const people = new Set([
    ...officeOf(config),
    ...[fallback, controlOwner].flatMap((one) => canonicalLogin(one ?? '') ?? []),
  ]);
  return [...people].map((to) => ({ review, to, key: 'not-performed', notice: { kind: 'not-performed', dueDay } }));
}
