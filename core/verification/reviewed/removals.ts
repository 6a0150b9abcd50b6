// Holds what a review says of orders and of what exports proved to the rules under which each is recorded.
import type { RemovalsObserved, StoredReviewEvent, WorkOrderIssued } from '../../review/events/event.ts';
import { foldReview } from '../../review/events/folded.ts';
import { nextOrderNumber } from '../../review/events/state.ts';
import { notHandedOver } from '../../review/removals/figures.ts';
import { observations } from '../../review/removals/proof.ts';
import type { Refusal } from '../../values/result.ts';

interface Place {
  readonly before: readonly StoredReviewEvent[];
  readonly where: string;
}

/** An order is the next by its number, and about accounts that are to go and are in no other order that stands. */
export function workOrderBreak({ number, logins, left }: WorkOrderIssued, { before, where }: Place): Refusal | null {
  const state = foldReview(before);
  if (state === null) return null;
  const what = 'a work order that could not be issued';
  const next = nextOrderNumber(state);
  if (number !== next) return { what, where, found: `number ${number}`, expected: `number ${next}` };
  const open = new Set<string>(notHandedOver(state).map(({ login }) => login));
  const other = [...logins, ...left.map(({ login }) => login)].find((login) => !open.has(login));
  const found = other ?? (logins.length === 0 ? 'an order about nobody' : null);
  return found === null
    ? null
    : { what, where, found, expected: 'accounts that are decided to go, and that no order hands over yet' };
}

/** An export taken before the order says nothing of it, and one that shows no change is not recorded. */
export function observedBreak({ exportedAt, lines }: RemovalsObserved, { before, where }: Place): Refusal | null {
  const state = foldReview(before);
  if (state === null) return null;
  const shown = new Map(lines.map((line) => [line.login, line.shown]));
  // What the event does not name shows nothing that would have been recorded.
  const shownOf: Parameters<typeof observations>[1]['shownOf'] = (login) => shown.get(login) ?? 'live';
  const changed = new Set(observations(state.removals, { exportedAt, doubt: null, shownOf }).map(({ login }) => login));
  const other = lines.find(({ login }) => !changed.has(login));
  if (other === undefined) return null;
  return {
    what: 'a proof that could not be recorded',
    where,
    found: `${other.login}, ${other.shown} in an export of ${exportedAt}`,
    expected:
      'an export taken after the order and the proof before, that shows the account otherwise than it was known',
  };
}
