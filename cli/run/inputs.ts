// Reads everything that a run is a function of, before anything is stored: refused input leaves the home as it was.
import { basename, dirname, join } from 'node:path';
import { notYetTaken, readCustody } from '../../core/inputs/custody.ts';
import { countPageFile } from '../../core/names/evidence-files.ts';
import type { Instant } from '../../core/values/instant.ts';
import type { Config } from '../../core/config/config.ts';
import type { Severity } from '../../core/names/codes.ts';
import { all, ok, refused, refusedAll } from '../../core/values/result.ts';
import type { Refusal, Result } from '../../core/values/result.ts';
import { parsePeriod, periodOf } from '../../core/config/calendar.ts';
import type { AskedCustody } from '../../steps/read/custody-of-run.ts';
import { ingestExport } from '../../steps/read/ingest-export.ts';
import { ingestLeavers } from '../../steps/read/ingest-leavers.ts';
import type { LeaversContext } from '../../steps/read/ingest-leavers.ts';
import type { OpenSnapshot } from '../../steps/read/open-snapshot.ts';
import type { RunInputs } from '../../steps/read/run-inputs.ts';
import {
  acceptedGates,
  calendarQuarters,
  countArgument,
  emailArgument,
  instantArgument,
  severityArgument,
  sha256Argument,
} from '../terminal/arguments.ts';
import { readConfig, readInput } from '../terminal/files.ts';
import type { CommandProgress } from '../terminal/progress.ts';
import { overruledIn } from '../../core/config/meaningless.ts';
import { tellRefusals } from '../terminal/terminal.ts';
import type { Terminal } from '../terminal/terminal.ts';
import { systemClock } from '../../homes/laptop.ts';
import { openSnapshots, pullOthers } from './snapshots.ts';
import type { RunReading } from './snapshots.ts';

/** As commander parses them. */
export interface RunOptions {
  readonly config: string;
  readonly export: string;
  readonly exportedAt?: string | undefined;
  readonly exportedBy?: string | undefined;
  readonly countShown?: string | undefined;
  readonly countBy?: string | undefined;
  readonly receivedBy?: string | undefined;
  readonly exportedDigest?: string | undefined;
  readonly custody?: string | undefined;
  readonly leavers?: string | undefined;
  readonly snapshot: readonly string[];
  readonly asOf?: string | undefined;
  readonly review?: string | undefined;
  readonly home: string;
  readonly out?: string | undefined;
  readonly overwrite?: boolean | undefined;
  readonly pdf: boolean;
  readonly acceptGate: readonly string[];
  readonly by: readonly string[];
  readonly reason: readonly string[];
  readonly failOn?: string | undefined;
  readonly json: boolean;
  readonly quiet: boolean;
}

export interface ReadInputs {
  readonly inputs: Omit<RunInputs, 'history' | 'custody'>;
  /** What is asked of the home about how the files came, and what was typed about it. */
  readonly custody: AskedCustody;
  readonly failOn: Severity | null;
}

export async function readRunInputs(
  options: RunOptions,
  services: RunReading,
  progress: CommandProgress,
): Promise<Result<ReadInputs>> {
  const parsed = await readConfig(options.config);
  // What else is wrong with the options is told beside a configuration that is refused: no calendar makes it right.
  const told = toldOptions(options, parsed.kind === 'ok' ? parsed.value : { calendar: calendarQuarters });
  if (parsed.kind === 'refused')
    return told.kind === 'refused' ? refused(...parsed.refusals, ...told.refusals) : parsed;
  const config = parsed.value;
  // A leavers file is checked even where --as-of is wrong, so that both faults are told at once.
  const asOf = told.kind === 'ok' ? told.value.asOf : systemClock.now();
  const read = all({
    told,
    export: await exportOf(options, { config, services, progress }),
    leavers: await leaversOf(options, {
      config,
      asOf,
      exportReader: services.leaversReader ?? services.exportReader,
    }),
    stored: await openSnapshots(options.snapshot, config, services),
    recorded: await recordedCustody(options),
  });
  if (read.kind === 'refused') return read;
  const { failOn, exportedAt, exportedBy, receivedBy, toldSha256, countBy, ...rest } = read.value.told;
  const early = rest.asOfSetByOperator
    ? []
    : tooEarly(asOf, { exportedAt, typed: options.exportedAt, stored: read.value.stored });
  if (early.length > 0) return refusedAll(early);
  const clock = rest.asOfSetByOperator ? { now: () => asOf } : systemClock;
  const { accounts } = read.value.export.ingested.population;
  const snapshots = await pullOthers(read.value.stored, { config, accounts, clock, services, progress });
  if (snapshots.kind === 'refused') return snapshots;
  const { modifiedAt, ingested } = read.value.export;
  const { leavers } = read.value;
  return ok({
    failOn,
    inputs: {
      ...rest,
      config,
      export: ingested,
      exportedAt: { at: exportedAt ?? modifiedAt, declared: exportedAt !== null, by: exportedBy },
      leavers,
      snapshots: snapshots.value,
    },
    custody: {
      asOf: rest.asOf,
      export: namedFile(options.export, ingested),
      leavers: leavers === null ? null : namedFile(options.leavers ?? '', leavers),
      receivedBy,
      toldSha256,
      countShown: rest.countShown,
      countBy,
      recorded: read.value.recorded,
    },
  });
}

/**
 * Refuses a time of the export or of a snapshot that has not come yet. Not asked where the operator set the clock: then
 * it is theirs to say what has come.
 */
