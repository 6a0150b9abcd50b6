// What a run takes from earlier reviews as they stood at its as-of: what was signed for last, and when each did what it had to.
import { foldPeriod } from '../../core/review/events/folded.ts';
import { provenAtOf } from '../../core/review/events/removal.ts';
import { isSigned } from '../../core/review/events/state.ts';
import type { ReviewState } from '../../core/review/events/state.ts';
import type { StoredReviewEvent } from '../../core/review/events/event.ts';
import { notHandedOver } from '../../core/review/removals/figures.ts';
import type {
  History,
  KnownAccount,
  KnownPopulation,
  ReviewedPeriod,
  SignedPopulation,
} from '../../core/inputs/history.ts';
import type { Records } from '../../core/ports/stores.ts';
import { isWatchId } from '../../core/run.ts';
import { isBefore, latestOf } from '../../core/values/instant.ts';
import type { Instant } from '../../core/values/instant.ts';
import { EvidenceChanged } from './stored-evidence.ts';
import { exportDigest, storedRun, storedRuns } from './stored-runs.ts';
import type { StoredRun, StoredRuns } from './stored-runs.ts';

interface Known {
  readonly review: string;
  readonly state: ReviewState | null;
  readonly events: readonly StoredReviewEvent[];
}

/**
 * Keys stand in the order of their schema, so that a history that was read again has the same bytes.
 *
 * A run with an earlier as-of may be made late, so events that are not older than it count for nothing, and neither do
 * reviews of a run that is not older.
 *
 * @param last the accepted run before this one, whose population need not be said twice
 */
export async function reviewedBefore(
  dependencies: Records,
  asOf: Instant,
  last: History['run'],
): Promise<Pick<History, 'signed' | 'reviews'>> {
  const known: Known[] = [];
  for (const review of await dependencies.reviews.list()) {
    const all = await dependencies.reviews.load(review);
    const until = all.findLastIndex(({ event }) => isBefore(event.at, asOf));
    const events = all.slice(0, until + 1);
    const { state } = foldPeriod(events);
    if (state === null || isBefore(state.runAsOf, asOf)) known.push({ review, state, events });
  }
  const signed = await signedLast(dependencies, known, { asOf, last });
  const reviews: ReviewedPeriod[] = [];
  for (const one of known) {
    const period = await periodOf(dependencies, one);
    if (period !== null) reviews.push(period);
  }
  return { ...(signed === null ? {} : { signed }), ...(reviews.length === 0 ? {} : { reviews }) };
}

/** Of the signed reviews, the one that stands on the latest population. */
async function signedLast(
  dependencies: Records,
  known: readonly Known[],
  { asOf, last }: { readonly asOf: Instant; readonly last: History['run'] },
): Promise<SignedPopulation | null> {
  const stored = storedRuns(dependencies);
  let found: Omit<SignedPopulation, 'orders' | 'seen' | 'accounts'> | null = null;
  let reachedBy: KnownPopulation['accounts'] = [];
  for (const { review, state, events } of known) {
    const signature = state === null || !isSigned(state) ? undefined : state.signatures.at(-1);
    if (state === null || signature === undefined) continue;
    const closing = closingThatTells(events);
    const reached = closing?.run ?? signature.rollForward?.run ?? state.run;
    const run = await stored.get(reached, `the review ${review}`);
    const isLatest = found === null || isBefore(found.run.asOf, run.record.asOf);
    if (!isLatest || !isBefore(run.record.asOf, asOf)) continue;
    const { id, asOf: reachedAsOf } = run.record;
    const { accounts, exportedAt } = await populationOf(stored, run);
    const closed = closing === null ? {} : { closedAt: closing.at };
    found = { review, signedAt: signature.at, ...closed, run: { id, asOf: reachedAsOf, exportedAt } };
    reachedBy = accounts;
  }
  if (found === null) return null;
  const seen = await seenSince(dependencies, known, { asOf: found.run.asOf, accounts: reachedBy });
  const population = found.run.id === last?.id ? {} : { accounts: reachedBy };
  return { ...found, ...population, orders: known.flatMap(ordersOf), seen };
}

