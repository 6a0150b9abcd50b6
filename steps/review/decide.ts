// Records decisions of people as events of the review that is open.
import { todayOf } from '../../core/config/calendar.ts';
import type { Instant } from '../../core/values/instant.ts';
import type { Reviews } from '../../core/ports/stores.ts';
import { typedAddress } from '../../core/values/addresses.ts';
import { canonicalLogin } from '../../core/values/login.ts';
import type { CanonicalLogin } from '../../core/values/login.ts';
import { each, ok, refused, refusedAll } from '../../core/values/result.ts';
import { isSeen, plural } from '../../core/values/text.ts';
import type { Refusal, Result } from '../../core/values/result.ts';
import { decisionLine, faultsOf } from '../../core/review/decisions/decision.ts';
import type { DecisionContext, DecisionRequest, FaultyRequest } from '../../core/review/decisions/decision.ts';
import { assignmentRefusal } from '../../core/review/decisions/assignment.ts';
import { assuranceIn } from '../../core/review/lines/actor.ts';
import { isUnremarkable } from '../../core/review/lines/line.ts';
import { isAmong } from '../../core/review/lines/own-logins.ts';
import { chainEvent, chainStart } from '../../core/review/events/chain.ts';
import { linesPerEvent } from '../../core/review/events/event.ts';
import type { Assurance, Decided, DecisionLine } from '../../core/review/events/event.ts';
import { recordedAt } from '../../core/review/events/recorded-at.ts';
import { baseOf, isSigned } from '../../core/review/events/state.ts';
import type { EffectiveDecision } from '../../core/review/events/state.ts';
import { add, changeReview, done } from '../change-review.ts';
import { openReview, openingOf } from './open-review.ts';
import type { ReviewDependencies } from './open-review.ts';
import { actorIn } from './standing/actor.ts';
import { openState } from './standing/open-state.ts';
import type { OpenState } from './standing/open-state.ts';
import { storedRuns } from '../run/stored-runs.ts';
import type { StoredRuns } from '../run/stored-runs.ts';

