// Which report carries what is said of a review now: whoever says it afterwards is told who will read it.
import { isSigned } from '../events/state.ts';
import type { ReviewState } from '../events/state.ts';

/** `signature`: those of its signatures; `closing`: the closing report alone; `none`: all of them are issued. */
export const carryingReports = ['signature', 'closing', 'none'] as const;
export type CarryingReport = (typeof carryingReports)[number];

/** What is said of a review goes on record whenever it is said, and no report that is issued changes. */
export function carriedBy(state: Pick<ReviewState, 'signatures' | 'closed'>): CarryingReport {
  if (!isSigned(state)) return 'signature';
  return state.closed === null ? 'closing' : 'none';
}
