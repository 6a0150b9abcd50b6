// Opens a zip archive without trusting it: sizes are bounded before and while anything is inflated.
import { crc32, inflateRawSync } from 'node:zlib';
import { ok, refused } from '../../core/values/result.ts';
import type { Result } from '../../core/values/result.ts';

/**
 * All parts together, inflated. A workbook of 100,000 users takes about 60 MB. There is no limit on the ratio:
 * DEFLATE cannot exceed 1,032 to 1, and the sum is bounded whatever the ratio and however entries overlap.
 */
const largestInflated = 200_000_000;

export interface Zip {
  has(name: string): boolean;
  /** Inflates one entry; refused when it is not there, damaged, or larger than the archive declares. */
  read(name: string): Result<Buffer>;
}

interface Entry {
  readonly name: string;
  readonly flags: number;
  readonly method: number;
  readonly crc: number;
  readonly compressedSize: number;
  readonly size: number;
  readonly offset: number;
}

type Refuse = (found: string) => Result<never>;

// Offsets and signatures: APPNOTE.TXT 4.3.7 (local header), 4.3.12 (central directory), 4.3.16 (its end).
const endSignature = 0x06054b50;
const endLength = 22;
const longestComment = 0xffff;
const directorySignature = 0x02014b50;
const directoryLength = 46;
const localSignature = 0x04034b50;
const localLength = 30;
const zip64Marker = 0xffffffff;
// The 64-bit form, which streaming writers use for small archives too: 4.3.14 (its end), 4.3.15 (locator), 4.5.3 (sizes).
const zip64EndSignature = 0x06064b50;
const zip64EndLength = 56;
const locatorSignature = 0x07064b50;
const locatorLength = 20;
const zip64Extra = 0x0001;
const encrypted = 1;
const stored = 0;
const deflated = 8;

/** @returns a refusal when the archive is cut off, encrypted, or declares too large a content */
export function openZip(file: Buffer, fileName: string): Result<Zip> {
  const refuse: Refuse = (found) =>
    refused({
      what: 'the workbook cannot be read',
      where: fileName,
      found,
      expected: 'an intact .xlsx without a password; or better, the CSV as exported',
    });
  const entries = readDirectory(file, refuse);
  if (entries.kind === 'refused') return entries;
  const inflated = entries.value.reduce((sum, entry) => sum + entry.size, 0);
  if (inflated > largestInflated) return refuse(`${inflated} bytes of content, more than ${largestInflated}`);
  const byName = new Map(entries.value.map((entry) => [partName(entry.name), entry]));
  if (byName.size < entries.value.length) return refuse('two parts of the same name');
  return ok({
    has: (name) => byName.has(partName(name)),
    read(name) {
      const entry = byName.get(partName(name));
      return entry === undefined ? refuse(`no part ${name}`) : readEntry(file, entry, refuse);
    },
  });
}

/** Parts are named without regard to case (ECMA-376 part 2, 6.2.2.3); some writers set backslashes. */
function partName(name: string): string {
  return name.replaceAll('\\', '/').toLowerCase();
}

/** A thousand sheets have a few parts each; names of empty ones alone can fill a hundred megabytes. */
const mostParts = 20_000;

function readDirectory(file: Buffer, refuse: Refuse): Result<readonly Entry[]> {
  const end = endOfDirectory(file);
  if (end === null) return refuse('an archive that is cut off');
  const damaged = (): Result<never> => refuse('an archive whose directory is damaged');
  const directory = directoryAt(file, end);
  if (directory === null) return damaged();
  if (directory.count > mostParts) return refuse(`more than ${mostParts} parts`);
  const entries: Entry[] = [];
  let { at } = directory;
  for (let index = 0; index < directory.count; index += 1) {
    if (at + directoryLength > end || file.readUInt32LE(at) !== directorySignature) return damaged();
    const nameEnd = at + directoryLength + file.readUInt16LE(at + 28);
    const extraEnd = nameEnd + file.readUInt16LE(at + 30);
    if (extraEnd > end) return damaged();
    const sizes = [24, 20, 42].map((offset) => file.readUInt32LE(at + offset));
    const [size, compressedSize, offset] = inFull(sizes, file.subarray(nameEnd, extraEnd));
    if (size === undefined || compressedSize === undefined || offset === undefined) return damaged();
    entries.push({
      name: file.toString('utf8', at + directoryLength, nameEnd),
      flags: file.readUInt16LE(at + 8),
      method: file.readUInt16LE(at + 10),
      crc: file.readUInt32LE(at + 16),
      compressedSize,
      size,
      offset,
    });
    at = extraEnd + file.readUInt16LE(at + 32);
  }
  return ok(entries);
}

