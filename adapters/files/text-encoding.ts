// Turns the bytes of a text file into UTF-8, whatever encoding a spreadsheet or a mail program left it in.
import { isUtf8 } from 'node:buffer';
import { ok, refused } from '../../core/result.ts';
import type { Refusal, Result } from '../../core/result.ts';

export type Encoding = 'utf-8' | 'utf-16le' | 'utf-16be' | 'windows-1252';

export interface Utf8Text {
  /** The encoding that the file is in. */
  readonly encoding: Encoding;
  /** The text in UTF-8, without a byte order mark; for a UTF-8 file a view of its own bytes. */
  readonly bytes: Buffer;
}

/** Enough to tell an encoding by, and to look for signs of a binary file. */
const sampleBytes = 64 * 1024;

/**
 * By byte order mark; without one UTF-16 by where its zero bytes stand, then UTF-8 when all bytes are valid, and
 * otherwise Windows-1252, which Excel writes as plain "CSV".
 *
 * @returns a refusal for bytes that are no text, or that contradict their byte order mark
 * @example toUtf8(await readFile('users.csv'), 'users.csv')
 */
export function toUtf8(bytes: Uint8Array, fileName: string): Result<Utf8Text> {
  const file = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const marked = byteOrderMark(file);
  const encoding = marked?.encoding ?? guessed(file);
  if (encoding === null) return refused(notText(fileName, 'zero bytes, as in a picture, a PDF or an archive'));
  const body = file.subarray(marked?.length ?? 0);
  if (encoding === 'utf-8') {
    if (isUtf8(body)) return ok({ encoding, bytes: body });
    return refused(notText(fileName, 'a UTF-8 byte order mark, then bytes that are no UTF-8'));
  }
  const text = decoded(body, encoding);
  if (text === null) return refused(notText(fileName, `bytes that are no ${encoding}, though they begin like it`));
  return ok({ encoding, bytes: Buffer.from(text, 'utf8') });
}

function byteOrderMark(file: Buffer): { readonly encoding: Encoding; readonly length: number } | null {
  if (file[0] === 0xef && file[1] === 0xbb && file[2] === 0xbf) return { encoding: 'utf-8', length: 3 };
  if (file[0] === 0xff && file[1] === 0xfe) return { encoding: 'utf-16le', length: 2 };
  if (file[0] === 0xfe && file[1] === 0xff) return { encoding: 'utf-16be', length: 2 };
  return null;
}

function guessed(file: Buffer): Encoding | null {
  const zeros = [0, 0];
  const sample = file.subarray(0, sampleBytes);
  for (let at = sample.indexOf(0); at !== -1; at = sample.indexOf(0, at + 1)) zeros[at % 2] = (zeros[at % 2] ?? 0) + 1;
  const [even = 0, odd = 0] = zeros;
  // Addresses, delimiters and line breaks are ASCII, so a tenth of the units at least has a zero half.
  const many = sample.length / 20;
  if (odd >= many && odd > 10 * even) return 'utf-16le';
  if (even >= many && even > 10 * odd) return 'utf-16be';
  if (isUtf8(file)) return 'utf-8';
  return even + odd === 0 ? 'windows-1252' : null;
}

function decoded(body: Buffer, encoding: 'utf-16le' | 'utf-16be' | 'windows-1252'): string | null {
  try {
    return new TextDecoder(encoding, { fatal: true, ignoreBOM: true }).decode(body);
  } catch (error) {
    // The decoder's only way to say that bytes are not in its encoding; anything else is a bug.
    if (error instanceof TypeError && 'code' in error && error.code === 'ERR_ENCODING_INVALID_ENCODED_DATA')
      return null;
    throw error;
  }
}

function notText(fileName: string, found: string): Refusal {
  return { what: 'not a text file', where: fileName, found, expected: 'a CSV in UTF-8, UTF-16 or Windows-1252' };
}