export interface Recorded {
  readonly review: string;
  readonly openedNow: boolean;
  readonly lines: readonly DecisionLine[];
  /** How many of these lines stood already as they were said, and were not recorded a second time. */
  readonly stood: number;
  /** Lines that somebody else decided at the same moment: theirs stands, and this one is told. */
  readonly taken: readonly Refusal[];
  /** Numbers of work orders that these decisions made wrong: nobody may import their files any more. */
  readonly withdrawn: readonly number[];
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
  const { clock, reviews } = dependencies;
  const period = request.period === null ? await latestPeriod(dependencies) : ok(request.period);
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
  const at = recordedAt(clock.now(), review.value.events);
  const lines = await checkedLines(review.value, request, at);
  if (lines.kind === 'refused') return lines;
  const assurance = assuranceIn(review.value.config, request.assurance);
  const recorded = await record(reviews, {
    review: review.value,
    lines: lines.value,
    request: { ...request, assurance },
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
  /** Other logins of theirs, by their employee number. */
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
  if ((await dependencies.reviews.load(period)).length > 0) return ok([]);
  const opening = await openingOf(dependencies, { ...request, period }, stored);
  if (opening.kind === 'refused') return opening;
  const review = await openState(dependencies, period, { stored, events: [chainEvent(chainStart, 1, opening.value)] });
  return review.kind === 'refused' ? review : await checkedLines(review.value, request, dependencies.clock.now());
}

async function latestPeriod({ runs }: Pick<ReviewDependencies, 'runs'>): Promise<Result<string>> {
  const latest = (await runs.list()).findLast((run) => run.accepted);
  if (latest !== undefined) return ok(latest.period);
  return refused({
    what: 'nothing to decide',
    where: 'this home',
    found: 'no accepted run',
    expected: 'a run that no gate held: access-review run',
  });
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
  const indexByLogin = new Map(requests.map(({ login }, index) => [canonicalLogin(login), index]));
  const twice = requests.filter(({ login }, index) => indexByLogin.get(canonicalLogin(login)) !== index);
  const { policy } = config;
  const context = { codesOf: decidable, lineOf, ownOf, by, alsoBy, today: todayOf(now, config), policy };
  const lines = each(requests.map((request) => nothingToDecide(request, context) ?? decisionLine(request, context)));
  const standIns = { delegations: state.delegations, reviewers: config.reviewers };
  const others = (assignedOnly === true ? requests : []).flatMap(({ login, where, cells }) => {
    const line = lineOf.get(canonicalLogin(login) ?? '');
    return line === undefined ? [] : (assignmentRefusal({ line, by, standIns }, cells?.login ?? where) ?? []);
  });
  const told = [...others, ...faulty.flatMap((row) => faultsOf(row, context)), ...twice.map(decidedTwice)];
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

function decidedTwice({ login, where, cells }: DecisionRequest): Refusal {
  return {
    what: 'account decided twice',
    where: cells?.login ?? where,
    found: login,
    expected: 'one decision an account',
  };
}

/** A person decides in bulk only the lines that are theirs, and never their own. */
function unremarkableRequests(
  undecided: OpenState['undecided'],
  reason: string,
  { by, alsoBy, config }: Pick<KnownRequest, 'by' | 'alsoBy'> & Pick<OpenState, 'config'>,
): readonly DecisionRequest[] {
  return undecided
    .filter(({ line, codes, reviewer }) => isUnremarkable(line) && codes.length === 0 && isTheirs(reviewer, by))
    .filter(({ line }) => ![by, ...alsoBy].some((name) => isAmong(name, line.own, config.policy.plusAddressing)))
    .map(({ line }) => ({ login: line.login, decision: 'keep', until: null, reason, shared: true, where: '--filter' }));
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

function signedAlready(period: string): Refusal {
  return {
    what: 'review signed already',
    where: `review ${period}`,
    found: 'every stage has signed',
    expected: 'a decision in the next review: what was signed for stays as it is',
  };
}

function movedMeanwhile(period: string): Refusal {
  return {
    what: 'review moved at this moment',
    where: `review ${period}`,
    found: 'other lines than those that were decided, or none',
    expected: 'a decision about the lines as they are now: look at them and decide again',
  };
}

type Written = Pick<Recorded, 'lines' | 'stood' | 'taken' | 'withdrawn'>;

interface Recording {
  /** What the person saw: a line that somebody decided since is theirs no longer. */
  readonly review: OpenState;
  readonly lines: readonly DecisionLine[];
  readonly request: NamedRequest;
  readonly at: Instant;
}

/** Lines that are taken are left out, and the others recorded: nobody's decision is written over unseen. */
async function record(
  reviews: Reviews,
  { review: { period, state: seen }, lines, request, at }: Recording,
): Promise<Result<Written>> {
  return changeReview<Result<Written>>(reviews, period, async ({ state, mine }) => {
    const own = new Set(
      mine.flatMap((event) => (event.kind === 'decided' ? event.lines : [])).map(({ login }) => login),
    );
    // Who was cut off does it again: what stands already as they say it is not recorded a second time.
    const standing = new Set(
      lines.filter((line) => standsAlready(state?.decisions.get(line.login), line, request)).map(({ login }) => login),
    );
    const open = lines.filter(({ login }) => !own.has(login) && !standing.has(login));
    if (open.length > 0 && (state === null || baseOf(state) !== baseOf(seen)))
      return done(refused(movedMeanwhile(period), ...inPart(period, own.size)));
    if (state === null || (open.length > 0 && isSigned(state)))
      return done(refused(signedAlready(period), ...inPart(period, own.size)));
    // All that is left is looked at again, not only the next chunk: the append after it would not conflict any more.
    const lost = takenLines(state.decisions, open, seen.sequence);
    const taken = new Set(lost.map(({ login }) => login));
    const remaining = open.filter(({ login }) => !taken.has(login));
    if (remaining.length > 0) return add(eventOf(remaining.slice(0, linesPerEvent), request, at));
    const told = lost.map(decidedMeanwhile);
    if (own.size === 0 && standing.size === 0) return done(refusedAll(told));
    const withdrawn = [...state.withdrawn.difference(seen.withdrawn)];
    const now = lines.filter(({ login }) => own.has(login) || standing.has(login));
    return done(ok({ lines: now, stood: now.length - own.size, taken: told, withdrawn }));
  });
}

function standsAlready(
  stands: EffectiveDecision | undefined,
  line: DecisionLine,
  { by, assurance, asked }: NamedRequest,
): boolean {
  const filter = asked.kind === 'lines' ? null : asked.kind;
  if (stands === undefined || stands.by !== by || stands.assurance !== assurance || stands.filter !== filter)
    return false;
  const isSame = stands.decision === line.decision && stands.until === line.until && stands.reason === line.reason;
  return isSame && stands.codesSeen.join(' ') === line.codesSeen.join(' ');
}

const recordedInPart = 'recorded in part';

/** A refusal whose other lines stand: what was appended before somebody came between is not taken back. */
export function isRecordedInPart({ what }: Refusal): boolean {
  return what === recordedInPart;
}

function inPart(period: string, recorded: number): readonly Refusal[] {
  if (recorded === 0) return [];
  const expected = `review status --review ${period}, which tells what is still undecided`;
  return [{ what: recordedInPart, where: `review ${period}`, found: plural(recorded, 'decision'), expected }];
}

function takenLines(
  decisions: ReadonlyMap<string, EffectiveDecision>,
  remaining: readonly DecisionLine[],
  since: number,
): readonly EffectiveDecision[] {
  return remaining.flatMap(({ login }) => {
    const decision = decisions.get(login);
    return decision !== undefined && decision.sequence > since ? [decision] : [];
  });
}

function eventOf(lines: readonly DecisionLine[], { asked, by, assurance }: NamedRequest, at: Instant): Decided {
  const event = { kind: 'decided', at, by, assurance, lines } as const;
  return asked.kind === 'lines' ? event : { ...event, filter: asked.kind };
}

function decidedMeanwhile({ login, by, decision }: EffectiveDecision): Refusal {
  return {
    what: 'decided by somebody else at this moment',
    where: login,
    found: `${decision} by ${by}`,
    expected: 'nobody else deciding; look at it and decide again',
  };
}
