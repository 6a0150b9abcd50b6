// Opens the directories that the configuration names, with credentials from the environment, and reads them. A module
// of its own, because most commands call no directory.
import { setTimeout as pause } from 'node:timers/promises';
import { openDirectory } from '../adapters/directories/open.ts';
import type { OpenDirectory } from '../adapters/directories/reading/opening.ts';
import { defaultLimits } from '../adapters/directories/reading/surroundings.ts';
import type { DirectoryEvent, Surroundings } from '../adapters/directories/reading/surroundings.ts';
import type { DirectoryConfig } from '../core/config/directories/products.ts';
import { directoryCredentials, unusedVariables, variablesOf } from '../core/config/credentials.ts';
import type { Clock, Progress } from '../core/ports/world.ts';
import { each, refusedAll } from '../core/values/result.ts';
import type { Result } from '../core/values/result.ts';
import { lookUpUnmatched } from '../steps/read/look-up-unmatched.ts';
import type { ReadDirectory, UnmatchedRequest } from '../steps/read/look-up-unmatched.ts';
import { takeInSnapshot } from '../steps/read/open-snapshot.ts';
import type { OpenSnapshot } from '../steps/read/open-snapshot.ts';
import { pullDirectory } from '../steps/read/pull-directory.ts';
import type { ReadingServices } from './laptop.ts';
import { systemIds } from './laptop.ts';

/** How long a directory is waited for, and by which clock. */
export type Patience = Pick<Surroundings, 'machine' | 'limits'>;

const systemPatience: Patience = {
  machine: { nowMs: () => Date.now(), sleep: async (ms) => pause(ms) },
  limits: defaultLimits,
};

export interface OpenOptions {
  /** The time that snapshots state: the operator's, when the operator set the clock. */
  readonly clock: Clock;
  /** Is told which credentials are taken, and why a directory is waited for. */
  readonly note: (text: string) => void;
  /** Is told that a directory's own clock says another time, beside `note`. */
  readonly onClock?: ((why: string) => void) | undefined;
  /** That of the machine unless the caller gives another. */
  readonly patience?: Patience | undefined;
}

/**
 * Opens all directories before any is read, so that all missing credentials are told at once, and no reading was in
 * vain.
 */
export async function openDirectories(
  directories: readonly DirectoryConfig[],
  options: OpenOptions,
): Promise<Result<readonly OpenDirectory[]>> {
  const opened: Result<OpenDirectory>[] = [];
  for (const config of directories) opened.push(await open(config, options));
  return each(opened);
}

async function open(config: DirectoryConfig, options: OpenOptions): Promise<Result<OpenDirectory>> {
  const credentials = directoryCredentials(process.env, config);
  if (credentials.kind === 'refused') {
    return refusedAll(
      credentials.refusals.map((refusal) => ({
        ...refusal,
        expected: `${refusal.expected}; or a stored snapshot with --snapshot`,
      })),
    );
  }
  const directory = await openDirectory({ config, credentials: credentials.value, around: surroundings(options) });
  const unused = unusedVariables(process.env, config, credentials.value.kind);
  if (directory.kind === 'ok' && unused.length > 0) {
    const used = variablesOf(config, credentials.value.kind).join(' and ');
    options.note(`${config.id} is read with ${used}; ${unused.join(' and ')} is set as well and not used`);
  }
  return directory;
}

function surroundings({ clock, patience = systemPatience, ...told }: OpenOptions): Surroundings {
  return {
    clock,
    ids: systemIds,
    ...patience,
    log: (event) => tell(event, told),
  };
}

function tell(event: DirectoryEvent, { note, onClock }: Pick<OpenOptions, 'note' | 'onClock'>): void {
  if (event.kind === 'clock') {
    note(`${event.directory}: ${event.why}`);
    onClock?.(event.why);
  }
  if (event.kind === 'wait' && event.ms >= 1000) {
    note(`${event.directory} waits ${Math.ceil(event.ms / 1000)} s: ${event.why}`);
  }
}

/**
 * Reads the directories one after the other, because together they would send more requests than a directory expects of
 * one program. Then looks up the accounts that none of them shows.
 */
export async function readDirectories(
  directories: readonly OpenDirectory[],
  {
    config,
    scratch,
    progress,
    ...asked
  }: Pick<ReadingServices, 'scratch'> &
    Pick<UnmatchedRequest, 'config' | 'accounts' | 'stored'> & { readonly progress: Progress },
): Promise<Result<readonly OpenSnapshot[]>> {
  const read: ReadDirectory[] = [];
  for (const directory of directories) {
    const kept = await pullDirectory({ scratch, progress }, directory);
    const fileName = `the snapshot of ${directory.id}`;
    const snapshot = await takeInSnapshot(scratch, kept.read(), { fileName, config });
    if (snapshot.kind === 'refused') return snapshot;
    read.push({ directory, snapshot: snapshot.value });
  }
  return lookUpUnmatched({ scratch, progress }, { config, read, ...asked });
}
