// Text that stands compressed in an item, because an item holds 400 KB.
import { gunzipSync } from 'node:zlib';
import { StoredRecordUnreadable } from '../../../core/values/stored.ts';

/**
 * @param place which record it is, for the error
 * @throws StoredRecordUnreadable
 */
export function unpacked(bytes: Uint8Array, place: string): string {
  try {
    return gunzipSync(bytes).toString();
  } catch (cause) {
    throw new StoredRecordUnreadable(place, cause);
  }
}
