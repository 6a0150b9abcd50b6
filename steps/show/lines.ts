// The lines of a review as one person sees them: whose they are, and what stands on them.
import type { Code } from '../../core/names/codes.ts';
import { isUnremarkable } from '../../core/review/lines/line.ts';
import type { ReviewLine } from '../../core/review/lines/line.ts';
import { isAmong } from '../../core/review/lines/own-logins.ts';
import { standInsOf } from '../../core/review/lines/reviewers.ts';
import { isSigned } from '../../core/review/events/state.ts';
import type { EffectiveDecision, ReviewState } from '../../core/review/events/state.ts';
import type { CanonicalLogin } from '../../core/values/login.ts';
import type { OpenState } from '../review/standing/open-state.ts';

export interface SeenLine {
  readonly line: ReviewLine;
  readonly codes: readonly Code[];
  readonly reviewer: CanonicalLogin | null;
  readonly mine: boolean;
  /** Why the person may not decide it; `null` when they may. */
  readonly locked: string | null;
  readonly unremarkable: boolean;
  readonly decision: EffectiveDecision | null;
  readonly asksAgain: boolean;
}

/** What of a review every page of its lines needs: worked out once for each state of it. */
export interface LineIndex {
  readonly review: OpenState;
  /** By number of the line. */
  readonly reviewers: readonly (CanonicalLogin | null)[];
  /** 1 where a line is undecided. */
  readonly isUndecided: Uint8Array;
  readonly words: readonly string[];
  /** Numbers of the lines by decision; made when it is first asked for. */
  byDecision: readonly number[] | null;
  /** Numbers of the lines that a question found, so that reading on does not ask it again. */
  readonly found: Map<string, readonly number[]>;
}

const indexes = new WeakMap<OpenState, LineIndex>();

export function lineIndex(review: OpenState): LineIndex {
  const known = indexes.get(review);
  if (known !== undefined) return known;
  const { frozen, undecided } = review;
  const isUndecided = new Uint8Array(frozen.lines.length);
  // Those undecided are in the order of the lines.
  let open = 0;
  for (const [at, line] of frozen.lines.entries()) {
    if (undecided[open]?.line !== line) continue;
    isUndecided[at] = 1;
    open += 1;
  }
  const index: LineIndex = {
    review,
    reviewers: reviewersOf(review),
    isUndecided,
    words: wordsOf(frozen.lines),
    byDecision: null,
    found: new Map(),
  };
  indexes.set(review, index);
  return index;
}

interface Assigned extends Pick<ReviewState, 'delegations'> {
  readonly reviewers: LineIndex['reviewers'];
}

const assigned = new WeakMap<readonly ReviewLine[], Assigned>();

/** Once for each population, until something of it is delegated. */
function reviewersOf({ frozen, state, config }: OpenState): LineIndex['reviewers'] {
  const known = assigned.get(frozen.lines);
  if (known?.delegations === state.delegations) return known.reviewers;
  const standIn = standInsOf({ delegations: state.delegations, reviewers: config.reviewers });
  const made = frozen.lines.map((line) => standIn(line.reviewer, line.own));
  assigned.set(frozen.lines, { delegations: state.delegations, reviewers: made });
  return made;
}

const words = new WeakMap<readonly ReviewLine[], readonly string[]>();

/** As they are searched, once for each population. */
function wordsOf(lines: readonly ReviewLine[]): readonly string[] {
  const known = words.get(lines);
  if (known !== undefined) return known;
  const made = lines.map(({ login, name, team, role }) =>
    [login, name, team, role]
      .filter((one) => one !== null)
      .join('\n')
      .toLowerCase(),
  );
  words.set(lines, made);
  return made;
}

/** @param at number of the line */
export function seenLine(index: LineIndex, at: number, person: CanonicalLogin): SeenLine | null {
  const { review, reviewers, isUndecided } = index;
  const { frozen, state, codesOf } = review;
  const line = frozen.lines[at];
  if (line === undefined) return null;
  const reviewer = reviewers[at] ?? null;
  const decision = state.decisions.get(line.login) ?? null;
  const mine = reviewer === person;
  return {
    line,
    codes: codesOf.get(line.login) ?? [],
    reviewer,
    mine,
    locked: lockOf({ line, reviewer, person }, review),
    unremarkable: isUnremarkable(line),
    decision,
    asksAgain: decision !== null && isUndecided[at] === 1,
  };
}

function lockOf(
  { line, reviewer, person }: Pick<SeenLine, 'line' | 'reviewer'> & { readonly person: CanonicalLogin },
  { state, ownOf, config }: OpenState,
): string | null {
  if (isSigned(state)) return 'The review is signed: what was signed for stays as it is.';
  const own = [...line.own, ...(ownOf.get(line.login) ?? [])];
  if (isAmong(person, own, config.policy.plusAddressing)) return 'It is your own access: nobody decides their own.';
  return reviewer === null || reviewer === person ? null : `It is ${reviewer}'s to decide.`;
}
