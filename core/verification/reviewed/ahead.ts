// Works out again how far each signature was rolled forward, from the later runs that are attached.
import { askingCodes, formOf, isAhead, rollForwardOf } from '../../review/changes/roll-forward.ts';
import type { ComparedRun, ForwardedChanges } from '../../review/changes/roll-forward.ts';
import type { Closed, Signed } from '../../review/events/event.ts';
import type { ReviewState } from '../../review/events/state.ts';
import type { Code } from '../../names/codes.ts';
import { jsonSha256 } from '../../values/canonical-json.ts';
import { isBefore } from '../../values/instant.ts';
import { ok, refused } from '../../values/result.ts';
import type { Result } from '../../values/result.ts';

/**
 * The run under review (`from`), and the later runs to which signatures were rolled forward (`ahead`, by their ids), each
 * read again from what is attached.
 */
export interface RunsAhead {
  readonly from: ComparedRun;
  readonly ahead: ReadonlyMap<string, ComparedRun>;
}

export interface SignedAhead {
  /** `null` where no later run was known; `undefined` for a signature of a version that did not look for one. */
  readonly forward: ForwardedChanges | null | undefined;
  /** By login, the codes that a decision to keep had not seen, and that ask again. */
  readonly asking: ReadonlyMap<string, readonly Code[]>;
}

interface Reaching {
  /** `null` where no signature names a later run. */
  readonly runs: RunsAhead | null;
  /** How the review stood before the event. */
  readonly state: Pick<ReviewState, 'decisions'>;
  /** Which event it is, for the refusal. */
  readonly where: string;
}

/** What was worked out before: several checks ask about one event, and to compare two populations takes long. */
const worked = new WeakMap<RunsAhead, WeakMap<Pick<Signed | Closed, 'rollForward'>, Result<SignedAhead>>>();

/** @returns how far a signature, or a closing, was rolled forward, or why it could not have been */
export function aheadOf(event: Pick<Signed | Closed, 'rollForward' | 'at'>, reaching: Reaching): Result<SignedAhead> {
  const { runs } = reaching;
  if (runs === null) return workedOut(event, reaching);
  const known = worked.get(runs) ?? new WeakMap<typeof event, Result<SignedAhead>>();
  worked.set(runs, known);
  const ahead = known.get(event) ?? workedOut(event, reaching);
  known.set(event, ahead);
  return ahead;
}

function workedOut(
  { rollForward, at }: Pick<Signed | Closed, 'rollForward' | 'at'>,
  { runs, state, where }: Reaching,
): Result<SignedAhead> {
  if (rollForward === undefined || rollForward === null) return ok({ forward: rollForward, asking: new Map() });
  const to = runs?.ahead.get(rollForward.run);
  if (runs === null || to === undefined)
    return refused({
      what: 'a run to which a signature was rolled forward is missing',
      where,
      found: 'nothing',
      expected: `the files of the run ${rollForward.run}`,
    });
  const unless = (what: string, found: string, expected: string): Result<SignedAhead> | null =>
    found === expected ? null : refused({ what, where, found, expected });
  const other =
    unless('a roll-forward to other evidence', rollForward.manifestSha256, to.manifestSha256) ??
    unless('a roll-forward to another time', rollForward.asOf, to.asOf);
  if (other !== null) return other;
  if (!isAhead(runs.from, to) || isBefore(at, to.asOf))
    return refused({
      what: 'a run that no signature can be rolled forward to',
      where,
      found: `${to.run}, as of ${to.asOf}, of an export of ${to.exportedAt}`,
      expected: `a run of the same configuration after ${runs.from.run} and before the signature, of an export that is no older`,
    });
  const forward = rollForwardOf({ from: runs.from, to, state, form: formOf(rollForward) });
  const broken = unless('a roll-forward that the runs do not yield', rollForward.sha256, jsonSha256(forward));
  return broken ?? ok({ forward, asking: askingCodes(to) });
}
