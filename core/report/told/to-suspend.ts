// Which accounts are to be suspended at once, and which only when a reviewer decides so: two counts that never overlap.
import type { Report } from '../report.ts';
import type { Proposal } from '../../findings/proposals.ts';
import type { LeaverRow } from '../parts/accounts.ts';
import { plural } from '../../values/text.ts';

export interface ToSuspend {
  /**
   * Live accounts of people who left longer ago than the policy allows, or perhaps so: they wait for no decision. None
   * that the program never proposes, such as the last one with a privileged role: its story says why.
   */
  readonly now: readonly LeaverRow[];
  /** How many of these certainly. */
  readonly certain: number;
  /** What the policy proposes beside them: a proposal, until somebody decides. */
  readonly proposed: readonly Proposal[];
}

type Told = Pick<Report, 'leavers' | 'proposals' | 'withheld'>;

export function toSuspendOf({ leavers, proposals, withheld }: Told): ToSuspend {
  const never = new Set(withheld.map(({ login }) => login));
  const live = leavers.filter(({ login, status }) => status !== 'suspended' && !never.has(login));
  const now = live.filter(({ outcome }) => outcome === 'fail' || outcome === 'cannot be determined');
  const urgent = new Set(now.map(({ login }) => login));
  return {
    now,
    certain: now.filter(({ outcome }) => outcome === 'fail').length,
    proposed: proposals.filter(({ login }) => !urgent.has(login)),
  };
}

/** @example toSuspendText(report) // '8 accounts to suspend now, 5 more proposed for suspension' */
export function toSuspendText(report: Told): string {
  const { now, proposed } = toSuspendOf(report);
  if (now.length === 0) {
    const accounts = proposed.length === 0 ? 'no account' : plural(proposed.length, 'account');
    return `${accounts} proposed for suspension`;
  }
  const others = proposed.length === 0 ? 'no other' : `${proposed.length} more`;
  return `${plural(now.length, 'account')} to suspend now, ${others} proposed for suspension`;
}
