// Opens a zip archive without trusting it: sizes are bounded before and while anything is inflated.
import { crc32, inflateRawSync } from 'node:zlib';
import { ok, refused } from '../../core/values/result.ts';
import type { Result } from '../../core/values/result.ts';

/**
 * All parts together, inflated. A workbook of 100,000 users takes about 60 MB. There is no limit on the ratio:
 * DEFLATE cannot exceed 1,032 to 1, and the sum is bounded whatever the ratio and however entries overlap.
 */
export const largestInflated = 200_000_000;

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
const encrypted = 1;
const stored = 0;
const deflated = 8;

/** @returns a refusal when the archive is cut off, encrypted, of the 64-bit form, or declares too large a content */
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

function readDirectory(file: Buffer, refuse: Refuse): Result<readonly Entry[]> {
  const end = endOfDirectory(file);
  if (end === null) return refuse('an archive that is cut off');
  const count = file.readUInt16LE(end + 10);
  const entries: Entry[] = [];
  let at = file.readUInt32LE(end + 16);
  for (let index = 0; index < count; index += 1) {
    if (at + directoryLength > end || file.readUInt32LE(at) !== directorySignature) {
      return refuse('an archive whose directory is damaged, or of the 64-bit form');
    }
    const nameLength = file.readUInt16LE(at + 28);
    const entry: Entry = {
      name: file.toString('utf8', at + directoryLength, at + directoryLength + nameLength),
      flags: file.readUInt16LE(at + 8),
      method: file.readUInt16LE(at + 10),
      crc: file.readUInt32LE(at + 16),
      compressedSize: file.readUInt32LE(at + 20),
      size: file.readUInt32LE(at + 24),
      offset: file.readUInt32LE(at + 42),
    };
    if ([entry.compressedSize, entry.size, entry.offset].includes(zip64Marker)) {
      return refuse('an archive of the 64-bit form');
    }
    entries.push(entry);
    at += directoryLength + nameLength + file.readUInt16LE(at + 30) + file.readUInt16LE(at + 32);
  }
  return ok(entries);
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
    return inflateRawSync(packed, { maxOutputLength: Math.max(entry.size, 1) });
  } catch (error) {
    if (isInflateError(error)) return null;
    throw error;
  }
}

function isInflateError(error: unknown): boolean {
  if (!(error instanceof Error) || !('code' in error)) return false;
  return error.code === 'ERR_BUFFER_TOO_LARGE' || String(error.code).startsWith('Z_');
}
