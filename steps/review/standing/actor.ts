// Asks of a review that is open whether somebody may act in it.
import { isSnapshotFile } from '../../../core/names/evidence-files.ts';
import { actorRefusal, otherNames } from '../../../core/review/lines/actor.ts';
import { nobodyGone } from '../../../core/review/lines/gone.ts';
import { typedAddress } from '../../../core/values/addresses.ts';
import type { ReviewLines } from '../../../core/review/lines/line.ts';
import { matchKey } from '../../../core/values/login.ts';
import type { CanonicalLogin } from '../../../core/values/login.ts';
import { ok, refused } from '../../../core/values/result.ts';
import type { Refusal, Result } from '../../../core/values/result.ts';
import { knownSigners } from '../../read/people/known-signers.ts';
import { lazyAmong } from '../../lazy.ts';
import { openState } from './open-state.ts';
import type { OpenState, OpenStateDependencies } from './open-state.ts';

/** What tells of a review who may act in it. */
type Acting = Pick<OpenState, 'run' | 'ahead' | 'config' | 'frozen'>;

/** Keyed by the lines that a process has at hand: who may act follows from them, the run and its policy. */
const known = new WeakMap<ReviewLines, Map<string, Promise<Actor>>>();

interface Actor {
  readonly refusal: Refusal | null;
  readonly alsoBy: readonly CanonicalLogin[];
}

/**
 * The lines of the review tell it of whoever has an account; the directories are gone through for all others, once
 * for each person while a process keeps the lines.
 *
 * @param where what they are about to do, for the refusal
 * @returns their other names, where the lines do not tell them
 */
export async function actorIn(
  review: Acting,
  by: CanonicalLogin,
  where: string,
): Promise<Result<readonly CanonicalLogin[]>> {
  const people = known.get(review.frozen) ?? new Map<string, Promise<Actor>>();
  known.set(review.frozen, people);
  const key = `${review.ahead?.record.id ?? ''} ${by}`;
  const { refusal, alsoBy } = await lazyAmong(people, { key, most: Infinity }, async () => actorOf(review, by));
  return refusal === null ? ok(alsoBy) : refused({ ...refusal, where });
}

/** As `actorIn`, for whoever only asks whether they may. */
export async function actorBreak(review: Acting, by: CanonicalLogin, where: string): Promise<Refusal | null> {
  const actor = await actorIn(review, by, where);
  return actor.kind === 'refused' ? (actor.refusals[0] ?? null) : null;
}

/** As `actorIn`, for a name as somebody gave it. @returns it in its canonical form */
export async function namedActor(review: Acting, by: string, where: string): Promise<Result<CanonicalLogin>> {
  const named = typedAddress(by, where);
  const stranger = named.kind === 'refused' ? null : await actorBreak(review, named.value, where);
  return stranger === null ? named : refused(stranger);
}

async function actorOf(review: Acting, by: CanonicalLogin): Promise<Actor> {
  const { run, config } = review;
  const { lines } = review.frozen;
  const { plusAddressing } = config.policy;
  const isTold = lines.some(({ login, situation }) => situation === 'linked' && login === by);
  const judged = isTold ? null : await run.gone();
  const people = judged === null ? [] : await knownSigners(await run.directories(), [by], { plusAddressing, judged });
  const gone = judged?.gone ?? nobodyGone;
  return {
    refusal: actorRefusal({ by, people, gone, lines, config }, '') ?? (await goneSince(review, by, '')),
    alsoBy: otherNames(by, people, plusAddressing),
  };
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
  const judged = await ahead.gone();
  const { plusAddressing } = config.policy;
  const people = await knownSigners(await ahead.directories(), [by], { plusAddressing, judged });
  const isTold = people.length > 0 || judged.gone.has(matchKey(by, plusAddressing));
  const refusal = isTold ? actorRefusal({ by, people, gone: judged.gone, lines: [], config }, where) : null;
  return refusal === null ? null : { ...refusal, found: `${refusal.found}, as the run ${ahead.record.id} read it` };
}

/** @returns `null` also where no review is open: that is refused where the act is recorded */
export async function strangerIn(
  dependencies: OpenStateDependencies,
  { period, by, act }: { readonly period: string; readonly by: string; readonly act: string },
): Promise<Refusal | null> {
  const review = await openState(dependencies, period);
  if (review.kind === 'refused') return null;
  const actor = await namedActor(review.value, by, `${act} of ${period}`);
  return actor.kind === 'refused' ? (actor.refusals[0] ?? null) : null;
}
