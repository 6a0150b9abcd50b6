// Holds what people did beside deciding and signing to the rules under which it is recorded: delegations, comments, approvals.
import { policyDigest, untoldChange } from '../../config/approval.ts';
import { todayOf } from '../../config/calendar.ts';
import { canonicalLogin } from '../../values/login.ts';
import type { Refusal } from '../../values/result.ts';
import { delegationRefusal } from '../../review/decisions/delegation.ts';
import type { Commented, Delegated, PolicyApproved, ReviewEvent } from '../../review/events/event.ts';
import { foldReview } from '../../review/events/folded.ts';
import { stateOn } from '../../review/events/state.ts';
import type { ReviewState } from '../../review/events/state.ts';
import { actorRefusal } from '../../review/lines/actor.ts';
import type { ReviewLine } from '../../review/lines/line.ts';
import { standInsOf } from '../../review/lines/reviewers.ts';
import type { DecidedRun, EventPlace } from './decided-run.ts';

/** @returns why this person could not have acted; a typed name that no directory knows was never recorded */
export function strangerBreak(
  typed: string,
  { asksWho, frozen, config, signers, gone }: DecidedRun,
  where: string,
): Refusal | null {
  const by = canonicalLogin(typed);
  if (!asksWho || by === null) return null;
  return actorRefusal({ by, people: signers, gone, lines: frozen.lines, config }, where);
}

/** Whoever opens or closes a review need not have decided anything in it, so they are asked about apart. */
export function openerBreak(event: ReviewEvent, run: DecidedRun, where: string): Refusal | null {
  if ((event.kind !== 'opened' && event.kind !== 'closed') || event.by === null) return null;
  return strangerBreak(event.by, run, where);
}

/** Approved is the configuration that the run was made with, and no other. */
export function approvalBreak(
  { sha256: found, changes }: PolicyApproved,
  { asksFarther, asksMembers, config }: DecidedRun,
  where: string,
): Refusal | null {
  const expected = policyDigest(config);
  if (asksFarther && found !== expected)
    return { what: 'an approval of another policy than the run used', where, found, expected };
  const untold = asksMembers ? untoldChange(changes, config) : null;
  if (untold === null) return null;
  return {
    what: 'an approval of a change that the policy does not show',
    where,
    found: untold,
    expected: 'settings as the run used them, in their order, each once',
  };
}

/** A comment is on a line, and says something. @returns what no step records; `null` for a comment that one does */
export function commentBreak(
  { login, text }: Commented,
  { lines, where }: { readonly lines: ReadonlyMap<string, ReviewLine>; readonly where: string },
): Refusal | null {
  if (lines.has(login) && text !== '') return null;
  return { what: 'a comment on no line', where, found: login, expected: 'a line of the review, and a sentence' };
}

/**
 * Who may move whose lines to whom is asked as it was when the delegation was made.
 *
 * @returns why it could not be made; `null` also for a version that did not ask
 */
export function delegatedBreak(event: Delegated, { before, run, where }: EventPlace): Refusal | null {
  const folded = foldReview(before);
  if (!run.asksWho || folded === null) return null;
  const { frozen, signers, config } = run;
  const today = todayOf(event.at, config);
  if (run.asksMembers && event.until !== undefined && event.until < today)
    return { what: 'a delegation that had ended', where, found: event.until, expected: `${today} or a later day` };
  const state = stateOn(folded, today);
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

/** A run makes delegations by itself where a reviewer left: from nobody but a reviewer, and to nobody but the fallback. */
function unaskedBreak(
  { from, to }: Delegated,
  { state, run: { frozen, config }, where }: Pick<EventPlace, 'run' | 'where'> & { readonly state: ReviewState },
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
