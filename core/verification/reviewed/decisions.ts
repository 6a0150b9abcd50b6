// Goes through a signed review event by event, by the rules under which each was recorded: nothing in it may be refused.
import { todayOf } from '../../config/calendar.ts';
import { signOffStages } from '../../names/sign-off.ts';
import type { Refusal } from '../../values/result.ts';
import { decisionLine } from '../../review/decisions/decision.ts';
import type { DecisionContext } from '../../review/decisions/decision.ts';
import { isQuiet, isUnremarkable } from '../../review/lines/line.ts';
import type { ReviewLine } from '../../review/lines/line.ts';
import { ownLoginsByLogin } from '../../review/lines/own-logins.ts';
import { claimRefusal, numberedWith, otherNames } from '../../review/lines/actor.ts';
import type { Commented, Decided, Delegated, DecisionLine, PolicyApproved } from '../../review/events/event.ts';
import type {
  RemovalsObserved,
  ReviewEvent,
  SignatureWithdrawn,
  StoredReviewEvent,
  Voided,
  WorkOrderIssued,
} from '../../review/events/event.ts';
import { formBreak } from '../../review/events/recorded-form.ts';
import { memberBreak } from './members.ts';
import { foldReview } from '../../review/events/folded.ts';
import { baseOf } from '../../review/events/state.ts';
import type { ReviewState } from '../../review/events/state.ts';
import { approvalBreak, commentBreak, delegatedBreak, openerBreak, strangerBreak } from './acts.ts';
import type { DecidedRun, EventPlace } from './decided-run.ts';
import { observedBreak, provenBreak, workOrderBreak } from './removals.ts';
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
  let standing: Standing = 'nowhere';
  for (const [index, { event, sequence }] of events.entries()) {
    const where = `event ${sequence} of the review`;
    standing = standingAt({ event, sequence }, { before: standing, held });
    const place: HeldPlace = {
      ...held,
      // Of the few kinds that look back: most events are decisions, of which there may be thousands.
      get before() {
        return events.slice(0, index);
      },
      where,
      sequence,
      signatures,
      standing,
    };
    const broken = unfoundedBreak(event, place) ?? ruleBreak(event, place);
    if (broken !== null) return broken;
    signatures = signaturesAfter(event, signatures);
  }
  return endBreak(events, run) ?? (state === null ? null : provenBreak(state, run));
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
  readonly standing: Standing;
}

/**
 * On which lines the review stands at an event: `here`, on those of the report; `earlier`, on the same lines, in a review
 * that was voided since; `elsewhere`, on those of another run, of which no evidence is attached; `nowhere` before any were
 * laid down.
 */
type Standing = 'here' | 'earlier' | 'elsewhere' | 'nowhere';

function standingAt(
  { event, sequence }: Pick<StoredReviewEvent, 'event' | 'sequence'>,
  { before, held: { run, state, base } }: { readonly before: Standing; readonly held: HeldReview },
): Standing {
  if (sequence >= base) return 'here';
  if (event.kind !== 'opened' && event.kind !== 'rebased') return before;
  const isSame = event.run === run.id && event.linesSha256 === state?.linesSha256;
  return isSame && run.asksMembers ? 'earlier' : 'elsewhere';
}

function isElsewhere({ standing }: HeldPlace): boolean {
  return standing === 'elsewhere' || standing === 'nowhere';
}

/** What is asked of an event of any kind. */
function unfoundedBreak(event: ReviewEvent, place: HeldPlace): Refusal | null {
  const { run, where } = place;
  // No evidence tells whom the other run knew, or which version recorded the events on it.
  if (isElsewhere(place)) return null;
  const unsigned = run.asksFarther ? claimRefusal(event, run.config, where) : null;
  const misshapen = run.asksForm ? (formBreak(event, where) ?? openerBreak(event, run, where)) : null;
  return unsigned ?? misshapen ?? (run.asksMembers ? memberBreak(event, where) : null);
}

