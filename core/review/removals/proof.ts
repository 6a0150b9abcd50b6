// What became of the accounts that were handed over for removal: only a later export that can be believed proves it.
import { addDays, dayInMs, dayOf, hourInMs, isBefore, msOf } from '../../values/instant.ts';
import type { Day, Instant } from '../../values/instant.ts';
import type { CanonicalLogin } from '../../values/login.ts';
import { ReviewContradiction } from '../events/event.ts';
import type { DecisionLine, RemovalsObserved, Shown, WorkOrderIssued } from '../events/event.ts';

/** A work order is to be carried out within a week; what takes longer is escalated. */
export const daysToCarryOut = 7;

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

type Removals = ReadonlyMap<CanonicalLogin, Removal>;

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

/** What a run says about accounts that were handed over. */
export interface ProvingRun {
  readonly exportedAt: Instant;
  /** Why its export proves nothing, such as that it was edited; `null` when it can be believed. */
  readonly doubt: string | null;
  readonly shownOf: (login: CanonicalLogin) => Shown;
}

/** In the order of the runs: an export that is in doubt, or not younger than one that was compared before, proves nothing. */
export function believable<Run extends Pick<ProvingRun, 'exportedAt' | 'doubt'>>(runs: readonly Run[]): readonly Run[] {
  let newest: Instant | null = null;
  return runs.filter(({ exportedAt, doubt }) => {
    if (doubt !== null || (newest !== null && !isBefore(newest, exportedAt))) return false;
    newest = exportedAt;
    return true;
  });
}

/**
 * What this run changes. An export taken before the order says nothing about it, and one older than the last proof
 * does not undo it.
 */
export function observations(removals: Removals, run: ProvingRun): RemovalsObserved['lines'] {
  return [...removals.values()].flatMap(({ login, state, orderedAt, proof }) => {
    const since = proof === null || isBefore(proof.exportedAt, orderedAt) ? orderedAt : proof.exportedAt;
    if (!isBefore(since, run.exportedAt)) return [];
    const shown = run.shownOf(login);
    const changes = state === 'closed' ? shown === 'live' : shown !== 'live';
    return changes ? [{ login, shown }] : [];
  });
}

export function dueDayOf({ orderedAt }: Pick<Removal, 'orderedAt'>, timeZone: string): Day {
  return addDays(dayOf(orderedAt, timeZone), daysToCarryOut);
}

/** Hours and days from the decision to the export that proved the removal; `null` while nothing did. */
export function timeToClose({
  state,
  decidedAt,
  proof,
}: Pick<Removal, 'state' | 'decidedAt' | 'proof'>): { readonly hours: number; readonly days: number } | null {
  if (state !== 'closed' || proof === null) return null;
  const ms = msOf(proof.exportedAt) - msOf(decidedAt);
  return { hours: Math.round(ms / hourInMs), days: Math.round((ms / dayInMs) * 10) / 10 };
}
