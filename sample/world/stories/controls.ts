// Stories about the control itself: what the last review must find about the export, the policy and the directories.
import type { Code } from '../../../core/names/codes.ts';

export interface ControlStory {
  readonly tells: string;
  readonly code: Code;
}

export const controls: readonly ControlStory[] = [
  { tells: 'The contractors’ directory lets everybody in without an assignment', code: 'ASSIGNMENT_NOT_REQUIRED' },
  { tells: 'Somebody raised dormantDays to 120 and had nobody approve it', code: 'POLICY_UNAPPROVED' },
  { tells: 'Somebody typed an operation into the export', code: 'EXPORT_EDITED' },
  { tells: 'The export lay about for five days before the review', code: 'EXPORT_STALE' },
  { tells: 'Nobody has shown that password login is off', code: 'SSO_NOT_PROVEN' },
  {
    tells: 'A trial brought the role Insights Beta, and nobody said whether it is privileged',
    code: 'ROLE_UNCLASSIFIED',
  },
];
