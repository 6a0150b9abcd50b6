// Records what is said about a review as a whole: who stands in for whom, and that its policy was approved.
import type { Config } from '../../core/config/config.ts';
import { todayOf } from '../../core/config/calendar.ts';
import { policyDigest, policyChanges } from '../../core/config/approval.ts';
import { typedAddress } from '../../core/values/addresses.ts';
import type { Day } from '../../core/values/instant.ts';
import { dayText } from '../../core/values/time-text.ts';
import type { CanonicalLogin } from '../../core/values/login.ts';
import type { Clock } from '../../core/ports/world.ts';
import { ok, refused } from '../../core/values/result.ts';
import type { Refusal, Result } from '../../core/values/result.ts';
import type { Assurance, Delegated, PolicyApproved, ReviewEvent } from '../../core/review/events/event.ts';
import { assuranceIn } from '../../core/review/lines/actor.ts';
import { recordedAt } from '../../core/review/events/recorded-at.ts';
import { baseOf, stateOn } from '../../core/review/events/state.ts';
import type { ReviewState } from '../../core/review/events/state.ts';
import { notOpen } from '../../core/review/signatures/not-open.ts';
import { add, changeReview, done } from '../change-review.ts';
import { delegationRefusal } from '../../core/review/decisions/delegation.ts';
import { actorBreak, namedActor } from './standing/actor.ts';
import { knownSigners } from '../read/people/known-signers.ts';
import { lastSigned } from './standing/last-signed.ts';
import { movedMeanwhile } from './record-decisions.ts';
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
  /** Without it the name was typed. */
  readonly assurance?: Assurance;
  readonly reason: string;
  /** The last day; absent until the review ends. */
  readonly until?: Day;
}

/** @param seen number of the last event that was looked at before; `null` when it is decided on nothing in the review */
export async function delegate(
  dependencies: RecordDependencies,
  { period, assurance = 'asserted', ...request }: DelegateRequest,
  seen: number | null = null,
): Promise<Result<Delegated>> {
  const asked: Delegated = { kind: 'delegated', at: dependencies.clock.now(), ...request };
  const looked = await delegationBreak(dependencies, period, asked);
  if (looked.kind === 'refused') return looked;
  const by = looked.value;
  const event = by === null ? asked : { ...asked, assurance: assuranceIn(by.config, assurance) };
  const rivalIn = (one: ReviewEvent): Delegated | null =>
    one.kind === 'delegated' && one.from === event.from ? one : null;
  const refusalIn = by?.refusalIn ?? ((): null => null);
  const standingIn = ({ delegated }: ReviewState): Delegated | null => {
    const last = delegated.findLast(({ from }) => from === event.from);
    if (last === undefined || !saysTheSame(last, event)) return null;
    const { sequence: _place, ...standing } = last;
    return standing;
  };
  return record(dependencies, { period, event, seen: seen ?? by?.seen ?? null, rivalIn, standingIn, refusalIn });
}

function saysTheSame(one: Delegated, other: Delegated): boolean {
  const isSame = one.to === other.to && one.until === other.until && one.reason === other.reason;
  return isSame && one.by === other.by && one.assurance === other.assurance;
}

interface LookedAt {
  /** How many events there were. */
  readonly seen: number;
  readonly config: Config;
  /** Asked again of the review as it is when the event is added: where others led lines to meanwhile counts too. */
  readonly refusalIn: (state: ReviewState) => Refusal | null;
}

/** @returns `null` where nothing was looked at: a review that is not open is refused where it is recorded */
async function delegationBreak(
  dependencies: RecordDependencies,
  period: string,
  event: Delegated,
): Promise<Result<LookedAt | null>> {
  if (event.by === null) return ok(null);
  const named = typedAddress(event.by, `delegation in ${period}`);
  if (named.kind === 'refused') return named;
  const by = named.value;
  const review = await openState(dependencies, period);
  if (review.kind === 'refused') return ok(null);
  const { state, config, frozen, events } = review.value;
  const where = `delegation in ${period}`;
  const { reviewers, policy } = config;
  const { plusAddressing } = policy;
  const signers = await knownSigners(await review.value.run.directories(), [by, event.from, event.to ?? by], {
    plusAddressing,
  });
  const known = { people: [...frozen.lines, ...frozen.others, ...signers], plusAddressing };
  const today = todayOf(recordedAt(event.at, events), config);
  const allowedIn = (now: ReviewState): Refusal | null =>
    delegationRefusal({ event, state: stateOn(now, today), reviewers, known, asksFarther: true }, where);
  const refusal =
    (event.until !== undefined && event.until < today ? endedAlready(event.until, { today, where }) : null) ??
    (await actorBreak(review.value, by, where)) ??
    allowedIn(state) ??
    (event.to === null ? null : await actorBreak(review.value, event.to, `delegation to ${event.to} in ${period}`));
  if (refusal !== null) return refused(refusal);
  const refusalIn = (now: ReviewState): Refusal | null => movedFrom(state, now, period) ?? allowedIn(now);
  return ok({ seen: events.length, config, refusalIn });
}

