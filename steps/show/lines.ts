// The lines of a review as one person sees them: whose they are, what stands on them, and which of them a question finds.
import type { Code, Severity } from '../../core/names/codes.ts';
import type { DecisionWord } from '../../core/names/decisions.ts';
import type { Situation } from '../../core/names/situations.ts';
import type { EffectiveDecision } from '../../core/review/events/state.ts';
import { isUnremarkable } from '../../core/review/lines/line.ts';
import type { Recommendation, ReviewLine } from '../../core/review/lines/line.ts';
import { isAmong } from '../../core/review/lines/own-logins.ts';
import { standInOf } from '../../core/review/lines/reviewers.ts';
import { isSigned } from '../../core/review/events/state.ts';
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

/** What a page of lines is asked for; what is absent is not asked. */
export interface LineQuestion {
  readonly text?: string | undefined;
  readonly mine?: boolean | undefined;
  readonly reviewer?: string | undefined;
  readonly decision?: DecisionWord | 'undecided' | undefined;
  readonly code?: Code | undefined;
  readonly severity?: Severity | undefined;
  readonly situation?: Situation | undefined;
  readonly team?: string | undefined;
  readonly role?: string | undefined;
  readonly recommendation?: Recommendation['decision'] | undefined;
  readonly privileged?: boolean | undefined;
  readonly changed?: boolean | undefined;
  readonly unremarkable?: boolean | undefined;
  readonly sort: LineOrder;
  readonly down: boolean;
}

export type LineOrder = 'gravity' | 'login' | 'name' | 'team' | 'role' | 'reviewer' | 'last-login' | 'decision';

/** What of a review every page of its lines needs: worked out once for each state of it. */
export interface LineIndex {
  readonly review: OpenState;
  /** By number of the line. */
  readonly reviewers: readonly (CanonicalLogin | null)[];
  readonly undecided: ReadonlySet<string>;
  readonly words: readonly string[];
  /** Numbers of lines in an order; made when it is first asked for. */
  readonly orders: Map<LineOrder, readonly number[]>;
}

const indexes = new WeakMap<OpenState, LineIndex>();

