// The lines that a review freezes of a run, for tests of whole companies.
import { emptyHistory } from '../../../core/inputs/history.ts';
import type { ReviewLines } from '../../../core/review/lines/line.ts';
import { reviewLinesOf } from '../../../core/review/lines/lines-of.ts';
import { at } from '../time.ts';
import type { Reviewed } from './review-builder.ts';

/** Of a run of 5 October 2026 before which nobody decided anything. */
export function frozenLines({ assessment, config }: Reviewed): ReviewLines {
  const { judgements, findings, unheldKeys, next } = assessment;
  const facts = {
    judgements,
    findings,
    unheldKeys,
    config,
    history: emptyHistory,
    asOf: at('2026-10-05T08:00:00Z'),
    decisions: [],
    delta: null,
  };
  return reviewLinesOf({ ...facts, next }, { run: 'run', since: null });
}
