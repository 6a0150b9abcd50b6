// Asks of a review that is open whether somebody may act in it.
import { actorRefusal, numberedWith } from '../../../core/review/lines/actor.ts';
import { typedAddress } from '../../../core/values/addresses.ts';
import type { ReviewLines } from '../../../core/review/lines/line.ts';
import type { CanonicalLogin } from '../../../core/values/login.ts';
import { ok, refused } from '../../../core/values/result.ts';
import type { Refusal, Result } from '../../../core/values/result.ts';
import { knownSigners } from '../../read/known-signers.ts';
import { openState } from './open-state.ts';
import type { OpenState, OpenStateDependencies } from './open-state.ts';

/** By the lines that a process has at hand: of them, the run and its policy it follows who may act. */
const known = new WeakMap<ReviewLines, Map<CanonicalLogin, Promise<Actor>>>();

interface Actor {
  readonly refusal: Refusal | null;
  readonly alsoBy: readonly CanonicalLogin[];
}

type Acting = Pick<OpenState, 'run' | 'config' | 'frozen'>;

/**
 * The lines of the review tell it of whoever has an account; the directories are gone through for all others, once
 * for each person while a process keeps the lines.
 *
 * @param where what they are about to do, for the refusal
 * @returns what else is theirs by their employee number, where the lines do not tell it
 */
export async function actorIn(
  review: Acting,
  by: CanonicalLogin,
  where: string,
): Promise<Result<readonly CanonicalLogin[]>> {
  const people = known.get(review.frozen) ?? new Map<CanonicalLogin, Promise<Actor>>();
  known.set(review.frozen, people);
  const asked = people.get(by) ?? actorOf(review, by);
  people.set(by, asked);
  try {
    const { refusal, alsoBy } = await asked;
    return refusal === null ? ok(alsoBy) : refused({ ...refusal, where });
  } catch (error) {
    people.delete(by);
    throw error;
  }
}

/** As `actorIn`, for whoever only asks whether they may. */
export async function actorBreak(review: Acting, by: CanonicalLogin, where: string): Promise<Refusal | null> {
  const actor = await actorIn(review, by, where);
  return actor.kind === 'refused' ? (actor.refusals[0] ?? null) : null;
}

async function actorOf({ run, config, frozen: { lines } }: Acting, by: CanonicalLogin): Promise<Actor> {
  const { plusAddressing } = config.policy;
  const isTold = lines.some(({ login, situation }) => situation === 'linked' && login === by);
  const people = isTold ? [] : await knownSigners(await run.snapshots(), [by], { plusAddressing });
  return {
    refusal: actorRefusal({ by, people, lines, config }, ''),
    alsoBy: numberedWith(by, people, plusAddressing),
  };
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
