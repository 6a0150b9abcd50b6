// Hands out what is made at this moment: where an answer has a limit, by an address, like every stored file.
import { sha256Of } from '../../core/values/digest.ts';
import { handedKey } from '../../core/names/object-keys.ts';
import type { FileElsewhere, TakenFile } from './call.ts';
import type { Ports } from './ports.ts';
import type { Caller } from './session.ts';

/** A function answers less than 6 MB, which the lines of a large review and the evidence of a period exceed. */
export async function handedOut(
  { direct, clock }: Ports,
  { login }: Caller,
  file: TakenFile,
): Promise<TakenFile | FileElsewhere> {
  if (direct === undefined) return file;
  const { name, mediaType, bytes } = file;
  const made = sha256Of(`${login} ${clock.now()} ${name}`);
  const key = handedKey(made, name);
  await direct.results.put(key, bytes);
  return { address: await direct.uploads.taking(key, { name, mediaType }) };
}
