// Takes decisions of people: checks every line, and opens the review when nobody has, before anything is recorded.
import { todayOf } from '../../core/config/calendar.ts';
import type { Instant } from '../../core/values/instant.ts';
import { typedAddress } from '../../core/values/addresses.ts';
import { canonicalLogin } from '../../core/values/login.ts';
import type { CanonicalLogin } from '../../core/values/login.ts';
import { each, ok, refused, refusedAll } from '../../core/values/result.ts';
import { isSeen } from '../../core/values/text.ts';
import type { Refusal, Result } from '../../core/values/result.ts';
import { shownOtherwise } from '../../core/review/decisions/as-shown.ts';
import { decisionLine, faultsOf } from '../../core/review/decisions/decision.ts';
import type { DecisionContext, DecisionRequest, FaultyRequest } from '../../core/review/decisions/decision.ts';
import { assignmentRefusal } from '../../core/review/decisions/assignment.ts';
import { assuranceIn } from '../../core/review/lines/actor.ts';
import { isUnremarkable } from '../../core/review/lines/line.ts';
import { isAmong } from '../../core/review/lines/own-logins.ts';
import { withEvent } from '../../core/review/events/chain.ts';
import { foldPeriod } from '../../core/review/events/folded.ts';
import type { Assurance, DecisionLine } from '../../core/review/events/event.ts';
import { recordedAt } from '../../core/review/events/recorded-at.ts';
import { isSigned } from '../../core/review/events/state.ts';
import { openReview, openingOf } from './open-review.ts';
import type { ReviewDependencies } from './open-review.ts';
import { recordDecisions, signedAlready } from './record-decisions.ts';
import type { RecordedLines } from './record-decisions.ts';
import { actorIn } from './standing/actor.ts';
import { meantReview } from './standing/meant-review.ts';
import { openState } from './standing/open-state.ts';
import type { OpenState } from './standing/open-state.ts';
import { storedRuns } from '../run/stored-runs.ts';
import type { StoredRuns } from '../run/stored-runs.ts';

export interface Recorded extends RecordedLines {
  readonly review: string;
  readonly openedNow: boolean;
}

/** Either lines, or every line that a stated filter names. */
export type Asked =
  | {
      readonly kind: 'lines';
      readonly requests: readonly DecisionRequest[];
      /** What could not be read: refused together with what is not accepted, so that all is told at once. */
      readonly faulty?: readonly FaultyRequest[];
    }
  | { readonly kind: 'unremarkable'; readonly reason: string };

export interface DecideRequest {
  readonly asked: Asked;
  readonly by: string;
  readonly assurance: Assurance;
  /** The review; `null` for that of the latest accepted run. */
  readonly period: string | null;
  /** Whoever signed in decides only what is theirs; a name that was typed proves nothing, so it is not held to that. */
  readonly assignedOnly?: true;
}

/**
 * A request is refused whole when one of its lines is. A decision opens the review when nobody has.
 *
 * @returns every refusal of every line that is not accepted
 */
export async function decide(dependencies: ReviewDependencies, asked: DecideRequest): Promise<Result<Recorded>> {
  const by = typedAddress(asked.by, 'who decides');
  if (by.kind === 'refused') return by;
  const request: NamedRequest = { ...asked, by: by.value };
  const period = request.period === null ? await meantReview(dependencies) : ok(request.period);
  if (period.kind === 'refused') return period;
  const stored = storedRuns(dependencies);
  const foreseen = await foresee(dependencies, { request, period: period.value, stored });
  if (foreseen.kind === 'refused') return foreseen;
  const opened = await openReview(dependencies, { ...request, period: period.value, unlessVoided: true }, stored);
  if (opened.kind === 'refused') return opened;
  const review = await openState(dependencies, period.value, { stored });
  if (review.kind === 'refused') return review;
  if (isSigned(review.value.state)) return refused(signedAlready(period.value));
  // One instant for both: an exception that is checked on one day must not be recorded on the next.
  const at = recordedAt(dependencies.clock.now(), review.value.events);
  const lines = await checkedLines(review.value, request, at);
  if (lines.kind === 'refused') return lines;
  const recorded = await recordDecisions(dependencies.reviews, {
    review: review.value,
    lines: lines.value,
    by: request.by,
    assurance: assuranceIn(review.value.config, request.assurance),
    filter: request.asked.kind === 'lines' ? null : request.asked.kind,
    at,
  });
  if (recorded.kind === 'refused') return recorded;
  return ok({ review: period.value, openedNow: opened.value.openedNow, ...recorded.value });
}

/** Whoever decides, in the one form in which people are compared and recorded. */
interface NamedRequest extends DecideRequest {
  readonly by: CanonicalLogin;
}

interface KnownRequest extends NamedRequest {
  /** Other names of theirs, which no line of an account tells. */
  readonly alsoBy: readonly CanonicalLogin[];
}

interface Foreseeing {
  readonly request: NamedRequest;
  readonly period: string;
  readonly stored: StoredRuns;
}

