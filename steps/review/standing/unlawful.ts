// Holds the events of a review to the rules under which each is recorded: whoever edits a store can bind any event rightly.
import type { Finding } from '../../../core/findings/finding.ts';
import { isLive } from '../../../core/inputs/account.ts';
import type { RunsAhead } from '../../../core/verification/reviewed/ahead.ts';
import type { AskedOfVersion } from '../../../core/verification/reviewed/asked.ts';
import type { DecidedRun, EndOfEvents } from '../../../core/verification/reviewed/decided-run.ts';
import { decisionsBreak } from '../../../core/verification/reviewed/decisions.ts';
import { essenceBreak, linesBreak, sinceBreak } from '../../../core/verification/reviewed/lines.ts';
import { timesBreak } from '../../../core/verification/reviewed/times.ts';
import type { ReviewEvent, StoredReviewEvent } from '../../../core/review/events/event.ts';
import { nobodyGone } from '../../../core/review/lines/gone.ts';
import type { ReviewLines } from '../../../core/review/lines/line.ts';
import type { Refusal } from '../../../core/values/result.ts';
import { knownSigners } from '../../read/people/known-signers.ts';
import { goneAsOf } from '../../run/reconcile.ts';
import type { RecomputedRun } from '../../run/recompute-run.ts';

export interface HeldReview {
  /** Up to a signature, to the end, or to where it was moved from the run. */
  readonly stream: readonly StoredReviewEvent[];
  readonly frozen: ReviewLines;
  /** Until each move onto a later run, the first move first. */
  readonly earlier: readonly ReviewLines[];
}

/** With what the version is asked that wrote it. */
export interface Rules extends AskedOfVersion {
  /** This version of the program wrote the run: another one may word a statement differently. */
  readonly same: boolean;
  readonly ends: EndOfEvents;
  readonly ahead: RunsAhead | null;
}

/**
 * The lines are those that the run yields, and each event is one that this program would have recorded.
 *
 * @returns the first that is not, or `null`
 */
export async function unlawfulIn(
  { stream, frozen, earlier }: HeldReview,
  { inputs, reconciled }: RecomputedRun,
  { same, ends, ahead, ...asked }: Rules,
): Promise<Refusal | null> {
  const { config, asOf, snapshots, period, history } = inputs;
  const { judgements, findings, unheldKeys, next } = reconciled.assessment;
  const run = { id: reconciled.runId, judgements, findings, unheldKeys, next, config, asOf, history };
  const astray = asked.asksSince ? sinceBreak(frozen, run) : null;
  const unyielded = astray ?? (same ? linesBreak(frozen, run) : essenceBreak(frozen, run));
  if (unyielded !== null) return unyielded;
  const judged = asked.judgesActors ? goneAsOf(inputs, reconciled) : undefined;
  const names = stream.flatMap(({ event }) => actorsOf(event));
  const unlawful = decisionsBreak(stream, {
    period: period.id,
    frozen,
    earlier,
    config,
    signers: await knownSigners(snapshots, names, {
      plusAddressing: config.policy.plusAddressing,
      byNumber: asked.asksFarther,
      judged,
    }),
    gone: judged?.gone ?? nobodyGone,
    ...asked,
    ends,
    ahead,
    sameWords: same,
    id: reconciled.runId,
    live: new Set(judgements.flatMap(({ account }) => (isLive(account) ? [account.login] : []))),
    rejectedRows: inputs.export.population.rejected.length,
    run: signedRunOf(inputs, findings),
  });
  return (
    unlawful ??
    timesBreak(stream, {
      period: period.id,
      asOf,
      accounts: judgements.length,
      inOrder: asked.asksWho,
      asksMissed: asked.asksMembers,
      signed: history.signed,
    })
  );
}

/** What of the run a signature is refused for. */
function signedRunOf(
  { exportedAt, countShown, snapshots }: RecomputedRun['inputs'],
  findings: readonly Finding[],
): DecidedRun['run'] {
  const controls = findings.filter(({ login, state }) => login === null && state !== 'closed');
  return {
    exportedAtDeclared: exportedAt.declared,
    exportedBy: exportedAt.by,
    countShown,
    incomplete: snapshots.flatMap(({ header: { directory, completeness } }) =>
      completeness === 'complete' ? [] : [`${directory} is ${completeness}`],
    ),
    controlCodes: controls.map(({ code }) => code),
    // Of whoever verifies, which may be a later version: what the signer's version was, the caller compares.
    otherVersion: null,
  };
}

function actorsOf(event: ReviewEvent): readonly string[] {
  const named = ['by' in event ? event.by : null, event.kind === 'delegated' ? event.to : null];
  return named.filter((name) => name !== null);
}
