// What the run of a review tells and the closing of the review before it tells as well, because the run was made first.
import type { Opened } from '../../../core/review/events/event.ts';
import type { ReviewStreams } from '../../../core/ports/stores.ts';
import type { Instant } from '../../../core/values/instant.ts';
import type { StoredRun } from '../../run/stored-runs.ts';
import { toldSinceIn } from './told-before.ts';

export interface ToldTwice {
  /** Whose closing tells it too. */
  readonly review: string;
  readonly closedAt: Instant;
  /** How many changes the run tells since that review was signed. */
  readonly changes: number;
}

/** As the event that opens or moves a review has it. */
export function toldBy(told: ToldTwice | null): Pick<Opened, 'toldBy'> {
  return told === null ? {} : { toldBy: { review: told.review, closedAt: told.closedAt } };
}

/** @returns `null` where each change is told once: a run that was made after the closing begins where that ends */
export async function toldTwice(
  { reviews }: { readonly reviews: ReviewStreams },
  run: StoredRun,
): Promise<ToldTwice | null> {
  const told = await toldSinceIn(run);
  if (told === null) return null;
  const { since, changes } = told;
  if (since === null || since.closedAt !== undefined || changes.length === 0) return null;
  const closed = (await reviews.load(since.review)).map(({ event }) => event).find(({ kind }) => kind === 'closed');
  if (closed?.kind !== 'closed' || (closed.rollForward ?? null) === null) return null;
  return { review: since.review, closedAt: closed.at, changes: changes.length };
}
