// How a review stands: what its events come to, and what follows from that alone.
import type { Day, Instant } from '../../values/instant.ts';
import type { CanonicalLogin } from '../../values/login.ts';
import { signOffStages } from '../../names/sign-off.ts';
import type { Removal } from './removal.ts';
import type {
  Assurance,
  Commented,
  DecisionLine,
  Delegated,
  PolicyApproved,
  Rebased,
  Signed,
  SignatureWithdrawn,
  TellingClosing,
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
  /** Who tells what its run tells outside the process; `null` where its own report does. */
  readonly toldBy: TellingClosing | null;
  /** The latest decision of each account; an earlier one stays in the stream. */
  readonly decisions: ReadonlyMap<CanonicalLogin, EffectiveDecision>;
  /** Who stands in for whom; `null` is the fallback. */
  readonly delegations: ReadonlyMap<CanonicalLogin, CanonicalLogin | null>;
  /** The last days of those that have one. */
  readonly delegationEnds: ReadonlyMap<CanonicalLogin, Day>;
  /** As they were recorded, those that another one replaced included. */
  readonly delegated: readonly PlacedDelegation[];
  readonly comments: readonly Omit<Commented, 'kind'>[];
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

/** The review of a period, and those of it that were voided. */
export interface FoldedPeriod {
  /** `null` when no review was opened, or none since the last one was voided. */
  readonly state: ReviewState | null;
  readonly voids: readonly VoidedReview[];
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
