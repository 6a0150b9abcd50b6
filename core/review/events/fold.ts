// The fold of events into how a review stands, which can be done again at any time.
import type { CanonicalLogin } from '../../values/login.ts';
import { afterNewDecision, afterOrder, afterWithdrawal, observed, ordersContradicted } from './removal.ts';
import { ReviewContradiction } from './event.ts';
import type {
  Decided,
  Delegated,
  Opened,
  Rebased,
  ReviewEvent,
  SignatureWithdrawn,
  StoredReviewEvent,
  Voided,
} from './event.ts';
import { isSigned } from './state.ts';
import type { EffectiveDecision, FoldedPeriod, ReviewState, VoidedReview } from './state.ts';

/** What a period may have on record although nobody opened its review. */
const withoutReview: ReadonlySet<ReviewEvent['kind']> = new Set(['run-missed', 'not-performed', 'mailed']);

/**
 * @param before what the events before these came to; `null` for the beginning of a stream
 * @throws ReviewContradiction when the events cannot have followed one another
 */
export function foldedOnto(before: FoldedPeriod | null, events: readonly StoredReviewEvent[]): FoldedPeriod {
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

function opened(event: Opened): Omit<ReviewState, 'voids' | 'decisions' | 'sequence' | 'head' | 'opening'> {
  const { run, runAsOf, at, by, accounts, linesSha256, toldBy = null } = event;
  return {
    run,
    runAsOf,
    openedAt: at,
    openedBy: by,
    accounts,
    linesSha256,
    toldBy,
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
    toldBy: event.toldBy ?? null,
    signatures: [],
    rebases: [...rebases, { ...said, before: { run, linesSha256 }, fallen: signatures, sequence }],
  };
}

function withdrawing(state: ReviewState, { lines }: Decided): ReviewState {
  const orders = ordersContradicted(state.removals, lines);
  const removals = afterNewDecision(state.removals, lines);
  if (orders.size === 0) return { ...state, removals };
  return { ...state, withdrawn: state.withdrawn.union(orders), removals: afterWithdrawal(removals, orders) };
}

function endsWith(ends: ReviewState['delegationEnds'], { from, until }: Delegated): ReviewState['delegationEnds'] {
  if (until === undefined && !ends.has(from)) return ends;
  const now = new Map(ends);
  if (until === undefined) now.delete(from);
  else now.set(from, until);
  return now;
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
      return { ...state, comments: [...state.comments, comment] };
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
