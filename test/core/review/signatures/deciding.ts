// What comes of deciding about an account of a small company, under whatever name is typed.
import { decisionLine } from '../../../../core/review/decisions/decision.ts';
import type { ReviewLines } from '../../../../core/review/lines/line.ts';
import { ownLoginsByLogin } from '../../../../core/review/lines/own-logins.ts';
import { login } from '../../../support/inputs/population-builder.ts';
import { frozenLines } from '../../../support/review/frozen-lines.ts';
import { aReview } from '../../../support/review/review-builder.ts';
import type { ReviewSays } from '../../../support/review/review-builder.ts';
import { onDay } from '../../../support/time.ts';

export const accept = [
  'empty-directory',
  'drop-rows',
  'wrong-instance',
  'drop-identities',
  'drop-assignments',
] as const;

export function linesOf(says: ReviewSays): ReviewLines {
  return frozenLines(aReview({ accept, ...says }));
}

export interface Asked {
  readonly about: string;
  readonly by: string;
}

/** What comes of deciding about `about` under the name of `by`. */
export function deciding(lines: ReviewLines, { about, by }: Asked, plus: 'distinct' | 'ignore'): string {
  const decided = decisionLine(
    { login: about, decision: 'keep', until: null, reason: 'needed', shared: false, where: 'here' },
    {
      codesOf: new Map([[login(about), []]]),
      lineOf: new Map(lines.lines.map((line) => [line.login, line])),
      ownOf: ownLoginsByLogin(lines),
      by,
      alsoBy: [],
      today: onDay('2026-10-06'),
      policy: { maxExceptionDays: 180, plusAddressing: plus },
    },
  );
  return decided.kind === 'ok' ? 'decided' : decided.refusals.map(({ what }) => what).join();
}

/** What is refused then. */
export const own = 'decision about own access';
