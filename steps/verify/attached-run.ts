// What is attached to a report of its run and of its review, held against the version that it claims.
import * as z from 'zod/mini';
import { mostTakenValues } from '../../core/config/parse.ts';
import { evidenceFiles } from '../../core/names/evidence-files.ts';
import { baseOf } from '../../core/review/events/state.ts';
import type { Instant } from '../../core/values/instant.ts';
import { documentIn, jsonOf } from '../../core/values/json-file.ts';
import { ok, refused } from '../../core/values/result.ts';
import type { Refusal, Result } from '../../core/values/result.ts';
import { claimBreak, laterVersionBreak } from '../../core/verification/claimed-version.ts';
import type { ReportFile } from '../../core/verification/report-file.ts';
import { statedRunSchema } from '../../core/verification/stated.ts';
import type { StatedRun } from '../../core/verification/stated.ts';
import { bytesOf } from '../bytes.ts';
import { gatherEvidence } from './evidence.ts';
import type { EvidenceFolder, GatheredEvidence } from './evidence.ts';
import { isSameTool } from './repeat-run.ts';
import type { RepeatDependencies } from './repeat-run.ts';
import { checkReview } from './review.ts';
import type { CheckedReview } from './review.ts';

export interface AttachedRun {
  readonly evidence: GatheredEvidence;
  readonly stated: StatedRun;
  /** `null` when no decisions are attached. */
  readonly review: CheckedReview | null;
  /** By its data: the last event that it carries, or the as-of of its run. */
  readonly sealedAt: Instant;
}

/** Refused where a file is missing or altered, or tells of another run, review or version than the others. */
export async function attachedRunIn(
  { scratch, tool }: Pick<RepeatDependencies, 'scratch' | 'tool'>,
  { file, folder }: { readonly file: ReportFile; readonly folder: EvidenceFolder | null },
): Promise<Result<AttachedRun>> {
  const evidence = await gatherEvidence({ report: file, folder, scratch });
  if (evidence.kind === 'refused') return evidence;
  const { manifest } = evidence.value;
  const unknown = laterVersionBreak(manifest.tool, tool, evidenceFiles.manifest.name);
  if (unknown !== null) return refused(unknown);
  const stated = await statedBy(evidence.value);
  if (stated.kind === 'refused') return stated;
  const review = await reviewIn(evidence.value, isSameTool(manifest.tool, tool));
  if (review.kind === 'refused') return review;
  const sealedAt = review.value?.stream.at(-1)?.event.at ?? stated.value.run.asOf;
  return ok({ evidence: evidence.value, stated: stated.value, review: review.value, sealedAt });
}

/** @returns `null` when no decisions are attached */
async function reviewIn(
  { review, reviewLines, earlierLines, manifest, listed }: GatheredEvidence,
  same: boolean,
): Promise<Result<CheckedReview | null>> {
  if (review === null) return ok(null);
  const digestOf = (name: string): string => listed.find((file) => file.name === name)?.sha256 ?? 'nothing';
  return checkReview(
    { review, reviewLines, earlierLines },
    {
      id: manifest.run,
      manifestSha256: digestOf(evidenceFiles.manifest.name),
      findingsSha256: digestOf(evidenceFiles.findings.name),
      same,
    },
  );
}

async function statedBy({ files, manifest }: GatheredEvidence): Promise<Result<StatedRun>> {
  const { name } = evidenceFiles.findings;
  const kept = files.get(name);
  const nothing = { what: 'no findings are attached', where: name, found: 'nothing', expected: 'the file' };
  if (kept === undefined) return refused(nothing);
  const stated = documentIn(await bytesOf(kept.read()), name, { schema: statedRunSchema });
  if (stated.kind === 'refused') return stated;
  const { id, tool } = stated.value.run;
  if (id !== manifest.run) {
    const what = 'findings and manifest are of two runs';
    return refused({ what, where: `${name}, run.id`, found: id, expected: manifest.run });
  }
  if (tool !== undefined && !isSameTool(tool, manifest.tool)) {
    const what = 'findings and manifest are of two versions';
    const [found, expected] = [tool, manifest.tool].map((one) => `${one.name} ${one.version}`);
    return refused({ what, where: `${name}, run.tool`, found: found ?? '', expected: expected ?? '' });
  }
  return stated;
}

/** Whether what is attached bears out the version that the report claims. */
export async function claimBreakIn(
  { attachments }: ReportFile,
  { evidence: { manifest, files, closing }, review }: AttachedRun,
): Promise<Refusal | null> {
  const { run, tool } = manifest;
  const documents = new Map<string, unknown>();
  const { findings, history, policy, proofs } = evidenceFiles;
  for (const { name } of [findings, history, policy, proofs, evidenceFiles.closing]) {
    const kept = name === evidenceFiles.closing.name ? closing : files.get(name);
    const most = name === evidenceFiles.policy.name ? mostTakenValues : undefined;
    const json = kept === undefined || kept === null ? null : jsonOf(await bytesOf(kept.read()), name, most);
    if (json?.kind === 'refused') return json.refusals[0] ?? null;
    if (json !== null) documents.set(name, json.value);
  }
  const astray = proofsBreak(documents.get(proofs.name), run);
  if (astray !== null) return astray;
  return claimBreak({
    tool,
    attached: [...attachments.keys()],
    documents,
    events: review?.stream ?? [],
    base: review === null ? 0 : baseOf(review.state),
  });
}

/** Proofs are worded by the version that wrote them, so those of another are asked only whether they are of this run. */
function proofsBreak(proofs: unknown, run: string): Refusal | null {
  const stated = z.safeParse(z.object({ run: z.string() }), proofs);
  if (proofs === undefined || (stated.success && stated.data.run === run)) return null;
  const found = stated.success ? stated.data.run : 'no run';
  return { what: 'proofs of another run', where: `${evidenceFiles.proofs.name}, run`, found, expected: run };
}
