// How the streams of a PDF are compressed, but for attached files, which are compressed on their way into it.
import { deflateSync } from 'node:zlib';

/**
 * At level 4 drawing takes a twelfth less CPU than at 6, which is usual, for a twenty-fifth more bytes; at 1 hardly less
 * than at 4, for an eighth more. Whoever draws a report again compares what is unpacked.
 *
 * @returns for the filter FlateDecode (ISO 32000-1, 7.4.4)
 * @example flate(Buffer.from('0 0 m'))
 */
export function flate(bytes: Uint8Array): Buffer {
  return deflateSync(bytes, { level: 4 });
}
