// The counts that must tie out: every row of the export is somewhere, every account has one situation.
import type { Situation } from './situation.ts';

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
