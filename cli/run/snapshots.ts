// The snapshots of a run: read from the files that --snapshot names, and pulled from all other directories.
import type { Account } from '../../core/inputs/account.ts';
import type { Config } from '../../core/config/config.ts';
import type { ExportReader } from '../../core/ports/inputs.ts';
import type { Scratch } from '../../core/ports/objects.ts';
import type { Clock } from '../../core/ports/world.ts';
import { each, ok, refused } from '../../core/values/result.ts';
import type { Result } from '../../core/values/result.ts';
import { takeInSnapshot } from '../../steps/read/open-snapshot.ts';
import type { OpenSnapshot } from '../../steps/read/open-snapshot.ts';
import type { Patience } from '../../homes/laptop-directories.ts';
import type { ReadingServices } from '../../homes/laptop.ts';
import { streamInput } from '../terminal/files.ts';
import type { CommandProgress } from '../terminal/progress.ts';

export interface RunReading extends ReadingServices {
  /** How long directories are waited for; the machine's own when it is not given. */
  readonly patience?: Patience | undefined;
  /** The reader for the leavers file; the one of the export when it is not given. */
  readonly leaversReader?: ExportReader;
}

/**
 * Opens the snapshots that --snapshot names, one a directory; their identities are read later.
 *
 * @param paths as they were typed
 */
export async function openSnapshots(
  paths: readonly string[],
  config: Config,
  { scratch }: ReadingServices,
): Promise<Result<readonly OpenSnapshot[]>> {
  const opened: Result<OpenSnapshot>[] = [];
  const directories = new Set<string>();
  for (const path of paths) {
    const snapshot = await openStored(path, config, scratch);
    const directory = snapshot.kind === 'ok' ? snapshot.value.header.directory : null;
    opened.push(directory !== null && directories.has(directory) ? toldTwice(path, directory) : snapshot);
    if (directory !== null) directories.add(directory);
  }
  return each(opened);
}

async function openStored(path: string, config: Config, scratch: Scratch): Promise<Result<OpenSnapshot>> {
  const stream = await streamInput('--snapshot', path);
  return stream.kind === 'refused' ? stream : takeInSnapshot(scratch, stream.value, { fileName: path, config });
}

function toldTwice(path: string, found: string): Result<never> {
  return refused({
    what: 'two snapshots of one directory',
    where: `--snapshot ${path}`,
    found,
    expected: 'one snapshot a directory',
  });
}

/** Calls the directories of which no snapshot was named. @returns the snapshots of all */
export async function pullOthers(
  stored: readonly OpenSnapshot[],
  {
    config,
    accounts,
    clock,
    services,
    progress,
  }: {
    readonly config: Config;
    readonly accounts: readonly Account[];
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
  const pulled = await readDirectories(opened.value, {
    config,
    accounts,
    stored,
    scratch: services.scratch,
    progress,
  });
  return pulled.kind === 'refused' ? pulled : ok([...stored, ...pulled.value]);
}
