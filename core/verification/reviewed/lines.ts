// Holds the lines that were put before the reviewer against the run: all of them follow from it, and nothing else does.
import type { History } from '../../inputs/history.ts';
import { signOffStages } from '../../names/sign-off.ts';
import { evidenceFiles } from '../../names/evidence-files.ts';
import { deltaOf } from '../../review/lines/delta.ts';
import type { Delta } from '../../review/lines/delta.ts';
import { linesText } from '../../review/lines/line.ts';
import type { ReviewLines, ReviewLine } from '../../review/lines/line.ts';
import { reviewLinesOf } from '../../review/lines/lines-of.ts';
import type { LinesInput } from '../../review/lines/lines-of.ts';
import { isRunOfReview } from '../../run.ts';
import { isBefore } from '../../values/instant.ts';
import type { Instant } from '../../values/instant.ts';
import type { Refusal } from '../../values/result.ts';
import { firstDifference } from '../difference.ts';

export interface ReviewedRun extends Omit<LinesInput, 'decisions' | 'delta'> {
  readonly id: string;
  /** What the run took from the accepted run before it. */
  readonly history: Pick<History, 'run' | 'accounts' | 'decisions' | 'signed' | 'reviews'>;
}

/**
 * The lines as this program yields them for the run. Two things no run tells: what was decided in earlier reviews, and,
 * unless it is the accepted run before this one, the population of the last signed review. They are taken as stated.
 */
function linesAgain(stated: ReviewLines, run: ReviewedRun): ReviewLines {
  const decisions = stated.lines.flatMap(({ login, lastDecision }) =>
    lastDecision === null ? [] : [{ login, ...lastDecision }],
  );
  return reviewLinesOf({ ...run, decisions, delta: deltaAgain(stated, run) }, { run: run.id, since: stated.since });
}

function deltaAgain(stated: ReviewLines, { judgements, history }: ReviewedRun): Delta | null {
  const { since, gone, lines } = stated;
  if (since === null) return null;
  const now = judgements.map(({ account: { login, role, status, createdAt }, situation }) => ({
    login,
    role,
    status,
    situation,
    createdAt,
  }));
  if (history.run?.id === since.run)
    return deltaOf(history.accounts, now, { review: since.review, exportedAt: history.run.exportedAt });
  const present = new Set<string>(now.map(({ login }) => login));
  const opening = stated.rollForward?.opening ?? 0;
  const rollForward = { opening, added: now.length - opening + gone.length, removed: gone.length, closing: now.length };
  return {
    rollForward,
    changes: new Map(lines.filter(({ changes }) => changes.length > 0).map(({ login, changes }) => [login, changes])),
    gone: gone.filter((login) => !present.has(login)),
  };
}

/** @returns the first difference between the lines as stated and as the run yields them */
export function linesBreak(stated: ReviewLines, run: ReviewedRun): Refusal | null {
  const again = linesAgain(stated, run);
  const forgotten = forgottenDecision(stated, run);
  if (forgotten !== null) return forgotten;
  if (linesText(stated) === linesText(again)) return null;
  const difference =
    firstDifference(named(stated.lines, whole), named(again.lines, whole)) ?? firstDifference(stated, again);
  return difference === null ? otherOrder() : notYielded(difference);
}

/**
 * A review is compared with the last one that was signed. The run may not have known that one, because it was signed
 * since; it is never none where the run knew one, and none of an older export that it knew as signed.
 *
 * @returns what the lines say they are compared with, where that cannot be
 */
export function sinceBreak({ since }: Pick<ReviewLines, 'since'>, { id, history }: ReviewedRun): Refusal | null {
  const { signed, reviews = [] } = history;
  if (signed === undefined) return null;
  const isEarlier = since !== null && isRunOfReview(since.run) && secondOf(since.run) <= secondOf(id);
  const exportedAtOf = (review: string | undefined): Instant | null =>
    reviews.find((one) => one.review === review && one.signed.length >= signOffStages.length)?.exportedAt ?? null;
  const [other, last] = [exportedAtOf(since?.review), exportedAtOf(signed.review)];
  const isOlder = other !== null && last !== null && isBefore(other, last);
  if (isEarlier && !isOlder) return null;
  return {
    what: 'lines that are compared with another review than the last signed one',
    where: `${evidenceFiles.reviewLines.name}, since`,
    found: since === null ? 'none' : `${since.review}, on the run ${since.run}`,
    expected: `${signed.review}, which the run knew, or one that was signed later, on an earlier run`,
  };
}

/** Of the as-of of a run: two runs of one second are in the order of their digests. */
function secondOf(runId: string): string {
  return runId.slice(0, '20261005T080000Z'.length);
}

/** What any version of the program must put before the reviewer for the same run. */
export function essenceBreak(stated: ReviewLines, run: ReviewedRun): Refusal | null {
  const difference = firstDifference(named(stated.lines, essence), named(linesAgain(stated, run).lines, essence));
  return difference === null ? null : notYielded(difference);
}

const whole = (line: ReviewLine): object => line;

function essence({ kind, status, role, situation, privileged, codes }: ReviewLine): object {
  return { kind, status, role, situation, privileged, codes: codes.toSorted() };
}

/** By login, so that a difference names the account. */
function named(lines: readonly ReviewLine[], shown: (line: ReviewLine) => object): Readonly<Record<string, object>> {
  return Object.fromEntries(lines.map((line) => [`line of ${line.login}`, shown(line)]));
}

/** The run knew of a decision, so the reviewer had to be shown it, or one that was made since. */
function forgottenDecision({ lines }: ReviewLines, { history }: ReviewedRun): Refusal | null {
  const shown = new Map<string, ReviewLine['lastDecision']>(lines.map((line) => [line.login, line.lastDecision]));
  const forgotten = history.decisions.find(({ login }) => shown.get(login) === null);
  if (forgotten === undefined) return null;
  const { login, decision, review } = forgotten;
  return {
    what: 'a line does not show what was decided before',
    where: `${evidenceFiles.reviewLines.name}, line of ${login}`,
    found: 'no earlier decision',
    expected: `${decision} in ${review}, or what was decided since`,
  };
}

function notYielded({ path, stated, recomputed }: NonNullable<ReturnType<typeof firstDifference>>): Refusal {
  return {
    what: 'the run does not yield the lines that were put before the reviewer',
    where: `${evidenceFiles.reviewLines.name}, ${path}`,
    found: stated,
    expected: recomputed,
  };
}

function otherOrder(): Refusal {
  return {
    what: 'the run does not yield the lines that were put before the reviewer',
    where: evidenceFiles.reviewLines.name,
    found: 'the same lines, written otherwise',
    expected: 'the lines as this program writes them',
  };
}
