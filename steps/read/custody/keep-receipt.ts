// Keeps how a file came in, under the file's digest: a run that compares the same bytes finds it there.
import { sha256Of } from '../../../core/values/digest.ts';
import { decodeReceipt, encodeReceipt } from '../../../core/inputs/custody.ts';
import type { Receipt } from '../../../core/inputs/custody.ts';
import { receiptKey, receiptsPrefix } from '../../../core/names/object-keys.ts';
import type { Objects } from '../../../core/ports/objects.ts';
import { msOf } from '../../../core/values/instant.ts';
import type { Instant } from '../../../core/values/instant.ts';
import { textOf } from '../../bytes.ts';

/** Repeatable: the same receipt is kept once. */
export async function keepReceipt(objects: Objects, receipt: Receipt): Promise<void> {
  const record = Buffer.from(encodeReceipt(receipt));
  const id = sha256Of(record);
  await objects.put(receiptKey(receipt.sha256, id), record);
}

/**
 * How the file with this digest came in, the first time first.
 *
 * @param asOf what came later is left out, so that a run that is done again is the same run; `null` for everything
 * @throws StoredRecordUnreadable
 */
export async function receiptsOf(objects: Objects, sha256: string, asOf: Instant | null): Promise<readonly Receipt[]> {
  const found: Receipt[] = [];
  for (const key of await objects.list(receiptsPrefix(sha256))) {
    const stored = await objects.get(key);
    if (stored === null) throw new Error(`${objects.location(key)} was listed and is not there`);
    const receipt = decodeReceipt(await textOf(stored), key);
    if (asOf === null || msOf(receipt.at) <= msOf(asOf)) found.push(receipt);
  }
  return found.toSorted((a, b) => msOf(a.at) - msOf(b.at));
}