function endedAlready(until: Day, { today, where }: { readonly today: Day; readonly where: string }): Refusal {
  return {
    what: 'end of the delegation not accepted',
    where,
    found: dayText(until),
    expected: `${dayText(today)} or a later day`,
  };
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
  const person = await namedActor(review.value, by, `approval of the policy in ${period}`);
  if (person.kind === 'refused') return person;
  const last = await lastSigned({ reviews: dependencies.reviews, stored }, state.runAsOf);
  const changes = last === null ? [] : policyChanges(await last.run.config(), config);
  const sha256 = policyDigest(config);
  const at = dependencies.clock.now();
  const event: PolicyApproved = {
    kind: 'policy-approved',
    at,
    by: person.value,
    assurance: assuranceIn(config, assurance),
    sha256,
    changes,
  };
  const refusalIn = (now: ReviewState): Refusal | null => movedFrom(state, now, period);
  const standingIn = ({ approval }: ReviewState): PolicyApproved | null =>
    approval !== null && approvesTheSame(approval, event) ? { kind: 'policy-approved', ...approval } : null;
  return record(dependencies, { period, event, seen: state.sequence, rivalIn: approvalIn, standingIn, refusalIn });
}

/** What changed is told since the last signed review, and another may have been signed meanwhile. */
function approvesTheSame(one: Omit<PolicyApproved, 'kind'>, other: PolicyApproved): boolean {
  const isSame = one.sha256 === other.sha256 && one.changes.join('\n') === other.changes.join('\n');
  return isSame && one.by === other.by && one.assurance === other.assurance;
}

function approvalIn(event: ReviewEvent): PolicyApproved | null {
  return event.kind === 'policy-approved' ? event : null;
}

interface Recording<Event> {
  readonly period: string;
  readonly event: Event;
  /** How many events had been looked at; `null` for as many as there are when the recording begins. */
  readonly seen: number | null;
  /** What somebody else may have recorded since, in place of this. */
  readonly rivalIn: (event: ReviewEvent) => Event | null;
  /** What the same person said last, when it is the very same: whoever was cut off says it again. */
  readonly standingIn: (state: ReviewState) => Event | null;
  /** What stands against it in the review as it is by now. */
  readonly refusalIn: (state: ReviewState) => Refusal | null;
}

/** Nobody's record is written over unseen: what others recorded about the same since is told, and stands. */
async function record<Event extends Delegated | PolicyApproved>(
  { reviews }: RecordDependencies,
  { period, event, rivalIn, standingIn, refusalIn, ...recording }: Recording<Event>,
): Promise<Result<Event>> {
  let { seen } = recording;
  return changeReview<Result<Event>>(reviews, period, async ({ events, state, voids, mine }) => {
    if (state === null) return done(refused(notOpen(period, { voids })));
    const [recorded] = mine.flatMap((one) => rivalIn(one) ?? []);
    if (recorded !== undefined) return done(ok(recorded));
    seen ??= events.length;
    const [won] = events.slice(seen).flatMap((stored) => rivalIn(stored.event) ?? []);
    if (won !== undefined) return done(refused(recordedMeanwhile(won, period)));
    const refusal = refusalIn(state);
    if (refusal !== null) return done(refused(refusal));
    const standing = standingIn(state);
    return standing === null ? add(event) : done(ok(standing));
  });
}

/** The people and the policy that were looked at are those of a run. */
function movedFrom(seen: ReviewState, now: ReviewState, period: string): Refusal | null {
  return baseOf(seen) === baseOf(now) ? null : movedMeanwhile(period, 'what is said');
}

function recordedMeanwhile(won: Delegated | PolicyApproved, period: string): Refusal {
  const by = won.by ?? 'a run that shows that they left';
  const found =
    won.kind === 'delegated'
      ? `the lines of ${won.from} went to ${won.to ?? 'the fallback'}, by ${by}`
      : `approved by ${by}`;
  return {
    what: 'recorded already at this moment',
    where: `review ${period}`,
    found,
    expected: 'nobody recording the same at once; look at it and say it again where it still has to be said',
  };
}
