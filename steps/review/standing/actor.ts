// Asks of a review that is open whether somebody may act in it.
import { actorRefusal } from '../../../core/review/lines/actor.ts';
import { typedAddress } from '../../../core/values/addresses.ts';
import type { ReviewLines } from '../../../core/review/lines/line.ts';
import type { CanonicalLogin } from '../../../core/values/login.ts';
import type { Refusal } from '../../../core/values/result.ts';
import { knownSigners } from '../../read/known-signers.ts';
import { openState } from './open-state.ts';
import type { OpenState, OpenStateDependencies } from './open-state.ts';

/** By the lines that a process has at hand: of them, the run and its policy it follows who may act. */
const known = new WeakMap<ReviewLines, Map<CanonicalLogin, Promise<Refusal | null>>>();

/**
 * The lines of the review tell it of whoever has an account; the directories are gone through for all others, once
 * for each person while a process keeps the lines.
 *
 * @param where what they are about to do, for the refusal
 */
export async function actorBreak(
  review: Pick<OpenState, 'run' | 'config' | 'frozen'>,
  by: CanonicalLogin,
  where: string,
): Promise<Refusal | null> {
  const people = known.get(review.frozen) ?? new Map<CanonicalLogin, Promise<Refusal | null>>();
  known.set(review.frozen, people);
  const asked = people.get(by) ?? breakOf(review, by);
  people.set(by, asked);
  try {
    const refusal = await asked;
    return refusal === null ? null : { ...refusal, where };
  } catch (error) {
    people.delete(by);
    throw error;
  }
}

async function breakOf(
  { run, config, frozen: { lines } }: Pick<OpenState, 'run' | 'config' | 'frozen'>,
  by: CanonicalLogin,
): Promise<Refusal | null> {
  const { plusAddressing } = config.policy;
  const isTold = lines.some(({ login, situation }) => situation === 'linked' && login === by);
  const people = isTold ? [] : await knownSigners(await run.directories(), [by], plusAddressing);
  return actorRefusal({ by, people, lines, config }, '');
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
