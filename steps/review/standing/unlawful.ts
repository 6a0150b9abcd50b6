// Holds the events of a review to the rules under which each is recorded: whoever edits a store can bind any event rightly.
import type { Report } from '../../../core/report/report.ts';
import { isLive } from '../../../core/inputs/account.ts';
import { isSince } from '../../../core/verification/claimed-version.ts';
import type { RunsAhead } from '../../../core/verification/reviewed/ahead.ts';
import type { EndOfEvents } from '../../../core/verification/reviewed/decided-run.ts';
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

export interface Rules {
  /** This version of the program wrote the run: another one may word a statement differently. */
  readonly same: boolean;
  /** The version that wrote it asked who may act, and kept the events in the order of time. */
  readonly asksWho: boolean;
  /** The version that wrote it asked where a delegation leads in the end, which sign-ins there are, and whose employee numbers are one. */
  readonly asksFarther: boolean;
  /** The version that wrote it is held to the form of each event, to who opened the review, and to what came after the last signature. */
  readonly asksForm: boolean;
  /** The version that wrote it is held to each member of an event, to what a run that it names shows, and to what was voided on the same run. */
  readonly asksMembers: boolean;
  /** The version that wrote it is held to the review that its lines are compared with. */
  readonly asksSince: boolean;
  /** The version that wrote it judged whoever acts as it judges accounts: HR's list outranks every directory. */
  readonly judgesActors: boolean;
  /** The version that wrote it attached to the report of a signature the exports by which removals are proven. */
  readonly attachesProofs: boolean;
  readonly ends: EndOfEvents;
  readonly ahead: RunsAhead | null;
}

/** What the version asked that made a run, so that no report is held to a rule that came after it. */
export function askedBy(
  tool: Report['tool'],
): Pick<
  Rules,
  'asksWho' | 'asksFarther' | 'asksForm' | 'asksMembers' | 'asksSince' | 'judgesActors' | 'attachesProofs'
> {
  return {
    asksWho: isSince(tool, '0.3.0'),
    asksFarther: isSince(tool, '0.6.0'),
    asksForm: isSince(tool, '0.7.0'),
    asksMembers: isSince(tool, '0.8.0'),
    asksSince: isSince(tool, '0.9.0'),
    judgesActors: isSince(tool, '0.10.0'),
    attachesProofs: isSince(tool, '0.10.0'),
  };
}

/**
 * The lines are those that the run yields, and each event is one that this program would have recorded.
 *
 * @returns the first that is not, or `null`
 */
export async function unlawfulIn(
  { stream, frozen, earlier }: HeldReview,
  { inputs, reconciled }: RecomputedRun,
  { same, asksWho, asksFarther, asksForm, asksMembers, asksSince, judgesActors, attachesProofs, ends, ahead }: Rules,
): Promise<Refusal | null> {
  const { config, asOf, exportedAt, countShown, snapshots, period, history } = inputs;
  const { judgements, findings, next } = reconciled.assessment;
  const run = { id: reconciled.runId, judgements, findings, ledger: next?.ledger ?? [], config, asOf, history };
  const astray = asksSince ? sinceBreak(frozen, run) : null;
  const unyielded = astray ?? (same ? linesBreak(frozen, run) : essenceBreak(frozen, run));
  if (unyielded !== null) return unyielded;
  const controls = findings.filter(({ login, state }) => login === null && state !== 'closed');
  const incomplete = snapshots.flatMap(({ header: { directory, completeness } }) =>
    completeness === 'complete' ? [] : [`${directory} is ${completeness}`],
  );
  const judged = judgesActors ? goneAsOf(inputs, reconciled) : undefined;
  const names = stream.flatMap(({ event }) => actorsOf(event));
  const unlawful = decisionsBreak(stream, {
    period: period.id,
    frozen,
    earlier,
    config,
    signers: await knownSigners(snapshots, names, {
      plusAddressing: config.policy.plusAddressing,
      byNumber: asksFarther,
      judged,
    }),
    gone: judged?.gone ?? nobodyGone,
    asksWho,
    asksFarther,
    asksForm,
    asksMembers,
    attachesProofs,
    ends,
    ahead,
    sameWords: same,
    id: reconciled.runId,
    live: new Set(judgements.flatMap(({ account }) => (isLive(account) ? [account.login] : []))),
    rejectedRows: inputs.export.population.rejected.length,
    run: {
      exportedAtDeclared: exportedAt.declared,
      exportedBy: exportedAt.by,
      countShown,
      incomplete,
      controlCodes: controls.map(({ code }) => code),
    },
  });
  return (
    unlawful ??
    timesBreak(stream, {
      period: period.id,
      asOf,
      accounts: judgements.length,
      inOrder: asksWho,
      asksMissed: asksMembers,
      signed: history.signed,
    })
  );
}

function actorsOf(event: ReviewEvent): readonly string[] {
  const named = ['by' in event ? event.by : null, event.kind === 'delegated' ? event.to : null];
  return named.filter((name) => name !== null);
}
