// Between reviews: compares the directories of today with the export of the last accepted run and tells only what is new.
import { evidenceFiles } from '../../core/names/evidence-files.ts';
import * as z from 'zod/mini';
import type { Config } from '../../core/config/config.ts';
import type { ReadableLeavers } from '../../core/inputs/upload-result.ts';
import { senderOf } from '../../core/values/addresses.ts';
import { watchKey } from '../../core/names/object-keys.ts';
import { readStored, storedInstant } from '../../core/values/stored.ts';
import { isBefore } from '../../core/values/instant.ts';
import { sha256Of } from '../../core/values/digest.ts';
import { isSettled } from '../../core/findings/finding.ts';
import type { Code } from '../../core/names/codes.ts';
import type { Finding } from '../../core/findings/finding.ts';
import { isDistrust } from '../../core/inputs/gates.ts';
import type { History } from '../../core/inputs/history.ts';
import { ObjectConflict } from '../../core/ports/objects.ts';
import type { Objects } from '../../core/ports/objects.ts';
import type { ComposedMail, FindingEvents, Mailer } from '../../core/ports/telling.ts';
import { eventsOf, statesOf } from '../../core/formats/ocsf/compliance-finding.ts';
import type { Report } from '../../core/report/report.ts';
import type { RunRecord } from '../../core/run.ts';
import type { WatchNews } from '../../core/report/watch-news.ts';
import { periodOf } from '../../core/config/calendar.ts';
import type { RunInputs } from '../read/run-inputs.ts';
import { declaredOf, lastAcceptedRun } from './accepted-export.ts';
import type { DeclaredExport } from './accepted-export.ts';
import type { ScheduledRun, FreezeDependencies } from './freeze-run.ts';
import { lastLeavers } from './last-uploads.ts';
import { textOf } from '../bytes.ts';
import { loadHistory } from '../run/load-history.ts';
import { recordWatch } from './record-watch.ts';
import type { RecordWatchDependencies } from './record-watch.ts';
import { openLeavers, openSnapshots, workOutInputs } from './work-out-run.ts';
import type { WorkedOut, WorkOutDependencies } from './work-out-run.ts';

export interface TellWatchDependencies extends RecordWatchDependencies {
  /** `null` where nobody is to be told. */
  readonly mailer: Mailer | null;
  /** Another function sends what the mailer only writes down, and says so by `recordNewsSent`: until then nothing is told. */
  readonly sentLater?: boolean;
  readonly compose: (news: WatchNews) => ComposedMail;
  readonly tool: Report['tool'];
  /** `null` where nobody takes events. */
  readonly events: FindingEvents | null;
}

export type WatchDependencies = FreezeDependencies & WorkOutDependencies & TellWatchDependencies;

export type Watched =
  /** No run was accepted so far, so there is nothing to compare with. */
  { readonly kind: 'no-export' } | { readonly kind: 'watched'; readonly news: WatchNews; readonly mail: string | null };

/** What stands told: the next watch run says nothing about it. */
const toldSchema = z.object({
  told: z.array(z.string()),
  news: z.object({ asOf: storedInstant }),
  /** Its mail was only written down. Absent where there was none, it was sent at once, or a program asked no more. */
  sentLater: z.optional(z.boolean()),
});
const reportName = evidenceFiles.findings.name;
/** Beside the report: its mail was sent. */
const sentName = 'sent.json';

/** A watch run is no run of a review: it is neither signed nor built upon, and leaves only what a signature is rolled forward to. */
export async function watch(
  dependencies: WatchDependencies,
  { execution, asOf, asOfSetByOperator, snapshots, acceptedGates }: ScheduledRun,
  config: Config,
): Promise<Watched> {
  const base = await lastAcceptedRun(dependencies, asOf, config);
  if (base === null) return { kind: 'no-export' };
  const period = periodOf(asOf, config.calendar);
  const leavers = await lastLeavers(dependencies.results, asOf, { period, calendar: config.calendar });
  const declared = await declaredOf(base.run);
  const inputs: RunInputs = {
    config,
    export: base.export,
    ...declared,
    custody: custodyWith(declared.custody, leavers),
    snapshots: await openSnapshots(dependencies, { snapshots }, config),
    leavers: leavers === null ? null : await openLeavers(dependencies, leavers, { config, asOf }),
    asOf,
    asOfSetByOperator,
    period,
    acceptedGates,
    history: await loadHistory(dependencies, asOf),
  };
  const worked = await workOutInputs(dependencies, inputs);
  const { news, mail } = await tellWatched(dependencies, worked, execution);
  return { kind: 'watched', news, mail };
}

