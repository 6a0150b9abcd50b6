// What became of the accounts that were handed over for removal: only a later export that can be believed proves it.
import { ReviewContradiction } from './event.ts';
import type { Shown, DecisionLine, WorkOrderIssued, RemovalsObserved } from './event.ts';
import { hourInMs, isBefore, msOf } from '../../values/instant.ts';
import type { Instant } from '../../values/instant.ts';
import type { CanonicalLogin } from '../../values/login.ts';

export interface Removal {
  readonly login: CanonicalLogin;
  /** Number of the latest work order that holds it. */
  readonly order: number;
  /** When it was decided to revoke the account, from which the time to close counts. */
  readonly decidedAt: Instant;
  readonly orderedAt: Instant;
  /**
   * `open` until an export proves it, `reopened` when the account was live again after that, `withdrawn` with its order
   * when a later decision kept an account of that.
   */
  readonly state: 'open' | 'closed' | 'reopened' | 'withdrawn';
  /** The export that said so last; `null` while none did. */
  readonly proof: { readonly run: string; readonly exportedAt: Instant; readonly shown: Shown } | null;
}

export type Removals = ReadonlyMap<CanonicalLogin, Removal>;

/** When the export was taken that proves it; `null` while none does. */
export function provenAtOf({ state, proof }: Pick<Removal, 'state' | 'proof'>): Instant | null {
  return state === 'closed' && proof !== null ? proof.exportedAt : null;
}

/** Whole hours from the hand-over to the export that proves the removal; to `now` while none does. */
export function hoursToProof(removal: Removal, now: Instant): number {
  return Math.round((msOf(provenAtOf(removal) ?? now) - msOf(removal.orderedAt)) / hourInMs);
}

/** An order that was issued after the reopening has handed it over again. */
export function isReopenedSince({ state, proof, orderedAt }: Removal): boolean {
  return state === 'reopened' && proof !== null && isBefore(orderedAt, proof.exportedAt);
}

/** In a work order that an administrator may still carry out, or is carrying out. */
export function isUnderWay(removal: Removal): boolean {
  return removal.state === 'open' || (removal.state === 'reopened' && !isReopenedSince(removal));
}

/**
 * The files of an order name all of its accounts, so one that is to stay makes all of it wrong: nobody may import it
 * any more, and what is still to go needs another order.
 *
 * @returns numbers of the orders of which these decisions keep an account that is not proven gone
 */
export function ordersContradicted(
  removals: Removals,
  lines: readonly Pick<DecisionLine, 'login' | 'decision'>[],
): ReadonlySet<number> {
  const contradicted = lines.flatMap(({ login, decision }) => {
    const removal = decision === 'revoke' ? undefined : removals.get(login);
    return removal !== undefined && isUnderWay(removal) ? [removal.order] : [];
  });
  return new Set(contradicted);
}

export function afterWithdrawal(removals: Removals, orders: ReadonlySet<number>): Removals {
  return new Map(
    [...removals].map(([login, removal]) => [
      login,
      orders.has(removal.order) && isUnderWay(removal) ? { ...removal, state: 'withdrawn' } : removal,
    ]),
  );
}

/**
 * Whoever decides after the account was made anew decides about the one that is there now: no order holds that one, and one
 * that stays is not to be given back.
 */
export function afterNewDecision(removals: Removals, lines: readonly Pick<DecisionLine, 'login'>[]): Removals {
  const others = lines.filter(({ login }) => {
    const removal = removals.get(login);
    return removal?.state === 'closed' && removal.proof?.shown === 'made anew';
  });
  if (others.length === 0) return removals;
  const after = new Map(removals);
  for (const { login } of others) after.delete(login);
  return after;
}

export function afterOrder(
  removals: Removals,
  { logins, number, at }: Pick<WorkOrderIssued, 'logins' | 'number' | 'at'>,
  decisions: ReadonlyMap<CanonicalLogin, { readonly at: Instant }>,
): Removals {
  const after = new Map(removals);
  for (const login of logins) {
    const before = removals.get(login);
    const decidedAt = decisions.get(login)?.at ?? at;
    const state = before?.state === 'reopened' ? 'reopened' : 'open';
    after.set(login, { login, order: number, decidedAt, orderedAt: at, state, proof: before?.proof ?? null });
  }
  return after;
}

/** @throws ReviewContradiction for an account that no order names */
export function observed(removals: Removals, { run, exportedAt, lines }: Omit<RemovalsObserved, 'kind'>): Removals {
  const after = new Map(removals);
  for (const { login, shown } of lines) {
    const removal = removals.get(login);
    if (removal === undefined) throw new ReviewContradiction(`the removal of ${login} was observed and never ordered`);
    after.set(login, {
      ...removal,
      state: shown === 'live' ? 'reopened' : 'closed',
      proof: { run, exportedAt, shown },
    });
  }
  return after;
}