function tooEarly(
  now: Instant,
  {
    exportedAt,
    typed,
    stored,
  }: {
    readonly exportedAt: Instant | null;
    readonly typed: string | undefined;
    readonly stored: readonly OpenSnapshot[];
  },
): readonly Refusal[] {
  const told = [
    ...(exportedAt === null ? [] : [{ where: '--exported-at', at: exportedAt, typed }]),
    ...stored.map(({ header }) => ({ where: `--snapshot of ${header.directory}, takenAt`, at: header.takenAt })),
  ];
  return told.flatMap((one) => notYetTaken(one, now) ?? []);
}

/** The record of custody that an earlier run left in its evidence, with the picture of the page beside it. */
async function recordedCustody({ custody }: RunOptions): Promise<Result<AskedCustody['recorded']>> {
  if (custody === undefined) return ok(null);
  const file = await readInput('--custody', custody);
  if (file.kind === 'refused') return file;
  const record = readCustody(file.value.bytes, file.value.name);
  if (record.kind === 'refused') return record;
  const named = record.value.count?.picture ?? null;
  if (named === null) return ok({ record: record.value, picture: null });
  const page = await readInput('--custody', join(dirname(custody), basename(countPageFile(named.mediaType).name)));
  if (page.kind === 'refused') return page;
  if (page.value.sha256 === named.sha256) return ok({ record: record.value, picture: page.value.bytes });
  const [found, expected] = [`SHA-256 ${page.value.sha256}`, `SHA-256 ${named.sha256}`];
  return refused({ what: 'not the picture that the record names', where: page.value.name, found, expected });
}

/** The file as the record of custody names it: without its folder, which is private to this machine. */
function namedFile(
  path: string,
  { bytes, sha256 }: { readonly bytes: Uint8Array; readonly sha256: string },
): AskedCustody['export'] {
  return { name: basename(path), bytes: bytes.length, sha256 };
}

interface ToldOptions extends Pick<
  RunInputs,
  'asOf' | 'asOfSetByOperator' | 'period' | 'acceptedGates' | 'countShown'
> {
  readonly failOn: Severity | null;
  readonly exportedAt: Instant | null;
  readonly exportedBy: string | null;
  readonly receivedBy: string | null;
  readonly toldSha256: string | null;
  readonly countBy: string | null;
}

function toldOptions(options: RunOptions, config: Pick<Config, 'calendar'>): Result<ToldOptions> {
  const told = all({
    asOf: unlessAbsent(options.asOf, (text) => instantArgument('--as-of', text)),
    exportedAt: unlessAbsent(options.exportedAt, (text) => instantArgument('--exported-at', text)),
    exportedBy: unlessAbsent(options.exportedBy, (text) => emailArgument('--exported-by', text)),
    countShown: unlessAbsent(options.countShown, (text) => countArgument('--count-shown', text)),
    countBy: unlessAbsent(options.countBy, (text) => emailArgument('--count-by', text)),
    receivedBy: unlessAbsent(options.receivedBy, (text) => emailArgument('--received-by', text)),
    toldSha256: unlessAbsent(options.exportedDigest, (text) => sha256Argument('--exported-digest', text)),
    failOn: unlessAbsent(options.failOn, (text) => severityArgument('--fail-on', text)),
    period: unlessAbsent(options.review, (text) => parsePeriod(text, config.calendar)),
    acceptedGates: acceptedGates(options),
  });
  if (told.kind === 'refused') return told;
  const asOf = told.value.asOf ?? systemClock.now();
  const period = told.value.period ?? periodOf(asOf, config.calendar);
  return ok({ ...told.value, asOf, asOfSetByOperator: told.value.asOf !== null, period });
}

function unlessAbsent<Value>(text: string | undefined, read: (text: string) => Result<Value>): Result<Value | null> {
  return text === undefined ? ok(null) : read(text);
}

interface ExportReading {
  readonly config: Config;
  readonly services: RunReading;
  readonly progress: CommandProgress;
}

interface ReadExport {
  readonly modifiedAt: Instant;
  readonly ingested: RunInputs['export'];
}

async function exportOf(
  options: RunOptions,
  { config, services, progress }: ExportReading,
): Promise<Result<ReadExport>> {
  const file = await readInput('--export', options.export);
  if (file.kind === 'refused') return file;
  progress.stage('Reading the export', null);
  const ingested = await ingestExport(services, file.value, config);
  if (ingested.kind === 'refused') return ingested;
  progress.advance(ingested.value.population.rowsRead);
  return ok({ modifiedAt: file.value.modifiedAt, ingested: ingested.value });
}

async function leaversOf({ leavers }: RunOptions, context: LeaversContext): Promise<Result<RunInputs['leavers']>> {
  if (leavers === undefined) return ok(null);
  const file = await readInput('--leavers', leavers);
  return file.kind === 'refused' ? file : ingestLeavers(file.value, context);
}

/** Tells of settings of which another one takes the effect. */
export function tellOverruled({ config }: Pick<RunInputs, 'config'>, terminal: Terminal): void {
  const overruled = overruledIn(config);
  if (overruled.length > 0) tellRefusals(terminal, overruled);
}

/**
 * Tells of people whom the list names with two last days. This run concludes nothing from them, because both days are
 * still to come; a later run would be refused.
 */
export function tellLeaversTwice(leavers: RunInputs['leavers'], terminal: Terminal): void {
  const twice = leavers?.twice ?? [];
  if (twice.length === 0) return;
  tellRefusals(terminal, twice);
  terminal.err(
    'Nothing is concluded from these days yet; a run that compares this list once one of two is over is refused.\n',
  );
}
