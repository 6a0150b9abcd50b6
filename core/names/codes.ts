// The codes of findings and their severities, with what each is called in print (contract, section 7).
import * as z from 'zod/mini';
import { application } from '../application/applications.ts';

export const storedCode = z.custom<Code>(
  (value) => typeof value === 'string' && Object.hasOwn(codes, value),
  'expected the code of a finding',
);

export const severities = ['critical', 'high', 'medium', 'low', 'info'] as const;

export type Severity = (typeof severities)[number];

/** Contract, section 7, in its order: what each code is called in print and how severe it is by default. */
export const codes = {
  LEAVER_ACCOUNT: { severity: 'critical', title: 'Account of a person who left' },
  ACCESS_AFTER_LEAVING: { severity: 'critical', title: 'Access after leaving' },
  ORPHANED_ACCOUNT: { severity: 'high', title: 'Account that belongs to nobody in any directory' },
  DISABLED_IDENTITY: { severity: 'high', title: 'Account of a disabled identity' },
  UNASSIGNED_ACCOUNT: { severity: 'high', title: 'Account without an assignment' },
  DISPUTED_ACCOUNT: { severity: 'high', title: 'Account that two or more people match' },
  REASSIGNED_LOGIN: { severity: 'high', title: 'Login passed on to another person' },
  UNOWNED_ACCOUNT: { severity: 'high', title: 'Registered non-human account without a valid owner' },
  LATE_REMOVAL: { severity: 'high', title: 'Account suspended too late after leaving' },
  DIRECTORY_CONFLICT: { severity: 'high', title: 'Directories disagree about the person' },
  ASSIGNMENT_NOT_REQUIRED: { severity: 'high', title: 'The directory lets people in without assignment' },
  POLICY_UNAPPROVED: { severity: 'high', title: 'Policy not approved' },
  SUSPENDED_IDENTITY: { severity: 'medium', title: 'Account of a suspended identity' },
  REHIRED_ACCOUNT: { severity: 'medium', title: 'Account of a person who left and returned' },
  DUPLICATE_ACCOUNT: { severity: 'medium', title: 'Several live accounts of one person' },
  CONFLICTING_ROWS: { severity: 'medium', title: 'Rows of one login contradict one another' },
  EXTERNAL_ACCOUNT: { severity: 'medium', title: 'Account of somebody outside the company' },
  VENDOR_ACCOUNT: { severity: 'medium', title: 'Account of the vendor' },
  DORMANT_ACCOUNT: { severity: 'medium', title: 'Account not used for a long time' },
  VANISHED_ACCOUNT: { severity: 'medium', title: 'Account gone from the export without a decision' },
  UNEXPLAINED_SIGN_IN: { severity: 'medium', title: 'Sign-in by somebody without an account' },
  UNDETERMINED_ACCOUNT: { severity: 'medium', title: 'Account that could not be judged' },
  EXPORT_EDITED: { severity: 'medium', title: `The export is not as ${application.name} wrote it` },
  EXPORT_STALE: { severity: 'medium', title: 'The export is too old' },
  SSO_NOT_PROVEN: { severity: 'medium', title: 'No proof that password login is off' },
  ROLE_UNCLASSIFIED: { severity: 'medium', title: 'Role that the policy does not classify' },
  PRIVILEGED_ACCOUNT: { severity: 'low', title: 'Privileged account, decided in each review' },
  ALIAS_UNCONFIRMED: { severity: 'low', title: 'Match by an alias that nobody confirmed' },
  ASSIGNED_WITHOUT_ACCOUNT: { severity: 'info', title: 'Assigned in the directory, no account' },
  SUSPENDED_BUT_ASSIGNED: { severity: 'info', title: 'Suspended account, identity still assigned' },
} as const satisfies Record<string, { severity: Severity; title: string }>;

export type Code = keyof typeof codes;

/** Every code, in the order of the contract. */
export const codeNames: readonly Code[] = Object.keys(codes).filter((name): name is Code => Object.hasOwn(codes, name));

export function severityRank(severity: Severity | null): number {
  return severity === null ? severities.length : severities.indexOf(severity);
}
