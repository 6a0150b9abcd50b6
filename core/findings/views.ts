// How far each directory is to be believed: what its snapshot tells of itself, and what the gates say of that.
import type { Config } from '../config/config.ts';
import { distrustOf } from '../inputs/gates.ts';
import type { GateOutcome } from '../inputs/gates.ts';
import type { SnapshotHeader } from '../inputs/snapshot.ts';
import { latestOf } from '../values/instant.ts';
import type { Instant } from '../values/instant.ts';
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

/** When a reading ended, as its calls tell it. @example readUntil({ takenAt, calls: [] }) // takenAt */
export function readUntil({ takenAt, calls }: Pick<SnapshotHeader, 'takenAt' | 'calls'>): Instant {
  return latestOf([takenAt, ...calls.flatMap(({ lastAt }) => lastAt ?? [])]) ?? takenAt;
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
    readUntil: readUntil({ takenAt, calls }),
    absenceProves: sight !== 'unproven',
    lookedUp: lookedUp === undefined ? null : { logins: new Set(lookedUp.logins), unmatched: lookedUp.unmatched },
  };
}
