// Goes through a signed review event by event, by the rules under which each was recorded: nothing in it may be refused.
import type { Config } from '../../config/config.ts';
import { todayOf } from '../../config/calendar.ts';
import { policyDigest } from '../../config/approval.ts';
import { canonicalLogin } from '../../values/login.ts';
import { signOffStages } from '../../names/sign-off.ts';
import type { Refusal } from '../../values/result.ts';
import { decisionLine } from '../../review/decisions/decision.ts';
import type { DecisionContext } from '../../review/decisions/decision.ts';
import { isUnremarkable } from '../../review/lines/line.ts';
import type { ReviewLine, ReviewLines } from '../../review/lines/line.ts';
import { ownLoginsByLogin } from '../../review/lines/own-logins.ts';
import { actorRefusal, claimRefusal, numberedWith } from '../../review/lines/actor.ts';
import { standInsOf } from '../../review/lines/reviewers.ts';
import type { KnownPerson } from '../../review/lines/actor.ts';
import { delegationRefusal } from '../../review/decisions/delegation.ts';
import type { Commented, Decided, Delegated, DecisionLine, PolicyApproved } from '../../review/events/event.ts';
import type { ReviewEvent, Signed, StoredReviewEvent } from '../../review/events/event.ts';
import { formBreak } from '../../review/events/recorded-form.ts';
import { nextStage, signOffRefusals } from '../../review/signatures/refusals.ts';
import type { SignOffFacts } from '../../review/signatures/refusals.ts';
import { openingText, statedBy } from '../../review/signatures/statement.ts';
import { undecidedLines } from '../../review/decisions/standing.ts';
import { foldReview } from '../../review/events/folded.ts';
import { baseOf, stateOn } from '../../review/events/state.ts';
import type { ReviewState } from '../../review/events/state.ts';
import type { ForwardedChanges } from '../../review/changes/roll-forward.ts';
import { aheadOf } from './ahead.ts';
import type { RunsAhead } from './ahead.ts';
import { observedBreak, workOrderBreak } from './removals.ts';
import { isWayBack, wayBackBreak } from './way-back.ts';
import type { Move } from './way-back.ts';

export interface DecidedRun {
  readonly period: string;
  readonly frozen: ReviewLines;
  /** The lines until each move onto a later run, the first move first. */
  readonly earlier: readonly ReviewLines[];
  readonly config: Config;
  /** People who acted in the review, as the directories know them. */
  readonly signers: readonly KnownPerson[];
  /** Whether the version that recorded it asked who may act; one before 0.3.0 took any typed name. */
  readonly asksWho: boolean;
  /** Whether the version that recorded it is held to what is asked since 0.6.0: where a delegation leads in the end, which sign-ins there are, whose employee numbers are one, and orders, proofs and approvals. */
  readonly asksFarther: boolean;
  /** Whether the version that recorded it is held to what is asked since 0.7.0: the form of each event, who opened, and what came after the last signature. */
  readonly asksForm: boolean;
  /** Whether the events end with the one that closes the review, and not with a signature. */
  readonly closing: boolean;
  /** Whether this version recorded it: another one may word a statement differently. */
  readonly sameWords: boolean;
  /** `null` where no signature was rolled forward. */
  readonly ahead: RunsAhead | null;
  /** Of the run under review. */
  readonly id: string;
  readonly rejectedRows: number;
  /** What the run says about its inputs and controls. */
  readonly run: SignOffFacts['run'];
}

/**
 * What later exports showed and which codes later runs of the period found, no event proves: a decision is held against
 * the codes of its line alone.
 *
 * @param events up to the last signature, as a report carries them; their chain holds and they make a review
 * @returns the first event that had to be refused, or `null`
 */
