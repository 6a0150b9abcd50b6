// Where the next review stands already on a run that tells what changed since the signature of this one, the closing of
// this one does not: each change is told once.
import { evidenceFiles, aheadFile } from '../../../core/names/evidence-files.ts';
import type { Attachment } from '../../../core/ports/drawing.ts';
import type { ReviewStreams } from '../../../core/ports/stores.ts';
import { foldPeriod } from '../../../core/review/events/folded.ts';
import type { TellingRun } from '../../../core/review/events/event.ts';
import { isBefore } from '../../../core/values/instant.ts';
import type { Instant } from '../../../core/values/instant.ts';
import { toldSinceSchema } from '../../../core/verification/stated.ts';
import type { ToldSince } from '../../../core/verification/stated.ts';
import { attachmentOf } from '../../run/attachments.ts';
import type { StoredRun, StoredRuns } from '../../run/stored-runs.ts';

interface Closing {
  readonly period: string;
  /** Its last signature, since which it would tell. */
  readonly signedAt: Instant | undefined;
  /** As-of of the run under review: no earlier one tells it, and the evidence of that may be gone by now. */
  readonly after: Instant;
  /** When it is closed. */
  readonly until: Instant;
  readonly stored: StoredRuns;
}

/** @returns `null` where no other review tells it */
export async function toldBefore(
  reviews: ReviewStreams,
  { period, signedAt, after, until, stored }: Closing,
): Promise<TellingRun | null> {
  for (const other of await reviews.list()) {
    const state = other === period ? null : foldPeriod(await reviews.load(other)).state;
    if (state === null || !isBefore(after, state.runAsOf)) continue;
    const run = await stored.get(state.run, `the review ${other}`);
    const told = await toldSinceIn(run);
    if (told === null || told.untold !== null) continue;
    const isSince = told.since?.review === period && told.since.signedAt === signedAt;
    const { id, asOf } = run.record;
    if (!isSince || told.since?.closedAt !== undefined || isBefore(until, asOf)) continue;
    return { run: id, asOf, manifestSha256: run.file(evidenceFiles.manifest.name).sha256 };
  }
  return null;
}

/** What a run tells since the last signed review. @returns `null` for one that was recorded before there were proofs */
export async function toldSinceIn(run: StoredRun): Promise<ToldSince | null> {
  const { proofs } = evidenceFiles;
  if (!run.record.files.some(({ name }) => name === proofs.name)) return null;
  return (await run.document(proofs, toldSinceSchema)).outside;
}

/** What shows that the run tells it, as a closing report carries it. */
export function tellingAttachments(run: StoredRun): readonly Attachment[] {
  return [evidenceFiles.proofs.name, evidenceFiles.manifest.name].map((name) =>
    attachmentOf({ name: aheadFile(run.record.id, name).name, kept: run.file(name) }),
  );
}
