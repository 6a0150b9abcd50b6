// Loads a review that must be open: its state, its frozen lines, the policy of its run and the codes that stand now.
import { todayOf } from '../../../core/config/calendar.ts';
import type { Config } from '../../../core/config/config.ts';
import type { Objects } from '../../../core/ports/objects.ts';
import type { Records, Reviews } from '../../../core/ports/stores.ts';
import type { Clock } from '../../../core/ports/world.ts';
import { isLive } from '../../../core/inputs/account.ts';
import { canonicalLogin } from '../../../core/values/login.ts';
import { ok, refused } from '../../../core/values/result.ts';
import type { Result } from '../../../core/values/result.ts';
import type { ReviewLine, ReviewLines } from '../../../core/review/lines/line.ts';
import { ownLoginsByLogin, ownLoginsByLedger } from '../../../core/review/lines/own-logins.ts';
import type { OwnLoginsOf } from '../../../core/review/lines/own-logins.ts';
import type { StoredReviewEvent } from '../../../core/review/events/event.ts';
import { stillUndecided, undecidedLines } from '../../../core/review/decisions/standing.ts';
import type { LineFacts, OpenLine } from '../../../core/review/decisions/standing.ts';
import { recordedAt } from '../../../core/review/events/recorded-at.ts';
import { beginsWith } from '../../../core/review/events/chain.ts';
import { foldPeriod } from '../../../core/review/events/folded.ts';
import { isSigned, stateOn } from '../../../core/review/events/state.ts';
import type { ReviewState } from '../../../core/review/events/state.ts';
import { notOpen } from '../../../core/review/signatures/not-open.ts';
import type { Report } from '../../../core/report/report.ts';
import type { SignOffFacts } from '../../../core/review/signatures/refusals.ts';
import { toolText } from '../../../core/versions.ts';
import { frozenLines } from './freeze-lines.ts';
import { askingCodes } from '../../../core/review/changes/roll-forward.ts';
import { codesNow, laterRunOf, withCodes } from './codes-now.ts';
import { runAhead } from './run-ahead.ts';
import { lazyAmong } from '../../lazy.ts';
import { holdManifest, madeBy, storedRun, storedRuns } from '../../run/stored-runs.ts';
import type { StoredRun, StoredRuns } from '../../run/stored-runs.ts';
import type { Day } from '../../../core/values/instant.ts';

/** Of whoever looks at a review, and may add nothing to it. */
export interface ReadStateDependencies extends Records {
  /** By which a delegation and an exception are over, and runs of a later time tell nothing yet; without one all count. */
  readonly clock?: Clock;
  /** This program: the report of a run that another version made is refused, and so is a signature on it. */
  readonly tool: Report['tool'];
  /** Of a process that goes on: what does not change is worked out once. */
  readonly kept?: KeptBases;
}

export interface OpenStateDependencies extends ReadStateDependencies {
  readonly reviews: Reviews;
}

/** What a review stands on, which only another run or other lines change; each with the key that stands for both. */
export type KeptBases = Map<string, Promise<ReviewBase>>;

/** So many reviews are looked at by one process at once, each some tens of megabytes. */
const mostKept = 3;

export interface ReviewBase extends Pick<
  OpenState,
  'run' | 'ahead' | 'config' | 'frozen' | 'lineOf' | 'codesOf' | 'decidable' | 'ownOf'
> {
  readonly removed: LineFacts['removed'];
  /** What was undecided when somebody asked last: after some more decisions only their lines are looked at. */
  last: Undecided | null;
}

interface Undecided extends Pick<ReviewState, 'delegations'>, Pick<OpenState, 'today'> {
  readonly events: readonly StoredReviewEvent[];
  readonly undecided: readonly OpenLine[];
}

