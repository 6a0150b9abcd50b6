// Whose a line is to decide: where the person is signed in, the assigned reviewer is enforced, and nobody else decides it.
import { standInOf } from '../lines/reviewers.ts';
import type { StandIns } from '../lines/reviewers.ts';
import type { ReviewLine } from '../lines/line.ts';
import type { CanonicalLogin } from '../../values/login.ts';
import type { Refusal } from '../../values/result.ts';

const notTheirs = 'line of another reviewer';

/** So that a door can say "forbidden" of it, and of nothing else. */
export function isOfAnotherReviewer({ what }: Refusal): boolean {
  return what === notTheirs;
}

/**
 * By the very name: another login of theirs may be a hint, which excludes and never entitles. A line for which nobody
 * is named is anybody's who may decide at all.
 *
 * @returns `null` for whoever is to decide it now: the reviewer, or who stands in for them
 * @example assignmentRefusal({ line, by: 'john@acme.com', standIns }, 'decisions[0]') // { what: 'line of another reviewer', ... }
 */
export function assignmentRefusal(
  {
    line,
    by,
    standIns,
  }: { readonly line: ReviewLine; readonly by: CanonicalLogin | null; readonly standIns: StandIns },
  where: string,
): Refusal | null {
  const reviewer = standInOf(line.reviewer, standIns, line.own);
  if (reviewer === null || reviewer === by) return null;
  return {
    what: notTheirs,
    where,
    found: `${by ?? 'nobody'} decides ${line.login}`,
    expected: `${reviewer}, or a delegation of their lines`,
  };
}
