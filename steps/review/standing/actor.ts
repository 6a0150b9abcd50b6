// Asks of a review that is open whether somebody may act in it.
import { isSnapshotFile } from '../../../core/names/evidence-files.ts';
import { actorRefusal } from '../../../core/review/lines/actor.ts';
import { typedAddress } from '../../../core/values/addresses.ts';
import type { ReviewLines } from '../../../core/review/lines/line.ts';
import type { CanonicalLogin } from '../../../core/values/login.ts';
import type { Refusal } from '../../../core/values/result.ts';
import { knownSigners } from '../../read/known-signers.ts';
import { openState } from './open-state.ts';
import type { OpenState, OpenStateDependencies } from './open-state.ts';

/** What tells of a review who may act in it. */
type Acting = Pick<OpenState, 'run' | 'ahead' | 'config' | 'frozen'>;

/** By the lines that a process has at hand: of them, the run and its policy it follows who may act. */
const known = new WeakMap<ReviewLines, Map<CanonicalLogin, Promise<Refusal | null>>>();

/**
 * The lines of the review tell it of whoever has an account; the directories are gone through for all others, once
 * for each person while a process keeps the lines.
 *
 * @param where what they are about to do, for the refusal
 */
export async function actorBreak(review: Acting, by: CanonicalLogin, where: string): Promise<Refusal | null> {
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

async function breakOf(review: Acting, by: CanonicalLogin): Promise<Refusal | null> {
  const { run, config, frozen } = review;
  const { lines } = frozen;
  const { plusAddressing } = config.policy;
  const isTold = lines.some(({ login, situation }) => situation === 'linked' && login === by);
  const people = isTold ? [] : await knownSigners(await run.snapshots(), [by], plusAddressing);
  return actorRefusal({ by, people, lines, config }, '') ?? goneSince(review, by, '');
}

/**
 * Whoever was here when the run was made may have left until the later run that signatures are rolled forward to. A watch
 * run keeps no snapshots; what it tells of accounts asks again by itself.
 *
 * @param where what they are about to do, for the refusal
 */
export async function goneSince(
  { ahead, config }: Pick<OpenState, 'ahead' | 'config'>,
  by: CanonicalLogin,
  where: string,
): Promise<Refusal | null> {
  if (ahead === null || !ahead.record.files.some(({ name }) => isSnapshotFile(name))) return null;
  const people = await knownSigners(await ahead.snapshots(), [by], config.policy.plusAddressing);
  const refusal = people.length === 0 ? null : actorRefusal({ by, people, lines: [], config }, where);
  return refusal === null ? null : { ...refusal, found: `${refusal.found}, as the run ${ahead.record.id} read it` };
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
