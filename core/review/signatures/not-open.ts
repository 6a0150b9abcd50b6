// A period without an open review, said in one way; pages know it by this and tell it in words of their own.
import type { FoldedPeriod } from '../events/state.ts';
import { instantText } from '../../values/time-text.ts';
import type { Refusal } from '../../values/result.ts';

const whatIsNotOpen = 'review not open';

export function isNotOpen({ what }: Pick<Refusal, 'what'>): boolean {
  return what === whatIsNotOpen;
}

/** What there is in place of an open review, for whoever needs one. */
export function notOpen(period: string, { voids }: Pick<FoldedPeriod, 'voids'>): Refusal {
  const last = voids.at(-1);
  return {
    what: whatIsNotOpen,
    where: `review ${period}`,
    found: last === undefined ? 'no review' : `voided by ${last.by} on ${instantText(last.at)}: ${last.reason}`,
    expected: `access-review review open --review ${period}`,
  };
}