/** What reviews of a later run put before whoever decided, where it is other than what was signed for. */
async function seenSince(
  dependencies: Records,
  known: readonly Known[],
  signed: { readonly asOf: Instant; readonly accounts: KnownPopulation['accounts'] },
): Promise<NonNullable<SignedPopulation['seen']>> {
  const before = new Map<string, KnownAccount>(signed.accounts.map((account) => [account.login, account]));
  const seen: NonNullable<SignedPopulation['seen']> = [];
  for (const { review, state } of known) {
    if (state === null || !isBefore(signed.asOf, state.runAsOf)) continue;
    const shown = await ifKept(dependencies, state.run, (run) => run.population());
    for (const { login, status, role } of shown?.accounts ?? []) {
      const was = before.get(login);
      if (was?.status !== status || was.role !== role) seen.push({ login, review, status, role });
    }
  }
  return seen;
}

/** A watch run leaves no population of its own: it compares the export of an accepted run, which left one. */
async function populationOf(
  stored: StoredRuns,
  run: StoredRun,
): Promise<Pick<KnownPopulation, 'accounts'> & { readonly exportedAt: Instant }> {
  const { exportedAt } = (await run.stated()).run;
  if (!isWatchId(run.record.id)) return { accounts: (await run.population()).accounts, exportedAt };
  const digest = exportDigest(run.record);
  const compared = (await stored.accepted()).findLast(({ record }) => exportDigest(record) === digest);
  if (compared === undefined)
    throw new Error(`the export of the watch run ${run.record.id} is of no accepted run that is on record`);
  return { accounts: (await compared.population()).accounts, exportedAt };
}

/** What a closing tells is not told again by the next run. @returns `null` for one that knows of no later run */
function closingThatTells(events: readonly StoredReviewEvent[]): { readonly at: Instant; readonly run: string } | null {
  const closed = events.map(({ event }) => event).find((event) => event.kind === 'closed');
  const run = closed?.rollForward?.run;
  return closed === undefined || run === undefined ? null : { at: closed.at, run };
}

function ordersOf({ review, state }: Known): SignedPopulation['orders'] {
  const inForce = [...(state?.removals.values() ?? [])].filter((removal) => removal.state !== 'withdrawn');
  return inForce.map((removal) => {
    const { login, order, orderedAt } = removal;
    return { login, review, number: order, at: orderedAt, provenAt: provenAtOf(removal) };
  });
}

async function periodOf(dependencies: Records, known: Known): Promise<ReviewedPeriod | null> {
  const { review, state, events } = known;
  if (state === null) {
    const missed = events.map(({ event }) => event).find((event) => event.kind === 'not-performed');
    return missed === undefined ? null : { review, ...nothing, notPerformed: missed.dueDay };
  }
  const stated = await ifKept(dependencies, state.run, (run) => run.stated());
  const removals = [...state.removals.values()].filter((one) => one.state !== 'withdrawn');
  const left = new Set(state.workOrders.flatMap((order) => order.left.map(({ login }) => login)));
  const waiting = notHandedOver(state).filter(({ login }) => !left.has(login) && !state.removals.has(login));
  const proven = removals.filter((one) => one.state === 'closed');
  return {
    review,
    exportedAt: stated?.run.exportedAt ?? null,
    signed: state.signatures.map(({ stage, by, at }) => ({ stage, by, at })),
    toRemove: removals.length + waiting.length,
    ordered: removals.length,
    orderedAt: latestOf(removals.map(({ orderedAt }) => orderedAt)),
    proven: proven.length,
    provenAt: latestOf(proven.flatMap(({ proof }) => proof?.exportedAt ?? [])),
    notPerformed: null,
  };
}

/** Evidence is kept for a time only: of a review whose run is gone nobody can tell it, and no later run fails for that. */
async function ifKept<T>(
  { runs, objects }: Records,
  id: string,
  read: (run: StoredRun) => Promise<T>,
): Promise<T | null> {
  const record = await runs.get(id);
  if (record === null) return null;
  try {
    return await read(storedRun(objects, record));
  } catch (error) {
    if (error instanceof EvidenceChanged) return null;
    throw error;
  }
}

const nothing: Omit<ReviewedPeriod, 'review' | 'notPerformed'> = {
  exportedAt: null,
  signed: [],
  toRemove: 0,
  ordered: 0,
  orderedAt: null,
  proven: 0,
  provenAt: null,
};
