// The command `run`: reads the inputs, walks the steps, and tells what came of it and where the files are.
import { existsSync } from 'node:fs';
import { readdir } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import type { Config } from '../../core/config/config.ts';
import { runKey } from '../../core/names/object-keys.ts';
import { isSettled } from '../../core/findings/finding.ts';
import { severityRank } from '../../core/names/codes.ts';
import type { Severity } from '../../core/names/codes.ts';
import { selfTest } from '../../core/findings/self-test/self-test.ts';
import type { Mailer } from '../../core/ports/telling.ts';
import type { Report } from '../../core/report/report.ts';
import { instantFromMs, isBefore } from '../../core/values/instant.ts';
import type { Instant } from '../../core/values/instant.ts';
import { instantText } from '../../core/values/time-text.ts';
import { all, ok } from '../../core/values/result.ts';
import type { Refusal, Result } from '../../core/values/result.ts';
import { evidenceFiles, isFileOfRun } from '../../core/names/evidence-files.ts';
import { custodyOfRun } from '../../steps/read/custody-of-run.ts';
import { acceptorRefusals } from '../../steps/review/standing/gate-acceptors.ts';
import { loadHistory } from '../../steps/run/load-history.ts';
import { publish } from '../../steps/run/publish.ts';
import { reconcile } from '../../steps/run/reconcile.ts';
import type { RunOutcome } from '../../steps/run/run-files.ts';
import { copyFiles, notOurs, removeStale } from '../terminal/copy-out.ts';
import type { Patience } from '../../homes/laptop-directories.ts';
import { folderArgument } from '../terminal/files.ts';
import { growWhenDrawing } from '../terminal/heap.ts';
import { tellOlderDatabase, tellWait } from '../terminal/home.ts';
import { progressOn, silentProgress } from '../terminal/progress.ts';
import type { CommandProgress } from '../terminal/progress.ts';
import { readRunInputs, tellLeaversTwice, tellOverruled } from './inputs.ts';
import type { RunInputs } from '../../steps/read/run-inputs.ts';
import type { ReadInputs, RunOptions } from './inputs.ts';
import { mailerOf, mailReport, notMailedText } from './mail.ts';
import { openHome, openReading, systemClock } from '../../homes/laptop.ts';
import { toolVersion } from '../terminal/tool.ts';
import type { HomeServices, ReadingServices } from '../../homes/laptop.ts';
import { runDocument, runSummary, standingLines } from './summary.ts';
import { tellAhead, tellZones } from '../terminal/arguments.ts';
import { exitCodes, refuse } from '../terminal/terminal.ts';
import type { ExitCode, Terminal } from '../terminal/terminal.ts';

/** @param patience how long directories are waited for; the machine's own when it is not given */
export async function run(options: RunOptions, terminal: Terminal, patience?: Patience): Promise<ExitCode> {
  const folders = await foldersOf(options);
  if (folders.kind === 'refused') return refuse(terminal, folders.refusals);
  if (!options.quiet) tellZones(terminal, { '--as-of': options.asOf, '--exported-at': options.exportedAt });
  if (!options.quiet) tellAhead(terminal, options.asOf, systemClock.now());
  const progress = options.quiet ? silentProgress : progressOn(terminal);
  const reading = await openReading();
  try {
    const read = await readRunInputs(options, { ...reading, patience }, progress);
    progress.end();
    if (read.kind === 'refused') return refuse(terminal, read.refusals);
    const mailer = await mailerOf(read.value.inputs.config, options.home);
    if (mailer.kind === 'refused') return refuse(terminal, mailer.refusals);
    const home = await openHome(options.home, options.quiet ? {} : { onWait: tellWait(terminal) });
    try {
      if (!options.quiet) await tellOlderDatabase(home, terminal);
      const lost = await lostBy(home, options);
      if (lost.length > 0) return refuse(terminal, lost);
      const custody = await custodyOfRun(home.objects, read.value.custody);
      if (custody.kind === 'refused') return refuse(terminal, custody.refusals);
      const inputs = { ...read.value.inputs, ...custody.value };
      return await compareAndTell(
        { inputs, failOn: read.value.failOn },
        { options, terminal, progress, reading, home, mailer: mailer.value },
      );
    } finally {
      home.close();
    }
  } finally {
    await reading.scratch.close();
  }
}

async function foldersOf({ home, out }: RunOptions): Promise<Result<unknown>> {
  return all({
    home: await folderArgument('--home', home),
    out: out === undefined ? ok(null) : await folderArgument('--out', out),
  });
}

/** The files in `--out` that the run would replace. Asked before the run, so that it is not done in vain. */
async function lostBy({ objects }: HomeServices, { out, overwrite }: RunOptions): Promise<readonly Refusal[]> {
  if (out === undefined) return [];
  const names = (await namesBelow(out)).filter(isFileOfRun);
  return notOurs(objects, { out, names, overwrite });
}

async function namesBelow(out: string): Promise<readonly string[]> {
  const evidence = dirname(evidenceFiles.manifest.name);
  const inEvidence = (await namesIn(join(out, evidence))).map((name) => `${evidence}/${name}`);
  return [...(await namesIn(out)), ...inEvidence];
}

