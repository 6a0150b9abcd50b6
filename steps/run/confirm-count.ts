// Confirms the number of users that somebody else typed: who is who is told by the directories of the last accepted run.
import type { CountSaid } from '../../core/inputs/custody.ts';
import type { Objects } from '../../core/ports/objects.ts';
import type { Runs } from '../../core/ports/stores.ts';
import type { Result } from '../../core/values/result.ts';
import { confirmTyped, keptCount } from '../read/custody/keep-count.ts';
import type { SaidCount } from '../read/custody/keep-count.ts';
import { knownSigners } from '../read/people/known-signers.ts';
import { storedRuns } from './stored-runs.ts';

export interface ConfirmDependencies {
  readonly objects: Objects;
  readonly runs: Runs;
  /** The store in which counts lie, where that is not the one of the evidence. */
  readonly counts?: Objects;
}

/** Before the first run no directory is known; the run itself then tells whether two names are two people. */
export async function confirmCount(
  { counts, ...home }: ConfirmDependencies,
  said: SaidCount,
): Promise<Result<CountSaid>> {
  const beside = counts ?? home.objects;
  const typed = (await keptCount(beside, said.exportSha256, null))?.typed.by ?? null;
  const last = typed === null ? undefined : (await storedRuns(home).accepted()).at(-1);
  if (typed === null || last === undefined)
    return confirmTyped(beside, said, { people: [], plusAddressing: 'distinct' });
  const { plusAddressing } = (await last.config()).policy;
  const people = await knownSigners(await last.directories(), [typed, said.by], { plusAddressing });
  return confirmTyped(beside, said, { people, plusAddressing });
}
