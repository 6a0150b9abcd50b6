// What the signed report tells of delegations and of every way back: what was taken back, what was carried, what was voided.
import type { PlacedDelegation, Rebase, ReviewState, TakenBack, VoidedReview } from '../review/events/state.ts';
import { dayText, instantText } from '../values/time-text.ts';
import { plural, some } from '../values/text.ts';
import type { WayBackRow } from './parts/review.ts';

/** Logins that a sentence names at most; all of them stand in the attached events. */
const mostNamed = 20;

/** Of the review that was signed, and of those of its period that were voided before it. */
export function waysBackOf(state: ReviewState): readonly WayBackRow[] {
  const voided = state.voids.flatMap((one) => [
    ...waysWithin(one.state),
    { sequence: one.sequence, row: voidedRow(one) },
  ]);
  return [...voided, ...waysWithin(state)].toSorted((a, b) => a.sequence - b.sequence).map(({ row }) => row);
}

interface Placed {
  readonly sequence: number;
  readonly row: WayBackRow;
}

function waysWithin({
  delegated,
  takenBack,
  rebases,
}: Pick<ReviewState, 'delegated' | 'takenBack' | 'rebases'>): readonly Placed[] {
  return [
    ...delegated.map((one) => ({ sequence: one.sequence, row: delegatedRow(one) })),
    ...takenBack.map((one) => ({ sequence: one.sequence, row: takenBackRow(one) })),
    ...rebases.map((one) => ({ sequence: one.sequence, row: rebaseRow(one) })),
  ];
}

function delegatedRow({ at, by, assurance, from, to, reason, until }: PlacedDelegation): WayBackRow {
  const who = by ?? 'a run, which shows that they left';
  const what =
    to === from
      ? `What is ${from}'s is theirs again.`
      : `Delegated what is ${from}'s to ${to ?? 'the fallback'}, until ${until === undefined ? 'this review ends' : dayText(until)}.`;
  return { at, by: who, assurance: assurance ?? null, what, reason };
}

function takenBackRow({ at, by, assurance, stage, signedAt, reason }: TakenBack): WayBackRow {
  return { at, by, assurance, what: `Took back the signature as ${stage} of ${instantText(signedAt)}.`, reason };
}

function rebaseRow({ at, by, assurance, before, run, carried, again, gone, fallen, reason }: Rebase): WayBackRow {
  const parts = [
    `Moved the review from the run ${before.run} to the run ${run}: ${plural(carried, 'decision')} carried, because the line is unchanged.`,
    again.length === 0 ? 'None was asked again.' : `Asked again, because the line changed: ${some(again, mostNamed)}.`,
    ...(gone.length === 0 ? [] : [`No line any more: ${some(gone, mostNamed)}.`]),
    ...fallen.map((signed) => `The signature of ${signed.by} as ${signed.stage} fell.`),
  ];
  return { at, by, assurance, what: parts.join(' '), reason };
}

function voidedRow({ at, by, assurance, reason, state }: VoidedReview): WayBackRow {
  const orders = state.workOrders.map(({ number }) => number);
  const parts = [
    `Voided the review that ${state.openedBy ?? 'nobody named'} opened on ${instantText(state.openedAt)} on the run ${state.run}, with ${plural(state.decisions.size, 'decision')}.`,
    ...(orders.length === 0 ? [] : [`Its work orders ${orders.join(', ')} stand no more.`]),
  ];
  return { at, by, assurance, what: parts.join(' '), reason };
}
