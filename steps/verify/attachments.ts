// Lists what a report attaches, in the order in which it is attached, so that the report can be drawn again whole.
import {
  aheadFile,
  evidenceFileCalled,
  evidenceFiles,
  isSnapshotFile,
  proofFile,
} from '../../core/names/evidence-files.ts';
import type { Attachment } from '../../core/ports/drawing.ts';
import type { Kept } from '../../core/ports/objects.ts';
import type { ReportFile } from '../../core/verification/report-file.ts';
import { attachmentOf } from '../run/attachments.ts';
import type { RunFile } from '../run/run-files.ts';
import type { GatheredEvidence } from './evidence.ts';
import { attachedFilesOf } from './later/later-run.ts';

export interface AttachingReport {
  readonly file: ReportFile;
  readonly evidence: GatheredEvidence;
  /** The runs whose exports are proofs of a closing report, in their order; empty for every other report. */
  readonly proving: readonly string[];
  /** The runs to which signatures were rolled forward, in their order. */
  readonly ahead: readonly string[];
}

/**
 * As a run, the report of its review and the closing of that attach them; large snapshots stay beside the report.
 * What a manifest names and no report has is left out, so that the file that attaches it is told to differ.
 */
export function attachmentsIn({ file, evidence, proving, ahead }: AttachingReport): readonly Attachment[] {
  const { listed, manifest, files, itself, review, reviewLines, earlierLines, closing, proofs } = evidence;
  const { rollForward, aheads } = evidence;
  const ofRun = new Map([...files, [evidenceFiles.manifest.name, itself]]);
  const attached: readonly { readonly name: string; readonly kept: Kept | null | undefined }[] = [
    ...listed
      .filter(({ name }) => !isSnapshotFile(name) || file.attachments.has(name))
      .map(({ name }) => ({ name, kept: ofRun.get(name) })),
    { name: evidenceFiles.review.name, kept: review },
    { name: evidenceFiles.reviewLines.name, kept: reviewLines },
    ...[...earlierLines].map(([name, kept]) => ({ name, kept })).toSorted(byMove),
    { name: evidenceFiles.rollForward.name, kept: rollForward },
    ...ahead.flatMap((run) => attachedFilesOf({ run, files: aheads.get(run) ?? new Map(), attachedAs: aheadFile })),
    { name: evidenceFiles.closing.name, kept: closing },
    ...proving
      .filter((run) => run !== manifest.run)
      .flatMap((run) => attachedFilesOf({ run, files: proofs.get(run) ?? new Map(), attachedAs: proofFile })),
  ];
  return attached.flatMap(({ name, kept }) =>
    kept === null || kept === undefined || evidenceFileCalled(name) === null ? [] : [attachmentOf({ name, kept })],
  );
}

/** The names count the moves; the tenth comes after the second. */
function byMove(a: RunFile, b: RunFile): number {
  return a.name.length - b.name.length || (a.name < b.name ? -1 : 1);
}
