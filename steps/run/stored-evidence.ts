// Reads the files of a recorded run and holds each against its digest: nothing is believed because it was stored.
import { createHash } from 'node:crypto';
import { runKey, watchedKey } from '../../core/names/object-keys.ts';
import type { Bytes, Kept, Objects } from '../../core/ports/objects.ts';
import { isWatchId } from '../../core/run.ts';
import type { RunRecord } from '../../core/run.ts';
import { Unusable } from '../../core/values/result.ts';

/** Stored evidence is missing, or other than it was recorded: nothing may be signed or issued on its strength. */
export class EvidenceChanged extends Unusable {
  override readonly name = 'EvidenceChanged';
}

/**
 * @returns the file as it is recorded; reading it to its end throws `EvidenceChanged` where the stored bytes are others
 * @throws Error when the run has no such file
 */
export function keptFile(objects: Objects, { id, files }: RunRecord, name: string): Kept {
  const file = files.find((one) => one.name === name);
  if (file === undefined) throw new Error(`the run ${id} has no ${name} on record`);
  const { bytes, sha256 } = file;
  const key = isWatchId(id) ? watchedKey(id, name) : runKey(id, name);
  return { bytes, sha256, read: () => unchanged(objects, { key, sha256 }) };
}

/**
 * What an accepted run left to the next.
 *
 * @throws EvidenceChanged at its end, where it is other than the run recorded
 * @throws Error for a run that was not accepted: it left none
 */
export function keptHistory(objects: Objects, { id, historyKey: key, historySha256: sha256 }: RunRecord): Bytes {
  if (key === null) throw new Error(`the run ${id} was not accepted and left no history`);
  return sha256 === undefined ? storedBytes(objects, key) : unchanged(objects, { key, sha256 });
}

/** Before anything is made of a run: every file of it is there, byte for byte. @throws EvidenceChanged */
export async function readToTheEnd({
  record,
  file,
}: {
  readonly record: Pick<RunRecord, 'files'>;
  readonly file: (name: string) => Kept;
}): Promise<void> {
  for (const { name } of record.files) for await (const _chunk of file(name).read()) continue;
}

/**
 * The bytes under the key; reading them to their end throws `EvidenceChanged` where they are others. The last piece is held
 * back until all are known, so that nobody takes a file that was changed for a whole one.
 */
export async function* unchanged(
  objects: Objects,
  { key, sha256 }: { readonly key: string; readonly sha256: string },
): Bytes {
  const digest = createHash('sha256');
  let last: Uint8Array | null = null;
  for await (const chunk of storedBytes(objects, key)) {
    digest.update(chunk);
    if (last !== null) yield last;
    last = chunk;
  }
  const found = digest.digest('hex');
  if (found === sha256) {
    if (last !== null) yield last;
    return;
  }
  const [what, where] = ['stored evidence was changed', objects.location(key)];
  throw new EvidenceChanged({ what, where, found: `SHA-256 ${found}`, expected: `SHA-256 ${sha256}, as recorded` });
}

/** @throws EvidenceChanged when it is missing, although the run is recorded */
async function* storedBytes(objects: Objects, key: string): Bytes {
  const found = await objects.get(key);
  const [what, where] = ['stored evidence is missing', objects.location(key)];
  if (found === null) throw new EvidenceChanged({ what, where, found: 'nothing', expected: 'the file, as recorded' });
  yield* found;
}
