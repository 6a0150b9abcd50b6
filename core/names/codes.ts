// A finding is what the review says about one account or one control, with a stable id and the facts behind it.
import { createHash } from 'node:crypto';
import type { Instant } from '../values/instant.ts';
import type { Situation } from '../findings/situation.ts';

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
  EXPORT_EDITED: { severity: 'medium', title: 'The export is not as People.ai wrote it' },
  EXPORT_STALE: { severity: 'medium', title: 'The export is too old' },
  SSO_NOT_PROVEN: { severity: 'medium', title: 'No proof that password login is off' },
  ROLE_UNCLASSIFIED: { severity: 'medium', title: 'Role that the policy does not classify' },
  PRIVILEGED_ACCOUNT: { severity: 'low', title: 'Privileged account, decided in each review' },
  ALIAS_UNCONFIRMED: { severity: 'low', title: 'Match by an alias that nobody confirmed' },
  ASSIGNED_WITHOUT_ACCOUNT: { severity: 'info', title: 'Assigned in the directory, no account' },
  SUSPENDED_BUT_ASSIGNED: { severity: 'info', title: 'Suspended account, identity still assigned' },
} as const satisfies Record<string, { severity: Severity; title: string }>;

export type Code = keyof typeof codes;

export type FindingState = 'new' | 'open' | 'reopened' | 'excepted' | 'vanished' | 'closed';

/** The facts that a finding rests on: each can be looked up in the evidence of the run. */
export interface Evidence {
  /** `evidence/export.csv` with its digest and line, when the finding rests on a row. */
  readonly export: { readonly sha256: string; readonly row: number | null } | null;
  /** The snapshots that were consulted, with the instant each was taken. */
  readonly snapshots: readonly { readonly directory: string; readonly takenAt: Instant }[];
  /** Short labelled facts, in print order: `Last login` / `20 November 2026`. */
  readonly facts: readonly { readonly label: string; readonly value: string }[];
}

export interface Finding {
  readonly id: string;
  readonly code: Code;
  readonly severity: Severity;
  /** Canonical login; `null` for a finding about a control. */
  readonly login: string | null;
  readonly row: number | null;
  readonly situation: Situation | null;
  /** One or two plain English sentences with the facts in them. */
  readonly reason: string;
  readonly directory: string | null;
  /** The directory's id of the identity, when the finding is about one. */
  readonly identity: string | null;
  readonly evidence: Evidence;
  readonly firstSeen: Instant;
  /** Review periods in which it stood open, this one included. */
  readonly reviewsOpen: number;
  readonly state: FindingState;
  /** Id of the same account's earlier finding that this one takes over from under another code. */
  readonly continues: string | null;
}

/**
 * The stable id of a finding: a rerun, another machine and the next quarter find the same one.
 *
 * @param subject canonical login; for a control finding the directory id, `export`, `policy`, or `role:` and the role
 * @example findingId('ORPHANED_ACCOUNT', 'jane.doe@acme.com') // 'f_' and 16 hex digits
 */
export function findingId(code: Code, subject: string): string {
  return `f_${createHash('sha256').update(`people.ai|${code}|${subject}`).digest('hex').slice(0, 16)}`;
}

export function severityRank(severity: Severity): number {
  return severities.indexOf(severity);
}

export function byCodePoint(left: string, right: string): number {
  // UTF-16 order differs from code point order only where surrogates meet the top of the BMP.
  if (left === right) return 0;
  const [a, b] = [[...left], [...right]];
  for (let index = 0; index < Math.min(a.length, b.length); index += 1) {
    const difference = (a[index]?.codePointAt(0) ?? 0) - (b[index]?.codePointAt(0) ?? 0);
    if (difference !== 0) return difference;
  }
  return a.length - b.length;
}

/** Severity, then code, then login by code point; findings without a login come first within their code. */
export function compareFindings(left: Finding, right: Finding): number {
  return (
    severityRank(left.severity) - severityRank(right.severity) ||
    byCodePoint(left.code, right.code) ||
    byCodePoint(left.login ?? '', right.login ?? '') ||
    byCodePoint(left.id, right.id)
  );
}
