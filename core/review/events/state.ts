// The state of a review: a fold over its events, which can be done again at any time.
import type { Instant } from '../../values/instant.ts';
import type { CanonicalLogin } from '../../values/login.ts';
import { signOffStages } from '../../names/sign-off.ts';
import { afterOrder, afterWithdrawal, observed, ordersContradicted } from './removal.ts';
import type { Removal } from './removal.ts';
import { ReviewContradiction } from './event.ts';
import type {
  Assurance,
  Decided,
  DecisionLine,
  Opened,
  PolicyApproved,
  ReviewEvent,
  Signed,
  StoredReviewEvent,
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

export interface ReviewState {
  /** The accepted run whose population is decided. */
  readonly run: string;
  readonly runAsOf: Instant;
  readonly openedAt: Instant;
  readonly openedBy: string | null;
  readonly accounts: number;
  readonly linesSha256: string;
  /** The latest decision of each account; an earlier one stays in the stream. */
  readonly decisions: ReadonlyMap<CanonicalLogin, EffectiveDecision>;
  /** Who stands in for whom; `null` is the fallback. */
  readonly delegations: ReadonlyMap<CanonicalLogin, CanonicalLogin | null>;
  readonly workOrders: readonly IssuedWorkOrder[];
  /** Numbers of work orders that a later decision made wrong: nobody may import their files any more. */
  readonly withdrawn: ReadonlySet<number>;
  /** What became of each account that was handed over. */
  readonly removals: ReadonlyMap<CanonicalLogin, Removal>;
  readonly approval: Omit<PolicyApproved, 'kind'> | null;
  /** In the order of the stages; a decision after a signature asks for a new one. */
  readonly signatures: readonly Signed[];
  readonly closed: { readonly at: Instant; readonly by: string } | null;
  /** Digest of the last event: stands for all of them. */
  readonly head: string;
  /** How many events there are: what an append expects. */
  readonly sequence: number;
}

/** What a period may have on record although nobody opened its review. */
const withoutReview: ReadonlySet<ReviewEvent['kind']> = new Set(['run-missed', 'not-performed', 'mailed']);

/** @returns `null` when the review was never opened; its period may still have events about that */
export function foldReview(events: readonly StoredReviewEvent[]): ReviewState | null {
  // One map is filled over all events: copying it for each would make 20,000 decisions a matter of minutes.
  const decisions = new Map<CanonicalLogin, EffectiveDecision>();
  let state: ReviewState | null = null;
  for (const stored of events) {
    const { event, sequence, sha256: head } = stored;
    if (event.kind === 'opened') {
      if (state !== null) throw new ReviewContradiction(`event ${sequence} opens a review that is open already`);
      state = { ...opened(event), decisions, sequence, head };
    } else if (state !== null) {
      if (event.kind === 'decided') take(decisions, event, sequence);
      state = { ...next(state, stored), sequence, head };
    } else if (!withoutReview.has(event.kind)) {
      throw new ReviewContradiction(`event ${sequence} of a review came before it was opened`);
    }
  }
  return state;
}

/** Every stage has signed: the decisions of the review are final. */
export function isSigned({ signatures }: Pick<ReviewState, 'signatures'>): boolean {
  return signOffStages.every((stage) => signatures.some((signed) => signed.stage === stage));
}

function opened(event: Opened): Omit<ReviewState, 'decisions' | 'sequence' | 'head'> {
  const { run, runAsOf, at, by, accounts, linesSha256 } = event;
  return {
    run,
    runAsOf,
    openedAt: at,
    openedBy: by,
    accounts,
    linesSha256,
    delegations: new Map(),
    workOrders: [],
    withdrawn: new Set(),
    removals: new Map(),
    approval: null,
    signatures: [],
    closed: null,
  };
}

function take(decisions: Map<CanonicalLogin, EffectiveDecision>, event: Decided, sequence: number): void {
  const { by, at, assurance, filter = null } = event;
  for (const line of event.lines) decisions.set(line.login, { ...line, by, at, assurance, sequence, filter });
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

function next(state: ReviewState, { event, sequence }: StoredReviewEvent): ReviewState {
  switch (event.kind) {
    case 'decided':
      return isSigned(state) ? state : { ...withdrawing(state, event), signatures: [] };
    case 'delegated':
      return { ...state, delegations: new Map(state.delegations).set(event.from, event.to) };
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
    case 'closed':
      return { ...state, closed: { at: event.at, by: event.by } };
    case 'run-missed':
    case 'not-performed':
    case 'mailed':
      return state;
    case 'opened':
      throw new ReviewContradiction(`event ${sequence} opens a review that is open already`);
    default:
      return event satisfies never;
  }
}
