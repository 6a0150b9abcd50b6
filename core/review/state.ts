// The state of a review: a fold over its events, which can be done again at any time.
import type { Instant } from '../instant.ts';
import type { CanonicalLogin } from '../population/login.ts';
import type { Assurance, DecisionLine, StoredReviewEvent } from './review.ts';

export interface EffectiveDecision extends DecisionLine {
  readonly by: string;
  readonly at: Instant;
  readonly assurance: Assurance;
  /** Number of the event that holds it. */
  readonly sequence: number;
}

export interface IssuedWorkOrder {
  readonly number: number;
  readonly run: string;
  readonly at: Instant;
  readonly by: string | null;
  readonly logins: readonly CanonicalLogin[];
  readonly left: readonly { readonly login: string; readonly why: string }[];
}

export interface ReviewState {
  /** The accepted run whose population is decided. */
  readonly run: string;
  readonly runAsOf: Instant;
  readonly openedAt: Instant;
  readonly accounts: number;
  /** The latest decision of each account; an earlier one stays in the stream. */
  readonly decisions: ReadonlyMap<CanonicalLogin, EffectiveDecision>;
  readonly workOrders: readonly IssuedWorkOrder[];
  /** How many events there are: what an append expects. */
  readonly sequence: number;
}

/** @returns `null` for an empty stream: the review was never opened. */
export function foldReview(events: readonly StoredReviewEvent[]): ReviewState | null {
  const [first, ...rest] = events;
  if (first === undefined) return null;
  return rest.reduce(next, opened(first));
}

function opened({ event, sequence }: StoredReviewEvent): ReviewState {
  if (event.kind !== 'opened') throw new Error(`event ${sequence} of a review came before it was opened`);
  const { run, runAsOf, at, accounts } = event;
  return { run, runAsOf, openedAt: at, accounts, decisions: new Map(), workOrders: [], sequence };
}

function next(state: ReviewState, { event, sequence }: StoredReviewEvent): ReviewState {
  switch (event.kind) {
    case 'opened':
      throw new Error(`event ${sequence} opens a review that is open already`);
    case 'decided': {
      const { by, at, assurance } = event;
      const decisions = new Map(state.decisions);
      for (const line of event.lines) decisions.set(line.login, { ...line, by, at, assurance, sequence });
      return { ...state, decisions, sequence };
    }
    case 'work-order-issued': {
      const { number, run, logins, at, by, left } = event;
      return { ...state, workOrders: [...state.workOrders, { number, run, logins, at, by, left }], sequence };
    }
    default:
      return event satisfies never;
  }
}
