// How decisions were handed in: by a stated filter, many together, or one by one. It tells the way, and judges nobody.
import type { EffectiveDecision } from '../events/state.ts';
import { isBefore } from '../../values/instant.ts';
import type { Instant } from '../../values/instant.ts';

/** Decisions that were recorded together; those that came one by one are one entry a person. */
export interface Act {
  /** `together`: a worksheet, or what was staged in the portal and recorded at once; the events do not tell which. */
  readonly how: 'filter' | 'together' | 'single';
  readonly by: string;
  /** The stated filter; `null` for decisions that were made without one. */
  readonly filter: string | null;
  readonly decisions: number;
  /** When the first of them was recorded, and the last: of those together and of a filter the same. */
  readonly from: Instant;
  readonly to: Instant;
}

type Handed = Pick<EffectiveDecision, 'by' | 'at' | 'filter'>;

/**
 * Decisions of one person at one time were handed in together: an event holds at most 1,000 of them, so many are
 * several events.
 *
 * @param decisions those that stand; a decision that was replaced later belongs to the later act
 */
export function actsOf(decisions: Iterable<Handed>): readonly Act[] {
  const together = Map.groupBy(decisions, keyOf);
  const acts: Act[] = [];
  const singles = new Map<string, Act>();
  for (const handed of together.values()) {
    const [first] = handed;
    if (first === undefined) continue;
    const { by, at, filter } = first;
    const act = { by, filter, decisions: handed.length, from: at, to: at };
    if (filter !== null) acts.push({ how: 'filter', ...act });
    else if (handed.length > 1) acts.push({ how: 'together', ...act });
    else singles.set(by, joined(singles.get(by), { how: 'single', ...act }));
  }
  return [...acts, ...singles.values()].toSorted(byTime);
}

/** Number of the act, from 1, that each decision belongs to. @param acts of these decisions, or of more */
export function numbering(acts: readonly Act[]): (decision: Handed) => number {
  const together = new Map<string, number>();
  const singles = new Map<string, number>();
  acts.forEach(({ how, by, from, filter }, index) => {
    if (how === 'single') singles.set(by, index + 1);
    else together.set(keyOf({ by, at: from, filter }), index + 1);
  });
  return (decision) => together.get(keyOf(decision)) ?? singles.get(decision.by) ?? 0;
}

function keyOf({ by, at, filter }: Handed): string {
  return JSON.stringify([by, at, filter]);
}

function joined(before: Act | undefined, one: Act): Act {
  if (before === undefined) return one;
  return {
    ...before,
    decisions: before.decisions + one.decisions,
    from: isBefore(one.from, before.from) ? one.from : before.from,
    to: isBefore(before.to, one.to) ? one.to : before.to,
  };
}

function byTime(a: Act, b: Act): number {
  if (a.from !== b.from) return isBefore(a.from, b.from) ? -1 : 1;
  return a.by < b.by ? -1 : 1;
}

/** @example handedInText(acts) // '160 by a stated filter, 37 together, 45 one by one' */
export function handedInText(acts: readonly Act[]): string {
  const sum = (how: Act['how']): number =>
    acts.filter((act) => act.how === how).reduce((total, { decisions }) => total + decisions, 0);
  const batches = acts.filter(({ how }) => how === 'together').length;
  const words = [
    { decisions: sum('filter'), words: 'by a stated filter' },
    { decisions: sum('together'), words: batches === 1 ? 'together' : `in ${batches} batches` },
    { decisions: sum('single'), words: 'one by one' },
  ]
    .filter(({ decisions }) => decisions > 0)
    .map((way) => `${way.decisions} ${way.words}`);
  return words.length === 0 ? 'none' : words.join(', ');
}
