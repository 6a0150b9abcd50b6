// Loads a review that must be open: its state, its frozen lines, the policy of its run and the codes that stand now.
import type { Config } from '../../../core/config/config.ts';
import type { Objects, Reviews, Runs } from '../../../core/ports.ts';
import { isLive } from '../../../core/inputs/account.ts';
import { canonicalLogin } from '../../../core/values/login.ts';
import { ok, refused } from '../../../core/values/result.ts';
import type { Result } from '../../../core/values/result.ts';
import type { ReviewLines } from '../../../core/review/lines/line.ts';
import { ownLoginsByLogin, ownLoginsByLedger } from '../../../core/review/lines/own-logins.ts';
import type { OwnLoginsOf } from '../../../core/review/lines/own-logins.ts';
import type { StoredReviewEvent } from '../../../core/review/events/event.ts';
import { undecidedLines } from '../../../core/review/decisions/standing.ts';
import type { LineFacts, OpenLine } from '../../../core/review/decisions/standing.ts';
import { foldPeriod } from '../../../core/review/events/state.ts';
import type { ReviewState } from '../../../core/review/events/state.ts';
import { notOpen } from '../../../core/review/signatures/way-back.ts';
import { frozenLines } from './freeze-lines.ts';
import { codesNow, laterRunOf } from './codes-now.ts';
import { storedRuns } from '../../run/stored-runs.ts';
import type { StoredRun, StoredRuns } from '../../run/stored-runs.ts';

export interface OpenStateDependencies {
  readonly objects: Objects;
  readonly runs: Runs;
  readonly reviews: Reviews;
}

export interface OpenState {
  readonly period: string;
  readonly state: ReviewState;
  readonly events: readonly StoredReviewEvent[];
  readonly run: StoredRun;
  readonly config: Config;
  readonly frozen: ReviewLines;
  readonly codesOf: LineFacts['codesOf'];
  /** Every login of the person behind a login that can be decided. */
  readonly ownOf: OwnLoginsOf;
  readonly undecided: readonly OpenLine[];
}

export interface Looking {
  /** The stream to look at; by default as it is stored. */
  readonly events?: readonly StoredReviewEvent[];
  /** Runs that the same call has opened already. */
  readonly stored?: StoredRuns;
}

export async function openState(
  dependencies: OpenStateDependencies,
  period: string,
  { stored = storedRuns(dependencies), ...looking }: Looking = {},
): Promise<Result<OpenState>> {
  const { objects, reviews } = dependencies;
  const events = looking.events ?? (await reviews.load(period));
  const { state, voids } = foldPeriod(events);
  if (state === null) return refused(notOpen(period, { voids }));
  const run = await stored.get(state.run, `the review ${period}`);
  const later = await laterRunOf(stored, { period, runAsOf: state.runAsOf });
  const config = await run.config();
  const frozen = await frozenLines(objects, { period, linesSha256: state.linesSha256 });
  const codesOf = await codesNow(later === null ? [run] : [run, later]);
  const removed = await removedSince(later, frozen.lines);
  const undecided = undecidedLines(state, { lines: frozen.lines, codesOf, removed }, config.reviewers);
  const ownOf = await ownLoginsNow(later, { frozen, codesOf });
  return ok({ period, state, events, run, config, frozen, codesOf, ownOf, undecided });
}

async function removedSince(later: StoredRun | null, lines: LineFacts['lines']): Promise<ReadonlySet<string>> {
  if (later === null) return new Set();
  const live = new Set<string>((await later.outcome()).accounts.filter(isLive).map(({ login }) => login));
  return new Set(lines.flatMap(({ login, kind }) => (kind === 'account' && !live.has(login) ? [login] : [])));
}

/** A later run of the period may have brought logins that nobody froze, and other names of people whose lines are. */
async function ownLoginsNow(
  later: StoredRun | null,
  { frozen, codesOf }: Pick<OpenState, 'frozen' | 'codesOf'>,
): Promise<OwnLoginsOf> {
  const ownOf = ownLoginsByLogin(frozen);
  if (later === null) return ownOf;
  const { ledger } = await later.outcome();
  const logins = [...new Set([...ownOf.keys(), ...codesOf.keys()])].flatMap((login) => canonicalLogin(login) ?? []);
  const ownLater = ownLoginsByLedger(logins, ledger);
  return new Map(logins.map((login) => [login, [...(ownOf.get(login) ?? []), ...(ownLater.get(login) ?? [])]]));
}

/** Directories that were not read completely, for whoever is about to sign. */
export async function incompleteIn(run: StoredRun): Promise<readonly string[]> {
  return (await run.headers())
    .filter(({ completeness }) => completeness !== 'complete')
    .map(({ directory, completeness }) => `${directory} is ${completeness}`);
}
