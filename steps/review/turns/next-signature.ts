// Whether a review may be signed by now: the same answer for how it stands, for mails, and for who is asked.
import { isSigned } from '../../../core/review/events/state.ts';
import { assignedTo, blockersOf, signerRefusals } from '../../../core/review/signatures/refusals.ts';
import { candidatesOf } from '../../../core/review/signatures/turns.ts';
import type { CanonicalLogin } from '../../../core/values/login.ts';
import type { Refusal } from '../../../core/values/result.ts';
import type { NextOrder } from '../../remove/next-order.ts';
import { actorIn } from '../standing/actor.ts';
import { signedRunOf } from '../standing/open-state.ts';
import type { OpenState } from '../standing/open-state.ts';

export interface NextSignature {
  /** What stands against it beside open decisions: whoever gives it, or of each who would be asked where none of them may. */
  readonly blocks: readonly Refusal[];
  /** Of those who would be asked, whose signature would be refused. */
  readonly cannotSign: ReadonlySet<string>;
}

/** @returns nothing that stands against it once every stage has signed */
export async function nextSignature(
  review: OpenState,
  { lastPrivileged }: Pick<NextOrder, 'lastPrivileged'>,
): Promise<NextSignature> {
  const { period, state, undecided } = review;
  if (isSigned(state)) return { blocks: [], cannotSign: new Set() };
  const whoever = blockersOf({ period, state, undecided: [], lastPrivileged, run: await signedRunOf(review) });
  if (undecided.length > 0) return { blocks: whoever, cannotSign: new Set() };
  const candidates = candidatesOf({ state, assigned: assignedOf(review), reviewers: review.config.reviewers });
  const against = await Promise.all(candidates.map(async (by) => ({ by, refusals: await refusalsOf(review, by) })));
  const refused = against.filter(({ refusals }) => refusals.length > 0);
  const nobodyMay = refused.length === candidates.length ? refused.flatMap(({ refusals }) => refusals) : [];
  return { blocks: [...whoever, ...nobodyMay], cannotSign: new Set(refused.map(({ by }) => by)) };
}

/** Whoever is or was to decide a line of the review. */
export function assignedOf({
  state,
  frozen,
  config,
}: Pick<OpenState, 'state' | 'frozen' | 'config'>): ReadonlySet<CanonicalLogin> {
  return assignedTo(frozen.lines, { delegations: state.delegations, reviewers: config.reviewers });
}

/** As `sign-off` refuses them; what the directories say of each is kept with the lines, because it is asked often. */
async function refusalsOf(review: OpenState, by: CanonicalLogin): Promise<readonly Refusal[]> {
  const { period, state, frozen, config } = review;
  const actor = await actorIn(review, by, `sign-off of ${period}`);
  const names = actor.kind === 'ok' ? [{ login: by, own: [by, ...actor.value] }] : [];
  const { reviewers, policy } = config;
  const refusals = signerRefusals({
    period,
    state,
    by,
    reviewers,
    lines: frozen.lines,
    others: [...frozen.others, ...names],
    plusAddressing: policy.plusAddressing,
  });
  return actor.kind === 'ok' ? refusals : actor.refusals;
}
