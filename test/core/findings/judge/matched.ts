// How the account of Jane is matched, as tests of matching ask it.
import type { Identity } from '../../../../core/inputs/snapshot.ts';
import { anIdentity, leftBy } from '../../../support/inputs/population-builder.ts';
import { aReview } from '../../../support/review/review-builder.ts';
import type { ReviewSays } from '../../../support/review/review-builder.ts';

export const jane = 'jane.doe@acme.com';

/** Rule and identity ids of the account `jane.doe@acme.com`. */
export function matchOf(says: ReviewSays): { rule: string | null; person: readonly string[] } {
  const { match } = aReview({ accounts: [jane], ...says }).judgement(jane);
  return { rule: match.rule, person: match.person.map(({ known }) => known.identity.id) };
}

export function gone(says: Parameters<typeof anIdentity>[0]): Identity {
  return anIdentity({ state: 'deleted', left: leftBy('2026-09-01T00:00:00Z'), assignments: [], ...says });
}
