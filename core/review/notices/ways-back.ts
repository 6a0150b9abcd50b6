// Who has to know when a review is moved or voided, or a signature taken back: whom it asks again, and who relied on it.
import type { OpenLine } from '../decisions/standing.ts';
import type { StoredReviewEvent } from '../events/event.ts';
import type { ReviewState, VoidedReview } from '../events/state.ts';
import { officeOf } from './notice.ts';
import type { AddressedNotice, Notice, Office } from './notice.ts';
import type { Day } from '../../values/instant.ts';

export interface WayBackNoticeFacts {
  readonly review: string;
  readonly state: ReviewState;
  readonly undecided: readonly OpenLine[];
  readonly dueDay: Day;
  readonly config: Office;
}

/** After the last move: whose lines ask, and whose signature fell. */
export function movedNotices({
  review,
  state,
  undecided,
  dueDay,
  config,
}: WayBackNoticeFacts): readonly AddressedNotice[] {
  const last = state.rebases.at(-1);
  if (last === undefined) return [];
  const office = officeOf(config);
  const linesOf = new Map<string, number>(last.fallen.map(({ by }) => [by, 0]));
  for (const { reviewer } of undecided) {
    for (const to of reviewer === null ? office : [reviewer]) linesOf.set(to, (linesOf.get(to) ?? 0) + 1);
  }
  return [...linesOf].map(([to, lines]) => {
    const signatureFell = last.fallen.some(({ by }) => by === to);
    const notice: Notice = { kind: 'review-moved', lines, signatureFell, dueDay };
    return { review, to, key: `review-moved-${last.sequence}`, notice };
  });
}

/** @param relying who goes on from that signature, and who is told of what is late */
export function takenBackNotices(
  { review, state, dueDay, config }: WayBackNoticeFacts,
  relying: readonly string[],
): readonly AddressedNotice[] {
  const open = state.takenBack.filter(({ stage }) => !state.signatures.some((signed) => signed.stage === stage));
  const last = open.at(-1);
  if (last === undefined) return [];
  const notice: Notice = { kind: 'signature-withdrawn', stage: last.stage, dueDay };
  const people = new Set([...officeOf(config), ...relying]);
  return [...people].map((to) => ({ review, to, key: `signature-withdrawn-${last.sequence}`, notice }));
}

/** Everybody who was told of the review or had a hand in it: nobody is to go on deciding, signing or removing. */
export function voidedNotices(
  {
    review,
    events,
    voided,
  }: {
    readonly review: string;
    readonly events: readonly StoredReviewEvent[];
    readonly voided: VoidedReview;
  },
  config: Office,
): readonly AddressedNotice[] {
  const { state, sequence } = voided;
  const told = events
    .slice(state.opening, sequence)
    .flatMap(({ event }) => (event.kind === 'mailed' ? event.mails.map(({ to }) => to) : []));
  const hands = [...state.decisions.values(), ...state.signatures].map(({ by }) => by);
  const notice: Notice = { kind: 'review-voided', orders: state.workOrders.map(({ number }) => number) };
  return [...new Set([...officeOf(config), ...told, ...hands])].map((to) => ({
    review,
    to,
    key: `review-voided-${sequence}`,
    notice,
  }));
}
