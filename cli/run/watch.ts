// The command `watch`: compares the directories of today with the export of the last accepted run, tells what is new, and leaves what a signature is rolled forward to.
import { eventsFile } from '../../adapters/events/events-file.ts';
import { periodOf } from '../../core/config/calendar.ts';
import type { CountSaid } from '../../core/inputs/custody.ts';
import { evidenceFiles, exportIn, isExportFile } from '../../core/names/evidence-files.ts';
import { compact, runKey, watchKey } from '../../core/names/object-keys.ts';
import { doubtText } from '../../core/report/watch-news.ts';
import { isBefore } from '../../core/values/instant.ts';
import type { Instant } from '../../core/values/instant.ts';
import { instantText } from '../../core/values/time-text.ts';
import { all, ok } from '../../core/values/result.ts';
import type { Refusal, Result } from '../../core/values/result.ts';
import { plural } from '../../core/values/text.ts';
import { watchMail } from '../../drawing/mail/watch.ts';
import { openHome, openReading, systemClock } from '../../homes/laptop.ts';
import type { HomeServices, ReadingServices } from '../../homes/laptop.ts';
import { custodyOfRun } from '../../steps/read/custody-of-run.ts';
import type { AskedCustody } from '../../steps/read/custody-of-run.ts';
import { asTaken } from '../../steps/read/ingest-export.ts';
import type { RunInputs } from '../../steps/read/run-inputs.ts';
import { loadHistory } from '../../steps/run/load-history.ts';
import { reconcile } from '../../steps/run/reconcile.ts';
import { readToTheEnd } from '../../steps/run/stored-evidence.ts';
import { storedRuns } from '../../steps/run/stored-runs.ts';
import type { StoredRun } from '../../steps/run/stored-runs.ts';
import { tellWatched } from '../../steps/schedule/watch.ts';
import type { ToldWatch } from '../../steps/schedule/watch.ts';
import { instantArgument, tellAhead, tellZones } from '../terminal/arguments.ts';
import { homeArgument, tellOlderDatabase, tellWait } from '../terminal/home.ts';
import { progressOn } from '../terminal/progress.ts';
import type { CommandProgress } from '../terminal/progress.ts';
import { exitCodes, refuse } from '../terminal/terminal.ts';
import type { ExitCode, Terminal } from '../terminal/terminal.ts';
import { toolVersion } from '../terminal/tool.ts';
import { readRunInputs, tellLeaversTwice } from './inputs.ts';
import type { RunOptions } from './inputs.ts';
import { mailerOf, mailWay } from './mail.ts';
import type { RunReading } from './snapshots.ts';

export type WatchOptions = Pick<RunOptions, 'config' | 'leavers' | 'snapshot' | 'asOf' | 'home' | 'json'>;

export async function watchCommand(options: WatchOptions, terminal: Terminal): Promise<ExitCode> {
  tellZones(terminal, { '--as-of': options.asOf });
  tellAhead(terminal, options.asOf, systemClock.now());
  const asked = all({
    asOf: options.asOf === undefined ? ok(systemClock.now()) : instantArgument('--as-of', options.asOf),
    folder: await homeArgument(options.home),
  });
  if (asked.kind === 'refused') return refuse(terminal, asked.refusals);
  const home = await openHome(options.home, { onWait: tellWait(terminal) });
  const reading = await openReading();
  const progress = progressOn(terminal);
  try {
    await tellOlderDatabase(home, terminal);
    return await watched(options, { home, reading, progress, terminal, asOf: asked.value.asOf });
  } finally {
    progress.end();
    await reading.scratch.close();
    home.close();
  }
}

interface Watching {
  readonly home: HomeServices;
  readonly reading: ReadingServices;
  readonly progress: CommandProgress;
  readonly terminal: Terminal;
  readonly asOf: Instant;
}

async function watched(options: WatchOptions, watching: Watching): Promise<ExitCode> {
  const { home, reading, progress, terminal, asOf } = watching;
  const base = (await storedRuns(home).accepted()).findLast(({ record }) => isBefore(record.asOf, asOf));
  if (base === undefined) return refuse(terminal, [noExport(options, asOf)]);
  const inputs = await inputsOf(options, base, watching);
  if (inputs.kind === 'refused') return refuse(terminal, inputs.refusals);
  if (options.leavers !== undefined) tellLeaversTwice(inputs.value.leavers, terminal);
  const { config } = inputs.value;
  const mailer = await mailerOf(config, options.home);
  if (mailer.kind === 'refused') return refuse(terminal, mailer.refusals);
  const reconciled = await reconcile({ scratch: reading.scratch, progress }, inputs.value);
  const { MailFailure, MailRefused } = await import('../../adapters/mail/errors.ts');
  const execution = `${compact(asOf)}-watch`;
  const events = eventsFile(home.objects, (name) => watchKey(execution, name));
  const telling = { ...home, mailer: mailer.value, compose: watchMail, tool: toolVersion(), events };
  try {
    const told = await tellWatched(telling, { inputs: inputs.value, reconciled }, execution);
    progress.end();
    terminal.out(options.json ? JSON.stringify(watchDocument(told, base), null, 2) : watchText(told, base));
    return told.record === null ? exitCodes.held : exitCodes.done;
  } catch (error) {
    if (!(error instanceof MailFailure || error instanceof MailRefused)) throw error;
    terminal.err(
      `The watch run is done, but its mail failed: ${error.message}.\nMend the ${mailWay()} and watch again.\n`,
    );
    return exitCodes.unexpected;
  }
}

