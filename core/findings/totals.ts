// The counts that must tie out: every row of the export is accounted for, and every account has one situation.
import type { Account } from '../inputs/account.ts';
import { isLive } from '../inputs/account.ts';
import type { History } from '../inputs/history.ts';
import { accountsBefore } from './collect/known-before.ts';
import type { Judgement } from './judge/judgement.ts';
import type { Situation } from '../names/situations.ts';

export interface RollForward {
  readonly opening: number;
  readonly added: number;
  readonly removed: number;
  readonly closing: number;
}

export interface Totals {
  /** rowsRead = accounts + rejected + duplicates */
  readonly rowsRead: number;
  readonly accounts: number;
  readonly rejected: number;
  readonly duplicates: number;
  readonly live: number;
  readonly byStatus: { readonly active: number; readonly pending: number; readonly suspended: number };
  /** The sum over situations is the number of accounts. */
  readonly situations: Readonly<Record<Situation, number>>;
  /** Against the last accepted run; `null` when there is none. */
  readonly rollForward: RollForward | null;
  readonly countShown: number | null;
}

export interface Population {
  readonly rowsRead: number;
  readonly accounts: readonly Account[];
  readonly rejected: readonly unknown[];
  readonly duplicates: readonly unknown[];
}

export const nobodyIn: Readonly<Record<Situation, number>> = {
  registered: 0,
  disputed: 0,
  linked: 0,
  unlinked: 0,
  suspended: 0,
  disabled: 0,
  deleted: 0,
  unmatched: 0,
  undetermined: 0,
};

/** @throws when the counts do not tie out: a row was lost, which no report may hide. */
export function totalsOf(
  population: Population,
  judgements: readonly Judgement[],
  { history, countShown }: { readonly history: History; readonly countShown: number | null },
): Totals {
  const { rowsRead, accounts, rejected, duplicates } = population;
  const counts: Record<Situation, number> = { ...nobodyIn };
  for (const { situation } of judgements) counts[situation] += 1;
  if (rowsRead !== accounts.length + rejected.length + duplicates.length || judgements.length !== accounts.length) {
    throw new Error(
      `the rows do not tie out: ${rowsRead} read, ${accounts.length} accounts (${judgements.length} judged), ${rejected.length} rejected, ${duplicates.length} duplicates`,
    );
  }
  const having = (status: Account['status']): number => accounts.filter((account) => account.status === status).length;
  return {
    rowsRead,
    accounts: accounts.length,
    rejected: rejected.length,
    duplicates: duplicates.length,
    live: accounts.filter(isLive).length,
    byStatus: { active: having('active'), pending: having('pending'), suspended: having('suspended') },
    situations: counts,
    rollForward: history.run === null ? null : rollForward(history, accounts),
    countShown,
  };
}

/** @param accounts at most one for each login */
function rollForward(history: History, accounts: readonly Account[]): RollForward {
  const before = accountsBefore(history);
  const [opening, closing] = [before.size, accounts.length];
  const kept = accounts.filter(({ login }) => before.has(login)).length;
  return { opening, added: closing - kept, removed: opening - kept, closing };
}
