// Which files of a run travel inside the PDF: all of them, unless the snapshots would make it too large to mail and open.
import { Readable } from 'node:stream';
import { createDeflate } from 'node:zlib';
import { evidenceFileCalled, isSnapshotFile } from '../../core/names/evidence-files.ts';
import type { Attachment } from '../../core/ports/drawing.ts';
import type { RunFile } from './run-files.ts';

/** Compressed, in all; beyond it the snapshots stay beside the report and `verify --evidence DIR` takes them. */
const mostAttachedBytes = 20_000_000;

/** @param files every file of the run but the report itself */
export async function attachmentsOf(files: readonly RunFile[]): Promise<readonly Attachment[]> {
  const raw = files.reduce((sum, { kept }) => sum + kept.bytes, 0);
  const fits = raw <= mostAttachedBytes || (await compressedBytes(files)) <= mostAttachedBytes;
  return files.filter(({ name }) => fits || !isSnapshotFile(name)).map(attachmentOf);
}

async function compressedBytes(files: readonly RunFile[]): Promise<number> {
  let bytes = 0;
  for (const { kept } of files) {
    const compressed: AsyncIterable<Buffer> = Readable.from(kept.read()).pipe(createDeflate());
    for await (const chunk of compressed) bytes += chunk.length;
    if (bytes > mostAttachedBytes) return bytes;
  }
  return bytes;
}

export function attachmentOf({ name, kept }: RunFile): Attachment {
  const file = evidenceFileCalled(name);
  if (file === null) throw new Error(`${name} is no file of a run or of its review`);
  const { mediaType, says, relationship } = file;
  return { name, mediaType, description: says, relationship, sha256: kept.sha256, read: () => kept.read() };
}
