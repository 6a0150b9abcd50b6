// What `review status` says of each revocation: of one that was handed over, and of one that no work order names.
import { isReopenedSince } from '../../core/review/events/removal.ts';
import type { Removal } from '../../core/review/events/removal.ts';
import { timeToClose } from '../../core/review/removals/proof.ts';
import { instantText } from '../../core/values/time-text.ts';
import type { ReviewStatus } from '../../steps/review/review-status.ts';

type Standing = Pick<ReviewStatus, 'state' | 'toHandOver' | 'leftOut'>;

/** @example 'handed over with work order 1, not proven yet' */
export function removalWords(removal: Removal, { state, leftOut }: Standing): string {
  const { login, order } = removal;
  const decision = state.decisions.get(login)?.decision;
  const took = timeToClose(removal);
  if (decision === undefined)
    return `${took === null ? standsAs(removal) : 'done'}, and its decision ${fallenWords(login, state)}`;
  if (took !== null && decision !== 'revoke') return `done, and the decision is now ${decision}: give the access back`;
  if (took !== null) {
    const anew = removal.proof?.shown === 'made anew' ? '; made anew since, which the next review asks about' : '';
    return `closed, after ${took.hours} hours (${took.days} days)${anew}`;
  }
  if (decision !== 'revoke') {
    const [stands, and] = removal.state === 'reopened' ? [liveAgain(removal), ' and'] : ['withdrawn', ''];
    return `${stands},${and} the decision is now ${decision}`;
  }
  const left = leftOut.find((one) => one.login === login);
  if (removal.state === 'withdrawn')
    return left === undefined
      ? `${standsAs(removal)}, still to be handed over by a new one`
      : `${standsAs(removal)}, and no new one takes what ${left.why}`;
  if (removal.state !== 'reopened') return `${standsAs(removal)}, not proven yet`;
  if (!isReopenedSince(removal)) return `${liveAgain(removal)}, handed over again with work order ${order}`;
  return `${liveAgain(removal)}, ${left === undefined ? 'to be handed over again' : `and no work order takes what ${left.why}`}`;
}

function standsAs(removal: Removal): string {
  if (removal.state === 'withdrawn') return `withdrawn with work order ${removal.order}`;
  return isReopenedSince(removal) ? liveAgain(removal) : `handed over with work order ${removal.order}`;
}

function liveAgain({ proof }: Removal): string {
  return proof === null ? 'live again' : `live again in the export of ${instantText(proof.exportedAt)}`;
}

/** The last move that put it aside says whether there is a line that asks again. */
function fallenWords(login: Removal['login'], { rebases }: Standing['state']): string {
  const last = rebases.findLast(({ again, gone }) => again.includes(login) || gone.includes(login));
  return last?.gone.includes(login) === true
    ? 'fell when the review was moved, because it is no line any more'
    : 'was put aside when the review was moved: it asks again';
}

/** Revoked, and named by no order; of those that the next one does not take, why. */
export function notHandedOver({ state, toHandOver, leftOut }: Standing): readonly string[] {
  const named = new Set<string>(state.removals.keys());
  return [
    ...toHandOver.filter((login) => !named.has(login)),
    ...leftOut.flatMap(({ login, why }) => (named.has(login) ? [] : [`${login}, which ${why}`])),
  ];
}
