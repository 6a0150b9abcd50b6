// Who may hand lines, or a signature, to somebody else: whoever gives them away or a third person, never who gains.
import type { Config } from '../../config/config.ts';
import type { Delegated } from '../events/event.ts';
import type { ReviewState } from '../events/state.ts';
import { isSamePerson } from '../lines/own-logins.ts';
import type { KnownPeople } from '../lines/own-logins.ts';
import { actingFor, standInOf } from '../lines/reviewers.ts';
import { canonicalLogin } from '../../values/login.ts';
import type { Refusal } from '../../values/result.ts';

const notEntitled = 'delegation by somebody who is not entitled to it';

/** So that a door can say "forbidden" of it: what is another's was not theirs to hand on. */
export function isDelegatedByAnother({ what }: Pick<Refusal, 'what'>): boolean {
  return what === notEntitled;
}

export interface DelegationFacts {
  readonly event: Pick<Delegated, 'from' | 'to' | 'by'>;
  readonly state: Pick<ReviewState, 'delegations'>;
  readonly reviewers: Config['reviewers'];
  readonly known: KnownPeople;
  /** Whether it counts where it leads in the end, by other delegations; versions before 0.6.0 looked at its own end alone. */
  readonly asksFarther: boolean;
}

/**
 * A delegation holds for its review and ends with it.
 *
 * @returns why it may not be made; `null` also for one that a run made because the person left
 * @example delegationRefusal({ event: { from: 'cfo@acme.com', to: 'mallory@acme.com', by: 'mallory@acme.com' }, ... }, where)
 *   // { what: 'delegation by the one who gains by it', ... }
 */
export function delegationRefusal(facts: DelegationFacts, where: string): Refusal | null {
  const { event, state, reviewers, known, asksFarther } = facts;
  const { from, to, by } = event;
  if (by === null) return null;
  const owner = canonicalLogin(reviewers.controlOwner ?? '');
  const fallback = canonicalLogin(reviewers.fallback ?? '');
  const gains = to ?? fallback ?? owner;
  const entitled = [from, fallback, actingFor(reviewers.controlOwner, { ...state, reviewers })];
  const named = [...new Set(entitled.filter((one) => one !== null && one !== gains))];
  // What was handed to somebody who is away goes on, and comes round to the fallback: that is theirs in the end.
  const delegations = new Map(state.delegations).set(from, to);
  const led = asksFarther && !isSamePerson(by, from, known) ? standInOf(from, { delegations, reviewers }, []) : null;
  const isGain = [gains, led].some((one) => one !== null && isSamePerson(by, one, known));
  // By the very name: another login of theirs may be a hint, which excludes and never entitles.
  if (!isGain && named.some((one) => one === canonicalLogin(by))) return null;
  return {
    what: isGain ? 'delegation by the one who gains by it' : notEntitled,
    where,
    found: `${by} hands what is ${from}'s to ${gains ?? 'nobody'}${led === null || led === gains ? '' : `, and so to ${led}`}`,
    expected: `by ${named.join(', or ')}: who gives away, the fallback or the control owner`,
  };
}
