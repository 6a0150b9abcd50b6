// Reads a directory into a snapshot file: the identities as they come, then the header in front of them.
import type { Directory } from '../../core/ports/inputs.ts';
import type { Bytes, Kept, Scratch } from '../../core/ports/objects.ts';
import type { Progress } from '../../core/ports/world.ts';
import { encoded, linesOf } from '../bytes.ts';
import type { Identity, SnapshotHeader } from '../../core/inputs/snapshot.ts';

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

/** A snapshot with those whom a look-up found behind the others, and the header as it is then. */
export async function snapshotWith(
  { scratch, progress }: PullDependencies,
  more: {
    readonly kept: Kept;
    readonly found: AsyncGenerator<Identity, SnapshotHeader, void>;
    /** For the header; `null` when there is nothing to say. */
    readonly note: string | null;
  },
): Promise<Kept> {
  const lines: string[] = [];
  let next = await more.found.next();
  for (; next.done !== true; next = await more.found.next()) {
    progress.advance(1);
    lines.push(jsonLine(next.value));
  }
  const header = next.value;
  const notes = [...(header.notes ?? []), ...(more.note === null ? [] : [more.note])];
  const identities = (await countOf(more.kept)) + lines.length;
  const stated = { ...header, ...(notes.length === 0 ? {} : { notes }), identities };
  return scratch.keep(rewritten(stated, more.kept, lines));
}

async function countOf(kept: Kept): Promise<number> {
  let lines = 0;
  for await (const _line of linesOf(kept.read())) lines += 1;
  return lines - 1;
}

async function* rewritten(header: SnapshotHeader, kept: Kept, more: readonly string[]): Bytes {
  yield* encoded([jsonLine(header)]);
  for await (const { text, number } of linesOf(kept.read())) if (number > 1) yield* encoded([`${text}\n`]);
  yield* encoded(more);
}

/** One line of a snapshot file. */
export function jsonLine(value: SnapshotHeader | Identity): string {
  return `${JSON.stringify(value)}\n`;
}