export function lineIndex(review: OpenState): LineIndex {
  const known = indexes.get(review);
  if (known !== undefined) return known;
  const { frozen, state, config, undecided } = review;
  const standIns = { delegations: state.delegations, reviewers: config.reviewers };
  const index: LineIndex = {
    review,
    reviewers: frozen.lines.map((line) => standInOf(line.reviewer, standIns, line.own)),
    undecided: new Set(undecided.map(({ line }) => line.login)),
    words: wordsOf(frozen.lines),
    orders: new Map(),
  };
  indexes.set(review, index);
  return index;
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
  const { review, reviewers, undecided } = index;
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
    asksAgain: decision !== null && undecided.has(line.login),
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

/** @returns numbers of the lines that fit, in the order that is asked for; those of the person first in the usual one */
export function linesFound(index: LineIndex, question: LineQuestion, person: CanonicalLogin): readonly number[] {
  const { reviewers } = index;
  const ordered = orderOf(index, question.sort);
  const fits = fitting(index, question, person);
  const found = ordered.filter(fits);
  if (question.sort !== 'gravity') return question.down ? found.toReversed() : found;
  const [mine, others] = [
    found.filter((at) => reviewers[at] === person),
    found.filter((at) => reviewers[at] !== person),
  ];
  return question.down ? [...mine.toReversed(), ...others.toReversed()] : [...mine, ...others];
}

function fitting(
  { review: { frozen, state, codesOf }, reviewers, undecided, words }: LineIndex,
  question: LineQuestion,
  person: CanonicalLogin,
): (at: number) => boolean {
  const { lines } = frozen;
  const text = question.text?.trim().toLowerCase() ?? '';
  const tests: ((line: ReviewLine, at: number) => boolean)[] = [];
  for (const key of ['severity', 'situation', 'team', 'role'] as const) {
    const wanted: string | undefined = question[key];
    if (wanted !== undefined) tests.push((line) => line[key] === wanted);
  }
  const { mine, reviewer, decision, code, recommendation, privileged, changed, unremarkable } = question;
  if (text !== '') tests.push((_line, at) => words[at]?.includes(text) === true);
  if (mine !== undefined) tests.push((_line, at) => (reviewers[at] === person) === mine);
  if (reviewer !== undefined) tests.push((_line, at) => reviewers[at] === reviewer);
  if (decision === 'undecided') tests.push((line) => undecided.has(line.login));
  else if (decision !== undefined)
    tests.push((line) => !undecided.has(line.login) && state.decisions.get(line.login)?.decision === decision);
  if (code !== undefined) tests.push((line) => codesOf.get(line.login)?.includes(code) === true);
  if (recommendation !== undefined) tests.push((line) => line.recommendation.decision === recommendation);
  if (privileged !== undefined) tests.push((line) => line.privileged === privileged);
  if (changed !== undefined) tests.push((line) => line.changes.length > 0 === changed);
  if (unremarkable !== undefined) tests.push((line) => isUnremarkable(line) === unremarkable);
  return (at) => {
    const line = lines[at];
    return line !== undefined && tests.every((test) => test(line, at));
  };
}

function orderOf({ review: { frozen, state }, reviewers, orders }: LineIndex, sort: LineOrder): readonly number[] {
  const known = orders.get(sort);
  if (known !== undefined) return known;
  const numbers = frozen.lines.map((_line, at) => at);
  const made = sort === 'gravity' ? numbers : sorted(numbers, (at) => sortKey(sort, at));
  orders.set(sort, made);
  return made;

  function sortKey(by: Exclude<LineOrder, 'gravity'>, at: number): string {
    const line = frozen.lines[at];
    if (line === undefined) return '';
    switch (by) {
      case 'login':
        return line.login;
      case 'name':
      case 'team':
      case 'role':
        return (line[by] ?? '\uFFFF').toLowerCase();
      case 'reviewer':
        return reviewers[at] ?? '\uFFFF';
      case 'last-login':
        return line.lastLogin ?? '';
      case 'decision':
        return state.decisions.get(line.login)?.decision ?? '';
      default:
        return by satisfies never;
    }
  }
}

/** By code point, and where two are equal in the order of the lines. */
function sorted(numbers: readonly number[], keyOf: (at: number) => string): readonly number[] {
  const keys = numbers.map(keyOf);
  return numbers.toSorted((one, other) => {
    const [a, b] = [keys[one] ?? '', keys[other] ?? ''];
    if (a !== b) return a < b ? -1 : 1;
    return one - other;
  });
}

function counted(
  values: readonly (string | null | undefined)[],
): readonly { readonly value: string; readonly lines: number }[] {
  const counts = new Map<string, number>();
  for (const value of values)
    if (value !== null && value !== undefined) counts.set(value, (counts.get(value) ?? 0) + 1);
  return [...counts].map(([value, lines]) => ({ value, lines })).toSorted((a, b) => b.lines - a.lines);
}

export const filtered = ['team', 'role', 'reviewer', 'code', 'severity', 'situation'] as const;

/** The values that lines can be filtered by, those that most have first. */
export function valuesOf({
  review: { frozen, codesOf },
  reviewers,
}: LineIndex): Record<(typeof filtered)[number], readonly { readonly value: string; readonly lines: number }[]> {
  const { lines } = frozen;
  return {
    team: counted(lines.map(({ team }) => team)),
    role: counted(lines.map(({ role }) => role)),
    reviewer: counted(reviewers),
    code: counted(lines.flatMap(({ login }) => codesOf.get(login) ?? [])),
    severity: counted(lines.map(({ severity }) => severity)),
    situation: counted(lines.map(({ situation }) => situation)),
  };
}
