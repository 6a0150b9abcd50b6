// Opens who was matched to each account of a recorded run: its people come from the disk, and none of it is in memory.
import type { Config } from '../../../core/config/config.ts';
import type { Leavers } from '../../../core/inputs/leavers/leavers.ts';
import { evidenceFiles, snapshotFile } from '../../../core/names/evidence-files.ts';
import type { ExportReader } from '../../../core/ports/inputs.ts';
import type { Lookup } from '../../../core/ports/objects.ts';
import { refusalText } from '../../../core/values/result.ts';
import { bytesOf } from '../../bytes.ts';
import { asTaken } from '../../read/ingest-export.ts';
import { ingestLeavers } from '../../read/ingest-leavers.ts';
import { storedIdentities } from '../../read/open-snapshot.ts';
import type { StoredRun } from '../../run/stored-runs.ts';
import { matchedAccounts } from './matched-accounts.ts';
import type { AccountOfRun } from './matched-accounts.ts';
import { storedPeople } from './stored-people.ts';

export interface MatchDependencies {
  readonly exportReader: ExportReader;
  readonly openLookup: () => Lookup;
}

/** The people of a run, found from the disk. */
export interface Matching {
  /** How many people there are, numbered from 0: one directory after the other, in the order of the configuration. */
  readonly people: number;
  /**
   * May be asked once.
   *
   * @param matched is told the number of everybody who is matched, or was replaced
   */
  accounts(matched: (number: number) => void): AsyncGenerator<AccountOfRun, void, void>;
  close(): void;
}

/**
 * Lays everybody of a run down on the disk, by the keys that they are found by. Whoever opens it closes it.
 *
 * @throws EvidenceChanged when a file of the run is missing or is not the one that was recorded
 */
export async function openMatching(run: StoredRun, { exportReader, openLookup }: MatchDependencies): Promise<Matching> {
  const config = await run.config();
  const lookup = openLookup();
  try {
    const people = storedPeople(lookup, config.policy.plusAddressing);
    let count = 0;
    for (const { id } of config.directories)
      for await (const identity of storedIdentities(run.file(snapshotFile(id).name)))
        count = people.add(id, identity) + 1;
    const leavers = await leaversOf(run, config, exportReader);
    return {
      people: count,
      accounts: (matched) => matchedAccounts(run, exportReader, { config, leavers, people, matched }),
      close: () => lookup.close(),
    };
  } catch (error) {
    lookup.close();
    throw error;
  }
}

async function leaversOf(run: StoredRun, config: Config, exportReader: ExportReader): Promise<Leavers> {
  const { name } = evidenceFiles.leavers;
  if (!run.record.files.some((file) => file.name === name)) return new Map();
  const bytes = await bytesOf(run.file(name).read());
  const context = { config, asOf: run.record.asOf, exportReader: asTaken(exportReader) };
  const read = await ingestLeavers({ name, bytes }, context);
  if (read.kind === 'ok') return read.value.gone;
  throw new Error(
    `the leavers of the run ${run.record.id} can no longer be read: ${read.refusals.map(refusalText).join(' ')}`,
  );
}
