// Asks of a review that is open whether somebody may act in it.
import { actorRefusal } from '../../../core/review/lines/actor.ts';
import { isAmong } from '../../../core/review/lines/own-logins.ts';
import type { CanonicalLogin } from '../../../core/values/login.ts';
import type { Refusal } from '../../../core/values/result.ts';
import { knownSigners } from './known-signers.ts';
import type { OpenState } from './open-state.ts';

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
  const isTold = lines.some(({ own, situation }) => situation === 'linked' && isAmong(by, own, plusAddressing));
  const people = isTold ? [] : await knownSigners(await run.snapshots(), [by], plusAddressing);
  return actorRefusal({ by, people, lines, config }, where);
}
