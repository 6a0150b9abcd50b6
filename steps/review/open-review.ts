// Opens the review of a period on its latest accepted run; opening it again finds it open.
import type { Runs } from '../../core/ports/stores.ts';
import type { Clock } from '../../core/ports/world.ts';
import { ok, refused } from '../../core/values/result.ts';
import type { Refusal, Result } from '../../core/values/result.ts';
import { runBlockers } from '../../core/review/signatures/refusals.ts';
import type { Assurance, ReviewEvent } from '../../core/review/events/event.ts';
import { assuranceIn } from '../../core/review/lines/actor.ts';
import type { ReviewState } from '../../core/review/events/state.ts';
import { namedActor } from './standing/actor.ts';
import { notOpen } from '../../core/review/signatures/not-open.ts';
import { add, changeReview, done } from '../change-review.ts';
import { freezeLines } from './standing/freeze-lines.ts';
import type { LinesDependencies } from './standing/freeze-lines.ts';
import { signedRunOf } from './standing/open-state.ts';
import { acceptedRunOf } from './standing/codes-now.ts';
import { toldBy, toldTwice } from './standing/told-twice.ts';
import type { ToldTwice } from './standing/told-twice.ts';
import { evidenceFiles } from '../../core/names/evidence-files.ts';
import type { Report } from '../../core/report/report.ts';
import { storedRuns } from '../run/stored-runs.ts';
import type { StoredRuns } from '../run/stored-runs.ts';

export interface ReviewDependencies extends LinesDependencies {
  readonly tool: Report['tool'];
  readonly clock: Clock;
  readonly runs: Runs;
}

export interface OpenedReview {
  readonly state: ReviewState;
  readonly openedNow: boolean;
}

export interface OpeningRequest {
  readonly period: string;
  readonly by: string | null;
  /** Without it the name was typed. */
  readonly assurance?: Assurance;
  /** A review that was voided is opened again only by whoever means to, never by a decision that was made for it. */
  readonly unlessVoided?: boolean;
}

/** The population is frozen here: what is decided stays the same, whatever export comes later. */
export async function openReview(
  dependencies: ReviewDependencies,
  { unlessVoided = false, ...request }: OpeningRequest,
  stored = storedRuns(dependencies),
): Promise<Result<OpenedReview>> {
  const { period } = request;
  return changeReview<Result<OpenedReview>>(dependencies.reviews, period, async ({ state, voids, mine }) => {
    if (state !== null) return done(ok({ state, openedNow: mine.length > 0 }));
    if (unlessVoided && voids.length > 0) return done(refused(notOpen(period, { voids })));
    const event = await openingOf(dependencies, request, stored);
    return event.kind === 'refused' ? done(event) : add(event.value);
  });
}

export interface KnownOfRun {
  /** What no decision mends: the review can be decided, and never signed on its run. */
  readonly blocks: readonly Refusal[];
  readonly toldTwice: ToldTwice | null;
}

/** What a later run would mend. */
export async function knownOfRun(
  dependencies: Pick<ReviewDependencies, 'runs' | 'objects' | 'reviews' | 'tool'>,
  { run, period }: { readonly run: string; readonly period: string },
): Promise<KnownOfRun> {
  const stored = await storedRuns(dependencies).get(run, `the review ${period}`);
  return {
    blocks: runBlockers(await signedRunOf({ run: stored, tool: dependencies.tool }), `sign-off of ${period}`),
    toldTwice: await toldTwice(dependencies, stored),
  };
}

/** The event that opens the review, with its lines frozen and nothing recorded yet. */
export async function openingOf(
  dependencies: ReviewDependencies,
  { period, by, assurance = 'asserted' }: OpeningRequest,
  stored: StoredRuns,
): Promise<Result<ReviewEvent>> {
  const run = await acceptedRunOf(stored, period);
  if (run.kind === 'refused') return run;
  const { id, asOf } = run.value.record;
  const config = await run.value.config();
  const frozen = await freezeLines(dependencies, { period, run: run.value, stored });
  const opening = { run: run.value, ahead: null, config, frozen: frozen.lines };
  const opener = by === null ? null : await namedActor(opening, by, `opening of ${period}`);
  if (opener?.kind === 'refused') return opener;
  const told = await toldTwice(dependencies, run.value);
  return ok({
    kind: 'opened',
    at: dependencies.clock.now(),
    run: id,
    runAsOf: asOf,
    by: opener?.value ?? null,
    ...(opener === null ? {} : { assurance: assuranceIn(config, assurance) }),
    accounts: frozen.accounts,
    findingsSha256: run.value.file(evidenceFiles.findings.name).sha256,
    linesSha256: frozen.sha256,
    ...toldBy(told),
  });
}
