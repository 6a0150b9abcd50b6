// What an account can be told by: the fields that a column may feed, and the three statuses.
import { withoutInvisible } from '../values/text.ts';

/** Fields of an account that a column of the export can feed. */
export const exportFields = [
  'email',
  'name',
  'firstName',
  'lastName',
  'status',
  'role',
  'lastLogin',
  'createdAt',
  'suspendedAt',
  'team',
  'manager',
  'license',
  'employeeId',
  'userType',
] as const;

export type ExportField = (typeof exportFields)[number];

export const accountStatuses = ['active', 'pending', 'suspended'] as const;

export type AccountStatus = (typeof accountStatuses)[number];

/** Headers are compared without case, blanks, underscores and hyphens: `E-Mail_address` is `Email Address`. */
export function foldedHeader(header: string): string {
  return withoutInvisible(header)
    .normalize('NFKC')
    .toLowerCase()
    .replace(/[\s_-]+/g, '');
}

/**
 * What is left of a header whose other signs a program replaced, as R does: `Last.Login..UTC.` and `Last Login (UTC)` are
 * `lastloginutc`. Signs that say what is counted, as in `# Roles`, stay; so does a header without a letter or digit.
 */
export function lettersOfHeader(header: string): string {
  const folded = foldedHeader(header);
  return folded.replace(/[^\p{L}\p{M}\p{N}#%№]+/gu, '') || folded;
}