/** What is asked of an event of its kind. */
function ruleBreak(event: ReviewEvent, place: HeldPlace): Refusal | null {
  const { run, where, state, sequence } = place;
  switch (event.kind) {
    case 'decided':
      return lateBreak(place, 'a decision') ?? (isElsewhere(place) ? null : decidedBreak(event, place));
    case 'signed':
      // To which runs an earlier signature reached, is not attached.
      return place.standing === 'here' ? signedBreak(event, place) : orderBreak(event, place);
    case 'signature-withdrawn':
    case 'voided':
      return wayBackBreak(event, { ...place, move: null }) ?? leaverBreak(event, place);
    case 'rebased':
      return wayBackBreak(event, { ...place, move: moveAt(sequence, state, run) });
    case 'closed':
      return place.signatures < signOffStages.length ? unsignedClosing(where) : null;
    case 'delegated':
    case 'commented':
    case 'policy-approved':
    case 'work-order-issued':
    case 'removals-observed':
      return isElsewhere(place) ? null : actBreak(event, place);
    case 'not-performed':
      return run.asksMembers && place.standing === 'here' ? unreported(where) : null;
    case 'opened':
    case 'run-missed':
    case 'mailed':
      return null;
    default:
      return event satisfies never;
  }
}

/**
 * Whoever took back a signature or voided the review is held against the run on which it stood. Whoever moved it is not:
 * only the run onto which it was moved may know them.
 */
function leaverBreak({ by }: SignatureWithdrawn | Voided, place: HeldPlace): Refusal | null {
  const { run, where } = place;
  return run.asksMembers && !isElsewhere(place) ? strangerBreak(by, run, where) : null;
}

type Act = Commented | Delegated | PolicyApproved | RemovalsObserved | WorkOrderIssued;

/** What versions before `asksFarther` recorded of orders and proofs was held to no rule, so nothing is asked of it. */
function actBreak(event: Act, place: HeldPlace): Refusal | null {
  const { run, where, lineOf: lines } = place;
  switch (event.kind) {
    case 'delegated':
      return delegatedBreak(event, place);
    case 'commented':
      return (
        strangerBreak(event.by, run, where) ??
        commentBreak(event, { lines, where }) ??
        (run.asksMembers ? lateBreak(place, 'a comment') : null)
      );
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

function endBreak(events: readonly StoredReviewEvent[], { ends }: DecidedRun): Refusal | null {
  const last = events.at(-1);
  if (last === undefined || ends === 'moved' || last.event.kind === ends) return null;
  return {
    what: 'events after the last signature',
    where: `event ${last.sequence} of the review`,
    found: last.event.kind,
    expected: 'a signature: a report carries what was signed for, and nothing after it',
  };
}

/** @returns `null` for a move of a review that was voided: only the lines of the one that was signed are attached */
function moveAt(sequence: number, state: ReviewState | null, { frozen, earlier, config }: DecidedRun): Move | null {
  const rebases = state?.rebases ?? [];
  const index = rebases.findIndex((move) => move.sequence === sequence);
  const before = earlier[index];
  if (before === undefined) return null;
  const isLast = index === rebases.length - 1;
  return { before, after: earlier[index + 1] ?? frozen, config: isLast ? config : null };
}

function lateBreak({ signatures, where }: HeldPlace, found: 'a decision' | 'a comment'): Refusal | null {
  if (signatures < signOffStages.length) return null;
  const expected = `${found} in the next review: what was signed for stays as it is`;
  return { what: `${found} after every stage had signed`, where, found, expected };
}

function unreported(where: string): Refusal {
  const expected = 'a review that nobody opened';
  return { what: 'a review that was held, and was not performed', where, found: 'not-performed', expected };
}

function unsignedClosing(where: string): Refusal {
  return { what: 'closed before every stage had signed', where, found: 'closed', expected: 'a signature' };
}

function decidedBreak({ by, at, lines, filter }: Decided, { run, lineOf, ownOf, where }: HeldPlace): Refusal | null {
  const stranger = strangerBreak(by, run, where);
  if (stranger !== null) return stranger;
  const today = todayOf(at, run.config);
  const isCovered = run.regardsDecisions ? isUnremarkable : isQuiet;
  for (const decided of lines) {
    const { login, codesSeen } = decided;
    const line = lineOf.get(login);
    const place = `${where}, ${login}`;
    if (filter !== undefined && (line === undefined || !isCovered(line))) return unfit(place, filter);
    const codesOf = new Map([[login, codesSeen]]);
    const request = { ...decided, shared: filter !== undefined, where: place };
    const namesOf = run.asksNames ? otherNames : numberedWith;
    const alsoBy = namesOf(by, run.signers, run.config.policy.plusAddressing);
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
