// Rows of one login are one account. Decides which row stands for it, and what the other rows say differently.
import { isLive } from '../account.ts';
import type { AccountStatus } from '../../application/account.ts';
import type { DuplicateRow, RowConflict } from '../account.ts';
import type { CanonicalLogin } from '../../values/login.ts';

export interface LoginRow {
  readonly row: number;
  readonly login: CanonicalLogin;
  readonly status: AccountStatus;
  readonly role: string | null;
}

export interface OneRowPerLogin<Row extends LoginRow> {
  /** By row. */
  readonly kept: readonly Row[];
  /** By row. */
  readonly duplicates: readonly DuplicateRow[];
  /** For a kept row: the other rows of its login, in the order of the file. */
  othersOf(kept: Row): readonly Row[];
  /** For a kept row: the other rows of its login that differ in status or role, in the order of the file. */
  conflictsOf(kept: Row): readonly RowConflict[];
}

/**
 * The live row wins, then one with a privileged role, then the first (contract, section 5).
 *
 * @param rows in the order of the file
 */
export function oneRowPerLogin<Row extends LoginRow>(
  rows: readonly Row[],
  isPrivileged: (role: string) => boolean,
): OneRowPerLogin<Row> {
  const kept = new Map<CanonicalLogin, Row>();
  const others = new Map<CanonicalLogin, Row[]>();
  const rank = (row: Row): number => (isLive(row) ? 0 : 2) + (row.role !== null && isPrivileged(row.role) ? 0 : 1);
  for (const row of rows) {
    const best = kept.get(row.login);
    if (best === undefined) {
      kept.set(row.login, row);
      continue;
    }
    const wins = rank(row) < rank(best);
    if (wins) kept.set(row.login, row);
    const losers = others.get(row.login) ?? [];
    losers.push(wins ? best : row);
    others.set(row.login, losers);
  }
  return {
    kept: [...kept.values()].toSorted(byRow),
    duplicates: [...others.entries()]
      .flatMap(([login, losers]) => losers.map(({ row }) => ({ row, login, keptRow: kept.get(login)?.row ?? row })))
      .toSorted(byRow),
    othersOf: ({ login }) => others.get(login)?.toSorted(byRow) ?? none,
    conflictsOf: (account) =>
      others
        .get(account.login)
        ?.filter((other) => other.status !== account.status || other.role !== account.role)
        .map(({ row, status, role }) => ({ row, status, role }))
        .toSorted(byRow) ?? none,
  };
}

/** One empty list, which is the answer for nearly every account. */
const none: readonly never[] = [];

function byRow(left: { readonly row: number }, right: { readonly row: number }): number {
  return left.row - right.row;
}