/** A refused decision must not open a review: where nobody has, it is held against the review as it would be. */
async function foresee(
  dependencies: ReviewDependencies,
  { request, period, stored }: Foreseeing,
): Promise<Result<readonly DecisionLine[]>> {
  // What was mailed or reported of a period that nobody opened stands in its stream too.
  const events = await dependencies.reviews.load(period);
  if (foldPeriod(events).state !== null) return ok([]);
  const opening = await openingOf(dependencies, { ...request, period }, stored);
  if (opening.kind === 'refused') return opening;
  const review = await openState(dependencies, period, { stored, events: withEvent(events, opening.value) });
  return review.kind === 'refused' ? review : await checkedLines(review.value, request, dependencies.clock.now());
}

async function checkedLines(
  review: OpenState,
  request: NamedRequest,
  now: Instant,
): Promise<Result<readonly DecisionLine[]>> {
  const alsoBy = await actorIn(review, request.by, `decision in ${review.period}`);
  return alsoBy.kind === 'refused' ? alsoBy : linesAsked(review, { ...request, alsoBy: alsoBy.value }, now);
}

/** A reason of which nobody sees anything is none. */
function stated(request: DecisionRequest): DecisionRequest {
  return isSeen(request.reason) ? request : { ...request, reason: '' };
}

function linesAsked(
  review: OpenState,
  { asked, by, alsoBy, assignedOnly }: KnownRequest,
  now: Instant,
): Result<readonly DecisionLine[]> {
  const { state, lineOf, decidable, ownOf, config } = review;
  const requests =
    asked.kind === 'lines'
      ? asked.requests.map(stated)
      : unremarkableRequests(review.undecided, asked.reason, { by, alsoBy, config });
  const faulty = asked.kind === 'lines' ? (asked.faulty ?? []) : [];
  if (requests.length + faulty.length === 0) return refused(nothingAsked(asked, review.period));
  const lastOf = new Map(requests.map((request) => [canonicalLogin(request.login), request]));
  const twice = requests.flatMap((request) => decidedAgain(request, lastOf.get(canonicalLogin(request.login))) ?? []);
  const { policy } = config;
  const context = { codesOf: decidable, lineOf, ownOf, by, alsoBy, today: todayOf(now, config), policy };
  const lines = each(requests.map((request) => nothingToDecide(request, context) ?? decisionLine(request, context)));
  const standIns = { delegations: state.delegations, reviewers: config.reviewers };
  const others = (assignedOnly === true ? requests : []).flatMap(({ login, where, cells }) => {
    const line = lineOf.get(canonicalLogin(login) ?? '');
    return line === undefined ? [] : (assignmentRefusal({ line, by, standIns }, cells?.login ?? where) ?? []);
  });
  const otherwise = shownOtherwise(requests, { codesOf: decidable, lineOf });
  const told = [...others, ...otherwise, ...faulty.flatMap((row) => faultsOf(row, context)), ...twice];
  if (told.length === 0) return lines;
  return refusedAll([...told, ...(lines.kind === 'refused' ? lines.refusals : [])]);
}

/**
 * Beside the lines, what a finding stands on can be decided; a revocation also stands for when an account comes back.
 * To keep what nobody has would count nowhere.
 */
function nothingToDecide(
  { login: typed, decision, where }: DecisionRequest,
  { codesOf, lineOf }: Pick<DecisionContext, 'codesOf' | 'lineOf'>,
): Result<never> | null {
  const login = canonicalLogin(typed);
  if (decision === 'revoke' || login === null || lineOf.has(login) || codesOf.get(login)?.length !== 0) return null;
  return refused({
    what: 'no line of this review',
    where,
    found: `${decision} for ${typed}, which was suspended or absent when the review was opened, and has no finding`,
    expected: 'a live account or an API key of the review, or a login with a finding',
  });
}

/** @param last the last request about the same account; those without a login are about none */
function decidedAgain(request: DecisionRequest, last: DecisionRequest | undefined): Refusal | null {
  if (last === undefined || last === request || canonicalLogin(request.login) === null) return null;
  return {
    what: 'account decided twice',
    where: placeOf(request),
    found: `${request.login}, which stands at ${placeOf(last)} too`,
    expected: 'one decision an account',
  };
}

function placeOf({ where, cells }: DecisionRequest): string {
  return cells?.login ?? where;
}

/** A person decides in bulk only the lines that are theirs, and never their own. */
function unremarkableRequests(
  undecided: OpenState['undecided'],
  reason: string,
  { by, alsoBy, config }: Pick<KnownRequest, 'by' | 'alsoBy'> & Pick<OpenState, 'config'>,
): readonly DecisionRequest[] {
  return (
    undecided
      .filter(({ line, codes, reviewer }) => isUnremarkable(line) && codes.length === 0 && isTheirs(reviewer, by))
      // Whoever gave an exception an end meant somebody to look at the line then.
      .filter(({ ended }) => ended === undefined)
      .filter(({ line }) => ![by, ...alsoBy].some((name) => isAmong(name, line.own, config.policy.plusAddressing)))
      .map(({ line }) => ({
        login: line.login,
        decision: 'keep',
        until: null,
        reason,
        shared: true,
        where: '--filter',
      }))
  );
}

function isTheirs(reviewer: string | null, person: string | null): boolean {
  return reviewer === null || reviewer === person;
}

function nothingAsked({ kind }: Asked, period: string): Refusal {
  return {
    what: 'nothing to decide',
    where: `review ${period}`,
    found: kind === 'lines' ? 'no line with a decision' : 'no undecided line of this reviewer fits the filter',
    expected: 'at least one line',
  };
}
