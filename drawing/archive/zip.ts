// Files as one zip archive, streamed: stored as they are, without times, so that the same files make the same archive.
import { crc32 } from 'node:zlib';
import type { Bytes } from '../../core/ports/objects.ts';

export interface ZipEntry {
  /** Slashes between folders, no slash before the first: `reviews/2026-Q4/report.pdf`. */
  readonly name: string;
  /** Repeatable: an entry begins with its checksum, so each is read once for it and once to be written. */
  readonly read: () => Bytes;
}

/** Bit 11: names are UTF-8. */
const flags = 0x0800;
/** 1 January 1980, the earliest day that the format knows. */
const noTime = 0x0021_0000;
const most = 0xffff_ffff;

interface Placed {
  readonly name: Buffer;
  readonly checksum: number;
  readonly size: number;
  readonly offset: number;
}

/**
 * APPNOTE.TXT 6.3.10, sections 4.3.7, 4.3.12 and 4.3.16; method 0 (stored).
 *
 * @throws Error beyond 4 GB or 65,535 entries, which this form cannot say, and for an entry that changed while it was read
 * @example zipOf([{ name: 'README.txt', read: () => encoded(['...']) }])
 */
export async function* zipOf(entries: readonly ZipEntry[]): Bytes {
  const placed: Placed[] = [];
  let offset = 0;
  for (const { name, read } of entries) {
    const one = { ...(await measured(read())), name: Buffer.from(name, 'utf8'), offset };
    const header = localHeader(one);
    offset += header.length + one.size;
    if (offset > most || placed.length === 0xffff) throw new Error('more than a zip archive holds');
    yield header;
    let written = 0;
    for await (const piece of read()) {
      written += piece.length;
      yield piece;
    }
    if (written !== one.size) throw new Error(`${name} changed while it was read`);
    placed.push(one);
  }
  const directory = Buffer.concat(placed.map(directoryHeader));
  yield directory;
  yield end(placed.length, directory.length, offset);
}

async function measured(bytes: Bytes): Promise<Pick<Placed, 'checksum' | 'size'>> {
  let [checksum, size] = [0, 0];
  for await (const piece of bytes) {
    checksum = crc32(piece, checksum);
    size += piece.length;
  }
  return { checksum, size };
}

/** What both headers of an entry say of it, from "general purpose bit flag" to "extra field length". */
function said({ name, checksum, size }: Placed): Buffer {
  const fields = Buffer.alloc(24);
  fields.writeUInt16LE(flags, 0);
  fields.writeUInt32LE(noTime, 4);
  fields.writeUInt32LE(checksum, 8);
  fields.writeUInt32LE(size, 12);
  fields.writeUInt32LE(size, 16);
  fields.writeUInt16LE(name.length, 20);
  return fields;
}

function localHeader(one: Placed): Buffer {
  const start = Buffer.alloc(6);
  start.writeUInt32LE(0x0403_4b50, 0);
  start.writeUInt16LE(10, 4);
  return Buffer.concat([start, said(one), one.name]);
}

function directoryHeader(one: Placed): Buffer {
  const start = Buffer.alloc(8);
  start.writeUInt32LE(0x0201_4b50, 0);
  start.writeUInt16LE(10, 4);
  start.writeUInt16LE(10, 6);
  const rest = Buffer.alloc(14);
  rest.writeUInt32LE(one.offset, 10);
  return Buffer.concat([start, said(one), rest, one.name]);
}

function end(entries: number, size: number, offset: number): Buffer {
  const record = Buffer.alloc(22);
  record.writeUInt32LE(0x0605_4b50, 0);
  record.writeUInt16LE(entries, 8);
  record.writeUInt16LE(entries, 10);
  record.writeUInt32LE(size, 12);
  record.writeUInt32LE(offset, 16);
  return record;
}
