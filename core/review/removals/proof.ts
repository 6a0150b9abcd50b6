// Which exports prove that an account is gone, and by when it had to be.
import type { AccountStatus } from '../../application/account.ts';
import type { Shown, RemovalsObserved } from '../events/event.ts';
import type { Removals, Removal } from '../events/removal.ts';
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

/** How an export shows an account. Asked of many logins: an order may name thousands. */
export function shownIn(
  accounts: readonly { readonly login: string; readonly status: AccountStatus }[],
): (login: string) => Shown {
  const statusOf = new Map(accounts.map(({ login, status }) => [login, status]));
  return (login) => {
    const status = statusOf.get(login);
    if (status === undefined) return 'absent';
    return status === 'suspended' ? 'suspended' : 'live';
  };
}

/** When accounts of an export were made, where that is known. */
export function madeIn(
  accounts: readonly { readonly login: string; readonly createdAt?: Instant }[],
): ProvingRun['isMadeAfter'] {
  const made = new Map(
    accounts.flatMap(({ login, createdAt }) => (createdAt === undefined ? [] : [[login, createdAt]])),
  );
  return (login, at) => {
    const createdAt = made.get(login);
    return createdAt !== undefined && isBefore(at, createdAt);
  };
}

/** What a run says about accounts that were handed over. */
export interface ProvingRun {
  readonly exportedAt: Instant;
  /** Why its export proves nothing, such as that it was edited; `null` when it can be believed. */
  readonly doubt: string | null;
  /** Why an account that it lacks is not proven gone; `null` when it is. */
  readonly absence: string | null;
  readonly shownOf: (login: CanonicalLogin) => Shown;
  /** Accounts that it lacks, and that may go on in it under another login. */
  readonly renamed: ReadonlySet<string>;
  /** Whether the account that it shows was made after that moment, and is another one under the same login. */
  readonly isMadeAfter: (login: CanonicalLogin, at: Instant) => boolean;
}

/**
 * In the order of the runs: an export that is in doubt, or not younger than one that proved something before, proves nothing;
 * nor does one that is older than any that was compared, which may be in doubt and is still the later word about an account.
 * The same bytes are as old as they were at first, so that a file that is handed in a second time proves nothing more.
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

/** Whoever is in no row that could be read may stand in one that could not. */
export function provesGone(shown: Shown, { absence }: Pick<ProvingRun, 'absence'>): boolean {
  return shown === 'suspended' || (shown === 'absent' && absence === null);
}

/**
 * What this run changes. An export taken before the order says nothing about it, and one older than the last proof
 * does not undo it; nor does an account that was made since: nobody decided about that one.
 */
export function observations(removals: Removals, run: ProvingRun): RemovalsObserved['lines'] {
  return [...removals.values()].flatMap(({ login, state, orderedAt, proof }) => {
    const since = proof === null || isBefore(proof.exportedAt, orderedAt) ? orderedAt : proof.exportedAt;
    if (!isBefore(since, run.exportedAt)) return [];
    const shown = run.shownOf(login);
    const isElsewhere = shown === 'absent' && run.renamed.has(login);
    const isBack = shown === 'live' && !run.isMadeAfter(login, since);
    const changes = state === 'closed' ? isBack : provesGone(shown, run) && !isElsewhere;
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
