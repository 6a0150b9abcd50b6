// Which control each code is about: statements of NIST SP 800-53 revision 5, by the ids of NIST's own OSCAL catalogue.
import type { Code } from '../../names/codes.ts';

/** Account management: accounts are reviewed for compliance with the requirements. */
const accountReview = 'ac-2_smt.j';
/** Accounts are disabled when they are no longer associated with a user. */
const nobodysAccount = 'ac-2.3_smt.b';
/** When they have been inactive. */
const inactiveAccount = 'ac-2.3_smt.d';
/** Privileges are reviewed, to validate the need for them. */
const privilegeReview = 'ac-6.7_smt.a';
/** On termination, access is disabled within the defined time. */
const termination = 'ps-4_smt.a';

const statements: Partial<Readonly<Record<Code, string>>> = {
  LEAVER_ACCOUNT: termination,
  ACCESS_AFTER_LEAVING: termination,
  LATE_REMOVAL: termination,
  ORPHANED_ACCOUNT: nobodysAccount,
  DISABLED_IDENTITY: nobodysAccount,
  UNOWNED_ACCOUNT: nobodysAccount,
  DORMANT_ACCOUNT: inactiveAccount,
  PRIVILEGED_ACCOUNT: privilegeReview,
  ROLE_UNCLASSIFIED: privilegeReview,
};

/** @example controlStatementOf('LEAVER_ACCOUNT') // 'ps-4_smt.a' */
export function controlStatementOf(code: Code): string {
  return statements[code] ?? accountReview;
}

/** @example controlOf('LEAVER_ACCOUNT') // 'ps-4' */
export function controlOf(code: Code): string {
  return controlStatementOf(code).split('_')[0] ?? '';
}

/** The controls that these statements belong to. */
export const reviewedControls = ['ac-2', 'ac-2.3', 'ac-6.7', 'ps-4'] as const;
