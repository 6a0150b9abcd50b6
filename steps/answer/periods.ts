// The periods there are, how each review stands, and what blocks it.
import { todayOf } from '../../core/config/calendar.ts';
import { daysLate, unopenedAs } from '../../core/review/decisions/standing.ts';
import type { Phase, Unopened } from '../../core/review/decisions/standing.ts';
import { isSigned } from '../../core/review/events/state.ts';
import type { Turn } from '../../core/review/signatures/turns.ts';
import type { RunRecord } from '../../core/run.ts';
import { dayOf } from '../../core/values/instant.ts';
import type { Day } from '../../core/values/instant.ts';
import { refusalText } from '../../core/values/result.ts';
import { dueOf, missedReview, reviewStanding } from '../review/review-status.ts';
import type { LineCounts } from '../review/review-status.ts';
import { nextOrder } from '../remove/next-order.ts';
import { newestCompared, storedRun, storedRuns } from '../run/stored-runs.ts';
import { openState } from '../review/standing/open-state.ts';
import { maySee } from './answering.ts';
import type { Answering } from './answering.ts';

export interface PeriodStanding {
  readonly period: string;
  readonly phase: Phase | Unopened;
  /** Under review, or the latest that was accepted; `null` when there is none. */
  readonly run: string | null;
  readonly dueDay: Day | null;
  readonly daysLate: number;
  readonly lines: Pick<LineCounts, 'undecided' | 'keep' | 'revoke' | 'except'>;
  /** What stands against a signature, a sentence each. */
  readonly blocks: readonly string[];
  readonly turns: readonly Turn[];
}

const noLines = { undecided: 0, keep: 0, revoke: 0, except: 0 };

/** The latest first. */
export async function periodStandings(ports: Answering): Promise<readonly PeriodStanding[]> {
  const runs = await ports.runs.list();
  const periods = new Set([...(await ports.reviews.list()), ...runs.map(({ period }) => period)]);
  const seen = [...periods]
    .filter((period) => maySee(ports.scope, period))
    .toSorted()
    .toReversed();
  const standings: PeriodStanding[] = [];
  for (const period of seen) {
    const latest = runs.findLast((run) => run.accepted && run.period === period) ?? null;
    standings.push((await opened(ports, period)) ?? (await withoutReview(ports, period, { latest, runs })));
  }
  return standings;
}

async function opened(ports: Answering, period: string): Promise<PeriodStanding | null> {
  const review = await openState(ports, period);
  if (review.kind === 'refused') return null;
  // Of every review so far: the accounts of the newest run are read for those alone that somebody may still sign.
  const next = isSigned(review.value.state)
    ? { lastPrivileged: null }
    : await nextOrder(async () => newestCompared(storedRuns(ports)), review.value.state);
  const standing = await reviewStanding(review.value, { now: ports.clock.now(), next });
  const { state, phase, dueDay, daysLate, lines, blocks, turns } = standing;
  const { undecided, keep, revoke, except } = lines;
  const counts = { undecided, keep, revoke, except };
  return { period, phase, run: state.run, dueDay, daysLate, lines: counts, blocks: blocks.map(refusalText), turns };
}

interface Runs {
  /** The latest of the period that was accepted. */
  readonly latest: RunRecord | null;
  readonly runs: readonly RunRecord[];
}

async function withoutReview(ports: Answering, period: string, { latest, runs }: Runs): Promise<PeriodStanding> {
  const missed = await missedReview(ports, period);
  const phase = unopenedAs(await ports.reviews.load(period));
  // A period without a run is as late on the calendar of any other.
  const record = latest ?? (missed === null ? null : (runs.findLast(({ accepted }) => accepted) ?? null));
  const due = record === null ? null : await dueIn(ports, period, record);
  const dueDay = missed?.dueDay ?? due?.dueDay ?? null;
  const late = missed === null ? 0 : daysLate(dayOf(ports.clock.now(), 'UTC'), missed.dueDay);
  const blocks = [latest === null ? 'No run of the period was accepted.' : unopenedText(phase)];
  const run = latest?.id ?? null;
  return { period, phase, run, dueDay, daysLate: due?.late ?? late, lines: noLines, blocks, turns: [] };
}

function unopenedText(phase: Unopened): string {
  return phase === 'voided' ? 'Its review was voided, and nobody has opened another.' : 'Nobody has opened the review.';
}

async function dueIn(ports: Answering, period: string, record: RunRecord): Promise<ReturnType<typeof dueOf>> {
  const config = await storedRun(ports.objects, record).config();
  return dueOf({ period, config }, todayOf(ports.clock.now(), config));
}
