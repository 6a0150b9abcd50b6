// Which files of a run travel inside the PDF: all of them, unless the snapshots would make it too large to mail and open.
import { Readable } from 'node:stream';
import { createDeflate } from 'node:zlib';
import type { Attachment } from '../core/ports.ts';
import type { RunFile } from './run-files.ts';

/** Compressed, in all; beyond it the snapshots stay beside the report and `verify --evidence DIR` takes them. */
const mostAttachedBytes = 20_000_000;

/** @param files every file of the run but the report itself */
export async function attachmentsOf(files: readonly RunFile[]): Promise<readonly Attachment[]> {
  const raw = files.reduce((sum, { kept }) => sum + kept.bytes, 0);
  const fits = raw <= mostAttachedBytes || (await compressedBytes(files)) <= mostAttachedBytes;
  return files.filter(({ name }) => fits || !isSnapshotFile(name)).map(attachmentOf);
}

export function isSnapshotFile(name: string): boolean {
  return name.startsWith('evidence/snapshot-');
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

function attachmentOf({ name, kept }: RunFile): Attachment {
  return {
    name,
    mediaType: mediaTypeOf(name),
    description: descriptionOf(name),
    relationship: name.startsWith('evidence/') ? 'Source' : 'Data',
    sha256: kept.sha256,
    read: () => kept.read(),
  };
}

function mediaTypeOf(name: string): string {
  if (name.endsWith('.csv')) return 'text/csv';
  if (name.endsWith('.jsonl')) return 'application/jsonl';
  if (name.endsWith('.xlsx')) return 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet';
  return 'application/json';
}

const descriptions: Readonly<Record<string, string>> = {
  'findings.json': 'Findings, totals and gates of the run',
  'findings.csv': 'One row a finding',
  'population.csv': 'One row an account',
  'proposals.csv': 'Accounts proposed for suspension',
  'evidence/export.csv': 'The People.ai export, byte for byte',
  'evidence/export.xlsx': 'The People.ai export, byte for byte',
  'evidence/history.json': 'What earlier accepted runs contributed',
  'evidence/leavers.csv': 'The leavers file from HR, byte for byte',
  'evidence/manifest.json': 'Name, size and digest of every file',
  'evidence/policy.json': 'The configuration as used',
};

function descriptionOf(name: string): string {
  return descriptions[name] ?? 'What a directory said, with the record of how it was read';
}
