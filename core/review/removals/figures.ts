// How the revocations of a review add up: proven, handed over, still to be handed over.
import { isReopenedSince, isUnderWay } from '../events/removal.ts';
import type { Removal } from '../events/removal.ts';
import type { ReviewState, EffectiveDecision, IssuedWorkOrder } from '../events/state.ts';
import type { ReviewLine } from '../lines/line.ts';

/** Handed over, still wanted gone, and not proven gone: what is overdue or reopened is among them. */
export function openRemovals({ removals, decisions }: ReviewState): readonly Removal[] {
  return [...removals.values()].filter(
    ({ login, state }) => state !== 'closed' && state !== 'withdrawn' && decisions.get(login)?.decision === 'revoke',
  );
}

/** Orders of which somebody is still to do something: neither withdrawn, nor proven done by an export, nor overtaken by another. */
export function ordersToCarryOut(state: ReviewState): readonly IssuedWorkOrder[] {
  const toDo = new Set(
    openRemovals(state)
      .filter(isUnderWay)
      .map(({ order }) => order),
  );
  return state.workOrders.filter(({ number }) => toDo.has(number));
}

/** Revoked and in no work order yet, in one that was withdrawn, or live again after the last one. */
export function notHandedOver({
  removals,
  decisions,
}: Pick<ReviewState, 'removals' | 'decisions'>): readonly EffectiveDecision[] {
  return [...decisions.values()].filter(({ login, decision }) => {
    const removal = removals.get(login);
    return (
      decision === 'revoke' && (removal === undefined || removal.state === 'withdrawn' || isReopenedSince(removal))
    );
  });
}

/** In an order that stands, and still to go: an account that is kept again will not, whatever an earlier order said. */
export function handedOver({ removals, decisions }: Pick<ReviewState, 'removals' | 'decisions'>): ReadonlySet<string> {
  const underWay = [...removals.values()].filter(isUnderWay);
  return new Set(underWay.flatMap(({ login }) => (decisions.get(login)?.decision === 'revoke' ? [login] : [])));
}

/** How the revocations of a review add up: every account that was live or had a finding is in one of the three. */
export interface RemovalFigures {
  readonly proven: number;
  readonly open: number;
  readonly notHandedOver: number;
}

export function removalFigures(
  state: Pick<ReviewState, 'removals' | 'decisions'>,
  lines: readonly Pick<ReviewLine, 'login'>[],
): RemovalFigures {
  // Worked out where it is asked for: most revocations are of accounts that were handed over or have a finding.
  let ofLines: ReadonlySet<string> | undefined;
  const isLine = (login: string): boolean => (ofLines ??= new Set(lines.map((line) => line.login))).has(login);
  // What was handed over was live, be it no line any more since the review was moved onto a later run.
  const counts = ({ login, codesSeen }: EffectiveDecision): boolean =>
    codesSeen.length > 0 || state.removals.has(login) || isLine(login);
  const revoked = [...state.decisions.values()].filter((one) => one.decision === 'revoke' && counts(one));
  return {
    proven: revoked.filter(({ login }) => state.removals.get(login)?.state === 'closed').length,
    open: handedOver(state).size,
    notHandedOver: notHandedOver(state).filter(counts).length,
  };
}
