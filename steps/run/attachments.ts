// Which files of a run travel inside the PDF: all of them, unless the snapshots would make it too large to mail and open.
import { createHash } from 'node:crypto';
import { pipeline, Readable } from 'node:stream';
import { createDeflate } from 'node:zlib';
import { evidenceFileCalled, isSnapshotFile } from '../../core/names/evidence-files.ts';
import type { Attachment, Deflated } from '../../core/ports/drawing.ts';
import type { Bytes } from '../../core/ports/objects.ts';
import type { RunFile } from './run-files.ts';

/** Compressed, in all; beyond it the snapshots stay beside the report and `verify --evidence DIR` takes them. */
const mostAttachedBytes = 20_000_000;

/** @param files every file of the run but the report itself */
export async function attachmentsOf(files: readonly RunFile[]): Promise<readonly Attachment[]> {
  const raw = files.reduce((sum, { kept }) => sum + kept.bytes, 0);
  if (raw <= mostAttachedBytes) return files.map(attachmentOf);
  const deflated = await deflatedWithin(mostAttachedBytes, files);
  if (deflated === null) return files.filter(({ name }) => !isSnapshotFile(name)).map(attachmentOf);
  return files.map((file, index) => ({ ...attachmentOf(file), deflated: deflated[index] }));
}

/** @returns in the order of the files; `null` when they take more than `most` bytes */
async function deflatedWithin(most: number, files: readonly RunFile[]): Promise<readonly Deflated[] | null> {
  const all: Deflated[] = [];
  let bytes = 0;
  for (const file of files) {
    const deflated = await deflatedOf(file);
    bytes += deflated.pieces.reduce((sum, piece) => sum + piece.length, 0);
    if (bytes > most) return null;
    all.push(deflated);
  }
  return all;
}

async function deflatedOf({ kept }: RunFile): Promise<Deflated> {
  const sha256 = createHash('sha256');
  const md5 = createHash('md5');
  const digested = async function* (): Bytes {
    for await (const chunk of kept.read()) {
      sha256.update(chunk);
      md5.update(chunk);
      yield chunk;
    }
  };
  const pieces: Uint8Array[] = [];
  const compressed: AsyncIterable<Uint8Array> = pipeline(Readable.from(digested()), createDeflate(), () => undefined);
  for await (const piece of compressed) pieces.push(piece);
  return { pieces, bytes: kept.bytes, sha256: sha256.digest('hex'), md5: md5.digest('hex') };
}

/** @throws Error for a name that no file of a run or of its review has: nothing else is ever attached */
export function attachmentOf({ name, kept }: RunFile): Attachment {
  const file = evidenceFileCalled(name);
  if (file === null) throw new Error(`${name} is no file of a run or of its review`);
  const { mediaType, says, relationship } = file;
  return { name, mediaType, description: says, relationship, sha256: kept.sha256, read: () => kept.read() };
}
