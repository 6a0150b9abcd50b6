// Whether the policy in force is the one that somebody approved.
import { policyDigest } from '../config/approval.ts';
import type { Config } from '../config/config.ts';
import type { History } from './history.ts';
import { dayOf } from '../values/instant.ts';
import type { Day } from '../values/instant.ts';
import { dayText } from '../values/time-text.ts';

export type PolicyStanding =
  | {
      readonly kind: 'approved';
      readonly by: string;
      readonly on: Day;
      /**
       * `recorded`: by an event of a review. `configured`: only by the configuration, into which whoever may write it
       * can type any name.
       */
      readonly how: 'recorded' | 'configured';
    }
  | { readonly kind: 'unapproved'; readonly reason: string };

/**
 * Approved when an event approves this very digest, or else when the configuration names an approver and a day that has
 * come. Not approved when the policy was changed since that approval was first used.
 */
export function policyStanding(config: Config, history: History, today: Day): PolicyStanding {
  const digest = policyDigest(config);
  const recorded = history.approvals?.findLast(({ sha256 }) => sha256 === digest);
  if (recorded !== undefined)
    return {
      kind: 'approved',
      by: recorded.by,
      on: dayOf(recorded.at, config.calendar.timeZone),
      how: 'recorded',
    };
  const approval = approvalOf(config);
  if (approval === null) {
    return {
      kind: 'unapproved',
      reason: 'Nobody approved the policy: policy.approvedBy and policy.approvedOn must name a person and a day.',
    };
  }
  if (approval.on > today) {
    return {
      kind: 'unapproved',
      reason: `The approval of the policy is dated ${dayText(approval.on)}, after this run.`,
    };
  }
  const known = history.approval;
  if (known !== null && known.by === approval.by && known.on === approval.on && known.sha256 !== digest) {
    return {
      kind: 'unapproved',
      reason: `The policy changed since ${approval.by} approved it on ${dayText(approval.on)}: it must be approved anew.`,
    };
  }
  return { kind: 'approved', ...approval, how: 'configured' };
}

/**
 * The approval that the next run compares with. It keeps the digest that the policy had when this approval was first
 * used.
 */
export function nextApproval(config: Config, history: History): History['approval'] {
  const approval = approvalOf(config);
  if (approval === null) return history.approval;
  const known = history.approval;
  if (known !== null && known.by === approval.by && known.on === approval.on) return known;
  return { ...approval, sha256: policyDigest(config) };
}

function approvalOf(config: Config): { readonly by: string; readonly on: Day } | null {
  const by = config.policy.approvedBy?.trim() ?? '';
  const on = config.policy.approvedOn ?? null;
  return by === '' || on === null ? null : { by, on };
}
