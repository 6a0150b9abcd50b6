// Whose turn it is in a review: who owes decisions, and who signs next.
import type { Config } from '../../config/config.ts';
import type { OpenLine } from '../decisions/standing.ts';
import type { ReviewState } from '../events/state.ts';
import { actingFor } from '../lines/reviewers.ts';
import { canonicalLogin } from '../../values/login.ts';
import type { CanonicalLogin } from '../../values/login.ts';
import { plural } from '../../values/text.ts';
import { nextStage } from './refusals.ts';

export interface Turn {
  /** An address, or `nobody is named` where the configuration names no reviewer. */
  readonly who: string;
  readonly owes: string;
}

/**
 * @returns decisions first, those who owe most first; without an open one the next signature, and then nothing
 * @example turnsOf({ state, undecided, reviewers }) // [{ who: 'mona@acme.com', owes: '12 decisions' }]
 */
export function turnsOf({
  state,
  undecided,
  reviewers,
}: {
  readonly state: ReviewState;
  readonly undecided: readonly OpenLine[];
  readonly reviewers: Config['reviewers'];
}): readonly Turn[] {
  const stage = nextStage(state);
  if (stage === null) return [];
  if (undecided.length > 0) {
    const owed = new Map<string, number>();
    for (const { reviewer } of undecided) {
      const who = reviewer ?? 'nobody is named';
      owed.set(who, (owed.get(who) ?? 0) + 1);
    }
    return [...owed]
      .toSorted(([a, some], [b, more]) => more - some || (a < b ? -1 : 1))
      .map(([who, lines]) => ({ who, owes: plural(lines, 'decision') }));
  }
  const second = actingFor(reviewers.controlOwner, { delegations: state.delegations, reviewers });
  if (stage === 'reviewer') {
    const deciders = firstSigners(state, second);
    const who = deciders.length === 0 ? 'another person than the control owner' : deciders.join(' or ');
    return [{ who, owes: 'the signature as reviewer' }];
  }
  return [{ who: second ?? 'another person than the reviewer', owes: 'the signature as control owner' }];
}

/**
 * Who decided and may sign first: whoever signs second never does, whatever they decided.
 *
 * @param second who stands in for the control owner
 */
export function firstSigners(
  { decisions }: Pick<ReviewState, 'decisions'>,
  second: CanonicalLogin | null,
): readonly string[] {
  const deciders = new Set([...decisions.values()].map(({ by }) => by));
  return [...deciders].filter((by) => second === null || canonicalLogin(by) !== second).toSorted();
}
