// Says early for whom lines wait in vain: a directory names a manager whom none of them knows, or who cannot sign in.
import { actorRefusal } from '../../../core/review/lines/actor.ts';
import type { ReviewLines } from '../../../core/review/lines/line.ts';
import type { Owned } from '../../../core/review/lines/own-logins.ts';
import { isSigned } from '../../../core/review/events/state.ts';
import { matchKey } from '../../../core/values/login.ts';
import type { CanonicalLogin } from '../../../core/values/login.ts';
import { multimap } from '../../../core/values/multimap.ts';
import { Unusable } from '../../../core/values/result.ts';
import { knownSigners } from '../../read/people/known-signers.ts';
import type { OpenState } from '../standing/open-state.ts';

/** Somebody to whom lines are assigned, and whose decisions would be refused. */
export interface CannotDecide {
  readonly who: CanonicalLogin;
  /** Those of theirs that are undecided. */
  readonly lines: number;
  /** Why they may not, in the words of the refusal: `chef@acme.com: no directory of the run knows them`. */
  readonly why: string;
}

/** Keyed by the lines that a process has at hand: why each reviewer may not decide; `null` for one who may. */
const known = new WeakMap<ReviewLines, Map<CanonicalLogin, Promise<string | null>>>();

/**
 * By the run under review alone: who left since is told by their delegation. The directories are gone through once for all
 * reviewers whom no line of their own tells, and not again while a process keeps the lines.
 *
 * @returns those with most lines first; nobody once every stage has signed
 */
export async function cannotDecide(review: OpenState): Promise<readonly CannotDecide[]> {
  if (isSigned(review.state)) return [];
  const owed = new Map<CanonicalLogin, number>();
  for (const { reviewer } of review.undecided) if (reviewer !== null) owed.set(reviewer, (owed.get(reviewer) ?? 0) + 1);
  const whyNot = reasonsOf(review, [...owed.keys()]);
  const found = await Promise.all(
    [...owed].map(async ([who, lines]) => ({ who, lines, why: await toldOf(whyNot.get(who)) })),
  );
  return found
    .flatMap(({ who, lines, why }) => (why === null ? [] : [{ who, lines, why }]))
    .toSorted((one, other) => other.lines - one.lines || (one.who < other.who ? -1 : 1));
}

/** Evidence that was changed stops nobody who only looks; it is refused where somebody acts on it. */
async function toldOf(reason: Promise<string | null> | undefined): Promise<string | null> {
  try {
    return (await reason) ?? null;
  } catch (error) {
    if (error instanceof Unusable) return null;
    throw error;
  }
}

function reasonsOf(
  review: Pick<OpenState, 'run' | 'config' | 'frozen'>,
  reviewers: readonly CanonicalLogin[],
): ReadonlyMap<CanonicalLogin, Promise<string | null>> {
  const reasons = known.get(review.frozen) ?? new Map<CanonicalLogin, Promise<string | null>>();
  known.set(review.frozen, reasons);
  const linked = new Set(
    review.frozen.lines.flatMap(({ login, situation }) => (situation === 'linked' ? [login] : [])),
  );
  const unknown = reviewers.filter((login) => !reasons.has(login));
  const asked = unknown.filter((login) => !linked.has(login));
  const answers = asked.length === 0 ? null : lookedUp(review, asked);
  for (const login of unknown) {
    const reason = answers?.then((found) => found.get(login) ?? null) ?? Promise.resolve(null);
    reasons.set(login, reason);
    // What failed is asked anew.
    reason.catch(() => reasons.delete(login));
  }
  return reasons;
}

async function lookedUp(
  { run, config, frozen: { lines } }: Pick<OpenState, 'run' | 'config' | 'frozen'>,
  reviewers: readonly CanonicalLogin[],
): Promise<ReadonlyMap<CanonicalLogin, string>> {
  const judged = await run.gone();
  const { plusAddressing } = config.policy;
  const people = await knownSigners(await run.directories(), reviewers, { plusAddressing, judged });
  // Each of many reviewers would go through all lines and people by themselves.
  const wanted = new Set(reviewers.map((by) => matchKey(by, plusAddressing)));
  const keysOf = ({ own }: Owned): readonly CanonicalLogin[] => [
    ...new Set(own.map((login) => matchKey(login, plusAddressing)).filter((key) => wanted.has(key))),
  ];
  const [linesOf, peopleOf] = [multimap(lines, keysOf), multimap(people, keysOf)];
  return new Map(
    reviewers.flatMap((by) => {
      const key = matchKey(by, plusAddressing);
      const theirs = { people: peopleOf.get(key) ?? [], lines: linesOf.get(key) ?? [] };
      const refusal = actorRefusal({ by, ...theirs, gone: judged.gone, config }, '');
      return refusal === null ? [] : [[by, refusal.found] as const];
    }),
  );
}
