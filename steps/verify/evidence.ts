// Gathers the evidence of a report: what is attached and what lies beside it, each held against the manifest.
import { readManifest } from '../../core/verification/stated.ts';
import type { Manifest, ManifestFile } from '../../core/verification/stated.ts';
import type { Bytes, Kept, Scratch } from '../../core/ports/objects.ts';
import type { ReportFile } from '../../core/verification/report-file.ts';
import {
  evidenceFiles,
  isEarlierLinesFile,
  isSnapshotFile,
  proofCalled,
  aheadCalled,
} from '../../core/names/evidence-files.ts';
import { ok, refused } from '../../core/values/result.ts';
import type { Refusal, Result } from '../../core/values/result.ts';
import { whole } from '../bytes.ts';

/** The folder of the run's files, as the auditor was given it. */
export interface EvidenceFolder {
  /** As the auditor named it; only for refusals. */
  readonly place: string;
  /** @param name of a file of the run; `null` when the folder does not hold it, refused when it cannot be read */
  open(name: string): Promise<Result<Bytes | null>>;
}

export interface GatheredEvidence {
  readonly manifest: Manifest;
  /** What the report must print: every file of the manifest, and the manifest itself. */
  readonly listed: readonly ManifestFile[];
  readonly files: ReadonlyMap<string, Kept>;
  readonly review: Kept | null;
  /** The lines of the review, which go with its decisions. */
  readonly reviewLines: Kept | null;
  /** Those that were put before the reviewers until the review was moved onto a later run, by name. */
  readonly earlierLines: ReadonlyMap<string, Kept>;
  /** The manifest itself. */
  readonly itself: Kept;
  /** What a closing report states; `null` for every other report. */
  readonly closing: Kept | null;
  /** By run and name there: the files of later runs that a closing report attaches as proofs. */
  readonly proofs: ReadonlyMap<string, ReadonlyMap<string, Kept>>;
  /** What changed until the last signature; `null` where no later run told it, or nobody asked. */
  readonly rollForward: Kept | null;
  /** By run and name there: the files of later runs to which signatures were rolled forward. */
  readonly aheads: ReadonlyMap<string, ReadonlyMap<string, Kept>>;
  /** How many files of the folder were held against the manifest. */
  readonly beside: number;
  /** Files of the manifest that the folder lacks; they were checked as attached. Empty without a folder. */
  readonly lacking: readonly string[];
}

export interface EvidenceSources {
  readonly report: ReportFile;
  readonly folder: EvidenceFolder | null;
  readonly scratch: Scratch;
}

/**
 * Everything that a report has attached, or that its folder holds, each file held to its digest in the manifest.
 *
 * @returns a refusal for a file that is missing, is another than the manifest names, or is named by nothing
 */
export async function gatherEvidence({ report, folder, scratch }: EvidenceSources): Promise<Result<GatheredEvidence>> {
  const attached = new Map<string, Kept>();
  for (const [name, bytes] of report.attachments) attached.set(name, await scratch.keep(whole(bytes)));
  const manifest = manifestOf(report);
  if (manifest.kind === 'refused') return manifest;
  const expected = new Map(manifest.value.files.map((file) => [file.name, file]));
  const isOwn = ownFilesOf(attached);
  const isReviewed = attached.has(evidenceFiles.review.name);
  const earlierLines = new Map(isReviewed ? [...attached].filter(([name]) => isEarlierLinesFile(name)) : []);
  const stranger = [...attached.keys()].find((name) => !expected.has(name) && !isOwn(name) && !earlierLines.has(name));
  if (stranger !== undefined) return refused(notInManifest(stranger));

  const held = await heldFiles([...expected.values()], attached, { folder, scratch });
  if (held.kind === 'refused') return held;
  const { name } = evidenceFiles.manifest;
  const itself = attached.get(name);
  if (itself === undefined) throw new Error(`${name} was read and is not attached`);
  return ok({
    manifest: manifest.value,
    listed: [...manifest.value.files, { name, bytes: itself.bytes, sha256: itself.sha256 }],
    itself,
    closing: attached.get(evidenceFiles.closing.name) ?? null,
    proofs: filesOfRuns(attached, proofCalled),
    rollForward: attached.get(evidenceFiles.rollForward.name) ?? null,
    aheads: filesOfRuns(attached, aheadCalled),
    review: attached.get(evidenceFiles.review.name) ?? null,
    reviewLines: attached.get(evidenceFiles.reviewLines.name) ?? null,
    earlierLines,
    ...held.value,
  });
}

type HeldFiles = Pick<GatheredEvidence, 'files' | 'beside' | 'lacking'>;

