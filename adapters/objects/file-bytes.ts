// Bytes on their way into a file and out of it: counted, digested, and never more of them in memory than one chunk.
import { createHash } from 'node:crypto';
import { constants } from 'node:fs';
import { copyFile, open } from 'node:fs/promises';
import type { Bytes, Kept } from '../../core/ports/objects.ts';
import { needHeap } from '../heap.ts';
import { syncNames } from '../lasting-names.ts';
import { ObjectStoreFailure, onDisk } from './failure.ts';

/** Larger ones are no faster, and what was read of them stands in memory until the next collection. */
const chunkBytes = 128 * 1024;

export interface Counted {
  readonly bytes: number;
  readonly sha256: string;
}

/**
 * Writes a new file that lasts: it is on the disk when this is done. What is kept in a file is copied by the system, which
 * need not be read or digested again. When `body` fails, what was written so far stays: the caller removes it.
 *
 * @throws what `body` throws, or ObjectStoreFailure
 */
export async function writeLasting(path: string, body: Uint8Array | Bytes | Kept): Promise<Counted> {
  if (!(body instanceof Uint8Array) && 'read' in body) {
    if (body.path === undefined) return writeLasting(path, body.read());
    await onDisk(
      `cannot write ${path}`,
      copyFile(body.path, path, constants.COPYFILE_EXCL | constants.COPYFILE_FICLONE),
    );
    const length = await syncFile(path);
    if (length !== body.bytes) throw new ObjectStoreFailure(`${path} has ${length} bytes instead of ${body.bytes}`);
    return { bytes: body.bytes, sha256: body.sha256 };
  }
  const written = await writeBytes(path, body);
  await syncFile(path);
  return written;
}

/** @returns its length */
async function syncFile(path: string): Promise<number> {
  const failure = `cannot write ${path}`;
  const file = await onDisk(failure, open(path, 'r+'));
  try {
    await onDisk(failure, file.sync());
    return (await onDisk(failure, file.stat())).size;
  } finally {
    await file.close();
  }
}

/** The same for a file that a power cut may take. @throws Unusable when what makes the body keeps more than the heap holds */
export async function writeBytes(path: string, body: Uint8Array | Bytes): Promise<Counted> {
  const failure = `cannot write ${path}`;
  const digest = createHash('sha256');
  let bytes = 0;
  const file = await onDisk(failure, open(path, 'wx', 0o600));
  try {
    for await (const chunk of body instanceof Uint8Array ? [body] : body) {
      needHeap();
      digest.update(chunk);
      bytes += chunk.byteLength;
      await onDisk(failure, file.writeFile(chunk));
    }
  } finally {
    await file.close();
  }
  return { bytes, sha256: digest.digest('hex') };
}

/**
 * Reads a file in chunks. It is opened with the first chunk and closed when the consumer stops, so a reading
 * that nobody begins holds nothing open. A symbolic link is not followed.
 *
 * @throws ObjectStoreFailure, and Unusable when whoever reads keeps more than the heap holds
 */
export async function* readBytes(path: string): AsyncGenerator<Uint8Array, void, void> {
  const failure = `cannot read ${path}`;
  const file = await onDisk(failure, open(path, constants.O_RDONLY | constants.O_NOFOLLOW));
  try {
    for (;;) {
      // A buffer of its own for each chunk: the consumer may keep it.
      const { bytesRead, buffer } = await onDisk(failure, file.read(Buffer.allocUnsafe(chunkBytes)));
      if (bytesRead === 0) return;
      needHeap();
      yield buffer.subarray(0, bytesRead);
    }
  } finally {
    await file.close();
  }
}

export async function sha256Of(path: string): Promise<string> {
  return digestOf(readBytes(path));
}

/** @returns SHA-256, hex */
export async function digestOf(body: Bytes): Promise<string> {
  const digest = createHash('sha256');
  for await (const chunk of body) digest.update(chunk);
  return digest.digest('hex');
}

/** Makes the names in a folder as durable as the files. @throws ObjectStoreFailure */
export async function syncFolder(path: string): Promise<void> {
  await onDisk(`cannot sync ${path}`, syncNames(path));
}
