// Confirms the number of users that somebody else typed: who is who is told by the directories of the last accepted run.
import type { CountSaid } from '../../core/inputs/custody.ts';
import type { Objects, Runs } from '../../core/ports.ts';
import type { Result } from '../../core/values/result.ts';
import { confirmTyped, keptCount } from '../read/custody/keep-count.ts';
import type { SaidCount } from '../read/custody/keep-count.ts';
import { knownSigners } from '../read/known-signers.ts';
import { storedRuns } from './stored-runs.ts';

/** Before the first run no directory is known; the run itself then tells whether two names are two people. */
export async function confirmCount(
  home: { readonly objects: Objects; readonly runs: Runs },
  said: SaidCount,
): Promise<Result<CountSaid>> {
  const typed = (await keptCount(home.objects, said.exportSha256, null))?.typed.by ?? null;
  const last = typed === null ? undefined : (await storedRuns(home).accepted()).at(-1);
  if (typed === null || last === undefined)
    return confirmTyped(home.objects, said, { people: [], plusAddressing: 'distinct' });
  const { plusAddressing } = (await last.config()).policy;
  const people = await knownSigners(await last.snapshots(), [typed, said.by], plusAddressing);
  return confirmTyped(home.objects, said, { people, plusAddressing });
}