/** Where the directory begins and how many entries it has; `null` when the record of the 64-bit form is not there. */
function directoryAt(file: Buffer, end: number): { readonly at: number; readonly count: number } | null {
  const short = { at: file.readUInt32LE(end + 16), count: file.readUInt16LE(end + 10) };
  if (short.at !== zip64Marker && short.count !== 0xffff) return short;
  const locator = end - locatorLength;
  if (locator < 0 || file.readUInt32LE(locator) !== locatorSignature) return null;
  const record = Number(file.readBigUInt64LE(locator + 8));
  if (record + zip64EndLength > locator || file.readUInt32LE(record) !== zip64EndSignature) return null;
  return { at: Number(file.readBigUInt64LE(record + 48)), count: Number(file.readBigUInt64LE(record + 32)) };
}

/** Size, packed size and offset: those that say that they stand in the extra field stand there, in this order. */
function inFull(values: readonly number[], extra: Buffer): readonly number[] {
  if (!values.includes(zip64Marker)) return values;
  let at = 0;
  while (at + 4 <= extra.length && extra.readUInt16LE(at) !== zip64Extra) at += 4 + extra.readUInt16LE(at + 2);
  at += 4;
  const full: number[] = [];
  for (const value of values) {
    if (value !== zip64Marker) full.push(value);
    else if (at + 8 > extra.length) return [];
    else {
      full.push(Number(extra.readBigUInt64LE(at)));
      at += 8;
    }
  }
  return full;
}

/** The record stands at the end of the file, behind it only a comment. */
function endOfDirectory(file: Buffer): number | null {
  const earliest = Math.max(0, file.length - endLength - longestComment);
  for (let at = file.length - endLength; at >= earliest; at -= 1) {
    if (file.readUInt32LE(at) === endSignature) return at;
  }
  return null;
}

function readEntry(file: Buffer, entry: Entry, refuse: Refuse): Result<Buffer> {
  if ((entry.flags & encrypted) !== 0) return refuse(`an encrypted part, ${entry.name}`);
  const { offset } = entry;
  if (offset + localLength > file.length || file.readUInt32LE(offset) !== localSignature) {
    return refuse(`a damaged part, ${entry.name}`);
  }
  const start = offset + localLength + file.readUInt16LE(offset + 26) + file.readUInt16LE(offset + 28);
  const packed = file.subarray(start, start + entry.compressedSize);
  const content = unpacked(packed, entry);
  if (content === null || content.length !== entry.size || crc32(content) !== entry.crc) {
    return refuse(`a part that is damaged or larger than declared, ${entry.name}`);
  }
  return ok(content);
}

/** `null` when the content is damaged, larger than declared or packed in a way that workbooks do not use. */
function unpacked(packed: Buffer, entry: Entry): Buffer | null {
  if (entry.method === stored) return packed;
  if (entry.method !== deflated) return null;
  try {
    // One byte more than declared is already a lie; at zero the option would be refused.
    // In one piece with room to spare: of many pieces a copy would be made at the end, beside them.
    const chunkSize = Math.max(entry.size + 1, 64);
    return inflateRawSync(packed, { maxOutputLength: Math.max(entry.size, 1), chunkSize });
  } catch (error) {
    if (isInflateError(error)) return null;
    throw error;
  }
}

function isInflateError(error: unknown): boolean {
  if (!(error instanceof Error) || !('code' in error)) return false;
  return error.code === 'ERR_BUFFER_TOO_LARGE' || String(error.code).startsWith('Z_');
}
