// A report that the store keeps, verified as an auditor verifies it, with the files of its run beside it.
import { evidenceFiles } from '../../core/names/evidence-files.ts';
import { reviewKey, runKey } from '../../core/names/object-keys.ts';
import type { Objects } from '../../core/ports/objects.ts';
import { foldReview } from '../../core/review/events/folded.ts';
import { ok, refused } from '../../core/values/result.ts';
import type { Result } from '../../core/values/result.ts';
import { bytesOf } from '../bytes.ts';
import type { EvidenceFolder } from '../verify/evidence.ts';
import { storedAsBreak } from '../verify/stored-as.ts';
import type { Verified, VerifyDependencies } from '../verify/verify.ts';
import { askedRun, maySee, notThere } from './answering.ts';
import type { Answering } from './answering.ts';

/** Of a run, or of a review: the report that every stage signed, or the one that closed it. */
export type ReportQuestion =
  | { readonly kind: 'run'; readonly run: string }
  | { readonly kind: 'signed' | 'closing'; readonly period: string };

export interface KeptReport {
  readonly key: string;
  readonly run: string;
  readonly pdf: Uint8Array;
}

/** Refused when it was not issued, or may not be seen. */
export async function keptReport(ports: Answering, question: ReportQuestion): Promise<Result<KeptReport>> {
  const place = await placeOf(ports, question);
  if (place.kind === 'refused') return place;
  const { key, run } = place.value;
  const stored = await ports.objects.get(key);
  if (stored !== null) return ok({ key, run, pdf: await bytesOf(stored) });
  return refused({ what: 'no such report', where: key, found: 'nothing', expected: 'a report that was issued' });
}

async function placeOf(ports: Answering, question: ReportQuestion): Promise<Result<Omit<KeptReport, 'pdf'>>> {
  if (question.kind === 'run') {
    const record = await askedRun(ports, question);
    if (record.kind === 'refused') return record;
    return ok({ key: runKey(record.value.id, evidenceFiles.report.name), run: record.value.id });
  }
  const { kind, period } = question;
  const reviews = (await ports.reviews.list()).filter((one) => maySee(ports.scope, one));
  const state = reviews.includes(period) ? foldReview(await ports.reviews.load(period)) : null;
  if (state === null) return notThere('review', period, reviews);
  const { name } = kind === 'signed' ? evidenceFiles.report : evidenceFiles.closingReport;
  return ok({ key: reviewKey(period, name), run: state.run });
}

/** @param verifying what verifying needs; nobody is trusted, so the answer never says by whom it is signed */
export async function verifyKept(
  { objects }: Pick<Answering, 'objects'>,
  verifying: VerifyDependencies,
  { key, pdf, run }: KeptReport,
): Promise<Result<Verified>> {
  const { verify } = await import('../verify/verify.ts');
  const verified = await verify(verifying, { pdf, fileName: key, trust: null, folder: folderOf(objects, run) });
  const another = verified.kind === 'refused' ? null : storedAsBreak(key, verified.value);
  return another === null ? verified : refused(another);
}

function folderOf(objects: Objects, run: string): EvidenceFolder {
  return {
    place: `runs/${run}`,
    async open(name) {
      return ok(await objects.get(runKey(run, name)));
    },
  };
}
