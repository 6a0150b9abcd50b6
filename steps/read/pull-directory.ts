// Reads a directory into a snapshot file: the identities as they come, then the header in front of them.
import type { Directory } from '../../core/ports/inputs.ts';
import type { Bytes, Kept, Scratch } from '../../core/ports/objects.ts';
import type { Progress } from '../../core/ports/world.ts';
import { encoded } from '../bytes.ts';
import type { SnapshotHeader } from '../../core/inputs/snapshot.ts';
import { jsonLine } from './snapshot/line.ts';

export interface PullDependencies {
  readonly scratch: Scratch;
  readonly progress: Progress;
}

/** The header stands first in the file and is known last, so the identities wait in scratch. */
export async function pullDirectory({ scratch, progress }: PullDependencies, directory: Directory): Promise<Kept> {
  progress.stage(`Reading ${directory.id}`, null);
  const ending: { header?: SnapshotHeader; identities: number } = { identities: 0 };
  const spool = await scratch.keep(encoded(linesInto(ending, { directory, progress })));
  if (ending.header === undefined) throw new Error(`${directory.id} ended without saying how the reading went`);
  return scratch.keep(concatenated({ ...ending.header, identities: ending.identities }, spool));
}

async function* linesInto(
  ending: { header?: SnapshotHeader; identities: number },
  { directory, progress }: { readonly directory: Directory; readonly progress: Progress },
): AsyncGenerator<string, void, void> {
  const pulled = directory.pull();
  for (let next = await pulled.next(); ; next = await pulled.next()) {
    if (next.done === true) {
      ending.header = next.value;
      return;
    }
    ending.identities += 1;
    progress.advance(1);
    yield jsonLine(next.value);
  }
}

async function* concatenated(header: SnapshotHeader, spool: Kept): Bytes {
  yield* encoded([jsonLine(header)]);
  yield* spool.read();
}
