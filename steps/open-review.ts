// Opens the review of a period on its latest accepted run; opening it again finds it open.
import type { Clock, Objects, Reviews, Runs } from '../core/ports.ts';
import { ok } from '../core/result.ts';
import type { Result } from '../core/result.ts';
import type { ReviewEvent } from '../core/review/review.ts';
import { foldReview } from '../core/review/state.ts';
import type { ReviewState } from '../core/review/state.ts';
import { acceptedRunOf, codesByLogin } from './review-run.ts';

export interface ReviewDependencies {
  readonly clock: Clock;
  readonly objects: Objects;
  readonly runs: Runs;
  readonly reviews: Reviews;
}

export interface OpenedReview {
  readonly state: ReviewState;
  readonly openedNow: boolean;
}

export async function openReview(
  { clock, objects, runs, reviews }: ReviewDependencies,
  { period, by }: { readonly period: string; readonly by: string | null },
): Promise<Result<OpenedReview>> {
  for (;;) {
    const state = foldReview(await reviews.load(period));
    if (state !== null) return ok({ state, openedNow: false });
    const run = await acceptedRunOf(runs, period);
    if (run.kind === 'refused') return run;
    const findings = run.value.files.find(({ name }) => name === 'findings.json');
    if (findings === undefined) throw new Error(`the run ${run.value.id} has no findings.json on record`);
    const event: ReviewEvent = {
      kind: 'opened',
      at: clock.now(),
      run: run.value.id,
      runAsOf: run.value.asOf,
      by,
      accounts: (await codesByLogin(objects, run.value)).size,
      findingsSha256: findings.sha256,
    };
    const appended = await reviews.append(period, 0, event);
    const opened = foldReview(await reviews.load(period));
    if (appended.kind === 'appended' && opened !== null) return ok({ state: opened, openedNow: true });
  }
}