/** The leavers file of today came another way than that of the run. */
function custodyWith(kept: DeclaredExport['custody'], leavers: ReadableLeavers | null): RunInputs['custody'] {
  if (kept === null) return null;
  const receipts = leavers === null ? null : { receipts: [...(leavers.receipts ?? [])] };
  return { ...kept, record: { ...kept.record, leavers: receipts } };
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
  const open = assessment.findings.filter((finding) => !isSettled(finding));
  const worthTelling = open.filter(isWorthTelling);
  const before = await toldBefore(dependencies, execution, history.run);
  // What was over by then, or had become another finding, is new when it stands again.
  const standing = history.findings.filter(({ state }) => state !== 'closed' && state !== 'continued');
  const told = new Set([...standing.map(({ id }) => id), ...before]);
  const key = watchKey(execution, reportName);
  const news: WatchNews = {
    organisation: config.organisation,
    asOf,
    exportedAt: exportedAt.at,
    fresh: worthTelling.filter(({ id }) => !told.has(id)),
    open: open.length,
    incomplete: assessment.gates.filter(isDistrust).map(({ reason }) => reason),
    location: dependencies.objects.bookmark(key),
  };
  const by = { run: null, period: period.id, asOf, before: statesOf(history.findings), tool: dependencies.tool };
  await dependencies.events?.put(eventsOf(news.fresh, by));
  const mail = news.fresh.length === 0 ? null : await tell(dependencies, news, { config, execution });
  // Last, so that a watch run that was killed tells its news again rather than never.
  const isPartial = assessment.gates.some((outcome) => isDistrust(outcome) && outcome.directory !== null);
  const later = dependencies.sentLater === true && mail !== null ? { sentLater: true } : {};
  await keep(dependencies.objects, key, { news, told: toldAfter(worthTelling, isPartial ? before : []), ...later });
  return { news, mail, record };
}

/** Once the mail of a watch run was sent: the next one tells only what is new since. Repeatable. */
export async function recordNewsSent({ objects }: { readonly objects: Objects }, execution: string): Promise<void> {
  await objects.put(watchKey(execution, sentName), Buffer.from('{"schema":1}\n'));
}

/** @param before what a directory that could not be read does not show is not gone: it stays told until one shows it */
function toldAfter(standing: readonly Finding[], before: readonly string[]): readonly string[] {
  return [...new Set([...standing.map(({ id }) => id), ...before])].toSorted();
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

/** Whoever left after the export was taken is information to a review, and what a watch run is there to tell. */
function isWorthTelling(finding: Finding): boolean {
  const isNews = finding.severity !== 'info' || finding.code === 'LEAVER_ACCOUNT';
  return isNews && !toldOtherwise.has(finding.code);
}

/**
 * What stood told after the last watch run before this one that told it: where a mail was refused, its news are told again.
 *
 * @param base the last accepted run: what a watch run before it told, and it did not find, is told no longer
 */
async function toldBefore(
  { objects }: TellWatchDependencies,
  execution: string,
  base: History['run'],
): Promise<readonly string[]> {
  const own = watchKey(execution, reportName);
  const keys = new Set(await objects.list('watch/'));
  for (const key of [...keys].filter((one) => one < own && one.endsWith(`/${reportName}`)).toReversed()) {
    const stored = await objects.get(key);
    if (stored === null) continue;
    const { told, news, sentLater = false } = readStored(toldSchema, await textOf(stored), key);
    if (base !== null && isBefore(news.asOf, base.asOf)) return [];
    if (!sentLater || keys.has(`${key.slice(0, -reportName.length)}${sentName}`)) return told;
  }
  return [];
}

/** The id is made of what it tells as well: a watch run that is given again at its as-of may find somebody more. */
async function tell(
  { mailer, compose }: TellWatchDependencies,
  news: WatchNews,
  { config, execution }: { readonly config: Config; readonly execution: string },
): Promise<string | null> {
  const { to } = config.mail;
  if (mailer === null || to.length === 0) return null;
  const from = senderOf(config.mail);
  const digest = sha256Of(JSON.stringify(news.fresh.map(({ id }) => id).toSorted())).slice(0, 12);
  return mailer.send({ id: `watch-${execution}-${digest}`, from, to, ...compose(news), attachments: [] });
}
