// Asks of a review that is open whether somebody may act in it.
import { actorRefusal } from '../../../core/review/lines/actor.ts';
import { typedAddress } from '../../../core/values/addresses.ts';
import type { CanonicalLogin } from '../../../core/values/login.ts';
import type { Refusal } from '../../../core/values/result.ts';
import { knownSigners } from '../../read/known-signers.ts';
import { openState } from './open-state.ts';
import type { OpenState, OpenStateDependencies } from './open-state.ts';

/**
 * The lines of the review tell it of whoever has an account; the directories are gone through for all others.
 *
 * @param where what they are about to do, for the refusal
 */
export async function actorBreak(
  { run, config, frozen: { lines } }: Pick<OpenState, 'run' | 'config' | 'frozen'>,
  by: CanonicalLogin,
  where: string,
): Promise<Refusal | null> {
  const { plusAddressing } = config.policy;
  const isTold = lines.some(({ login, situation }) => situation === 'linked' && login === by);
  const people = isTold ? [] : await knownSigners(await run.snapshots(), [by], plusAddressing);
  return actorRefusal({ by, people, lines, config }, where);
}

/** @returns `null` also where no review is open: that is refused where the act is recorded */
export async function strangerIn(
  dependencies: OpenStateDependencies,
  { period, by, act }: { readonly period: string; readonly by: string; readonly act: string },
): Promise<Refusal | null> {
  const person = typedAddress(by, `${act} of ${period}`);
  if (person.kind === 'refused') return person.refusals[0] ?? null;
  const review = await openState(dependencies, period);
  return review.kind === 'refused' ? null : await actorBreak(review.value, person.value, `${act} of ${period}`);
}
