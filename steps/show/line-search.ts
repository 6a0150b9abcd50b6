// Which lines of a review a question finds, and in which order: what follows from the same lines is worked out once.
import { foldedRole, onceSpelled } from '../../core/config/roles.ts';
import type { Code, Severity } from '../../core/names/codes.ts';
import type { DecisionWord } from '../../core/names/decisions.ts';
import type { Situation } from '../../core/names/situations.ts';
import { isUnremarkable } from '../../core/review/lines/line.ts';
import type { Recommendation, ReviewLine } from '../../core/review/lines/line.ts';
import { momentOrder } from '../../core/values/time-text.ts';
import type { CanonicalLogin } from '../../core/values/login.ts';
import { lazyAmong } from '../lazy.ts';
import type { LineIndex } from './lines.ts';

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

/** @returns numbers of the lines that fit, in the order that is asked for; those of the person first in the usual one */
export function linesFound(index: LineIndex, question: LineQuestion, person: CanonicalLogin): readonly number[] {
  const key = JSON.stringify([person, question]);
  return lazyAmong(index.found, { key, most: mostFound }, () => search(index, question, person));
}

/** Each as long as the review has lines. */
const mostFound = 12;

function search(index: LineIndex, question: LineQuestion, person: CanonicalLogin): readonly number[] {
  const { sort, down } = question;
  const { reviewers } = index;
  const fits = fitting(index, question, person);
  const ordered = sort === 'gravity' ? mineFirst(index, person) : orderOf(index, sort);
  const found = fits === null ? ordered : ordered.filter(fits);
  if (!down) return found;
  const reversed = found.toReversed();
  return sort === 'gravity' ? partedBy(reversed, (at) => reviewers[at] === person) : reversed;
}

/** As long as nothing is delegated anew, whatever is decided. */
const parted = new WeakMap<LineIndex['reviewers'], Map<string, readonly number[]>>();

/** The lines of the person, and then the others; each in their own order. */
function mineFirst(index: LineIndex, person: CanonicalLogin): readonly number[] {
  const { reviewers } = index;
  const known = parted.get(reviewers) ?? new Map<string, readonly number[]>();
  parted.set(reviewers, known);
  return lazyAmong(known, { key: person, most: mostFound }, () =>
    partedBy(orderOf(index, 'gravity'), (at) => reviewers[at] === person),
  );
}

function partedBy(numbers: readonly number[], isFirst: (at: number) => boolean): readonly number[] {
  const [first, others]: [number[], number[]] = [[], []];
  for (const at of numbers) (isFirst(at) ? first : others).push(at);
  return first.concat(others);
}

/** @returns `null` when every line fits */
function fitting(
  { review: { frozen, state, codesOf }, reviewers, isUndecided, words }: LineIndex,
  question: LineQuestion,
  person: CanonicalLogin,
): ((at: number) => boolean) | null {
  const { lines } = frozen;
  const text = question.text?.trim().toLowerCase() ?? '';
  const tests: ((line: ReviewLine, at: number) => boolean)[] = [];
  for (const key of ['severity', 'situation', 'team'] as const) {
    const wanted: string | undefined = question[key];
    if (wanted !== undefined) tests.push((line) => line[key] === wanted);
  }
  const role = question.role === undefined ? undefined : foldedRole(question.role);
  if (role !== undefined) tests.push((line) => line.role !== null && foldedRole(line.role) === role);
  const { mine, reviewer, decision, code, recommendation, privileged, changed, unremarkable } = question;
  if (text !== '') tests.push((_line, at) => words[at]?.includes(text) === true);
  if (mine !== undefined) tests.push((_line, at) => (reviewers[at] === person) === mine);
  if (reviewer !== undefined) tests.push((_line, at) => reviewers[at] === reviewer);
  if (decision === 'undecided') tests.push((_line, at) => isUndecided[at] === 1);
  else if (decision !== undefined)
    tests.push((line, at) => isUndecided[at] !== 1 && state.decisions.get(line.login)?.decision === decision);
  if (code !== undefined) tests.push((line) => codesOf.get(line.login)?.includes(code) === true);
  if (recommendation !== undefined) tests.push((line) => line.recommendation.decision === recommendation);
  if (privileged !== undefined) tests.push((line) => line.privileged === privileged);
  if (changed !== undefined) tests.push((line) => line.changes.length > 0 === changed);
  if (unremarkable !== undefined) tests.push((line) => isUnremarkable(line) === unremarkable);
  if (tests.length === 0) return null;
  return (at) => {
    const line = lines[at];
    return line !== undefined && tests.every((test) => test(line, at));
  };
}

/** By what an order follows from, which outlives a decision: the lines themselves, or who is to decide them. */
const orders = new WeakMap<object, Map<LineOrder, readonly number[]>>();

function orderOf(index: LineIndex, sort: LineOrder): readonly number[] {
  const { review, reviewers } = index;
  const { lines } = review.frozen;
  if (sort === 'decision')
    return (index.byDecision ??= sorted(lines, (line) => review.state.decisions.get(line.login)?.decision ?? ''));
  const of = sort === 'reviewer' ? reviewers : lines;
  const known = orders.get(of) ?? new Map<LineOrder, readonly number[]>();
  orders.set(of, known);
  const numbers = known.get(sort) ?? sorted(lines, keyOf(sort, reviewers));
  known.set(sort, numbers);
  return numbers;
}

type KeyOf = (line: ReviewLine, at: number) => string;

function keyOf(sort: Exclude<LineOrder, 'decision'>, reviewers: LineIndex['reviewers']): KeyOf {
  switch (sort) {
    case 'gravity':
      return () => '';
    case 'login':
      return ({ login }) => login;
    case 'name':
    case 'team':
    case 'role':
      return (line) => (line[sort] ?? '\uFFFF').toLowerCase();
    case 'reviewer':
      return (_line, at) => reviewers[at] ?? '\uFFFF';
    case 'last-login':
      return ({ lastLogin }) => (lastLogin === null ? '' : momentOrder(lastLogin));
    default:
      return sort satisfies never;
  }
}

/** By code point, and where two are equal in the order of the lines. */
function sorted(lines: readonly ReviewLine[], key: KeyOf): readonly number[] {
  const keys = lines.map(key);
  return keys
    .map((_key, at) => at)
    .toSorted((one, other) => {
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

const filtered = ['team', 'role', 'reviewer', 'code', 'severity', 'situation'] as const;

/** The values that lines can be filtered by, those that most have first. */
export function valuesOf({
  review: { frozen, codesOf },
  reviewers,
}: LineIndex): Record<(typeof filtered)[number], readonly { readonly value: string; readonly lines: number }[]> {
  const { lines } = frozen;
  const spelled = onceSpelled();
  return {
    team: counted(lines.map(({ team }) => team)),
    role: counted(lines.map(({ role }) => (role === null ? null : spelled(role)))),
    reviewer: counted(reviewers),
    code: counted(lines.flatMap(({ login }) => codesOf.get(login) ?? [])),
    severity: counted(lines.map(({ severity }) => severity)),
    situation: counted(lines.map(({ situation }) => situation)),
  };
}