async function namesIn(folder: string): Promise<readonly string[]> {
  return existsSync(folder) ? readdir(folder) : [];
}

const pdfNames: readonly string[] = [evidenceFiles.report.name, evidenceFiles.certificate.name];

interface OpenedInputs extends Pick<ReadInputs, 'failOn'> {
  readonly inputs: Omit<RunInputs, 'history'>;
}

interface RunCommand {
  readonly options: RunOptions;
  readonly terminal: Terminal;
  readonly progress: CommandProgress;
  readonly reading: ReadingServices;
  readonly home: HomeServices;
  /** `null` when the configuration names nobody to mail to. */
  readonly mailer: Mailer | null;
}

async function compareAndTell({ inputs: opened, failOn }: OpenedInputs, command: RunCommand): Promise<ExitCode> {
  const { options, terminal, progress, reading, home } = command;
  const tested = selfTest();
  if (tested.failures.length > 0) {
    terminal.err(`The self-test failed; nothing was reported.\n${tested.failures.join('\n')}\n`);
    return exitCodes.unexpected;
  }
  if (options.asOf === undefined && !options.quiet) await tellLaterRun(home, opened.asOf, terminal);
  if (!options.quiet) tellLeaversTwice(opened.leavers, terminal);
  if (!options.quiet) tellOverruled(opened, terminal);
  const inputs = { ...opened, history: await loadHistory(home, opened.asOf) };
  const reconciled = await reconcile({ scratch: reading.scratch, progress }, inputs);
  const strangers = await acceptorRefusals(inputs, reconciled);
  if (strangers.length > 0) {
    progress.end();
    return refuse(terminal, strangers);
  }
  const laid = await layDown({ inputs, reconciled, selfTest: tested }, command);
  return mailAndTell(laid, { config: inputs.config, failOn }, command);
}

interface LaidDown {
  readonly report: Report;
  readonly folder: string;
  readonly names: readonly string[];
}

/** Publishes the run in the home, and copies its files where `--out` wants them. */
async function layDown(outcome: RunOutcome, command: RunCommand): Promise<LaidDown> {
  const { options, terminal, progress, reading, home } = command;
  if (options.pdf) growWhenDrawing();
  const pdf = options.pdf ? { renderer: home.renderer, sealer: await home.sealer() } : null;
  const { report, record } = await publish(
    { ...home, scratch: reading.scratch, progress, pdf, tool: toolVersion() },
    outcome,
  );
  const names = [...record.files.map(({ name }) => name), ...(options.pdf ? pdfNames : [])];
  const folder = options.out ?? dirname(home.objects.location(runKey(record.id, evidenceFiles.findings.name)));
  if (options.out !== undefined) {
    if (!options.pdf) await removeStale(options.out, pdfNames);
    await copyFiles(
      home.objects,
      names.map((name) => ({ key: runKey(record.id, name), name })),
      { folder: options.out, terminal },
    );
  }
  return { report, folder, names };
}

async function mailAndTell(
  { report, folder, names }: LaidDown,
  { config, failOn }: { readonly config: Config; readonly failOn: Severity | null },
  { options, terminal, progress, home, mailer }: RunCommand,
): Promise<ExitCode> {
  if (mailer !== null) progress.stage('Mailing the report', null);
  const mailed = await mailReport(report, { home, config, mailer });
  progress.end();
  const exit = mailed.kind === 'failed' ? exitCodes.unexpected : exitOf(report, failOn);
  if (options.json) terminal.out(JSON.stringify(runDocument(report, { folder, names, exit, mailed }), null, 2));
  else if (!options.quiet) terminal.out(runSummary(report, { folder, names, mailed }));
  // Even with --quiet: whoever finds exit 4 in a log needs the reason.
  else if (report.status !== 'complete') terminal.err(`${standingLines(report).join('\n')}\n`);
  if (mailed.kind === 'failed') terminal.err(notMailedText(mailed.reason, { folder, names }));
  return exit;
}

/**
 * Warns when the home has a run of a later date than now, because the clock was set back or a period was played ahead:
 * what that run knew is not used.
 */
async function tellLaterRun({ runs }: HomeServices, now: Instant, terminal: Terminal): Promise<void> {
  const last = await runs.lastAccepted(lastInstant);
  if (last === null || !isBefore(now, last.asOf)) return;
  terminal.err(
    `The run ${last.id} of this home is dated ${instantText(last.asOf)}, and it is ${instantText(now)} now: nothing that it knew is taken, so whom it saw and who is gone since is an orphan here, and no leaver. Where the clock was set back, run again after that time.\n`,
  );
}

const lastInstant = instantFromMs(Date.parse('9999-12-31T23:59:59Z'));

/** A held run outranks a finding at the threshold (contract, section 1). */
function exitOf(report: Report, failOn: Severity | null): ExitCode {
  if (report.status !== 'complete') return exitCodes.held;
  const reached = report.findings.some(
    (finding) => failOn !== null && !isSettled(finding) && severityRank(finding.severity) <= severityRank(failOn),
  );
  return reached ? exitCodes.failOn : exitCodes.done;
}
