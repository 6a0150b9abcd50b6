// Reads everything that a run is a function of, before anything is stored: refused input leaves the home as it was.
import type { Instant } from '../../core/values/instant.ts';
import type { Config } from '../../core/config/config.ts';
import type { Severity } from '../../core/names/codes.ts';
import type { Clock } from '../../core/ports.ts';
import { ok, refused } from '../../core/values/result.ts';
import type { Result } from '../../core/values/result.ts';
import { parsePeriod, periodOf } from '../../core/config/calendar.ts';
import { ingestExport } from '../../steps/read/ingest-export.ts';
import { ingestLeavers } from '../../steps/read/ingest-leavers.ts';
import type { LeaversContext } from '../../steps/read/ingest-leavers.ts';
import { openSnapshot } from '../../steps/read/open-snapshot.ts';
import type { OpenSnapshot } from '../../steps/read/open-snapshot.ts';
import type { RunInputs } from '../../steps/read/run-inputs.ts';
import {
  acceptedGates,
  countArgument,
  emailArgument,
  instantArgument,
  severityArgument,
} from '../terminal/arguments.ts';
import type { Patience } from '../../homes/laptop-directories.ts';
import { readConfig, readInput, streamInput } from '../terminal/files.ts';
import type { CommandProgress } from '../terminal/progress.ts';
import type { ReadingServices } from '../../homes/laptop.ts';
import { systemClock } from '../../homes/laptop.ts';

/** As commander parses them. */
export interface RunOptions {
  readonly config: string;
  readonly export: string;
  readonly exportedAt?: string | undefined;
  readonly exportedBy?: string | undefined;
  readonly countShown?: string | undefined;
  readonly leavers?: string | undefined;
  readonly snapshot: readonly string[];
  readonly asOf?: string | undefined;
  readonly review?: string | undefined;
  readonly home: string;
  readonly out?: string | undefined;
  readonly pdf: boolean;
  readonly acceptGate: readonly string[];
  readonly by: readonly string[];
  readonly reason: readonly string[];
  readonly failOn?: string | undefined;
  readonly json: boolean;
  readonly quiet: boolean;
}

export interface ReadInputs {
  readonly inputs: Omit<RunInputs, 'history'>;
  readonly failOn: Severity | null;
}

export interface RunReading extends ReadingServices {
  /** How long directories are waited for; the machine's own when it is not given. */
  readonly patience?: Patience | undefined;
}

export async function readRunInputs(
  options: RunOptions,
  services: RunReading,
  progress: CommandProgress,
): Promise<Result<ReadInputs>> {
  const config = await readConfig(options.config);
  if (config.kind === 'refused') return config;
  const told = toldOptions(options, config.value);
  if (told.kind === 'refused') return told;
  const file = await readInput('--export', options.export);
  if (file.kind === 'refused') return file;
  progress.stage('Reading the export', null);
  const ingested = await ingestExport(services, file.value, config.value);
  if (ingested.kind === 'refused') return ingested;
  progress.advance(ingested.value.population.rowsRead);
  const leavers = await leaversOf(options, {
    config: config.value,
    asOf: told.value.asOf,
    exportReader: services.exportReader,
  });
  if (leavers.kind === 'refused') return leavers;
  const stored = await openSnapshots(options, config.value, services);
  if (stored.kind === 'refused') return stored;
  const clock = told.value.asOfSetByOperator ? { now: () => told.value.asOf } : systemClock;
  const snapshots = await pullOthers(stored.value, { config: config.value, clock, services, progress });
  if (snapshots.kind === 'refused') return snapshots;
  const { failOn, exportedAt, ...rest } = told.value;
  return ok({
    failOn,
    inputs: {
      ...rest,
      config: config.value,
      export: ingested.value,
      exportedAt: { at: exportedAt ?? file.value.modifiedAt, declared: exportedAt !== null, by: rest.exportedBy },
      leavers: leavers.value,
      snapshots: snapshots.value,
    },
  });
}

