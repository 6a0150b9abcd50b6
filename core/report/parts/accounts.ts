// What a report says of accounts, a row each: the population, leavers, the register, roles, and what changed.
import type { AccountStatus } from '../../application/account.ts';
import type { RoleMeaning } from '../../config/roles.ts';
import type { Code } from '../../names/codes.ts';
import type { Situation } from '../../names/situations.ts';
import type { Instant, Day } from '../../values/instant.ts';

/** One account as the population lists it, in print and in population.csv. */
export interface PopulationRow {
  readonly row: number;
  readonly login: string;
  readonly name: string | null;
  readonly status: AccountStatus;
  readonly role: string | null;
  readonly team: string | null;
  /** As the directory names them, or else the export. */
  readonly manager: string | null;
  readonly license: string | null;
  readonly situation: Situation;
  /** The rule that tied the account to its identity, `null` when nothing did. */
  readonly rule: string | null;
  readonly directory: string | null;
  readonly identity: string | null;
  /** Who it was matched to and by which rule, as a sentence. */
  readonly match: string;
  readonly findings: readonly Code[];
  /** In UTC, `2026-10-03 08:00` or the day alone; `null` when the export has none. */
  readonly lastLogin: string | null;
  /** The last sign-in that a directory knows of, `3 October 2026, 08:00 UTC in entra`; `null` when none does. */
  readonly lastSignIn: string | null;
  readonly privileged: boolean;
}

export interface LeaverRow {
  readonly login: string;
  readonly name: string | null;
  readonly status: AccountStatus;
  /** When the person left, as far as it is known: `between 3 October 2026 and 5 October 2026`. */
  readonly left: string;
  /** What says so: the leavers file, a directory, or an earlier accepted run. */
  readonly source: string;
  /** Hours from leaving to removal, or to the export while the account is live in it; `null` where none can be told. */
  readonly hours: number | null;
  readonly outcome: 'pass' | 'fail' | 'open' | 'cannot be determined';
  readonly usedAfter: string;
}

export interface RegisterRow {
  readonly login: string;
  readonly kind: 'account' | 'api-key';
  readonly owner: string | null;
  readonly purpose: string | null;
  readonly expires: Day | null;
  readonly inExport: boolean;
  readonly outcome: string;
}

/** A role as the policy describes it, or one of the export that it does not describe. */
export interface RoleRow extends RoleMeaning {
  /** Live accounts that have it. */
  readonly live: number;
}

export interface Changes {
  /** The accepted run that this one is compared with; `null` for the first. */
  readonly since: { readonly run: string; readonly asOf: Instant } | null;
  readonly added: readonly { readonly login: string; readonly role: string | null; readonly privileged: boolean }[];
  readonly removed: readonly { readonly login: string; readonly explained: string }[];
  readonly changed: readonly {
    readonly login: string;
    readonly field: 'role' | 'status' | 'situation';
    readonly before: string;
    readonly after: string;
  }[];
}
