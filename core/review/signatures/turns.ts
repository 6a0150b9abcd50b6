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
  signature: { isBlocked, cannotSign },
}: {
  readonly state: ReviewState;
  readonly undecided: readonly OpenLine[];
  readonly reviewers: Config['reviewers'];
  readonly signature: {
    /** Whether anything stands against it beside open decisions. */
    readonly isBlocked: boolean;
    /** Of those who would be asked, whose signature would be refused. */
    readonly cannotSign: ReadonlySet<string>;
  };
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
  const owes = `the signature as ${stage === 'reviewer' ? 'reviewer' : 'control owner'}${isBlocked ? ', once nothing blocks it' : ''}`;
  if (stage === 'reviewer') {
    const deciders = firstSigners(state, second);
    const able = deciders.filter((by) => !cannotSign.has(by));
    const who = able.length === 0 ? deciders : able;
    return [{ who: who.length === 0 ? 'another person than the control owner' : who.join(' or '), owes }];
  }
  return [{ who: second ?? 'another person than the reviewer', owes }];
}

export interface CandidateFacts {
  readonly state: Pick<ReviewState, 'signatures' | 'decisions' | 'delegations'>;
  /** Whoever is or was to decide a line: they may sign first. */
  readonly assigned: ReadonlySet<CanonicalLogin>;
  readonly reviewers: Config['reviewers'];
}

/**
 * Who can be asked for the next signature: the fallback, who leads a review, where they may sign first, and then who
 * decided; nobody where that is left to anybody, or every stage has signed.
 */
export function candidatesOf({ state, assigned, reviewers }: CandidateFacts): readonly CanonicalLogin[] {
  const stage = nextStage(state);
  const standIns = { delegations: state.delegations, reviewers };
  const second = actingFor(reviewers.controlOwner, standIns);
  if (stage !== 'reviewer') return stage === null || second === null ? [] : [second];
  const first = actingFor(reviewers.fallback, standIns);
  const deciders = firstSigners(state, second).flatMap((by) => canonicalLogin(by) ?? []);
  const leads = first !== null && (assigned.has(first) || deciders.includes(first));
  if (leads) return [first, ...deciders.filter((by) => by !== first)];
  return deciders.length === 0 && first !== null ? [first] : deciders;
}

/**
 * Who decided and may sign first: whoever signs second never does, whatever they decided.
 *
 * @param second who stands in for the control owner
 */
function firstSigners({ decisions }: Pick<ReviewState, 'decisions'>, second: CanonicalLogin | null): readonly string[] {
  const deciders = new Set([...decisions.values()].map(({ by }) => by));
  return [...deciders].filter((by) => second === null || canonicalLogin(by) !== second).toSorted();
}