function noExport({ home }: WatchOptions, asOf: Instant): Refusal {
  return {
    what: 'nothing to compare with',
    where: `--home ${home}`,
    found: `no accepted run before ${instantText(asOf)}`,
    expected: 'a run that no gate held: access-review run',
  };
}

/**
 * What a watch run compares: the export with all that was declared of it, from the evidence of the run, and the
 * directories and the configuration of today.
 */
async function inputsOf(
  options: WatchOptions,
  base: StoredRun,
  { home, reading, progress, asOf }: Watching,
): Promise<Result<RunInputs>> {
  const { record } = base;
  const had = (name: string): string | undefined =>
    record.files.some((file) => file.name === name) ? home.objects.location(runKey(record.id, name)) : undefined;
  const inputs = record.files.filter(({ name }) => isInput(name));
  await readToTheEnd({ record: { files: inputs }, file: (name) => base.file(name) });
  const exported = exportIn(record.files);
  const asked: RunOptions = {
    ...nothingSaid,
    ...options,
    // One time for all that is read: a later look at the clock could tell another day.
    asOf,
    export: home.objects.location(runKey(record.id, exported.name)),
    custody: had(evidenceFiles.custody.name),
    leavers: options.leavers ?? had(evidenceFiles.leavers.name),
  };
  const read = await readRunInputs(asked, readingOf(options, reading), progress);
  progress.end();
  if (read.kind === 'refused') return read;
  const { run: stated } = await base.stated();
  const custody = await custodyAsRecorded(home, read.value.custody, options);
  if (custody.kind === 'refused') return custody;
  const { config } = read.value.inputs;
  return ok({
    ...read.value.inputs,
    asOfSetByOperator: options.asOf !== undefined,
    period: periodOf(asOf, config.calendar),
    exportedAt: { at: stated.exportedAt, declared: stated.exportedAtDeclared, by: stated.exportedBy },
    countShown: stated.countShown,
    custody: custody.value,
    history: await loadHistory(home, asOf),
  });
}

/**
 * Reads the files of the run as leniently as they were taken then. What would be refused today is refused in the next
 * run, not every day.
 */
function readingOf({ leavers }: WatchOptions, reading: ReadingServices): RunReading {
  const { exportReader } = reading;
  const kept = asTaken(exportReader);
  return { ...reading, exportReader: kept, leaversReader: leavers === undefined ? kept : exportReader };
}

/** Whether `readRunInputs` reads this file, or it is the picture of the page. */
function isInput(name: string): boolean {
  const { custody, leavers } = evidenceFiles;
  return (
    isExportFile(name) || name === custody.name || name === leavers.name || name.startsWith('evidence/count-page.')
  );
}

const nothingSaid = { pdf: false, acceptGate: [], by: [], reason: [], quiet: false } as const;

/** The custody as the run recorded it, but for a leavers file of today, of which it is recorded anew. */
async function custodyAsRecorded(
  { objects }: HomeServices,
  asked: AskedCustody,
  { leavers }: WatchOptions,
): Promise<Result<RunInputs['custody']>> {
  if (asked.recorded === null) return ok(null);
  if (leavers === undefined) return ok(asked.recorded);
  const count: CountSaid | null = asked.recorded.record.count;
  const today = await custodyOfRun(objects, { ...asked, recorded: null, countShown: count?.shown ?? null });
  if (today.kind === 'refused') return today;
  const { record, picture } = asked.recorded;
  return ok({ record: { ...record, leavers: today.value.custody.record.leavers }, picture });
}

function watchDocument({ news, record, mail }: ToldWatch, { record: base }: StoredRun): object {
  const { asOf, exportedAt, fresh, open, incomplete, location } = news;
  return {
    schema: 1,
    watch: record?.id ?? null,
    asOf,
    exportOf: base.id,
    exportedAt,
    fresh: fresh.map(({ id, code, severity, login }) => ({ id, code, severity, login })),
    open,
    incomplete,
    location,
    mail,
  };
}

function watchText({ news, record, mail }: ToldWatch, { record: base }: StoredRun): string {
  const { asOf, exportedAt, fresh, open, incomplete, location } = news;
  return [
    `The directories as of ${instantText(asOf)}, compared with the export of ${instantText(exportedAt)} (run ${base.id}).`,
    `${plural(fresh.length, 'new finding')}, ${open} open in all.`,
    ...fresh.map(({ severity, code, login }) => `  ${severity} ${code}${login === null ? '' : ` ${login}`}`),
    ...incomplete.map(doubtText),
    record === null
      ? 'Incomplete: no signature is rolled forward to it.'
      : `Signatures are rolled forward to it: ${record.id}.`,
    `Written down: ${location}${mail === null ? '' : `; mailed: ${mail}`}`,
  ].join('\n');
}
