// Turns the bytes of a text file into UTF-8, whatever encoding a spreadsheet or a mail program left it in.
import { isUtf8 } from 'node:buffer';
import { ok, refused } from '../../core/values/result.ts';
import type { Refusal, Result } from '../../core/values/result.ts';
import { isUndecodable } from '../../core/values/text.ts';
import type { TakenBefore } from '../../core/ports/inputs.ts';
import { doubtIn } from './western.ts';
import type { Doubt } from './western.ts';

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
 * otherwise Windows-1252, which Excel writes as plain "CSV", where every letter proves it.
 *
 * @param taken a file that was taken already is read as it was
 * @returns a refusal for bytes that are no text, that contradict their byte order mark, or whose letters nobody knows
 * @example toUtf8(await readFile('users.csv'), 'users.csv')
 */
export function toUtf8(bytes: Uint8Array, fileName: string, taken?: TakenBefore): Result<Utf8Text> {
  const file = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  if (taken === undefined && isUtf32(file)) return refused(notText(fileName, 'UTF-32, of four bytes a letter'));
  const marked = byteOrderMark(file);
  const encoding = marked?.encoding ?? guessed(file);
  if (encoding === null) return refused(notText(fileName, 'zero bytes, as in a picture, a PDF or an archive'));
  const body = file.subarray(marked?.length ?? 0);
  if (encoding === 'utf-8' && isUtf8(body)) return ok({ encoding, bytes: body });
  const broken = encoding === 'utf-8' || encoding === 'windows-1252' ? brokenByte(body, encoding) : null;
  if (broken !== null) return refused(atByte({ file: body, at: broken.at, fileName }, broken));
  if (encoding === 'windows-1252' && taken === undefined) {
    const doubt = doubtIn(body);
    if (doubt !== null) return refused(otherEncoding(body, doubt, fileName));
  }
  const text = decoded(body, encoding);
  if (text === null) return refused(notText(fileName, `bytes that are no ${encoding}, though they begin like it`));
  return ok({ encoding, bytes: Buffer.from(text, 'utf8') });
}

/** Its mark is that of UTF-16 and two zero bytes, and with the other order of bytes these come first. */
function isUtf32(file: Buffer): boolean {
  return ['fffe0000', '0000feff'].includes(file.toString('hex', 0, 4));
}

function byteOrderMark(file: Buffer): { readonly encoding: Encoding; readonly length: number } | null {
  if (file[0] === 0xef && file[1] === 0xbb && file[2] === 0xbf) return { encoding: 'utf-8', length: 3 };
  if (file[0] === 0xff && file[1] === 0xfe) return { encoding: 'utf-16le', length: 2 };
  if (file[0] === 0xfe && file[1] === 0xff) return { encoding: 'utf-16be', length: 2 };
  return null;
}

function guessed(file: Buffer): Encoding | null {
  const sample = file.subarray(0, sampleBytes);
  const littleEndian = asciiUnits(sample, 0);
  const bigEndian = asciiUnits(sample, 1);
  // Addresses, delimiters and line breaks are ASCII, so in UTF-16 they are at least a fifth of the units.
  if (Math.max(littleEndian, bigEndian) >= sample.length / 10 && littleEndian !== bigEndian) {
    return littleEndian > bigEndian ? 'utf-16le' : 'utf-16be';
  }
  if (isUtf8(file)) return 'utf-8';
  return sample.includes(0) ? null : 'windows-1252';
}

/** Units of two bytes that would be an ASCII character of a text if its byte stood at `low`, beside a zero byte. */
function asciiUnits(sample: Buffer, low: 0 | 1): number {
  let count = 0;
  for (let at = 0; at + 1 < sample.length; at += 2) {
    const character = sample[at + low] ?? 0;
    const isText = (character >= 0x20 && character < 0x7f) || (character >= 0x09 && character <= 0x0d);
    if (isText && sample[at + 1 - low] === 0) count += 1;
  }
  return count;
}

