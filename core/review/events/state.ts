// The state of a review: a fold over its events, which can be done again at any time.
import type { Day, Instant } from '../../values/instant.ts';
import type { CanonicalLogin } from '../../values/login.ts';
import { signOffStages } from '../../names/sign-off.ts';
import { afterOrder, afterWithdrawal, observed, ordersContradicted } from './removal.ts';
import type { Removal } from './removal.ts';
import { ReviewContradiction } from './event.ts';
import type {
  Assurance,
  Commented,
  Decided,
  DecisionLine,
  Delegated,
  Opened,
  PolicyApproved,
  Rebased,
  ReviewEvent,
  Signed,
  SignatureWithdrawn,
  StoredReviewEvent,
  Voided,
  WorkOrderIssued,
} from './event.ts';

export interface EffectiveDecision extends DecisionLine {
  readonly by: string;
  readonly at: Instant;
  readonly assurance: Assurance;
  /** Number of the event that holds it. */
  readonly sequence: number;
  /** The filter under which it was decided in bulk; `null` when on its own. */
  readonly filter: string | null;
}

export type IssuedWorkOrder = Omit<WorkOrderIssued, 'kind' | 'files'>;

/** A signature that its own signer took back. */
export interface TakenBack extends Omit<SignatureWithdrawn, 'kind'> {
  readonly signedAt: Instant;
  /** Number of the event that says so. */
  readonly sequence: number;
}

/** How a review came onto a later run. */
export interface Rebase extends Omit<Rebased, 'kind'> {
  /** What it stood on before. */
  readonly before: { readonly run: string; readonly linesSha256: string };
  /** Signatures that fell with it. */
  readonly fallen: readonly Signed[];
  /** Number of the event that says so. */
  readonly sequence: number;
}

/** A review that was opened in error, as it stood when it was voided. */
export interface VoidedReview extends Omit<Voided, 'kind'> {
  readonly state: ReviewState;
  /** Number of the event that says so. */
  readonly sequence: number;
}

export interface PlacedDelegation extends Delegated {
  readonly sequence: number;
}

export interface PlacedComment extends Omit<Commented, 'kind'> {
  readonly sequence: number;
}

export interface ReviewState {
  /** The accepted run whose population is decided. */
  readonly run: string;
  readonly runAsOf: Instant;
  readonly openedAt: Instant;
  readonly openedBy: string | null;
  /** Number of the event that opened it. */
  readonly opening: number;
  readonly accounts: number;
  readonly linesSha256: string;
  /** The latest decision of each account; an earlier one stays in the stream. */
  readonly decisions: ReadonlyMap<CanonicalLogin, EffectiveDecision>;
  /** Who stands in for whom; `null` is the fallback. */
  readonly delegations: ReadonlyMap<CanonicalLogin, CanonicalLogin | null>;
  /** The last days of those that have one. */
  readonly delegationEnds: ReadonlyMap<CanonicalLogin, Day>;
  /** As they were recorded, those that another one replaced included. */
  readonly delegated: readonly PlacedDelegation[];
  readonly comments: readonly PlacedComment[];
  readonly workOrders: readonly IssuedWorkOrder[];
  /** Numbers of work orders that a later decision made wrong: nobody may import their files any more. */
  readonly withdrawn: ReadonlySet<number>;
  /** What became of each account that was handed over. */
  readonly removals: ReadonlyMap<CanonicalLogin, Removal>;
  readonly approval: Omit<PolicyApproved, 'kind'> | null;
  /** In the order of the stages; a decision after a signature asks for a new one. */
  readonly signatures: readonly Signed[];
  readonly takenBack: readonly TakenBack[];
  /** Every move onto a later run, the first one first. */
  readonly rebases: readonly Rebase[];
  /** Reviews of the same period that were voided before this one was opened. */
  readonly voids: readonly VoidedReview[];
  /** `closingSha256` is `null` where an earlier version closed the review: it issued no closing report. */
  readonly closed: { readonly at: Instant; readonly by: string; readonly closingSha256: string | null } | null;
  /** Digest of the last event: stands for all of them. */
  readonly head: string;
  /** How many events there are: what an append expects. */
  readonly sequence: number;
}

/** What a period may have on record although nobody opened its review. */
const withoutReview: ReadonlySet<ReviewEvent['kind']> = new Set(['run-missed', 'not-performed', 'mailed']);

/** The review of a period, and those of it that were voided. */
export interface FoldedPeriod {
  /** `null` when no review was opened, or none since the last one was voided. */
  readonly state: ReviewState | null;
  readonly voids: readonly VoidedReview[];
}

