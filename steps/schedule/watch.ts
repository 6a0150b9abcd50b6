// Between reviews: compares the directories of today with the last accepted export and tells only what is new.
import { evidenceFiles } from '../../core/names/evidence-files.ts';
import * as z from 'zod/mini';
import type { Config } from '../../core/config/config.ts';
import { senderOf } from '../../core/values/addresses.ts';
import { watchKey } from '../../core/names/object-keys.ts';
import { readStored } from '../../core/values/stored.ts';
import { isSettled } from '../../core/findings/finding.ts';
import type { Code } from '../../core/names/codes.ts';
import type { Finding } from '../../core/findings/finding.ts';
import { holds } from '../../core/inputs/gates.ts';
import type { GateOutcome } from '../../core/inputs/gates.ts';
import { ObjectConflict } from '../../core/ports/objects.ts';
import type { Objects } from '../../core/ports/objects.ts';
import type { FindingEvents, Mail, Mailer } from '../../core/ports/telling.ts';
import { eventsOf } from '../../core/formats/ocsf/compliance-finding.ts';
import type { Report } from '../../core/report/report.ts';
import type { RunRecord } from '../../core/run.ts';
import type { WatchNews } from '../../core/report/watch-news.ts';
import { periodOf } from '../../core/config/calendar.ts';
import type { ScheduledRun, FreezeDependencies } from './freeze-run.ts';
import { lastExport, lastLeavers } from './last-uploads.ts';
import { textOf } from '../bytes.ts';
import { loadHistory } from '../run/load-history.ts';
import { recordWatch } from './record-watch.ts';
import type { RecordWatchDependencies } from './record-watch.ts';
import { workOutRun } from './work-out-run.ts';
import type { WorkedOut, WorkOutDependencies } from './work-out-run.ts';

export interface TellWatchDependencies extends RecordWatchDependencies {
  /** `null` where nobody is to be told. */
  readonly mailer: Mailer | null;
  readonly compose: (news: WatchNews) => Pick<Mail, 'subject' | 'text' | 'html'>;
  readonly tool: Report['tool'];
  /** `null` where nobody takes events. */
  readonly events: FindingEvents | null;
}

export type WatchDependencies = FreezeDependencies & WorkOutDependencies & TellWatchDependencies;

export type Watched =
  /** No export was ever accepted, so there is nothing to compare with. */
  { readonly kind: 'no-export' } | { readonly kind: 'watched'; readonly news: WatchNews; readonly mail: string | null };

/** What stands told: the next watch run says nothing about it. */
const toldSchema = z.object({ told: z.array(z.string()) });
const reportName = evidenceFiles.findings.name;

/** A watch run is no run of a review: it is neither signed nor built upon, and leaves only what a signature is rolled forward to. */
export async function watch(
  dependencies: WatchDependencies,
  { execution, asOf, asOfSetByOperator, snapshots, acceptedGates }: ScheduledRun,
  config: Config,
): Promise<Watched> {
  const upload = await lastExport(dependencies.results, asOf);
  if (upload === null) return { kind: 'no-export' };
  const history = await loadHistory(dependencies, asOf);
  const period = periodOf(asOf, config.calendar);
  const source = { kind: 'export', upload } as const;
  const leavers = await lastLeavers(dependencies.results, asOf, { period, calendar: config.calendar });
  const inputs = { asOf, asOfSetByOperator, period, source, leavers, acceptedGates, snapshots, history };
  const frozen = { schema: 1, ...inputs } as const;
  const worked = await workOutRun(dependencies, frozen, config);
  const { news, mail } = await tellWatched(dependencies, worked, execution);
  return { kind: 'watched', news, mail };
}

export interface ToldWatch {
  readonly news: WatchNews;
  readonly mail: string | null;
  /** What a signature can be rolled forward to; `null` for a run that left nothing. */
  readonly record: RunRecord | null;
}

/**
 * Keeps what a signature is rolled forward to, and tells what is new: the half of a watch run that is the same wherever
 * its inputs come from.
 */
export async function tellWatched(
  dependencies: TellWatchDependencies,
  worked: WorkedOut,
  execution: string,
): Promise<ToldWatch> {
  const { asOf, config, exportedAt, history, period } = worked.inputs;
  const { assessment } = worked.reconciled;
  const record = await recordWatch(dependencies, worked);
  const open = assessment.findings.filter(isWorthTelling);
  const before = await toldBefore(dependencies, execution);
  const told = new Set([...history.findings.map(({ id }) => id), ...before]);
  const key = watchKey(execution, reportName);
  const news: WatchNews = {
    organisation: config.organisation,
    asOf,
    exportedAt: exportedAt.at,
    fresh: open.filter(({ id }) => !told.has(id)),
    open: open.length,
    incomplete: assessment.gates.filter(isDistrust).map(({ reason }) => reason),
    location: dependencies.objects.bookmark(key),
  };
  await dependencies.events?.put(eventsOf(news.fresh, { run: null, period: period.id, asOf, tool: dependencies.tool }));
  const mail = news.fresh.length === 0 ? null : await tell(dependencies, news, { config, execution });
  // Last, so that a watch run that was killed tells its news again rather than never.
  await keep(dependencies.objects, key, { news, told: toldAfter(news, open, before) });
  return { news, mail, record };
}

/** What an incomplete run does not see is not gone: it stays told until a complete one no longer finds it. */
function toldAfter({ incomplete }: WatchNews, open: readonly Finding[], before: readonly string[]): readonly string[] {
  return [...new Set([...open.map(({ id }) => id), ...(incomplete.length > 0 ? before : [])])].toSorted();
}

/** A report that an earlier attempt of the same execution wrote stays. */
async function keep(objects: Objects, key: string, report: object): Promise<void> {
  try {
    await objects.put(key, Buffer.from(`${JSON.stringify({ schema: 1, ...report })}\n`));
  } catch (error) {
    if (!(error instanceof ObjectConflict)) throw error;
  }
}

/** Told in words of its own in each mail: what could not be judged, and the age of the export. */
const toldOtherwise: ReadonlySet<Code> = new Set(['UNDETERMINED_ACCOUNT', 'EXPORT_STALE']);

function isWorthTelling(finding: Finding): boolean {
  return !isSettled(finding) && finding.severity !== 'info' && !toldOtherwise.has(finding.code);
}

/** Gates about the export hold every watch run: it is compared long after it was taken. */
function isDistrust(outcome: GateOutcome): boolean {
  return holds(outcome) && outcome.directory !== null && outcome.gate !== 'skew';
}

/** What stood told after the watch run before this one. */
async function toldBefore({ objects }: TellWatchDependencies, execution: string): Promise<readonly string[]> {
  const own = watchKey(execution, reportName);
  const before = (await objects.list('watch/')).filter((key) => key < own && key.endsWith(`/${reportName}`)).at(-1);
  const stored = before === undefined ? null : await objects.get(before);
  if (before === undefined || stored === null) return [];
  return readStored(toldSchema, await textOf(stored), before).told;
}

async function tell(
  { mailer, compose }: TellWatchDependencies,
  news: WatchNews,
  { config, execution }: { readonly config: Config; readonly execution: string },
): Promise<string | null> {
  const { to } = config.mail;
  if (mailer === null || to.length === 0) return null;
  const from = senderOf(config.mail);
  return mailer.send({ id: `watch-${execution}`, from, to, ...compose(news), attachments: [] });
}
