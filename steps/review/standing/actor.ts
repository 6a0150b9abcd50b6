// Asks of a review that is open whether somebody may act in it.
import { actorRefusal } from '../../../core/review/lines/actor.ts';
import { canonicalLogin } from '../../../core/values/login.ts';
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

/** @returns `null` also where no review is open, or nobody is named: that is refused where the act is recorded */
export async function strangerIn(
  dependencies: OpenStateDependencies,
  { period, by, act }: { readonly period: string; readonly by: string; readonly act: string },
): Promise<Refusal | null> {
  const [person, review] = [canonicalLogin(by), await openState(dependencies, period)];
  return person === null || review.kind === 'refused'
    ? null
    : await actorBreak(review.value, person, `${act} of ${period}`);
}
