// Tells how a review stands: its phase, what nobody has decided yet, which removals are open and which exceptions run.
import { reviewKey } from '../../core/names/object-keys.ts';
import type { Code } from '../../core/names/codes.ts';
import type { Policy } from '../../core/config/config.ts';
import { meaningsOf, onceSpelled } from '../../core/config/roles.ts';
import { todayOf, parsePeriod } from '../../core/config/calendar.ts';
import type { CanonicalLogin } from '../../core/values/login.ts';
import type { Day, Instant } from '../../core/values/instant.ts';
import { turnsOf } from '../../core/review/signatures/turns.ts';
import type { Turn } from '../../core/review/signatures/turns.ts';
import { ok } from '../../core/values/result.ts';
import type { Refusal, Result } from '../../core/values/result.ts';
import type { ReviewLines } from '../../core/review/lines/line.ts';
import { notPerformedFileName } from '../../core/report/not-performed.ts';
import type { Removal } from '../../core/review/events/removal.ts';
import { daysLate, phaseOf } from '../../core/review/decisions/standing.ts';
import type { Phase } from '../../core/review/decisions/standing.ts';
import { foldReview } from '../../core/review/events/folded.ts';
import type { EffectiveDecision, ReviewState } from '../../core/review/events/state.ts';
import { nextOrder } from '../remove/next-order.ts';
import type { NextOrder } from '../remove/next-order.ts';
import { observeRemovals } from '../remove/observe-removals.ts';
import { newestCompared, storedRuns } from '../run/stored-runs.ts';
import { issuePromised } from './issue-promised.ts';
import type { Issued, PromiseDependencies } from './issue-promised.ts';
import type { ForwardedChanges } from '../../core/review/changes/roll-forward.ts';
import { cannotDecide } from './turns/cannot-decide.ts';
import type { CannotDecide } from './turns/cannot-decide.ts';
import { nextSignature } from './turns/next-signature.ts';
import { forwarded } from './standing/run-ahead.ts';
import { openState } from './standing/open-state.ts';
import type { OpenState, ReadStateDependencies } from './standing/open-state.ts';

export interface ReviewStatus extends Issued, ReviewStanding {
  /** What changed since the run under review, as a signature would state it; `null` when no later run tells it. */
  readonly forward: ForwardedChanges | null;
  /** Those whose lines wait in vain until somebody hands them over. */
  readonly cannotDecide: readonly CannotDecide[];
  /** Logins that the next work order takes. */
  readonly toHandOver: readonly CanonicalLogin[];
  /** Revoked and in no work order that stands, and why the next one takes none of them. */
  readonly leftOut: NextOrder['left'];
}

/** As it is recorded, whatever was promised or can be seen in later exports. */
export interface ReviewStanding {
  readonly state: ReviewState;
  readonly phase: Phase;
  readonly dueDay: Day;
  /** Days past the due day while it is not signed; zero when in time. */
  readonly daysLate: number;
  /** Live accounts of the run under review. */
  readonly live: number;
  /** Every line is undecided, or its decision is one of the three. */
  readonly lines: LineCounts;
  /** Rows of the export that could not be read: whose accounts they are, nobody reviews. */
  readonly rejectedRows: number;
  /** Without a decision that holds and has seen each of their codes; those with findings first. */
  readonly undecided: readonly {
    readonly login: string;
    readonly codes: readonly Code[];
    readonly reviewer: string | null;
    /** What its role is for; `null` where the policy describes none. */
    readonly roleMeans: string | null;
    /** The last day of the exception that was its decision and is over; `null` for any other. */
    readonly ended: Day | null;
  }[];
  /** Roles of lines that `policy.roles` does not describe, where it describes any. */
  readonly rolesNotDescribed: readonly { readonly role: string; readonly lines: number }[];
  readonly excepted: readonly (EffectiveDecision & {
    /** Whether its last day is over. */
    readonly ended: boolean;
  })[];
  readonly removals: readonly Removal[];
  /** Whose turn it is, and with what. */
  readonly turns: readonly Turn[];
  /** What stands against a signature beside open decisions: whoever gives it, or all who would be asked. */
  readonly blocks: readonly Refusal[];
  readonly delta: Pick<ReviewLines, 'since' | 'rollForward' | 'gone'>;
}

/** A period whose due day passed without a review. */
export interface MissedReview {
  readonly at: Instant;
  readonly dueDay: Day;
  readonly reason: string;
  /** Where the signed report is that says so. */
  readonly report: string;
}

/** @returns `null` for a period whose review was opened, were it late, or of which nothing is on record */
export async function missedReview(
  { reviews, objects }: Pick<ReadStateDependencies, 'reviews' | 'objects'>,
  period: string,
): Promise<MissedReview | null> {
  const events = await reviews.load(period);
  const missed = events.map(({ event }) => event).find((event) => event.kind === 'not-performed');
  if (missed === undefined || foldReview(events) !== null) return null;
  const { at, dueDay, reason } = missed;
  const report = objects.location(reviewKey(period, notPerformedFileName({ kind: 'due-day', dueDay })));
  return { at, dueDay, reason, report };
}

