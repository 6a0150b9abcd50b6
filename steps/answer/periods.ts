// The periods there are, how each review stands, and what blocks it.
import { todayOf } from '../../core/config/calendar.ts';
import { unopenedAs } from '../../core/review/decisions/standing.ts';
import type { Phase, Unopened } from '../../core/review/decisions/standing.ts';
import type { Turn } from '../../core/review/signatures/turns.ts';
import type { RunRecord } from '../../core/run.ts';
import type { Day } from '../../core/values/instant.ts';
import { refusalText } from '../../core/values/result.ts';
import { dueOf, missedReview, reviewStanding } from '../review/review-status.ts';
import type { LineCounts } from '../review/review-status.ts';
import { storedRun } from '../run/stored-runs.ts';
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
    standings.push((await opened(ports, period)) ?? (await withoutReview(ports, period, latest)));
  }
  return standings;
}

async function opened(ports: Answering, period: string): Promise<PeriodStanding | null> {
  const review = await openState(ports, period);
  if (review.kind === 'refused') return null;
  const { state, phase, dueDay, daysLate, lines, blocks, turns } = await reviewStanding(
    review.value,
    ports.clock.now(),
  );
  const { undecided, keep, revoke, except } = lines;
  const counts = { undecided, keep, revoke, except };
  return { period, phase, run: state.run, dueDay, daysLate, lines: counts, blocks: blocks.map(refusalText), turns };
}

async function withoutReview(ports: Answering, period: string, record: RunRecord | null): Promise<PeriodStanding> {
  const missed = await missedReview(ports, period);
  const phase = unopenedAs(await ports.reviews.load(period));
  const run = record?.id ?? null;
  const due = record === null ? null : await dueIn(ports, period, record);
  const dueDay = missed?.dueDay ?? due?.dueDay ?? null;
  const blocks = run === null ? ['No run of the period was accepted.'] : ['Nobody has opened the review.'];
  return { period, phase, run, dueDay, daysLate: due?.late ?? 0, lines: noLines, blocks, turns: [] };
}

async function dueIn(ports: Answering, period: string, record: RunRecord): Promise<ReturnType<typeof dueOf>> {
  const config = await storedRun(ports.objects, record).config();
  return dueOf({ period, config }, todayOf(ports.clock.now(), config));
}
