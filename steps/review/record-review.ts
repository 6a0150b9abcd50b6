// Records what is said about a review as a whole: who stands in for whom, and that its policy was approved.
import { policyDigest, policyChanges } from '../../core/config/approval.ts';
import { canonicalLogin } from '../../core/values/login.ts';
import type { CanonicalLogin } from '../../core/values/login.ts';
import type { Clock } from '../../core/ports.ts';
import { ok, refused } from '../../core/values/result.ts';
import type { Result } from '../../core/values/result.ts';
import type { Assurance, Delegated, PolicyApproved, ReviewEvent } from '../../core/review/events/event.ts';
import { foldReview } from '../../core/review/events/state.ts';
import { lastSigned } from './standing/last-signed.ts';
import { openState } from './standing/open-state.ts';
import type { OpenStateDependencies } from './standing/open-state.ts';
import { storedRuns } from '../run/stored-runs.ts';

export type RecordDependencies = OpenStateDependencies & { readonly clock: Clock };

export interface DelegateRequest {
  readonly period: string;
  readonly from: CanonicalLogin;
  /** `null` for the fallback that the configuration names. */
  readonly to: CanonicalLogin | null;
  /** `null` when a run showed that the person left. */
  readonly by: string | null;
  readonly reason: string;
}

export async function delegate(
  dependencies: RecordDependencies,
  { period, ...request }: DelegateRequest,
): Promise<Result<Delegated>> {
  const event: Delegated = { kind: 'delegated', at: dependencies.clock.now(), ...request };
  return append(dependencies, period, event);
}

/** The approval is of the configuration as the run under review used it. */
export async function approvePolicy(
  dependencies: RecordDependencies,
  { period, by, assurance }: { readonly period: string; readonly by: string; readonly assurance: Assurance },
): Promise<Result<PolicyApproved>> {
  const stored = storedRuns(dependencies);
  const review = await openState(dependencies, period, { stored });
  if (review.kind === 'refused') return review;
  const { config, state } = review.value;
  const last = await lastSigned({ reviews: dependencies.reviews, stored }, state.runAsOf);
  const changes = last === null ? [] : policyChanges(await last.run.config(), config);
  const sha256 = policyDigest(config);
  return append(dependencies, period, {
    kind: 'policy-approved',
    at: dependencies.clock.now(),
    by: canonicalLogin(by) ?? by,
    assurance,
    sha256,
    changes,
  });
}

async function append<Event extends ReviewEvent>(
  { reviews }: RecordDependencies,
  period: string,
  event: Event,
): Promise<Result<Event>> {
  for (;;) {
    const state = foldReview(await reviews.load(period));
    if (state === null)
      return refused({
        what: 'review not open',
        where: `review ${period}`,
        found: 'no review',
        expected: `access-review review open --review ${period}`,
      });
    if ((await reviews.append(period, state.sequence, event)).kind === 'appended') return ok(event);
  }
}
