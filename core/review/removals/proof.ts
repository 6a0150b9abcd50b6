// Which exports prove that an account is gone, and by when it had to be.
import type { AccountStatus } from '../../application/account.ts';
import { isMadeAnew, surelyAfter } from './made-anew.ts';
import type { Made } from './made-anew.ts';
import type { Shown, RemovalsObserved } from '../events/event.ts';
import type { Removal } from '../events/removal.ts';
import type { ReviewState } from '../events/state.ts';
import { isBefore, addDays, earlierOf, dayOf, msOf, hourInMs, dayInMs } from '../../values/instant.ts';
import type { Instant, Day } from '../../values/instant.ts';
import type { CanonicalLogin } from '../../values/login.ts';

/** A work order is to be carried out within a week; what takes longer is escalated. */
export const daysToCarryOut = 7;

/** Removals of what is decided to go that an export has proven, each with that export. */
export function provenRemovals({
  removals,
  decisions,
}: Pick<ReviewState, 'removals' | 'decisions'>): readonly (Removal & {
  readonly proof: NonNullable<Removal['proof']>;
})[] {
  return [...removals.values()].flatMap((removal) => {
    const { login, state, proof } = removal;
    const isProven = state === 'closed' && decisions.get(login)?.decision === 'revoke';
    return isProven && proof !== null ? [{ ...removal, proof }] : [];
  });
}

/** How an export shows the account of which somebody decided. One that was made after `since` is another one. */
export type ShownOf = (login: CanonicalLogin, since: Instant) => Shown;

/** Asked of many logins: an order may name thousands. */
export function shownIn({
  accounts,
  exportedAt,
}: {
  readonly accounts: readonly (Made & { readonly login: string; readonly status: AccountStatus })[];
  readonly exportedAt: Instant;
}): ShownOf {
  const byLogin = new Map(accounts.map((account) => [account.login, account]));
  return (login, since) => {
    const account = byLogin.get(login);
    if (account === undefined) return 'absent';
    if (account.status === 'suspended') return 'suspended';
    return isMadeAnew(account, { since, exportedAt }) ? 'made anew' : 'live';
  };
}

/** What a run says about accounts that were handed over. */
export interface ProvingRun {
  readonly exportedAt: Instant;
  /** Why its export proves nothing, such as that it was edited; `null` when it can be believed. */
  readonly doubt: string | null;
  /** Why an account that it lacks is not proven gone; `null` when it is. */
  readonly absence: string | null;
  readonly shownOf: ShownOf;
  /** Accounts that may go on in it under another login. */
  readonly renamed: ReadonlySet<string>;
}

/**
 * The runs whose exports can prove anything, in the order of the runs. These prove nothing:
 *
 * - An export that is in doubt, or is not younger than one that proved something before.
 * - One that is older than any that was compared: also one in doubt is the later word about an account.
 * - The same bytes handed in again: they are as old as they were at first.
 */
export function believable<Run extends Comparable>(runs: readonly Run[]): readonly Run[] {
  let newest: Instant | null = null;
  let compared: Instant | null = null;
  const firstOf = new Map<string, Instant>();
  return runs.filter(({ exportedAt, takenBy, declared, doubt, sha256 }) => {
    const first = firstOf.get(sha256) ?? exportedAt;
    const isOlder = compared !== null && isBefore(exportedAt, compared);
    if (declared) {
      firstOf.set(sha256, earlierOf(first, exportedAt));
      const taken = earlierOf(first, takenBy);
      compared = compared === null || isBefore(compared, taken) ? taken : compared;
    }
    if (isOlder || isBefore(first, exportedAt) || doubt !== null) return false;
    if (newest !== null && !isBefore(newest, exportedAt)) return false;
    newest = exportedAt;
    return true;
  });
}

interface Comparable extends Pick<ProvingRun, 'exportedAt' | 'doubt'> {
  /** Of the export. */
  readonly sha256: string;
  /** Somebody said when it was taken; the time of a file tells only when that was made. */
  readonly declared: boolean;
  /** Nothing was taken after it had been received. */
  readonly takenBy: Instant;
}

/**
 * Whoever is in no row that could be read may stand in one that could not, also beside an account that was made anew under
 * the same login.
 */
export function provesGone(shown: Shown, { absence }: Pick<ProvingRun, 'absence'>): boolean {
  return shown === 'suspended' || ((shown === 'absent' || shown === 'made anew') && absence === null);
}

/**
 * What this run changes. An export taken before the order says nothing about it, and one older than the last proof
 * does not undo it. An account that was made anew since the decision is another one: it proves that the one before is gone,
 * and undoes no proof.
 */
export function observations(
  { removals, decisions }: Pick<ReviewState, 'removals' | 'decisions'>,
  run: ProvingRun,
): RemovalsObserved['lines'] {
  return [...removals.values()].flatMap((removal) => {
    const { login, state, orderedAt, proof } = removal;
    const since = proof === null || isBefore(proof.exportedAt, orderedAt) ? orderedAt : proof.exportedAt;
    if (!isBefore(since, run.exportedAt)) return [];
    const decidedAt = decidedAtOf(removal, decisions);
    // What came between the decision and an order may have been suspended by that, and be live again.
    const isProvenOtherwise = state === 'closed' && proof?.shown !== 'made anew';
    const shown = run.shownOf(login, isProvenOtherwise && isBefore(decidedAt, since) ? since : surelyAfter(decidedAt));
    const isElsewhere = shown !== 'suspended' && run.renamed.has(login);
    const changes = state === 'closed' ? shown === 'live' : provesGone(shown, run) && !isElsewhere;
    return changes ? [{ login, shown }] : [];
  });
}

/** By the decision as it stands: one that was made again is about the account that was there by then. */
export function decidedAtOf(
  { login, decidedAt }: Pick<Removal, 'login' | 'decidedAt'>,
  decisions: ReviewState['decisions'],
): Instant {
  return decisions.get(login)?.at ?? decidedAt;
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