interface ToldOptions extends Pick<
  RunInputs,
  'asOf' | 'asOfSetByOperator' | 'period' | 'acceptedGates' | 'countShown'
> {
  readonly failOn: Severity | null;
  readonly exportedAt: Instant | null;
  readonly exportedBy: string | null;
}

function toldOptions(options: RunOptions, config: Config): Result<ToldOptions> {
  const asOf = options.asOf === undefined ? ok(systemClock.now()) : instantArgument('--as-of', options.asOf);
  if (asOf.kind === 'refused') return asOf;
  const exportedAt = options.exportedAt === undefined ? ok(null) : instantArgument('--exported-at', options.exportedAt);
  if (exportedAt.kind === 'refused') return exportedAt;
  const exportedBy = options.exportedBy === undefined ? ok(null) : emailArgument('--exported-by', options.exportedBy);
  if (exportedBy.kind === 'refused') return exportedBy;
  const countShown = options.countShown === undefined ? ok(null) : countArgument('--count-shown', options.countShown);
  if (countShown.kind === 'refused') return countShown;
  const failOn = options.failOn === undefined ? ok(null) : severityArgument('--fail-on', options.failOn);
  if (failOn.kind === 'refused') return failOn;
  const period =
    options.review === undefined
      ? ok(periodOf(asOf.value, config.calendar))
      : parsePeriod(options.review, config.calendar);
  if (period.kind === 'refused') return period;
  const gates = acceptedGates(options);
  if (gates.kind === 'refused') return gates;
  return ok({
    asOf: asOf.value,
    asOfSetByOperator: options.asOf !== undefined,
    period: period.value,
    acceptedGates: gates.value,
    countShown: countShown.value,
    failOn: failOn.value,
    exportedAt: exportedAt.value,
    exportedBy: exportedBy.value,
  });
}

async function leaversOf({ leavers }: RunOptions, context: LeaversContext): Promise<Result<RunInputs['leavers']>> {
  if (leavers === undefined) return ok(null);
  const file = await readInput('--leavers', leavers);
  return file.kind === 'refused' ? file : ingestLeavers(file.value, context);
}

async function openSnapshots(
  options: RunOptions,
  config: Config,
  { scratch }: ReadingServices,
): Promise<Result<readonly OpenSnapshot[]>> {
  const opened: OpenSnapshot[] = [];
  for (const path of options.snapshot) {
    const stream = await streamInput('--snapshot', path);
    if (stream.kind === 'refused') return stream;
    const snapshot = await openSnapshot(await scratch.keep(stream.value), path, config);
    if (snapshot.kind === 'refused') return snapshot;
    const { directory } = snapshot.value.header;
    if (opened.some(({ header }) => header.directory === directory)) {
      return refused({
        what: 'two snapshots of one directory',
        where: `--snapshot ${path}`,
        found: directory,
        expected: 'one snapshot a directory',
      });
    }
    opened.push(snapshot.value);
  }
  return ok(opened);
}

/** Directories without a stored snapshot are called. */
async function pullOthers(
  stored: readonly OpenSnapshot[],
  {
    config,
    clock,
    services,
    progress,
  }: {
    readonly config: Config;
    readonly clock: Clock;
    readonly services: RunReading;
    readonly progress: CommandProgress;
  },
): Promise<Result<readonly OpenSnapshot[]>> {
  const others = config.directories.filter(({ id }) => !stored.some(({ header }) => header.directory === id));
  if (others.length === 0) return ok(stored);
  const { openDirectories, readDirectories } = await import('../../homes/laptop-directories.ts');
  const opened = await openDirectories(others, {
    clock,
    note: (text) => progress.note(text),
    patience: services.patience,
  });
  if (opened.kind === 'refused') return opened;
  const pulled = await readDirectories(opened.value, { config, scratch: services.scratch, progress });
  return pulled.kind === 'refused' ? pulled : ok([...stored, ...pulled.value]);
}
