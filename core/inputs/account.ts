// An account is one login in the application as one row of the export tells it; a row that is none says why.
import type { AccountStatus } from '../application/account.ts';
import { earliest, msOf } from '../values/instant.ts';
import type { Instant, Moment } from '../values/instant.ts';
import type { CanonicalLogin } from '../values/login.ts';

export interface Account {
  readonly login: CanonicalLogin;
  /** The e-mail cell as exported, trimmed. */
  readonly email: string;
  /** Physical line of the record's first character (XLSX: sheet row), counted from 1. */
  readonly row: number;
  readonly status: AccountStatus;
  readonly name: string | null;
  readonly role: string | null;
  readonly team: string | null;
  readonly manager: string | null;
  readonly license: string | null;
  readonly employeeId: string | null;
  readonly userType: string | null;
  readonly createdAt: Moment | null;
  readonly lastLogin: Moment | null;
  /**
   * Whether the last login is given as the first moment of a program's clock, which may stand for never or for unknown.
   */
  readonly zeroLogin?: boolean;
  readonly suspendedAt: Moment | null;
  /** Which of `status` and `role` other rows of the same login give differently. Empty for most accounts. */
  readonly conflicts: readonly RowConflict[];
}

export interface RowConflict {
  readonly row: number;
  readonly status: AccountStatus;
  readonly role: string | null;
}

export interface RejectedRow {
  readonly row: number;
  readonly reason: string;
  /** The cells as read, so that nobody has to look for the row in the file. */
  readonly cells: readonly string[];
}

export interface DuplicateRow {
  readonly row: number;
  readonly login: CanonicalLogin;
  /** The row that stands for the account. */
  readonly keptRow: number;
}

/** An account is live when active or pending: its owner can sign in, or can as soon as they accept (contract, section 5). */
export function isLive(account: { readonly status: AccountStatus }): boolean {
  return account.status !== 'suspended';
}

/**
 * Whether the account was made after an earlier export was taken. An account of the same login in that export was then
 * another one.
 */
export function isMadeSince({ createdAt }: Pick<Account, 'createdAt'>, exportedAt: Instant): boolean {
  return createdAt !== null && msOf(earliest(createdAt)) > msOf(exportedAt);
}
