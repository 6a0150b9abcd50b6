// Everything that a period was reviewed by, as files to hand over at once: its reports, their evidence, and how to check them.
import { evidenceFileCalled, evidenceFiles } from '../../core/names/evidence-files.ts';
import { reviewPrefix, runKey } from '../../core/names/object-keys.ts';
import type { Bytes, Objects, StoredObject } from '../../core/ports/objects.ts';
import type { Records } from '../../core/ports/stores.ts';
import { encoded } from '../bytes.ts';
import { EvidenceChanged, unchanged } from '../run/stored-evidence.ts';
import { holdManifest, storedRun } from '../run/stored-runs.ts';
import { holdOnRecord, onRecord } from './on-record.ts';
import { filesBelow, storedFile } from './stored-files.ts';

export interface HandedFile {
  readonly name: string;
  readonly read: () => Bytes;
}

/** What a file of a review is, whichever stage or work order it belongs to; `null` for what is not handed out. */
export function evidenceFileAt(key: string): ReturnType<typeof evidenceFileCalled> {
  const name = key.split('/').slice(2).join('/');
  return evidenceFileCalled(name.replace(/^(?:signed-at-\d+|work-order-\d+)\//, ''));
}

/**
 * In the order of their names, so that the same evidence makes the same archive.
 *
 * @returns `null` where nothing is on record of the period
 * @throws EvidenceChanged when a file is missing, or other than a record names it; while it is read, when it is by then
 * @throws RunAltered when record and manifest of a run name other files: one would be left out, or stand there for another
 */
export async function evidenceOf(
  { objects, runs, reviews }: Records,
  period: string,
): Promise<readonly HandedFile[] | null> {
  const record = await onRecord({ runs, reviews }, period);
  const found: StoredObject[] = [];
  for (const key of record.digests.keys()) {
    const file = await storedFile(objects, key);
    if (file !== null) found.push(file);
    else if (!isPromised(key)) throw missing(objects, key);
  }
  for (const run of (await runs.list()).filter((one) => one.period === period)) {
    await holdManifest(storedRun(objects, run));
    const report = await storedFile(objects, runKey(run.id, evidenceFiles.report.name));
    if (report !== null) found.push(report);
  }
  const isOther = (key: string): boolean => !record.digests.has(key) && isHandedOut(key) && record.names(key);
  found.push(...(await filesBelow(objects, reviewPrefix(period), isOther)));
  if (found.length === 0) return null;
  for (const file of found) holdOnRecord(objects, record, file);
  const files = found.toSorted((a, b) => (a.key < b.key ? -1 : 1));
  const sums = files.map(({ key, sha256 }) => `${sha256}  ${key}\n`).join('');
  return [
    { name: 'README.txt', read: () => encoded([howToCheck(period, files)]) },
    { name: 'SHA256SUMS', read: () => encoded([sums]) },
    ...files.map(({ key, sha256 }) => ({ name: key, read: () => unchanged(objects, { key, sha256 }) })),
  ];
}

function isHandedOut(key: string): boolean {
  return key.endsWith('.pdf') || evidenceFileAt(key) !== null;
}

/** What an event promises is issued behind it: a process that was killed left it to the next one. */
function isPromised(key: string): boolean {
  return key.startsWith('reviews/');
}

function missing(objects: Objects, key: string): EvidenceChanged {
  const [what, where] = ['stored evidence is missing', objects.location(key)];
  return new EvidenceChanged({ what, where, found: 'nothing', expected: 'the file, as recorded' });
}

function howToCheck(period: string, files: readonly StoredObject[]): string {
  const reports = files
    .filter(({ key }) => key.endsWith('.pdf'))
    .map(({ key }) => `  npx access-review verify ${key}\n`);
  return `Evidence of the access review of ${period}

1. Every file is as it was stored. SHA256SUMS lists the digests:
  sha256sum -c SHA256SUMS

2. Each report is a signed PDF that has its own evidence attached. Any viewer that checks signatures shows whether a
byte of it changed; hold the fingerprint of the certificate against what you were told by another way.

3. The program checks the signature, the attached evidence and the printed digests, does the run again and compares
every page; it needs the PDF alone, and no account anywhere:
${reports.join('')}
4. docs/evidence.md of the program tells how to check the same without it.
`;
}
