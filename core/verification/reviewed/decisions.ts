// Goes through a signed review event by event, by the rules under which each was recorded: nothing in it may be refused.
import { todayOf } from '../../config/calendar.ts';
import { signOffStages } from '../../names/sign-off.ts';
import type { Refusal } from '../../values/result.ts';
import { decisionLine } from '../../review/decisions/decision.ts';
import type { DecisionContext } from '../../review/decisions/decision.ts';
import { isUnremarkable } from '../../review/lines/line.ts';
import type { ReviewLine } from '../../review/lines/line.ts';
import { ownLoginsByLogin } from '../../review/lines/own-logins.ts';
import { claimRefusal, numberedWith } from '../../review/lines/actor.ts';
import type { Commented, Decided, Delegated, DecisionLine, PolicyApproved } from '../../review/events/event.ts';
import type { RemovalsObserved, ReviewEvent, StoredReviewEvent, WorkOrderIssued } from '../../review/events/event.ts';
import { formBreak } from '../../review/events/recorded-form.ts';
import { foldReview } from '../../review/events/folded.ts';
import { baseOf } from '../../review/events/state.ts';
import type { ReviewState } from '../../review/events/state.ts';
import { approvalBreak, commentBreak, delegatedBreak, openerBreak, strangerBreak } from './acts.ts';
import type { DecidedRun, EventPlace } from './decided-run.ts';
import { observedBreak, workOrderBreak } from './removals.ts';
import { orderBreak, signedBreak } from './signatures.ts';
import { wayBackBreak } from './way-back.ts';
import type { Move } from './way-back.ts';

/**
 * What later exports showed and which codes later runs of the period found, no event proves: a decision is held against
 * the codes of its line alone.
 *
 * @param events up to the last signature, as a report carries them; their chain holds and they make a review
 * @returns the first event that had to be refused, or `null`
 */
export function decisionsBreak(events: readonly StoredReviewEvent[], run: DecidedRun): Refusal | null {
  const state = foldReview(events);
  const held: HeldReview = {
    run,
    state,
    base: state === null ? 0 : baseOf(state),
    lineOf: new Map<string, ReviewLine>(run.frozen.lines.map((line) => [line.login, line])),
    ownOf: ownLoginsByLogin(run.frozen),
  };
  let signatures = 0;
  for (const [index, { event, sequence }] of events.entries()) {
    const where = `event ${sequence} of the review`;
    const place: HeldPlace = {
      ...held,
      // Of the few kinds that look back: most events are decisions, of which there may be thousands.
      get before() {
        return events.slice(0, index);
      },
      where,
      sequence,
      signatures,
    };
    const broken = unfoundedBreak(event, place) ?? ruleBreak(event, place);
    if (broken !== null) return broken;
    signatures = signaturesAfter(event, signatures);
  }
  return endBreak(events, run);
}

interface HeldReview extends Pick<DecisionContext, 'ownOf'> {
  readonly run: DecidedRun;
  /** As it stands after all events. */
  readonly state: ReviewState | null;
  /** Number of the event that laid down its lines. */
  readonly base: number;
  readonly lineOf: ReadonlyMap<string, ReviewLine>;
}

interface HeldPlace extends HeldReview, EventPlace {
  readonly sequence: number;
  /** How many stand before the event. */
  readonly signatures: number;
}

/** Of what stood on other lines no evidence is attached; what was carried is held against the lines where it was. */
function isElsewhere({ sequence, base }: HeldPlace): boolean {
  return sequence < base;
}

/** What is asked of an event of any kind. */
function unfoundedBreak(event: ReviewEvent, place: HeldPlace): Refusal | null {
  const { run, where } = place;
  if (isElsewhere(place)) return null;
  const unsigned = run.asksFarther ? claimRefusal(event, run.config, where) : null;
  return unsigned ?? (run.asksForm ? (formBreak(event, where) ?? openerBreak(event, run, where)) : null);
}

/** What is asked of an event of its kind. */
function ruleBreak(event: ReviewEvent, place: HeldPlace): Refusal | null {
  const { run, where, state, sequence } = place;
  switch (event.kind) {
    case 'decided':
      return lateBreak(place) ?? (isElsewhere(place) ? null : decidedBreak(event, place));
    case 'signed':
      return isElsewhere(place) ? orderBreak(event, place) : signedBreak(event, place);
    case 'signature-withdrawn':
    case 'rebased':
    case 'voided':
      return wayBackBreak(event, { ...place, move: moveAt(sequence, state, run) });
    case 'closed':
      return place.signatures < signOffStages.length ? unsignedClosing(where) : null;
    case 'delegated':
    case 'commented':
    case 'policy-approved':
    case 'work-order-issued':
    case 'removals-observed':
      return isElsewhere(place) ? null : actBreak(event, place);
    case 'opened':
    case 'run-missed':
    case 'not-performed':
    case 'mailed':
      return null;
    default:
      return event satisfies never;
  }
}

