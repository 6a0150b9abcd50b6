// Moves an open review onto the latest accepted run of its period: what the run left as it was stays decided.
import { evidenceFiles } from '../../../core/names/evidence-files.ts';
import { todayOf } from '../../../core/config/calendar.ts';
import { carriedOver } from '../../../core/review/decisions/carry.ts';
import type { Rebased } from '../../../core/review/events/event.ts';
import { assuranceIn } from '../../../core/review/lines/actor.ts';
import { recordedAt } from '../../../core/review/events/recorded-at.ts';
import { stateOn } from '../../../core/review/events/state.ts';
import type { ReviewState } from '../../../core/review/events/state.ts';
import { notOpen } from '../../../core/review/signatures/not-open.ts';
import { rebaseRefusals } from '../../../core/review/signatures/way-back.ts';
import { ok, refused, refusedAll } from '../../../core/values/result.ts';
import { instantText } from '../../../core/values/time-text.ts';
import type { Refusal, Result } from '../../../core/values/result.ts';
import { add, changeReview, done } from '../../change-review.ts';
import { observeRemovals } from '../../remove/observe-removals.ts';
import { storedRuns } from '../../run/stored-runs.ts';
import type { StoredRun, StoredRuns } from '../../run/stored-runs.ts';
import type { ReviewDependencies } from '../open-review.ts';
import { strangerIn } from '../standing/actor.ts';
import { laterRunOf } from '../standing/codes-now.ts';
import { freezeLines, frozenLines } from '../standing/freeze-lines.ts';
import { toldBy, toldTwice } from '../standing/told-twice.ts';
import type { WayBackRequest } from './take-back-signature.ts';

/**
 * Nothing that was recorded changes: the earlier lines stay stored under their digest, and so do decisions that are put
 * aside, orders and drafts. What the later export proves about removals is recorded first, for it is looked at no more.
 */
export async function rebaseReview(
  dependencies: ReviewDependencies,
  { period, ...request }: WayBackRequest,
): Promise<Result<Rebased>> {
  const stored = storedRuns(dependencies);
  const stranger = await strangerIn(dependencies, { period, by: request.by, act: 'rebase' });
  if (stranger !== null) return refused(stranger);
  await observeRemovals(dependencies, period);
  return changeReview<Result<Rebased>>(dependencies.reviews, period, async ({ events, state, voids, mine }) => {
    const own = mine.find((event) => event.kind === 'rebased');
    if (own !== undefined) return done(ok(own));
    if (state === null) return done(refused(notOpen(period, { voids })));
    const later = await laterRunOf(stored, { period, runAsOf: state.runAsOf });
    const config = await (later ?? (await stored.get(state.run, `the review ${period}`))).config();
    const at = recordedAt(dependencies.clock.now(), events);
    const standing = stateOn(state, todayOf(at, config));
    const facts = { period, state: standing, by: request.by, reviewers: config.reviewers };
    const refusals = [...rebaseRefusals(facts, null), ...(later === null ? [noLaterRun(period, state)] : [])];
    if (later === null || refusals.length > 0) return done(refusedAll(refusals));
    const moved = await moveOnto(dependencies, { period, state, later, stored });
    const tooMuch = rebaseRefusals(facts, moved);
    if (tooMuch.length > 0) return done(refusedAll(tooMuch));
    const assurance = assuranceIn(config, request.assurance);
    return add({ kind: 'rebased', at, ...request, assurance, ...moved });
  });
}

/** Whoever asks a second time, because they do not know what became of the first, reads that the review was moved. */
function noLaterRun(period: string, { run, rebases }: ReviewState): Refusal {
  const last = rebases.at(-1);
  const moved = last === undefined ? '' : `, onto which ${last.by} moved it on ${instantText(last.at)}`;
  return {
    what: 'no later accepted run',
    where: `rebase of ${period}`,
    found: `the review stands on ${run}, the latest${moved}`,
    expected: `a later run of ${period} that no gate held: access-review run`,
  };
}

interface Move {
  readonly period: string;
  readonly state: ReviewState;
  readonly later: StoredRun;
  readonly stored: StoredRuns;
}

async function moveOnto(
  dependencies: ReviewDependencies,
  { period, state, later, stored }: Move,
): Promise<Omit<Rebased, 'kind' | 'at' | 'by' | 'assurance' | 'reason'>> {
  const { id, asOf } = later.record;
  const before = await frozenLines(dependencies.objects, { period, linesSha256: state.linesSha256 });
  const frozen = await freezeLines(dependencies, { period, run: later, stored });
  const config = await later.config();
  const carrying = {
    decisions: state.decisions,
    before,
    after: frozen.lines,
    config,
    asksClaims: true,
    roles: 'folded' as const,
    asksOfNew: true,
  };
  return {
    run: id,
    runAsOf: asOf,
    accounts: frozen.accounts,
    findingsSha256: later.file(evidenceFiles.findings.name).sha256,
    linesSha256: frozen.sha256,
    ...toldBy(await toldTwice(dependencies, later)),
    ...carriedOver(carrying),
  };
}
