// Holds each signature to what it was given for: its place among the stages, who gave it, and what it states.
import { todayOf } from '../../config/calendar.ts';
import { canonicalLogin } from '../../values/login.ts';
import type { Refusal } from '../../values/result.ts';
import type { Signed } from '../../review/events/event.ts';
import { foldReview } from '../../review/events/folded.ts';
import { stateOn } from '../../review/events/state.ts';
import { undecidedLines } from '../../review/decisions/standing.ts';
import type { ForwardedChanges } from '../../review/changes/roll-forward.ts';
import { nextStage, signOffRefusals } from '../../review/signatures/refusals.ts';
import type { SignOffFacts } from '../../review/signatures/refusals.ts';
import { openingText, statedBy } from '../../review/signatures/statement.ts';
import { aheadOf } from './ahead.ts';
import type { DecidedRun, EventPlace } from './decided-run.ts';

/** Stages sign in their order. */
export function orderBreak(
  { by, stage }: Signed,
  { before, where }: Pick<EventPlace, 'before' | 'where'>,
): Refusal | null {
  const state = foldReview(before);
  if (state !== null && canonicalLogin(by) !== null && nextStage(state) === stage) return null;
  const expected = state === null ? 'a review' : (nextStage(state) ?? 'no signature: every stage has signed');
  return { what: 'a signature out of its order', where, found: `${stage} by ${by}`, expected };
}

/**
 * @returns the first reason for which the signature would have been refused when it was given, or what it states that does
 *   not follow from the events before; `null` where it stands
 */
export function signedBreak(signed: Signed, { run, before, where }: EventPlace): Refusal | null {
  const unordered = orderBreak(signed, { before, where });
  const folded = foldReview(before);
  const by = canonicalLogin(signed.by);
  if (unordered !== null || folded === null || by === null) return unordered;
  const { period, frozen, config, signers, gone } = run;
  const day = todayOf(signed.at, config);
  const state = stateOn(folded, day);
  const { lines } = frozen;
  const others = [...frozen.others, ...signers];
  const { reviewers, policy } = config;
  const ahead = aheadOf(signed, { runs: run.ahead, state, where });
  if (ahead.kind === 'refused') return ahead.refusals[0] ?? null;
  const { forward, asking } = ahead.value;
  const codesOf = new Map(lines.map((line) => [line.login, [...line.codes, ...(asking.get(line.login) ?? [])]]));
  const today = run.asksEnded ? day : null;
  const undecided = undecidedLines(state, { lines, codesOf, removed: new Set(), today }, reviewers);
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
    actor: run.asksWho ? { people: signers, gone, config } : null,
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
