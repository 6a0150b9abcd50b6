// Finds periods whose review is due and was never opened, and reports, signed, that the control was not performed.
import { reviewKey } from '../core/contract/objects.ts';
import type { Config } from '../core/contract/config.ts';
import { addDays, startOfDay } from '../core/instant.ts';
import type { Day, Instant } from '../core/instant.ts';
import type { Bytes, Clock, Objects, Reviews, Runs, Scratch, Sealer } from '../core/ports.ts';
import type { Report } from '../core/report.ts';
import { parsePeriod, periodOf } from '../core/review/calendar.ts';
import type { Period } from '../core/review/calendar.ts';
import type { NotPerformedReport } from '../core/review/not-performed.ts';
import { foldReview } from '../core/review/state.ts';
import type { RunRecord } from '../core/run.ts';

export interface NotPerformedDependencies {
  readonly clock: Clock;
  readonly objects: Objects;
  readonly runs: Runs;
  readonly reviews: Reviews;
  readonly scratch: Scratch;
  readonly sealer: Sealer;
  readonly drawNotPerformed: (report: NotPerformedReport) => Bytes;
  readonly tool: Report['tool'];
}

export interface DuePeriod extends Period {
  readonly runs: readonly RunRecord[];
}

/** Ended periods, from the one of the first run on, whose review nobody opened. */
export async function duePeriods(
  { runs, reviews }: Pick<NotPerformedDependencies, 'runs' | 'reviews'>,
  config: Config,
  today: Day,
): Promise<readonly DuePeriod[]> {
  const all = await runs.list();
  const [first] = all;
  if (first === undefined) return [];
  const due: DuePeriod[] = [];
  const begin = parsePeriod(first.period, config.calendar);
  let period = begin.kind === 'ok' ? begin.value : periodOf(first.asOf, config.calendar);
  for (; period.lastDay < today; period = nextPeriod(period, config)) {
    const { id } = period;
    if (foldReview(await reviews.load(id)) !== null) continue;
    due.push({ ...period, runs: all.filter((run) => run.period === id) });
  }
  return due;
}

function nextPeriod({ lastDay }: Period, { calendar }: Config): Period {
  return periodOf(startOfDay(addDays(lastDay, 1), calendar.timeZone), calendar);
}

/** The report comes before its event, so that a period with the event has its report. @returns whether it was new */
export async function reportNotPerformed(
  dependencies: NotPerformedDependencies,
  period: DuePeriod,
  config: Config,
): Promise<boolean> {
  const { clock, objects, reviews, scratch, sealer, drawNotPerformed, tool } = dependencies;
  for (;;) {
    const events = await reviews.load(period.id);
    if (events.some(({ event }) => event.kind === 'not-performed') || foldReview(events) !== null) return false;
    const key = reviewKey(period.id, 'not-performed.pdf');
    const at = clock.now();
    const reason = reasonOf(period);
    if ((await objects.get(key)) === null) {
      const report = reportOf({ period, at, reason, organisation: config.organisation, tool });
      const drawn = await scratch.keep(drawNotPerformed(report));
      await objects.put(key, await sealer.seal(drawn, at));
    }
    const event = { kind: 'not-performed', at, dueDay: period.dueDay, reason } as const;
    if ((await reviews.append(period.id, events.length, event)).kind === 'appended') return true;
  }
}

function reasonOf({ runs }: DuePeriod): string {
  if (runs.some(({ accepted }) => accepted)) return 'A run was accepted, and nobody opened its review.';
  return runs.length === 0 ? 'No export was handed in.' : 'No export was accepted: every run of the period was held.';
}

function reportOf({
  period,
  ...facts
}: {
  readonly period: DuePeriod;
  readonly at: Instant;
  readonly reason: string;
  readonly organisation: string;
  readonly tool: Report['tool'];
}): NotPerformedReport {
  const { id, firstDay, lastDay, dueDay, runs } = period;
  const attempts = runs.map((run) => ({ run: run.id, status: run.accepted ? 'accepted' : run.status }));
  return { ...facts, period: id, firstDay, lastDay, dueDay, attempts };
}