/** @returns `null` when no review stands open; its period may still have events about that */
export function foldReview(events: readonly StoredReviewEvent[]): ReviewState | null {
  return foldPeriod(events).state;
}

interface Folded {
  readonly events: readonly StoredReviewEvent[];
  readonly period: FoldedPeriod;
}

/** The latest fold of each stream, by its first event. */
const folded = new WeakMap<StoredReviewEvent, Folded>();

/** Of a stream whose beginning was folded before, event by event the same values, only the rest is folded. */
export function foldPeriod(events: readonly StoredReviewEvent[]): FoldedPeriod {
  const [first] = events;
  if (first === undefined) return { state: null, voids: [] };
  const known = folded.get(first);
  const before = known?.events.every((event, index) => event === events[index]) === true ? known : null;
  if (before?.events.length === events.length) return before.period;
  const period = foldedOnto(before?.period ?? null, events.slice(before?.events.length ?? 0));
  // A copy: whoever gave the list may go on adding to it.
  folded.set(first, { events: [...events], period });
  return period;
}

function foldedOnto(before: FoldedPeriod | null, events: readonly StoredReviewEvent[]): FoldedPeriod {
  // One map is filled over all events: copying it for each would make 20,000 decisions a matter of minutes.
  let decisions = new Map(before?.state?.decisions);
  let state: ReviewState | null = before === null || before.state === null ? null : { ...before.state, decisions };
  const voids = [...(before?.voids ?? [])];
  for (const stored of events) {
    const { event, sequence, sha256: head } = stored;
    if (event.kind === 'opened') {
      if (state !== null) throw new ReviewContradiction(`event ${sequence} opens a review that is open already`);
      decisions = new Map();
      state = { ...opened(event), opening: sequence, voids: [...voids], decisions, sequence, head };
    } else if (state !== null && event.kind === 'voided') {
      voids.push(voidedBy(event, { ...state, sequence, head }));
      state = null;
    } else if (state !== null) {
      if (event.kind === 'decided') take(decisions, event, sequence);
      if (event.kind === 'rebased') putAside(decisions, event);
      state = { ...next(state, stored), sequence, head };
    } else if (!withoutReview.has(event.kind)) {
      throw new ReviewContradiction(`event ${sequence} of a review came before it was opened`);
    }
  }
  return { state, voids };
}

/** Which run, and which lines, a decision is about: the number of the event that laid them down. */
export function baseOf({ rebases, opening }: Pick<ReviewState, 'rebases' | 'opening'>): number {
  return rebases.at(-1)?.sequence ?? opening;
}

/** Numbers go on over voided reviews: their orders lie in folders of their own, which nothing writes over. */
export function nextOrderNumber({ voids, workOrders }: Pick<ReviewState, 'voids' | 'workOrders'>): number {
  return voids.reduce((sum, { state }) => sum + state.workOrders.length, workOrders.length) + 1;
}

/** Every stage has signed: the decisions of the review are final. */
export function isSigned({ signatures }: Pick<ReviewState, 'signatures'>): boolean {
  return signOffStages.every((stage) => signatures.some((signed) => signed.stage === stage));
}

function opened(event: Opened): Omit<ReviewState, 'voids' | 'decisions' | 'sequence' | 'head' | 'opening'> {
  const { run, runAsOf, at, by, accounts, linesSha256 } = event;
  return {
    run,
    runAsOf,
    openedAt: at,
    openedBy: by,
    accounts,
    linesSha256,
    delegations: new Map(),
    delegationEnds: new Map(),
    delegated: [],
    comments: [],
    workOrders: [],
    withdrawn: new Set(),
    removals: new Map(),
    approval: null,
    signatures: [],
    takenBack: [],
    rebases: [],
    closed: null,
  };
}

function take(decisions: Map<CanonicalLogin, EffectiveDecision>, event: Decided, sequence: number): void {
  const { by, at, assurance, filter = null } = event;
  for (const line of event.lines) decisions.set(line.login, { ...line, by, at, assurance, sequence, filter });
}

function putAside(decisions: Map<CanonicalLogin, EffectiveDecision>, { again, gone }: Rebased): void {
  for (const login of [...again, ...gone]) {
    if (!decisions.delete(login))
      throw new ReviewContradiction(`a decision about ${login} is put aside, and none was made`);
  }
}

function voidedBy({ kind: _kind, ...event }: Voided, state: ReviewState): VoidedReview {
  if (isSigned(state)) throw new ReviewContradiction('a review is voided that every stage has signed');
  return { ...event, state, sequence: state.sequence };
}

