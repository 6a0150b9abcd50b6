// How far each directory is to be believed: what its snapshot tells of itself, and what the gates say of that.
import type { Config } from '../config/config.ts';
import { distrustOf } from '../inputs/gates.ts';
import type { GateOutcome } from '../inputs/gates.ts';
import type { SnapshotHeader } from '../inputs/snapshot.ts';
import { latestOf } from '../values/instant.ts';
import type { DirectoryView } from './judge/situation.ts';

/**
 * One view for each directory of the configuration, by its id.
 *
 * @param gates as they stand before any account is judged
 * @throws Error where a directory has no snapshot: what was not read must not pass for empty
 */
export function viewsOf(
  { config, headers }: { readonly config: Pick<Config, 'directories'>; readonly headers: readonly SnapshotHeader[] },
  gates: readonly GateOutcome[],
): ReadonlyMap<string, DirectoryView> {
  return new Map(
    config.directories.map((directory) => {
      const header = headers.find((one) => one.directory === directory.id);
      if (header === undefined)
        throw new Error(`no snapshot of ${directory.id}: every configured directory must be read`);
      return [directory.id, viewOf(directory, header, distrustOf(directory.id, gates))];
    }),
  );
}

function viewOf(
  config: Config['directories'][number],
  { app, takenAt, calls, sight, lookedUp }: SnapshotHeader,
  distrust: string | null,
): DirectoryView {
  return {
    config,
    trusted: distrust === null,
    distrust,
    assignmentRequired: app?.assignmentRequired ?? true,
    openApp: config.role === 'gate' && app?.assignmentRequired === false ? app.id : null,
    takenAt,
    readUntil: latestOf([takenAt, ...calls.flatMap(({ lastAt }) => lastAt ?? [])]) ?? takenAt,
    absenceProves: sight !== 'unproven',
    lookedUp: lookedUp === undefined ? null : { logins: new Set(lookedUp.logins), unmatched: lookedUp.unmatched },
  };
}
