// Hands out a file that is made for the request: in the answer, or by an address where answers have a limit.
import { randomBytes } from 'node:crypto';
import { handedKey } from '../../core/names/object-keys.ts';
import type { FileElsewhere, TakenFile } from './call.ts';
import type { Ports } from './ports.ts';

/** A function answers less than 6 MB, which the lines of a large review and the evidence of a period exceed. */
export async function handedOut({ direct }: Ports, file: TakenFile): Promise<TakenFile | FileElsewhere> {
  if (direct === undefined) return file;
  const { name, mediaType, bytes } = file;
  // A random key, because one person may ask for two files of one name in a second.
  const key = handedKey(randomBytes(32).toString('hex'), name);
  await direct.results.put(key, bytes);
  return { address: await direct.uploads.taking(key, { name, mediaType }) };
}
