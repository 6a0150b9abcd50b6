// A file that its browser put into the store itself, because it is too large for a request: taken from there and checked.
import { sha256Of } from '../../core/values/digest.ts';
import { stagedKey } from '../../core/names/object-keys.ts';
import type { ObjectAddresses, Objects, PutAddress } from '../../core/ports/objects.ts';
import { ok, refused } from '../../core/values/result.ts';
import type { Result } from '../../core/values/result.ts';
import { bytesOf } from '../bytes.ts';

export interface StagedFile {
  /** Who put it: nobody names what another person put. */
  readonly by: string;
  /** SHA-256 as the browser worked it out, 64 hex digits; the store has checked it. */
  readonly sha256: string;
}

function keyOf({ by, sha256 }: StagedFile): string {
  return stagedKey(sha256Of(JSON.stringify([by, sha256])));
}

/** Of one file, one person and one minute; a second put of the same is refused by the store, because it is there. */
export async function addressToStage(
  addresses: ObjectAddresses,
  file: StagedFile & { readonly bytes: number },
): Promise<PutAddress> {
  const { by, sha256, bytes } = file;
  return addresses.putting(keyOf(file), { sha256, bytes, said: { 'uploaded-by': by } });
}

/** @returns refused where nobody of that name put it, or it is gone again: it lies there for a day */
export async function stagedBytes(staged: Objects, file: StagedFile): Promise<Result<Uint8Array>> {
  const stored = await staged.get(keyOf(file));
  if (stored !== null) return ok(await bytesOf(stored));
  return refused({
    what: 'file not there',
    where: 'staged',
    found: file.sha256,
    expected: 'a PUT of it, by the same person, to the address that POST /staged/addresses answers',
  });
}