function rolesNotDescribed(lines: ReviewLines['lines'], policy: Policy): ReviewStanding['rolesNotDescribed'] {
  const found = new Map<string, number>();
  const spelled = onceSpelled();
  for (const line of lines)
    for (const { role, means } of meaningsOf(line.role, policy))
      if (means === null) found.set(spelled(role), (found.get(spelled(role)) ?? 0) + 1);
  return [...found].map(([role, count]) => ({ role, lines: count }));
}

export interface LineCounts {
  readonly accounts: number;
  readonly apiKeys: number;
  readonly undecided: number;
  readonly keep: number;
  readonly revoke: number;
  readonly except: number;
}

/**
 * Looks in later exports first, as whoever signs or closes does: what they prove is not open any more. And issues what
 * is promised, as the next one who looks after a process was killed.
 */
export async function reviewStatus(dependencies: PromiseDependencies, period: string): Promise<Result<ReviewStatus>> {
  const promised = await issuePromised(dependencies, period);
  await observeRemovals(dependencies, period);
  const opened = await openState(dependencies, period);
  if (opened.kind === 'refused') return opened;
  const forward = undecidedIn(await forwarded(dependencies, opened.value), opened.value);
  const next = await nextOrder(async () => newestCompared(storedRuns(dependencies)), opened.value.state);
  const standing = await reviewStanding(opened.value, { now: dependencies.clock.now(), next });
  return ok({
    ...promised,
    ...standing,
    forward,
    cannotDecide: await cannotDecide(opened.value),
    toHandOver: next.accounts.map(({ login }) => login),
    leftOut: next.left,
  });
}

/** What changed on lines that are still to be decided: only once all are, no decision means that it was no line. */
function undecidedIn(
  forward: ForwardedChanges | null,
  { frozen: { lines }, state }: OpenState,
): ForwardedChanges | null {
  if (forward === null) return null;
  const open = new Set<string>(lines.flatMap(({ login }) => (state.decisions.has(login) ? [] : [login])));
  const changes = forward.changes.map((change) =>
    open.has(change.login) ? { ...change, how: 'no decision yet' } : change,
  );
  return { ...forward, changes };
}

/** Changes nothing. */
export async function reviewStanding(
  opened: OpenState,
  { now, next }: { readonly now: Instant; readonly next: Pick<NextOrder, 'lastPrivileged'> },
): Promise<ReviewStanding> {
  const { state, run, frozen, undecided, config } = opened;
  const { since, rollForward, gone } = frozen;
  const counts = countsOf(opened);
  const phase = phaseOf(state, undecided.length);
  const today = todayOf(now, config);
  const { dueDay, late } = dueOf(opened, today);
  const { blocks, cannotSign } = await nextSignature(opened, next);
  return {
    state,
    phase,
    dueDay,
    daysLate: phase === 'signed' || phase === 'closed' ? 0 : late,
    live: counts.accounts,
    lines: counts,
    rejectedRows: (await run.stated()).rejectedRows,
    undecided: undecided.map(({ line, codes, reviewer, ended = null }) => ({
      login: line.login,
      codes,
      reviewer,
      roleMeans: line.roleMeans ?? null,
      ended,
    })),
    rolesNotDescribed: rolesNotDescribed(frozen.lines, config.policy),
    excepted: [...state.decisions.values()]
      .filter(({ decision }) => decision === 'except')
      .map((decision) => ({ ...decision, ended: decision.until !== null && decision.until < today })),
    removals: [...state.removals.values()],
    turns: turnsOf({
      state,
      undecided,
      reviewers: config.reviewers,
      signature: { isBlocked: blocks.length > 0, cannotSign },
    }),
    blocks,
    delta: { since, rollForward, gone },
  };
}

export function countsOf({ state, frozen: { lines }, undecided }: OpenState): LineCounts {
  const counts = { keep: 0, revoke: 0, except: 0 };
  // Those undecided are in the order of the lines.
  let open = 0;
  for (const line of lines) {
    const decision = undecided[open]?.line === line ? undefined : state.decisions.get(line.login)?.decision;
    if (undecided[open]?.line === line) open += 1;
    else if (decision !== undefined) counts[decision] += 1;
  }
  const apiKeys = lines.filter(({ kind }) => kind === 'api-key').length;
  return { accounts: lines.length - apiKeys, apiKeys, undecided: undecided.length, ...counts };
}

/**
 * By when the review is due, and by how many days it is late: 0 until the due day is over.
 *
 * @throws Error for a period that the calendar of its run does not have: it was opened under that name
 */
export function dueOf(
  { period, config }: Pick<OpenState, 'period' | 'config'>,
  today: Day,
): { readonly dueDay: Day; readonly late: number } {
  const parsed = parsePeriod(period, config.calendar);
  if (parsed.kind === 'refused') throw new Error(`${period} is open and no period of the calendar`);
  return { dueDay: parsed.value.dueDay, late: daysLate(today, parsed.value.dueDay) };
}
