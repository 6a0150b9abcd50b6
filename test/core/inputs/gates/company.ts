// A company whose gates are looked at: ten accounts, and ten people in each of two directories, unless a test says otherwise.
import type { Identity } from '../../../../core/inputs/snapshot.ts';
import { anIdentity } from '../../../support/inputs/population-builder.ts';
import { aReview } from '../../../support/review/review-builder.ts';
import type { Reviewed, ReviewSays } from '../../../support/review/review-builder.ts';

export const exportedAt = '2026-10-05T07:00:00Z';

export function people(count: number, says: Partial<Parameters<typeof anIdentity>[0]> = {}): readonly Identity[] {
  return Array.from({ length: count }, (_, index) => anIdentity({ login: `u${index}@acme.com`, ...says }));
}

/** Whom no run saw before. */
export function others(count: number): readonly Identity[] {
  return Array.from({ length: count }, (_, index) => anIdentity({ login: `t${index}@acme.com` }));
}

export function logins(from: number, to: number): readonly string[] {
  return Array.from({ length: to - from }, (_, index) => `u${from + index}@acme.com`);
}

/** Ten accounts and ten people in each gate, where the test says no other. */
export function aCompany(says: ReviewSays): Reviewed {
  return aReview({ accounts: logins(0, 10), entra: people(10), okta: people(10), exportedAt, accept: [], ...says });
}

/** The gates that hold the run, with the directory that each is about. */
export function held(says: ReviewSays): readonly string[] {
  const { gates } = aCompany(says).assessment;
  return gates.flatMap(({ gate, directory, accepted }) =>
    accepted === null ? (directory === null ? gate : `${gate} ${directory}`) : [],
  );
}

/** The accepted run before. */
export const before = aCompany({ exportedAt: '2026-10-01T07:00:00Z', asOf: '2026-10-01T08:00:00Z' });
