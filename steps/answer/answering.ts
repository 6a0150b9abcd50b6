// What a question is asked with: what is recorded, runs that were opened once, and how far the one who asks may see.
import type { Objects } from '../../core/ports/objects.ts';
import type { Records } from '../../core/ports/stores.ts';
import type { Clock } from '../../core/ports/world.ts';
import type { RunStatus } from '../../core/names/gates.ts';
import type { Report } from '../../core/report/report.ts';
import type { Instant } from '../../core/values/instant.ts';
import { foldReview } from '../../core/review/events/folded.ts';
import type { RunRecord } from '../../core/run.ts';
import { ok, refused } from '../../core/values/result.ts';
import type { Result } from '../../core/values/result.ts';
import { inTurn } from '../in-turn.ts';
import { lazyAmong } from '../lazy.ts';
import type { RecomputedRun, RecomputeDependencies } from '../run/recompute-run.ts';
import { openRun } from './open-run.ts';

/** Who asks, and about which periods they may. */
export interface Scope {
  /** `null` for whoever owns the home. */
  readonly person: string | null;
  readonly periods: 'all' | readonly string[];
}

export interface Answering extends Records {
  readonly clock: Clock;
  /** This program: whether a run may still be signed depends on the version that made it. */
  readonly tool: Report['tool'];
  /** @throws EvidenceChanged */
  readonly open: (record: RunRecord) => Promise<RecomputedRun>;
  readonly scope: Scope;
}

/** Two, because what changed is asked of two. */
const mostRemembered = 2;

/**
 * A run never changes, so it is done again once; its evidence is held against its digests when that happens. Several are
 * done one after the other: each takes the memory of its accounts.
 */
export function rememberedRuns(dependencies: RecomputeDependencies & { readonly objects: Objects }): Answering['open'] {
  const opened = new Map<string, Promise<RecomputedRun>>();
  const turn = inTurn();
  return async (record) =>
    lazyAmong(opened, { key: record.id, most: mostRemembered }, () => turn(() => openRun(dependencies, record)));
}

export function maySee({ periods }: Scope, period: string): boolean {
  return periods === 'all' || periods.includes(period);
}

/** Which run is meant: one by its id, that of a period, or else the latest. */
export interface RunQuestion {
  readonly run?: string | undefined;
  readonly period?: string | undefined;
}

/**
 * @returns of a period the run under review, or else its latest accepted one; what the one who asks may not see is
 *   refused in the same words as what is not there
 * @throws ReviewAltered
 */
export async function askedRun(ports: Answering, { run, period }: RunQuestion): Promise<Result<RunRecord>> {
  const seen = (await ports.runs.list()).filter((one) => maySee(ports.scope, one.period));
  if (run !== undefined) {
    const named = seen.find(({ id }) => id === run);
    return named === undefined
      ? notThere(
          'run',
          run,
          seen.map(({ id }) => id),
        )
      : heldByEvents(ports, named);
  }
  const accepted = seen.filter((one) => one.accepted && (period === undefined || one.period === period));
  const state = period === undefined || accepted.length === 0 ? null : foldReview(await ports.reviews.load(period));
  const found = accepted.find(({ id }) => id === state?.run) ?? accepted.at(-1);
  if (found !== undefined) return heldByEvents(ports, found);
  const held = seen.findLast((one) => period === undefined || one.period === period);
  if (held !== undefined) return noneAccepted(held);
  return notThere('period', period ?? 'the latest', [...new Set(seen.map((one) => one.period))]);
}

/** Its record may be another by now than the events of its period know. @throws ReviewAltered */
async function heldByEvents({ reviews }: Answering, record: RunRecord): Promise<Result<RunRecord>> {
  await reviews.load(record.period);
  return ok(record);
}

/** What every answer about a run says of it: how old it is, and whether a gate held it. */
export interface AboutRun {
  readonly run: string;
  readonly period: string;
  readonly asOf: Instant;
  readonly status: RunStatus;
}

export function aboutRun({ id, period, asOf, status }: RunRecord): AboutRun {
  return { run: id, period, asOf, status };
}

function noneAccepted({ id, period }: RunRecord): Result<never> {
  return refused({
    what: 'no accepted run',
    where: 'period',
    found: `in ${period} the run ${id}, which a gate held`,
    expected: 'an accepted run, or the id of this one as run',
  });
}

export function notThere(what: 'run' | 'period' | 'review', found: string, there: readonly string[]): Result<never> {
  const some = there.slice(-3).join(', ');
  const expected = some === '' ? `a ${what}, of which there is none` : `one that is there, such as ${some}`;
  return refused({ what: `no such ${what}`, where: what, found, expected });
}

/** Of logins no example is given: they are people's. */
export function noSuchLogin(found: string): Result<never> {
  const expected = 'the login of an account, as the export of the run has it';
  return refused({ what: 'no such login', where: 'login', found, expected });
}
