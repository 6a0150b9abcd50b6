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
import { chainEvent, chainStart } from '../../../core/review/events/chain.ts';
import type { ReviewEvent, StoredReviewEvent } from '../../../core/review/events/event.ts';
import { undecidedLines } from '../../../core/review/decisions/standing.ts';
import type { LineFacts, OpenLine } from '../../../core/review/decisions/standing.ts';
import { foldReview } from '../../../core/review/events/state.ts';
import type { ReviewState } from '../../../core/review/events/state.ts';
import type { RunRecord } from '../../../core/run.ts';
import { frozenLines } from './freeze-lines.ts';
import { codesNow, laterRunOf } from './codes-now.ts';
import { configOf, outcomeOf } from '../../run/stored-run.ts';

export interface OpenStateDependencies {
  readonly objects: Objects;
  readonly runs: Runs;
  readonly reviews: Reviews;
}

export interface OpenState {
  readonly period: string;
  readonly state: ReviewState;
  readonly events: readonly StoredReviewEvent[];
  readonly run: RunRecord;
  readonly config: Config;
  readonly frozen: ReviewLines;
  readonly codesOf: LineFacts['codesOf'];
  /** Every login of the person behind a login that can be decided. */
  readonly ownOf: OwnLoginsOf;
  readonly undecided: readonly OpenLine[];
}

/** @param opening the event that would open a review that nobody has opened: to look at it before it is stored */
export async function openState(
  dependencies: OpenStateDependencies,
  period: string,
  opening: ReviewEvent | null = null,
): Promise<Result<OpenState>> {
  const { objects, runs, reviews } = dependencies;
  const stored = await reviews.load(period);
  const events = stored.length === 0 && opening !== null ? [chainEvent(chainStart, 1, opening)] : stored;
  const state = foldReview(events);
  if (state === null) {
    return refused({
      what: 'review not open',
      where: `review ${period}`,
      found: 'no review',
      expected: `access-review review open --review ${period}`,
    });
  }
  const run = await runs.get(state.run);
  if (run === null) throw new Error(`the run ${state.run} of the review ${period} is not recorded`);
  const config = await configOf(objects, run);
  const frozen = await frozenLines(objects, { period, linesSha256: state.linesSha256 });
  const codesOf = await codesNow(dependencies, { ...state, period });
  const removed = await removedSince(dependencies, { period, runAsOf: state.runAsOf, lines: frozen.lines });
  const undecided = undecidedLines(state, { lines: frozen.lines, codesOf, removed }, config.reviewers);
  const ownOf = await ownLoginsNow(dependencies, { period, runAsOf: state.runAsOf, frozen, codesOf });
  return ok({ period, state, events, run, config, frozen, codesOf, ownOf, undecided });
}

async function removedSince(
  { objects, runs }: OpenStateDependencies,
  { period, runAsOf, lines }: Pick<ReviewState, 'runAsOf'> & Pick<OpenState, 'period'> & Pick<LineFacts, 'lines'>,
): Promise<ReadonlySet<string>> {
  const later = await laterRunOf(runs, { period, runAsOf });
  if (later === null) return new Set();
  const live = new Set<string>((await outcomeOf(objects, later)).accounts.filter(isLive).map(({ login }) => login));
  return new Set(lines.flatMap(({ login, kind }) => (kind === 'account' && !live.has(login) ? [login] : [])));
}

/** A later run of the period may have brought logins that nobody froze, and other names of people whose lines are. */
async function ownLoginsNow(
  { objects, runs }: OpenStateDependencies,
  { period, runAsOf, frozen, codesOf }: Pick<OpenState, 'period' | 'frozen' | 'codesOf'> & Pick<ReviewState, 'runAsOf'>,
): Promise<OwnLoginsOf> {
  const ownOf = ownLoginsByLogin(frozen);
  const later = await laterRunOf(runs, { period, runAsOf });
  if (later === null) return ownOf;
  const { ledger } = await outcomeOf(objects, later);
  const logins = [...new Set([...ownOf.keys(), ...codesOf.keys()])].flatMap((login) => canonicalLogin(login) ?? []);
  const ownLater = ownLoginsByLedger(logins, ledger);
  return new Map(logins.map((login) => [login, [...(ownOf.get(login) ?? []), ...(ownLater.get(login) ?? [])]]));
}
