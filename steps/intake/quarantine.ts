// Puts aside what is not taken in, with the reason beside it. Nothing of it is read any further.
import { sha256Of } from '../../core/values/digest.ts';
import { decodeQuarantined, encodeQuarantined } from '../../core/inputs/intake/quarantined.ts';
import type { Quarantined } from '../../core/inputs/intake/quarantined.ts';
import { quarantineKey } from '../../core/names/object-keys.ts';
import { ObjectConflict } from '../../core/ports/objects.ts';
import type { Objects } from '../../core/ports/objects.ts';
import type { Instant } from '../../core/values/instant.ts';
import type { Refusal } from '../../core/values/result.ts';
import { textOf } from '../bytes.ts';

/** @returns the record, and whether it was there before: what is refused again keeps its first refusal */
export async function quarantine(
  objects: Objects,
  file: { readonly name: string; readonly bytes: Uint8Array },
  { at, refusals }: { readonly at: Instant; readonly refusals: readonly Refusal[] },
): Promise<{ readonly record: Quarantined; readonly before: boolean }> {
  const sha256 = sha256Of(file.bytes);
  const key = quarantineKey(sha256, 'refused.json');
  const there = await objects.get(key);
  if (there !== null) return { record: decodeQuarantined(await textOf(there), key), before: true };
  const record: Quarantined = { schema: 1, name: file.name, bytes: file.bytes.length, sha256, at, refusals };
  await objects.put(quarantineKey(sha256, 'bytes'), file.bytes);
  try {
    await objects.put(key, Buffer.from(encodeQuarantined(record)));
    return { record, before: false };
  } catch (error) {
    // Another process was first, and wrote another time.
    const stored = error instanceof ObjectConflict ? await objects.get(key) : null;
    if (stored === null) throw error;
    return { record: decodeQuarantined(await textOf(stored), key), before: true };
  }
}