type Act = Commented | Delegated | PolicyApproved | RemovalsObserved | WorkOrderIssued;

/** Versions that were not held to it told of orders and proofs what they liked. */
function actBreak(event: Act, place: HeldPlace): Refusal | null {
  const { run, where, lineOf: lines } = place;
  switch (event.kind) {
    case 'delegated':
      return delegatedBreak(event, place);
    case 'commented':
      return strangerBreak(event.by, run, where) ?? commentBreak(event, { lines, where });
    case 'policy-approved':
      return strangerBreak(event.by, run, where) ?? approvalBreak(event, run, where);
    case 'work-order-issued':
      if (!run.asksFarther) return null;
      return (event.by === null ? null : strangerBreak(event.by, run, where)) ?? workOrderBreak(event, place);
    case 'removals-observed':
      return run.asksFarther ? observedBreak(event, place) : null;
    default:
      return event satisfies never;
  }
}

/** Each decision asks for new signatures, and so does a move onto another run. */
function signaturesAfter({ kind }: ReviewEvent, before: number): number {
  if (kind === 'signed') return before + 1;
  if (kind === 'signature-withdrawn') return before - 1;
  return kind === 'decided' || kind === 'rebased' || kind === 'voided' ? 0 : before;
}

function endBreak(events: readonly StoredReviewEvent[], { closing }: DecidedRun): Refusal | null {
  const last = events.at(-1);
  if (last === undefined || last.event.kind === (closing ? 'closed' : 'signed')) return null;
  return {
    what: 'events after the last signature',
    where: `event ${last.sequence} of the review`,
    found: last.event.kind,
    expected: 'a signature: a report carries what was signed for, and nothing after it',
  };
}

/** Lines are attached of the review that was signed; one that was voided before it has none. */
function moveAt(sequence: number, state: ReviewState | null, { frozen, earlier, config }: DecidedRun): Move | null {
  const rebases = state?.rebases ?? [];
  const index = rebases.findIndex((move) => move.sequence === sequence);
  const before = earlier[index];
  if (before === undefined) return null;
  const isLast = index === rebases.length - 1;
  return { before, after: earlier[index + 1] ?? frozen, config: isLast ? config : null };
}

function lateBreak({ signatures, where }: HeldPlace): Refusal | null {
  if (signatures < signOffStages.length) return null;
  return {
    what: 'a decision after every stage had signed',
    where,
    found: 'a decision',
    expected: 'a decision in the next review: what was signed for stays as it is',
  };
}

function unsignedClosing(where: string): Refusal {
  return { what: 'closed before every stage had signed', where, found: 'closed', expected: 'a signature' };
}

function decidedBreak({ by, at, lines, filter }: Decided, { run, lineOf, ownOf, where }: HeldPlace): Refusal | null {
  const stranger = strangerBreak(by, run, where);
  if (stranger !== null) return stranger;
  const today = todayOf(at, run.config);
  for (const decided of lines) {
    const { login, codesSeen } = decided;
    const line = lineOf.get(login);
    const place = `${where}, ${login}`;
    if (filter !== undefined && (line === undefined || !isUnremarkable(line))) return unfit(place, filter);
    const codesOf = new Map([[login, codesSeen]]);
    const request = { ...decided, shared: filter !== undefined, where: place };
    const alsoBy = numberedWith(by, run.signers, run.config.policy.plusAddressing);
    const again = decisionLine(request, { codesOf, lineOf, ownOf, by, alsoBy, today, policy: run.config.policy });
    if (again.kind === 'refused') return again.refusals[0] ?? null;
    if (!isSame(again.value, decided)) return unfit(place, 'a decision in another form');
  }
  return null;
}

/** A recorded decision names its login, and its reason, in the form in which they are recorded. */
function isSame(one: DecisionLine, other: DecisionLine): boolean {
  return one.login === other.login && one.reason === other.reason;
}

function unfit(where: string, found: string): Refusal {
  return {
    what: 'a decision that could not be recorded',
    where,
    found,
    expected: 'a line that the filter covers, with its login and reason as they are recorded',
  };
}