export interface OpenState {
  readonly period: string;
  readonly state: ReviewState;
  /** The day on which delegations and exceptions are looked at; `null` where none was given, and all of them count. */
  readonly today: Day | null;
  readonly events: readonly StoredReviewEvent[];
  readonly run: StoredRun;
  /** This program, which may be another version than the one that made the run. */
  readonly tool: Report['tool'];
  /** The latest run that tells what changed since; `null` when none does. */
  readonly ahead: StoredRun | null;
  readonly config: Config;
  readonly frozen: ReviewLines;
  readonly lineOf: ReadonlyMap<string, ReviewLine>;
  readonly codesOf: LineFacts['codesOf'];
  /** The same, and the API keys: they are no accounts of the run, so no finding names them. */
  readonly decidable: LineFacts['codesOf'];
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

/**
 * How the review of a period stands, on the run that it was frozen on. Delegations and exceptions are those of today where
 * a clock is given.
 *
 * @returns a refusal for a period without a review, such as one whose review was voided
 */
export async function openState(
  dependencies: ReadStateDependencies,
  period: string,
  { stored = storedRuns(dependencies), ...looking }: Looking = {},
): Promise<Result<OpenState>> {
  const { objects, reviews } = dependencies;
  const events = looking.events ?? (await reviews.load(period));
  const { state: folded, voids } = foldPeriod(events);
  if (folded === null) return refused(notOpen(period, { voids }));
  const run = await stored.get(folded.run, `the review ${period}`);
  const later = await laterRunOf(stored, { period, runAsOf: folded.runAsOf });
  const ahead = await runAhead(stored, run, dependencies.clock?.now() ?? null);
  const work = async (): Promise<ReviewBase> => baseOf(objects, { period, state: folded, run, later, ahead });
  const key = [run.record.id, later?.record.id, ahead?.record.id, folded.linesSha256].join(' ');
  const { kept } = dependencies;
  const base = await (kept === undefined ? work() : lazyAmong(kept, { key, most: mostKept }, work));
  const { config, frozen, lineOf, codesOf, decidable, ownOf } = base;
  const { clock } = dependencies;
  const today = clock === undefined ? null : todayOf(recordedAt(clock.now(), events), config);
  const state = today === null ? folded : stateOn(folded, today);
  let undecided: readonly OpenLine[] | undefined;
  return ok({
    period,
    state,
    today,
    events,
    run: base.run,
    tool: dependencies.tool,
    ahead: base.ahead,
    config,
    frozen,
    lineOf,
    codesOf,
    decidable,
    ownOf,
    // Who decides one line does not wait for all the others to be looked at.
    get undecided() {
      return (undecided ??= undecidedNow(base, { state, events, today }));
    },
  });
}

function undecidedNow(
  base: ReviewBase,
  { state, events, today }: Pick<OpenState, 'state' | 'events' | 'today'>,
): readonly OpenLine[] {
  const { last, frozen, codesOf, removed, config } = base;
  const isSame = last?.delegations === state.delegations && last.today === today && !isSigned(state);
  const decided = last === null || !isSame ? null : decidedSince(last.events, events);
  const undecided =
    last === null || decided === null
      ? undecidedLines(state, { lines: frozen.lines, codesOf, removed, today }, config.reviewers)
      : stillUndecided(last.undecided, decided, { state, removed, today });
  base.last = { events, undecided, delegations: state.delegations, today };
  return undecided;
}

/** @returns `null` unless nothing but decisions followed what was known */
function decidedSince(
  known: readonly StoredReviewEvent[],
  events: readonly StoredReviewEvent[],
): ReadonlySet<string> | null {
  if (!beginsWith(events, known)) return null;
  const decided = new Set<string>();
  for (const { event } of events.slice(known.length)) {
    if (event.kind !== 'decided') return null;
    for (const { login } of event.lines) decided.add(login);
  }
  return decided;
}

interface Standing {
  readonly period: string;
  readonly state: ReviewState;
  readonly run: StoredRun;
  readonly later: StoredRun | null;
  readonly ahead: StoredRun | null;
}

async function baseOf(objects: Objects, { period, state, run, later, ahead }: Standing): Promise<ReviewBase> {
  for (const one of later === null ? [run] : [run, later]) await holdManifest(one);
  const config = await run.config();
  const frozen = await frozenLines(objects, { period, linesSha256: state.linesSha256 });
  const codesOf = withCodes(
    await codesNow(later === null ? [run] : [run, later]),
    ahead === null ? new Map() : askingCodes(await ahead.stated()),
  );
  const removed = await removedSince(later, frozen.lines);
  const ownOf = await ownLoginsNow(later, { frozen, codesOf });
  const lineOf = new Map<string, ReviewLine>(frozen.lines.map((line) => [line.login, line]));
  const decidable = new Map([...frozen.lines.map(({ login }) => [login, []] as const), ...codesOf]);
  // What was read of the runs goes with them: only what follows from it is kept.
  return {
    run: storedRun(objects, run.record),
    ahead: ahead === null ? null : storedRun(objects, ahead.record),
    config,
    frozen,
    lineOf,
    codesOf,
    decidable,
    removed,
    ownOf,
    last: null,
  };
}

async function removedSince(later: StoredRun | null, lines: LineFacts['lines']): Promise<ReadonlySet<string>> {
  if (later === null) return new Set();
  const live = new Set<string>((await later.population()).accounts.filter(isLive).map(({ login }) => login));
  return new Set(lines.flatMap(({ login, kind }) => (kind === 'account' && !live.has(login) ? [login] : [])));
}

/** A later run of the period may have brought logins that nobody froze, and other names of people whose lines are. */
async function ownLoginsNow(
  later: StoredRun | null,
  { frozen, codesOf }: Pick<OpenState, 'frozen' | 'codesOf'>,
): Promise<OwnLoginsOf> {
  const ownOf = ownLoginsByLogin(frozen);
  if (later === null) return ownOf;
  const logins = [...new Set([...ownOf.keys(), ...codesOf.keys()])].flatMap((login) => canonicalLogin(login) ?? []);
  const ownLater = ownLoginsByLedger(logins, await later.ledger());
  return new Map(logins.map((login) => [login, [...(ownOf.get(login) ?? []), ...(ownLater.get(login) ?? [])]]));
}

/** What the run says of its inputs and controls, for whoever is about to sign. */
export async function signedRunOf({ run, tool }: Pick<OpenState, 'run' | 'tool'>): Promise<SignOffFacts['run']> {
  const { run: declared, controlCodes } = await run.stated();
  const [made, here] = [toolText(await madeBy(run)), toolText(tool)];
  const incomplete = (await run.headers())
    .filter(({ completeness }) => completeness !== 'complete')
    .map(({ directory, completeness }) => `${directory} is ${completeness}`);
  return { ...declared, controlCodes, incomplete, otherVersion: made === here ? null : { made, here } };
}
