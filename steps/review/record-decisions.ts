// Records decisions that were checked as events of the review that is open: nobody's is written over unseen.
import type { Instant } from '../../core/values/instant.ts';
import type { Reviews } from '../../core/ports/stores.ts';
import type { CanonicalLogin } from '../../core/values/login.ts';
import { ok, refused, refusedAll } from '../../core/values/result.ts';
import type { Refusal, Result } from '../../core/values/result.ts';
import { plural } from '../../core/values/text.ts';
import { linesOfOneEvent } from '../../core/review/events/event.ts';
import type { Assurance, Decided, DecisionLine } from '../../core/review/events/event.ts';
import { baseOf, isSigned } from '../../core/review/events/state.ts';
import type { EffectiveDecision } from '../../core/review/events/state.ts';
import { add, changeReview, done } from '../change-review.ts';
import type { OpenState } from './standing/open-state.ts';

/** @param act as a sentence says it: `a comment` */
export function signedAlready(period: string, act = 'a decision'): Refusal {
  return {
    what: 'review signed already',
    where: `review ${period}`,
    found: 'every stage has signed',
    expected: `${act} in the next review: what was signed for stays as it is`,
  };
}

/** @param act as a sentence says it: `a comment` */
export function movedMeanwhile(period: string, act = 'a decision'): Refusal {
  return {
    what: 'review moved at this moment',
    where: `review ${period}`,
    found: 'another run than the one that was looked at, or none',
    expected: `${act} about the review as it is now: look at it and say it again`,
  };
}

export interface RecordedLines {
  readonly lines: readonly DecisionLine[];
  /** How many of these lines stood already as they were said, and were not recorded a second time. */
  readonly stood: number;
  /** Lines that somebody else decided at the same moment: theirs stands, and this one is told. */
  readonly taken: readonly Refusal[];
  /** Decisions of somebody else that stood otherwise, and do no longer: a file that was filled in earlier may undo them. */
  readonly replaced: readonly EffectiveDecision[];
  /** Numbers of work orders that these decisions made wrong: nobody may import their files any more. */
  readonly withdrawn: readonly number[];
}

export interface Recording {
  /** What the person saw: a line that somebody decided since is theirs no longer. */
  readonly review: Pick<OpenState, 'period' | 'state'>;
  readonly lines: readonly DecisionLine[];
  readonly by: CanonicalLogin;
  readonly assurance: Assurance;
  /** Under which the lines were decided in bulk; `null` where each was decided on its own. */
  readonly filter: string | null;
  readonly at: Instant;
}

/** Lines that are taken are left out, and the others recorded: nobody's decision is written over unseen. */
export async function recordDecisions(reviews: Reviews, recording: Recording): Promise<Result<RecordedLines>> {
  const {
    review: { period, state: seen },
    lines,
  } = recording;
  return changeReview<Result<RecordedLines>>(reviews, period, async ({ state, mine }) => {
    const own = new Set(
      mine.flatMap((event) => (event.kind === 'decided' ? event.lines : [])).map(({ login }) => login),
    );
    // Who was cut off does it again: what stands already as they say it is not recorded a second time.
    const standing = new Set(
      lines
        .filter((line) => standsAlready(state?.decisions.get(line.login), line, recording))
        .map(({ login }) => login),
    );
    const open = lines.filter(({ login }) => !own.has(login) && !standing.has(login));
    if (open.length > 0 && (state === null || baseOf(state) !== baseOf(seen)))
      return done(refused(movedMeanwhile(period), ...inPart(period, own.size)));
    if (state === null || (open.length > 0 && isSigned(state)))
      return done(refused(signedAlready(period), ...inPart(period, own.size)));
    // All that is left is looked at again, not only the next chunk: the append after it would not conflict any more.
    const lost = takenLines(state.decisions, open, seen.sequence);
    const taken = new Set(lost.map(({ login }) => login));
    const remaining = open.filter(({ login }) => !taken.has(login));
    if (remaining.length > 0) return add(eventOf(linesOfOneEvent(remaining), recording));
    const told = lost.map(decidedMeanwhile);
    if (own.size === 0 && standing.size === 0) return done(refusedAll(told));
    const withdrawn = [...state.withdrawn.difference(seen.withdrawn)];
    const now = lines.filter(({ login }) => own.has(login) || standing.has(login));
    const replaced = now.flatMap((line) => othersBefore(seen.decisions.get(line.login), line, recording));
    return done(ok({ lines: now, stood: now.length - own.size, taken: told, replaced, withdrawn }));
  });
}

function standsAlready(
  stands: EffectiveDecision | undefined,
  line: DecisionLine,
  { by, assurance, filter }: Recording,
): boolean {
  if (stands === undefined || stands.by !== by || stands.assurance !== assurance || stands.filter !== filter)
    return false;
  const isSame = stands.decision === line.decision && stands.until === line.until && stands.reason === line.reason;
  return isSame && stands.codesSeen.join(' ') === line.codesSeen.join(' ');
}

function othersBefore(
  before: EffectiveDecision | undefined,
  { decision }: DecisionLine,
  { by }: Recording,
): readonly EffectiveDecision[] {
  return before === undefined || before.by === by || before.decision === decision ? [] : [before];
}

const recordedInPart = 'recorded in part';

/** A refusal whose other lines stand: what was appended before somebody came between is not taken back. */
export function isRecordedInPart({ what }: Refusal): boolean {
  return what === recordedInPart;
}

function inPart(period: string, recorded: number): readonly Refusal[] {
  if (recorded === 0) return [];
  const expected = `review status --review ${period}, which tells what is still undecided`;
  return [{ what: recordedInPart, where: `review ${period}`, found: plural(recorded, 'decision'), expected }];
}

function takenLines(
  decisions: ReadonlyMap<string, EffectiveDecision>,
  remaining: readonly DecisionLine[],
  since: number,
): readonly EffectiveDecision[] {
  return remaining.flatMap(({ login }) => {
    const decision = decisions.get(login);
    return decision !== undefined && decision.sequence > since ? [decision] : [];
  });
}

function eventOf(lines: readonly DecisionLine[], { by, assurance, filter, at }: Recording): Decided {
  const event = { kind: 'decided', at, by, assurance, lines } as const;
  return filter === null ? event : { ...event, filter };
}

function decidedMeanwhile({ login, by, decision }: EffectiveDecision): Refusal {
  return {
    what: 'decided by somebody else at this moment',
    where: login,
    found: `${decision} by ${by}`,
    expected: 'nobody else deciding; look at it and decide again',
  };
}