interface BrokenByte {
  readonly at: number;
  readonly found: string;
  readonly expected: string;
}

/** Bytes that Windows-1252 leaves undefined: they are of another encoding, and whose letters they are nobody knows. */
const undefinedIn1252 = new Set([0x81, 0x8d, 0x8f, 0x90, 0x9d]);

/**
 * Of bytes that are no UTF-8: the first that is none where others are, so that the file is a damaged one and of no
 * other encoding; otherwise the first that Windows-1252 does not define.
 */
function brokenByte(body: Buffer, encoding: 'utf-8' | 'windows-1252'): BrokenByte | null {
  let first = -1;
  let firstUndefined = -1;
  let isUtf8Elsewhere = encoding === 'utf-8';
  for (let at = 0; at < body.length; at += 1) {
    const byte = body[at] ?? 0;
    if (byte < 0x80) continue;
    if (firstUndefined < 0 && undefinedIn1252.has(byte)) firstUndefined = at;
    const length = sequenceLength(body, at);
    if (length > 0) {
      isUtf8Elsewhere = true;
      at += length - 1;
    } else if (first < 0) {
      first = at;
    }
    if (isUtf8Elsewhere && first >= 0) {
      const found = 'a byte that is no UTF-8, beside others that are';
      return { at: first, found, expected: 'the file undamaged' };
    }
  }
  if (firstUndefined < 0) return null;
  return { at: firstUndefined, found: 'a byte of an unknown encoding', expected: 'a CSV in UTF-8, as exported' };
}

/** Bytes of the character that begins at an offset and is not ASCII: 0 when it is cut or none. */
function sequenceLength(body: Buffer, at: number): number {
  const lead = body[at] ?? 0;
  const length = lead >= 0xf0 ? 4 : lead >= 0xe0 ? 3 : 2;
  if (lead < 0xc2 || lead > 0xf4) return 0;
  for (let next = at + 1; next < at + length; next += 1) if (((body[next] ?? 0) & 0xc0) !== 0x80) return 0;
  return length;
}

function lineOf(file: Buffer, at: number): number {
  let line = 1;
  for (let before = 0; before < at; before += 1) {
    if (file[before] === 0x0a || (file[before] === 0x0d && file[before + 1] !== 0x0a)) line += 1;
  }
  return line;
}

function atByte(
  { file, at, fileName }: { readonly file: Buffer; readonly at: number; readonly fileName: string },
  { found, expected }: BrokenByte,
): Refusal {
  const line = lineOf(file, at);
  const byte = (file[at] ?? 0).toString(16).toUpperCase();
  return { what: 'damaged text', where: `${fileName}, line ${line}`, found: `${found} (${byte})`, expected };
}

/** With the line and the column in which an editor shows the byte. */
function otherEncoding(body: Buffer, { at, why }: Doubt, fileName: string): Refusal {
  const byte = (body[at] ?? 0).toString(16).toUpperCase();
  const lineStart = Math.max(body.lastIndexOf(0x0a, at), body.lastIndexOf(0x0d, at)) + 1;
  return {
    what: 'encoding not known',
    where: `${fileName}, line ${lineOf(body, at)}, column ${at - lineStart + 1}`,
    found: `no UTF-8, and no proof of Windows-1252: ${why} (byte ${byte})`,
    expected: 'the file as exported, or saved again as "CSV UTF-8" by the program that wrote it',
  };
}

function decoded(body: Buffer, encoding: Encoding): string | null {
  try {
    return new TextDecoder(encoding, { fatal: true, ignoreBOM: true }).decode(body);
  } catch (error) {
    if (isUndecodable(error)) return null;
    throw error;
  }
}

function notText(fileName: string, found: string): Refusal {
  return { what: 'not a text file', where: fileName, found, expected: 'a CSV in UTF-8, UTF-16 or Windows-1252' };
}
