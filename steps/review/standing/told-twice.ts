// What the run of a review tells and the closing of the review before it tells as well, because the run was made first.
import * as z from 'zod/mini';
import { evidenceFiles } from '../../../core/names/evidence-files.ts';
import type { ReviewStreams } from '../../../core/ports/stores.ts';
import type { Instant } from '../../../core/values/instant.ts';
import { textOf } from '../../bytes.ts';
import type { StoredRun } from '../../run/stored-runs.ts';

export interface ToldTwice {
  /** Whose closing tells it too. */
  readonly review: string;
  readonly closedAt: Instant;
  /** How many changes the run tells since that review was signed. */
  readonly changes: number;
}

const proofsSchema = z.object({
  outside: z.object({
    since: z.nullable(z.object({ review: z.string(), closedAt: z.optional(z.string()) })),
    changes: z.array(z.unknown()),
  }),
});

/** @returns `null` where each change is told once: a run that was made after the closing begins where that ends */
export async function toldTwice(
  { reviews }: { readonly reviews: ReviewStreams },
  run: StoredRun,
): Promise<ToldTwice | null> {
  const { name } = evidenceFiles.proofs;
  if (!run.record.files.some((file) => file.name === name)) return null;
  const { since, changes } = z.parse(proofsSchema, JSON.parse(await textOf(run.file(name).read()))).outside;
  if (since === null || since.closedAt !== undefined || changes.length === 0) return null;
  const closed = (await reviews.load(since.review)).map(({ event }) => event).find(({ kind }) => kind === 'closed');
  if (closed?.kind !== 'closed' || (closed.rollForward ?? null) === null) return null;
  return { review: since.review, closedAt: closed.at, changes: changes.length };
}
