// The home that a command goes on with: one that an earlier run made, and whose database is of its folder.
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import type { Config } from '../../core/config/config.ts';
import { refused, Unusable } from '../../core/values/result.ts';
import type { Result } from '../../core/values/result.ts';
import { plural } from '../../core/values/text.ts';
import { databaseName } from '../../homes/laptop.ts';
import type { HomeServices } from '../../homes/laptop.ts';
import { unrecordedRuns } from '../../steps/unrecorded-runs.ts';
import { folderArgument } from './files.ts';
import type { Terminal } from './terminal.ts';

/** Refuses a home that holds nothing: a mistyped path must not become an empty home. */
export async function homeArgument(home: string): Promise<Result<string>> {
  if (existsSync(join(home, databaseName))) return folderArgument('--home', home);
  const expected = 'the home of an earlier access-review run';
  return refused({ what: 'no home', where: `--home ${home}`, found: `no ${databaseName}`, expected });
}

/** Says what a command waits for that would seem to hang. */
export function tellWait(terminal: Pick<Terminal, 'err'>): (file: string) => void {
  return (file) => terminal.err(`Waiting for another command or program that is writing to ${file}\n`);
}

/**
 * Warns when the folder holds accepted runs that the database does not know. It refuses nothing, so that people can
 * look for what is lost. A record that cannot be used is told by the command that needs it.
 */
export async function tellOlderDatabase(
  home: Pick<HomeServices, 'objects' | 'runs'>,
  terminal: Terminal,
): Promise<void> {
  const unrecorded = await unrecordedRuns(home).catch((error: unknown) => {
    if (error instanceof Unusable) return [];
    throw error;
  });
  const newest = unrecorded.at(-1);
  if (newest === undefined) return;
  terminal.err(
    `The folder holds ${plural(unrecorded.length, 'accepted run')} that its database does not know, the newest ${newest}: what follows is told without. Where a copy of the database was put back, put back the one that belongs to the folder; a run that was broken off is done again.\n`,
  );
}

/** That of the last accepted run, `null` before one. Loaded only where no configuration is named, because most of this module is for the portal. */
export async function configOfRuns(home: HomeServices): Promise<Config | null> {
  const { latestConfig } = await import('../../homes/laptop-portal.ts');
  return latestConfig(home)();
}