/** Holds each file of the manifest to its digest: as attached, and as it lies in the folder. */
async function heldFiles(
  expected: readonly ManifestFile[],
  attached: ReadonlyMap<string, Kept>,
  { folder, scratch }: Pick<EvidenceSources, 'folder' | 'scratch'>,
): Promise<Result<HeldFiles>> {
  const files = new Map<string, Kept>();
  const lacking: string[] = [];
  let beside = 0;
  for (const file of expected) {
    const { name } = file;
    const found = await besideOf(name, folder, scratch);
    if (found.kind === 'refused') return found;
    const inReport = attached.get(name) ?? null;
    const inFolder = found.value;
    if (inFolder !== null) beside += 1;
    else if (folder !== null) lacking.push(name);
    // A snapshot may be too large to be attached.
    const kept = inReport ?? (isSnapshotFile(name) ? inFolder : null);
    if (kept === null) return refused(notThere(name, folder));
    const changed =
      (inReport === null ? null : changeIn(file, inReport, 'attached')) ??
      (inFolder === null ? null : changeIn(file, inFolder, folderPlace(folder)));
    if (changed !== null) return refused(changed);
    files.set(name, kept);
  }
  return folder !== null && beside === 0 ? refused(foreignFolder(folder)) : ok({ files, beside, lacking });
}

/** Attached, and named in no manifest: the manifest itself, and to the report of a review what came after the run. */
const ownFiles: ReadonlySet<string> = new Set([evidenceFiles.manifest.name]);
const reviewedFiles: ReadonlySet<string> = new Set([
  evidenceFiles.manifest.name,
  evidenceFiles.review.name,
  evidenceFiles.reviewLines.name,
  evidenceFiles.rollForward.name,
]);

function isOfReview(name: string): boolean {
  return reviewedFiles.has(name) || aheadCalled(name) !== null;
}

/** A closing report is a report of a review, and has the proofs of later runs beside what such a report has. */
function ownFilesOf(attached: ReadonlyMap<string, Kept>): (name: string) => boolean {
  if (!attached.has(evidenceFiles.review.name)) return (name) => ownFiles.has(name);
  if (!attached.has(evidenceFiles.closing.name)) return isOfReview;
  return (name) => isOfReview(name) || name === evidenceFiles.closing.name || proofCalled(name) !== null;
}

function filesOfRuns(
  attached: ReadonlyMap<string, Kept>,
  called: typeof proofCalled,
): ReadonlyMap<string, ReadonlyMap<string, Kept>> {
  const runs = new Map<string, Map<string, Kept>>();
  for (const [attachedAs, kept] of attached) {
    const found = called(attachedAs);
    if (found === null) continue;
    const files = runs.get(found.run) ?? new Map<string, Kept>();
    runs.set(found.run, files.set(found.name, kept));
  }
  return runs;
}

function manifestOf({ attachments }: ReportFile): Result<Manifest> {
  const { name } = evidenceFiles.manifest;
  const bytes = attachments.get(name);
  if (bytes === undefined) {
    return refused({
      what: 'no manifest is attached',
      where: name,
      found: attachments.size === 0 ? 'no attachments' : [...attachments.keys()].slice(0, 10).join(', '),
      expected: 'the evidence of a run, attached to its report',
    });
  }
  return readManifest(bytes, name);
}

async function besideOf(name: string, folder: EvidenceFolder | null, scratch: Scratch): Promise<Result<Kept | null>> {
  const bytes = folder === null ? ok(null) : await folder.open(name);
  if (bytes.kind === 'refused') return bytes;
  return ok(bytes.value === null ? null : await scratch.keep(bytes.value));
}

function folderPlace(folder: EvidenceFolder | null): string {
  return `in ${folder?.place ?? ''}`;
}

function changeIn({ name, bytes, sha256 }: ManifestFile, kept: Kept, place: string): Refusal | null {
  if (kept.sha256 === sha256 && kept.bytes === bytes) return null;
  return {
    what: 'the file is not the one that the manifest names',
    where: `${name}, ${place}`,
    found: `${kept.bytes} bytes, SHA-256 ${kept.sha256}`,
    expected: `${bytes} bytes, SHA-256 ${sha256}`,
  };
}

function notInManifest(name: string): Refusal {
  return {
    what: 'a file is attached that the manifest does not name',
    where: JSON.stringify(name),
    found: 'the file',
    expected: 'only the files of the run',
  };
}

function notThere(name: string, folder: EvidenceFolder | null): Refusal {
  const what = 'a file that the manifest names is missing';
  if (!isSnapshotFile(name)) return { what, where: name, found: 'not attached', expected: 'the file, attached' };
  return {
    what: `${what}, so the findings cannot be recomputed`,
    where: name,
    found:
      folder === null ? 'not attached, because the snapshots are large' : `neither attached nor in ${folder.place}`,
    expected: '--evidence DIR with the folder of the run that holds the file',
  };
}

function foreignFolder({ place }: EvidenceFolder): Refusal {
  return {
    what: 'the folder holds nothing of this run',
    where: `--evidence ${place}`,
    found: 'none of the files that the manifest names',
    expected: 'the folder of the run, or its folder "evidence"',
  };
}