export function decisionsBreak(events: readonly StoredReviewEvent[], run: DecidedRun): Refusal | null {
  const lineOf = new Map<string, ReviewLine>(run.frozen.lines.map((line) => [line.login, line]));
  const ownOf = ownLoginsByLogin(run.frozen);
  const state = foldReview(events);
  const base = state === null ? 0 : baseOf(state);
  let signed = 0;
  for (const [index, { event, sequence }] of events.entries()) {
    const where = `event ${sequence} of the review`;
    // Of what stood on other lines no evidence is attached; what was carried is held against the lines where it was.
    const isBefore = sequence < base;
    const unsigned = isBefore || !run.asksFarther ? null : claimRefusal(event, run.config, where);
    const misshapen = isBefore || !run.asksForm ? null : (formBreak(event, where) ?? openerBreak(event, run, where));
    const unfounded = unsigned ?? misshapen;
    if (unfounded !== null) return unfounded;
    if (event.kind === 'decided') {
      const late = signed === signOffStages.length ? tooLate(where) : null;
      const broken = late ?? (isBefore ? null : decidedBreak(event, { run, lineOf, ownOf, where }));
      if (broken !== null) return broken;
      signed = 0;
    } else if (event.kind === 'signed') {
      const signing = { run, before: events.slice(0, index), where };
      const broken = isBefore ? orderBreak(event, signing) : signedBreak(event, signing);
      if (broken !== null) return broken;
      signed += 1;
    } else if (isWayBack(event)) {
      const broken = wayBackBreak(event, {
        run,
        before: events.slice(0, index),
        move: moveAt(sequence, state, run),
        where,
      });
      if (broken !== null) return broken;
      signed = event.kind === 'signature-withdrawn' ? signed - 1 : 0;
    } else if (event.kind === 'delegated' && !isBefore) {
      const broken = delegatedBreak(event, { before: events.slice(0, index), run, where });
      if (broken !== null) return broken;
    } else if (event.kind === 'commented' && !isBefore) {
      const broken = strangerBreak(event.by, run, where) ?? commentBreak(event, { lines: lineOf, where });
      if (broken !== null) return broken;
    } else if (event.kind === 'policy-approved' && !isBefore) {
      const broken = strangerBreak(event.by, run, where) ?? approvalBreak(event, run, where);
      if (broken !== null) return broken;
    } else if (run.asksFarther && event.kind === 'work-order-issued' && !isBefore) {
      const stranger = event.by === null ? null : strangerBreak(event.by, run, where);
      const broken = stranger ?? workOrderBreak(event, { before: events.slice(0, index), where });
      if (broken !== null) return broken;
    } else if (run.asksFarther && event.kind === 'removals-observed' && !isBefore) {
      const broken = observedBreak(event, { before: events.slice(0, index), where });
      if (broken !== null) return broken;
    } else if (event.kind === 'closed' && signed < signOffStages.length) {
      return { what: 'closed before every stage had signed', where, found: 'closed', expected: 'a signature' };
    }
  }
  const last = events.at(-1);
  if (last === undefined || last.event.kind === (run.closing ? 'closed' : 'signed')) return null;
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

function tooLate(where: string): Refusal {
  return {
    what: 'a decision after every stage had signed',
    where,
    found: 'a decision',
    expected: 'a decision in the next review: what was signed for stays as it is',
  };
}

interface Deciding extends Pick<DecisionContext, 'ownOf'> {
  readonly run: DecidedRun;
  readonly lineOf: ReadonlyMap<string, ReviewLine>;
  readonly where: string;
}

function decidedBreak({ by, at, lines, filter }: Decided, { run, lineOf, ownOf, where }: Deciding): Refusal | null {
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

/** Of whoever acted: a typed name that nobody knows could not have been recorded. */
function strangerBreak(typed: string, { asksWho, frozen, config, signers }: DecidedRun, where: string): Refusal | null {
  const by = canonicalLogin(typed);
  if (!asksWho || by === null) return null;
  return actorRefusal({ by, people: signers, lines: frozen.lines, config }, where);
}

/** Whoever begins a review, or ends it, need not have decided anything in it. */
function openerBreak(event: ReviewEvent, run: DecidedRun, where: string): Refusal | null {
  if ((event.kind !== 'opened' && event.kind !== 'closed') || event.by === null) return null;
  return strangerBreak(event.by, run, where);
}

/** Approved is the configuration that the run was made with, and no other. */
function approvalBreak(
  { sha256: found }: PolicyApproved,
  { asksFarther, config }: DecidedRun,
  where: string,
): Refusal | null {
  const expected = policyDigest(config);
  if (!asksFarther || found === expected) return null;
  return { what: 'an approval of another policy than the run used', where, found, expected };
}

function commentBreak(
  { login, text }: Commented,
  { lines, where }: { readonly lines: ReadonlyMap<string, ReviewLine>; readonly where: string },
): Refusal | null {
  if (lines.has(login) && text !== '') return null;
  return { what: 'a comment on no line', where, found: login, expected: 'a line of the review, and a sentence' };
}

function delegatedBreak(event: Delegated, { before, run, where }: Signing): Refusal | null {
  const folded = foldReview(before);
  if (!run.asksWho || folded === null) return null;
  const { frozen, signers, config } = run;
  const state = stateOn(folded, todayOf(event.at, config));
  if (event.by === null) return unaskedBreak(event, { state, run, where });
  const known = {
    people: [...frozen.lines, ...frozen.others, ...signers],
    plusAddressing: config.policy.plusAddressing,
  };
  const { reviewers } = config;
  return (
    strangerBreak(event.by, run, where) ??
    delegationRefusal({ event, state, reviewers, known, asksFarther: run.asksFarther }, where) ??
    (event.to === null ? null : strangerBreak(event.to, run, where))
  );
}

/** Nobody is asked when a run shows that a reviewer left: the lines go to the fallback, and nothing that is not theirs to review. */
function unaskedBreak(
  { from, to }: Delegated,
  { state, run: { frozen, config }, where }: Pick<Signing, 'run' | 'where'> & { readonly state: ReviewState },
): Refusal | null {
  const standIn = standInsOf({ delegations: state.delegations, reviewers: config.reviewers });
  const isReviewer = frozen.lines.some(({ reviewer, own }) => reviewer === from || standIn(reviewer, own) === from);
  if (to === null && isReviewer) return null;
  return {
    what: 'a delegation that no run makes',
    where,
    found: `what is ${from}'s, by nobody, to ${to ?? 'the fallback'}`,
    expected: 'lines of a reviewer who left, to the fallback',
  };
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

interface Signing {
  readonly run: DecidedRun;
  readonly before: readonly StoredReviewEvent[];
  readonly where: string;
}

function orderBreak({ by, stage }: Signed, { before, where }: Pick<Signing, 'before' | 'where'>): Refusal | null {
  const state = foldReview(before);
  if (state !== null && canonicalLogin(by) !== null && nextStage(state) === stage) return null;
  const expected = state === null ? 'a review' : (nextStage(state) ?? 'no signature: every stage has signed');
  return { what: 'a signature out of its order', where, found: `${stage} by ${by}`, expected };
}

function signedBreak(signed: Signed, { run, before, where }: Signing): Refusal | null {
  const unordered = orderBreak(signed, { before, where });
  const folded = foldReview(before);
  const by = canonicalLogin(signed.by);
  if (unordered !== null || folded === null || by === null) return unordered;
  const { period, frozen, config, signers } = run;
  const state = stateOn(folded, todayOf(signed.at, config));
  const { lines } = frozen;
  const others = [...frozen.others, ...signers];
  const { reviewers, policy } = config;
  const ahead = aheadOf(signed, { runs: run.ahead, state, where });
  if (ahead.kind === 'refused') return ahead.refusals[0] ?? null;
  const { forward, asking } = ahead.value;
  const codesOf = new Map(lines.map((line) => [line.login, [...line.codes, ...(asking.get(line.login) ?? [])]]));
  const undecided = undecidedLines(state, { lines, codesOf, removed: new Set() }, reviewers);
  const facts = {
    period,
    state,
    lines,
    others,
    undecided,
    lastPrivileged: null,
    by,
    reviewers,
    plusAddressing: policy.plusAddressing,
    actor: run.asksWho ? { people: signers, config } : null,
  };
  const whole = { ...facts, run: run.run };
  const [refusal] = signOffRefusals(whole);
  if (refusal !== undefined) return { ...refusal, where: `${where}, ${refusal.where}` };
  return statementBreak(signed, { facts: whole, run, where, forward });
}

/** A signature states what follows from the events before it, and nothing else; in other versions its first sentence does. */
function statementBreak(
  { stage, statement, at }: Signed,
  {
    facts,
    run,
    where,
    forward,
  }: {
    readonly facts: SignOffFacts;
    readonly run: DecidedRun;
    readonly where: string;
    readonly forward: ForwardedChanges | null | undefined;
  },
): Refusal | null {
  const { frozen, config, id, rejectedRows } = run;
  const decisions = frozen.lines.flatMap(({ login }) => facts.state.decisions.get(login) ?? []);
  const expected = run.sameWords
    ? statedBy({ facts, frozen, config, run: id, rejectedRows, at, forward })
    : openingText({ stage, run: id, decisions });
  if (run.sameWords ? statement === expected : statement.startsWith(expected)) return null;
  return { what: 'a statement that the review does not yield', where, found: statement, expected };
}