function withoutSignature(state: ReviewState, event: SignatureWithdrawn, sequence: number): ReviewState {
  const { kind: _kind, ...said } = event;
  const signed = state.signatures.find(({ stage }) => stage === event.stage);
  if (signed === undefined || isSigned(state))
    throw new ReviewContradiction(`event ${sequence} takes back a signature that is not there or is final`);
  return {
    ...state,
    signatures: state.signatures.filter((one) => one !== signed),
    takenBack: [...state.takenBack, { ...said, signedAt: signed.at, sequence }],
  };
}

function rebasedOnto(state: ReviewState, event: Rebased, sequence: number): ReviewState {
  if (isSigned(state)) throw new ReviewContradiction(`event ${sequence} moves a review that every stage has signed`);
  const { kind: _kind, ...said } = event;
  const { run, linesSha256, signatures, rebases } = state;
  return {
    ...state,
    run: event.run,
    runAsOf: event.runAsOf,
    accounts: event.accounts,
    linesSha256: event.linesSha256,
    signatures: [],
    rebases: [...rebases, { ...said, before: { run, linesSha256 }, fallen: signatures, sequence }],
  };
}

function withdrawing(state: ReviewState, { lines }: Decided): ReviewState {
  const orders = ordersContradicted(state.removals, lines);
  if (orders.size === 0) return state;
  return {
    ...state,
    withdrawn: state.withdrawn.union(orders),
    removals: afterWithdrawal(state.removals, orders),
  };
}

function endsWith(ends: ReviewState['delegationEnds'], { from, until }: Delegated): ReviewState['delegationEnds'] {
  if (until === undefined && !ends.has(from)) return ends;
  const now = new Map(ends);
  if (until === undefined) now.delete(from);
  else now.set(from, until);
  return now;
}

const onDays = new WeakMap<ReviewState['delegations'], Map<Day, ReviewState['delegations']>>();

/**
 * The review as it stands on a day: a delegation whose last day has passed moves nothing any more.
 *
 * @param day in the calendar's time zone; of an event that is looked at again, its own
 * @returns the same delegations for the same day, so that what was worked out of them can be kept
 */
export function stateOn<State extends Pick<ReviewState, 'delegations' | 'delegationEnds'>>(
  state: State,
  day: Day,
): State {
  const { delegations, delegationEnds } = state;
  const ended = [...delegationEnds].filter(([, until]) => until < day).map(([from]) => from);
  if (ended.length === 0) return state;
  const days = onDays.get(delegations) ?? new Map<Day, ReviewState['delegations']>();
  onDays.set(delegations, days);
  const left = days.get(day) ?? new Map([...delegations].filter(([from]) => !ended.includes(from)));
  days.set(day, left);
  return { ...state, delegations: left };
}

function next(state: ReviewState, { event, sequence }: StoredReviewEvent): ReviewState {
  switch (event.kind) {
    case 'decided':
      return isSigned(state) ? state : { ...withdrawing(state, event), signatures: [] };
    case 'delegated':
      return {
        ...state,
        delegations: new Map(state.delegations).set(event.from, event.to),
        delegationEnds: endsWith(state.delegationEnds, event),
        delegated: [...state.delegated, { ...event, sequence }],
      };
    case 'commented': {
      const { kind: _kind, ...comment } = event;
      return { ...state, comments: [...state.comments, { ...comment, sequence }] };
    }
    case 'work-order-issued': {
      const { kind: _kind, files: _files, ...issued } = event;
      const removals = afterOrder(state.removals, issued, state.decisions);
      return { ...state, workOrders: [...state.workOrders, issued], removals };
    }
    case 'removals-observed':
      return { ...state, removals: observed(state.removals, event) };
    case 'policy-approved': {
      const { kind: _kind, ...approval } = event;
      return { ...state, approval };
    }
    case 'signed':
      return { ...state, signatures: [...state.signatures, event] };
    case 'signature-withdrawn':
      return withoutSignature(state, event, sequence);
    case 'rebased':
      return rebasedOnto(state, event, sequence);
    case 'closed': {
      const { at, by, closingSha256 = null } = event;
      return { ...state, closed: { at, by, closingSha256 } };
    }
    case 'run-missed':
    case 'not-performed':
    case 'mailed':
      return state;
    case 'opened':
    case 'voided':
      throw new ReviewContradiction(`event ${sequence} opens or voids a review where that cannot be`);
    default:
      return event satisfies never;
  }
}
