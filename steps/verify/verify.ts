// Proves a report from its own file: seal, evidence, print, totals, findings and decisions, in that order.
import * as z from 'zod/mini';
import type { Attachment, Renderer } from '../../core/ports/drawing.ts';
import type { Bytes } from '../../core/ports/objects.ts';
import type { ReportReader, SealCheck, SignatureFacts } from '../../core/ports/proof.ts';
import type { ClosingReport } from '../../core/report/closing/closing.ts';
import { signedStream } from '../../core/review/signatures/signature.ts';
import type { ReportFile } from '../../core/verification/report-file.ts';
import type { Report } from '../../core/report/report.ts';
import { signedReport } from '../../core/report/signed-report.ts';
import type { SignedFor } from '../../core/report/signed-report.ts';
import { foldReview } from '../../core/review/events/folded.ts';
import { baseOf } from '../../core/review/events/state.ts';
import { tellingRun } from '../../core/review/changes/roll-forward.ts';
import { aheadOf } from '../../core/verification/reviewed/ahead.ts';
import type { RunsAhead } from '../../core/verification/reviewed/ahead.ts';
import { runsAheadIn } from './ahead.ts';
import { sealedWith } from '../../core/report/statements.ts';
import type { Instant } from '../../core/values/instant.ts';
import { ok, refused } from '../../core/values/result.ts';
import type { Refusal, Result } from '../../core/values/result.ts';
import { periodNotPerformed } from '../../core/report/not-performed.ts';
import { claimBreak, laterVersionBreak } from '../../core/verification/claimed-version.ts';
import { isSince } from '../../core/versions.ts';
import { expiredBreak } from '../../core/verification/sealed.ts';
import { coverBreak, coverSince } from '../../core/verification/cover.ts';
import type { ToldToday } from '../../core/verification/mended.ts';
import { printedBreak } from '../../core/verification/printed.ts';
import { mostTakenValues } from '../../core/config/parse.ts';
import { documentIn, jsonOf } from '../../core/values/json-file.ts';
import { statedRunSchema } from '../../core/verification/stated.ts';
import type { StatedRun } from '../../core/verification/stated.ts';
import { tieOutBreak } from '../../core/verification/tie-out.ts';
import { bytesOf } from '../bytes.ts';
import { evidenceFiles } from '../../core/names/evidence-files.ts';
import { isStatementAlone, verifyAbsence } from './absence.ts';
import type { AbsenceDependencies, VerifiedAbsence } from './absence.ts';
import { attachmentsIn } from './attachments.ts';
import type { AttachingReport } from './attachments.ts';
import { gatherEvidence } from './evidence.ts';
import type { GatheredEvidence, EvidenceFolder } from './evidence.ts';
import { checkClosing } from './closing.ts';
import type { CheckedClosing } from './closing.ts';
import { comparePages } from './pages.ts';
import { signersOf } from '../review/standing/signers-of.ts';
import { acceptorRefusals } from '../review/standing/gate-acceptors.ts';
import { askedBy } from '../../core/verification/reviewed/asked.ts';
import { unlawfulIn } from '../review/standing/unlawful.ts';
import { checkReview } from './review.ts';
import type { CheckedReview } from './review.ts';
import { isSameTool, repeatRun } from './repeat-run.ts';
import type { RepeatDependencies, RepeatedRun } from './repeat-run.ts';

export interface VerifyDependencies extends RepeatDependencies, Pick<AbsenceDependencies, 'drawNotPerformed'> {
  readonly checkSeal: SealCheck;
  readonly reportReader: ReportReader;
  readonly renderer: Renderer;
  readonly drawClosing: (closing: ClosingReport, attachments: readonly Attachment[]) => Bytes;
}

export interface VerifyRequest {
  readonly pdf: Uint8Array;
  /** Only for refusals. */
  readonly fileName: string;
  /** The signer's certificate as the auditor has it, PEM or DER. */
  readonly trust: Uint8Array | null;
  readonly folder: EvidenceFolder | null;
}

export type Verified = VerifiedRun | VerifiedAbsence;

export interface VerifiedRun {
  readonly kind: 'run';
  readonly signature: SignatureFacts;
  /** As recomputed, which is as printed. */
  readonly report: Report;
  /** The program that wrote the report. */
  readonly writtenBy: Report['tool'];
  /** When it was sealed, by its data: the last event that it carries, or the as-of of its run. */
  readonly sealedAt: Instant;
  readonly attached: number;
  readonly beside: number;
  /** Files of the run that the folder lacks. */
  readonly lacking: readonly string[];
  /** `null` for a report of another version: what its pages print beside digests and totals was not compared. */
  readonly pages: number | null;
  /** Files of the run that another version wrote otherwise than this one would, by name: what only they say was not worked out again. */
  readonly otherwise: readonly string[];
  /** What rules that were mended since would tell of the run; `null` when nothing, or when its version had them all. */
  readonly today: ToldToday | null;
  /** `null` when no decisions are attached: nobody has signed off. */
  readonly review: CheckedReview | null;
  /** What this program would refuse of who acted, and the version that wrote it did not ask; `null` when nothing. */
  readonly unasked: Refusal | null;
  /** Of a closing report: what it states, as worked out again; `null` for every other report. */
  readonly closing: ClosingReport | null;
}

/** @returns what holds, or the first thing that is wrong (contract, section 10) */
export async function verify(dependencies: VerifyDependencies, request: VerifyRequest): Promise<Result<Verified>> {
  const { checkSeal, reportReader, progress } = dependencies;
  const { pdf, fileName, trust, folder } = request;
  progress.stage('Checking the signature', null);
  const seal = checkSeal({ pdf, fileName, trust });
  if (seal.kind === 'refused') return seal;
  progress.stage('Reading the report', null);
  const file = await reportReader.open(pdf, fileName);
  if (file.kind === 'refused') return file;
  if (file.value.foreign !== null) return refused(file.value.foreign);
  const period = periodNotPerformed(file.value.info.get('RunId') ?? '');
  const opened = { pdf, file: file.value, signature: seal.value };
  if (period !== null && isStatementAlone(file.value)) return verifyAbsence(dependencies, { ...opened, period });
  return verifyRun(dependencies, { ...opened, folder });
}

interface OpenedReport {
  readonly pdf: Uint8Array;
  readonly file: ReportFile;
  readonly signature: SignatureFacts;
  readonly folder: EvidenceFolder | null;
}

async function verifyRun(
  dependencies: VerifyDependencies,
  { pdf, file, signature, folder }: OpenedReport,
): Promise<Result<VerifiedRun>> {
  const { scratch, tool } = dependencies;
  const evidence = await gatherEvidence({ report: file, folder, scratch });
  if (evidence.kind === 'refused') return evidence;
  const unknown = laterVersionBreak(evidence.value.manifest.tool, tool, evidenceFiles.manifest.name);
  if (unknown !== null) return refused(unknown);
  const stated = await statedBy(evidence.value);
  if (stated.kind === 'refused') return stated;
  const review = await reviewIn(evidence.value, isSameTool(evidence.value.manifest.tool, tool));
  if (review.kind === 'refused') return review;
  const { manifest, listed, beside, lacking } = evidence.value;
  const sealedAt = review.value?.stream.at(-1)?.event.at ?? stated.value.run.asOf;
  const late = expiredBreak(signature, sealedAt);
  if (late !== null) return refused(late);
  const signOffs = review.value?.signOffs ?? [];
  const isClosing = evidence.value.closing !== null;
  const printed = isClosing ? null : printedBreak(file, { ...stated.value, files: listed, signOffs });
  const broken = printed ?? tieOutBreak(stated.value.totals) ?? (await claimOf(file, evidence.value, review.value));
  if (broken !== null) return refused(broken);
  const again = await repeatRun(dependencies, evidence.value, stated.value);
  if (again.kind === 'refused') return again;
  const same = isSameTool(manifest.tool, tool);
  const ahead = review.value === null ? ok(null) : await runsAheadIn(dependencies, evidence.value, review.value);
  if (ahead.kind === 'refused') return ahead;
  const rules = askedBy(manifest.tool);
  const broke = async (asksWho: boolean): Promise<Refusal | null> =>
    review.value === null
      ? null
      : unlawfulIn(isClosing && !rules.asksForm ? signedPart(review.value) : review.value, again.value, {
          ...rules,
          same,
          asksWho,
          ends: isClosing && rules.asksForm ? 'closed' : 'signed',
          ahead: ahead.value,
        });
  const { inputs, reconciled } = again.value;
  const [stranger] = rules.judgesActors ? await acceptorRefusals(inputs, reconciled) : [];
  if (stranger !== undefined) return refused(stranger);
  const unlawful = await broke(rules.asksWho);
  if (unlawful !== null) return refused(unlawful);
  const place = { file, evidence: evidence.value, review: review.value, ahead: ahead.value };
  const closed = await closingIn(dependencies, place, again.value);
  if (closed.kind === 'refused') return closed;
  const report = await reportAgain(again.value, { review: review.value, ahead: ahead.value, signature });
  const isHeld = !same && !isClosing && isSince(manifest.tool, coverSince);
  const misprinted = isHeld ? coverBreak(file, report) : null;
  if (misprinted !== null) return refused(misprinted);
  const closing = closed.value === null ? null : { ...closed.value.closing, signer: signerOf(signature) };
  const comparable = closed.value?.comparable ?? same;
  const attaching = {
    file,
    evidence: evidence.value,
    proving: closed.value?.proving ?? [],
    ahead: [...(ahead.value?.ahead.keys() ?? []), ...tellingIn(review.value)],
  };
  const pages = comparable ? await pagesAgain(dependencies, { pdf, report, closing, attaching }) : ok(null);
  if (pages.kind === 'refused') return pages;
  return ok({
    kind: 'run',
    signature,
    report,
    writtenBy: manifest.tool,
    sealedAt,
    attached: file.attachments.size,
    beside,
    lacking,
    pages: pages.value,
    otherwise: again.value.otherwise,
    today: again.value.today,
    review: review.value,
    unasked: rules.asksWho ? null : await broke(true),
    closing,
  });
}

/** The run to which a closing leaves it what changed since the signature. */
function tellingIn(review: CheckedReview | null): readonly string[] {
  const telling = tellingRun(review?.stream ?? []);
  return telling === undefined ? [] : [telling.run];
}

/** The report as it was when the last stage signed, worked out of the run that was done again. */
async function reportAgain(
  { report, inputs }: RepeatedRun,
  { review, ahead, signature }: Pick<ClosingPlace, 'review' | 'ahead'> & Pick<OpenedReport, 'signature'>,
): Promise<Report> {
  if (review === null) return sealedWith(report, signature);
  const signers = await signersOf(review, inputs);
  const signed = signedReport(report, { ...review, signers, ...forwardIn(signedPart(review), ahead) });
  return sealedWith(signed, signature);
}

interface DrawnAgain extends Pick<OpenedReport, 'pdf'> {
  readonly report: Report;
  /** Drawn in place of the report, where there is one. */
  readonly closing: ClosingReport | null;
  readonly attaching: AttachingReport;
}

async function pagesAgain(
  dependencies: VerifyDependencies,
  { pdf, report, closing, attaching }: DrawnAgain,
): Promise<Result<number>> {
  const { progress, renderer, drawClosing } = dependencies;
  progress.stage('Drawing the report again', report.population.length);
  const attachments = attachmentsIn(attaching);
  const drawn = closing === null ? renderer.render(report, attachments) : drawClosing(closing, attachments);
  return comparePages(dependencies, { pdf, file: attaching.file }, drawn);
}

/** Whether what is attached bears out the version that the report claims. */
async function claimOf(
  { attachments }: ReportFile,
  { manifest: { run, tool }, files, closing }: GatheredEvidence,
  review: CheckedReview | null,
): Promise<Refusal | null> {
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

/** Of another version they are worked out again in its own words only by that one: those of another run are told apart. */
function proofsBreak(proofs: unknown, run: string): Refusal | null {
  const stated = z.safeParse(z.object({ run: z.string() }), proofs);
  if (proofs === undefined || (stated.success && stated.data.run === run)) return null;
  const found = stated.success ? stated.data.run : 'no run';
  return { what: 'proofs of another run', where: `${evidenceFiles.proofs.name}, run`, found, expected: run };
}

function signerOf({ kind, fingerprint }: SignatureFacts): ClosingReport['signer'] {
  return { kind, fingerprint };
}

/** Of the last signature, as it was worked out again; nothing for one of a version that did not ask. */
function forwardIn({ stream }: CheckedReview, runs: RunsAhead | null): Pick<SignedFor, 'forward'> {
  const last = stream.at(-1);
  const state = foldReview(stream.slice(0, -1));
  if (last?.event.kind !== 'signed' || state === null) return {};
  const ahead = aheadOf(last.event, { runs, state, where: `event ${last.sequence} of the review` });
  return ahead.kind === 'refused' || ahead.value.forward === undefined ? {} : { forward: ahead.value.forward };
}

/** What was signed for ends with the last signature; what came later, only a closing report carries. */
function signedPart(review: CheckedReview): CheckedReview {
  return { ...review, stream: signedStream(review.stream) };
}

interface ClosingPlace {
  readonly file: ReportFile;
  readonly evidence: GatheredEvidence;
  readonly review: CheckedReview | null;
  readonly ahead: RunsAhead | null;
}

async function closingIn(
  dependencies: VerifyDependencies,
  { file, evidence, review, ahead }: ClosingPlace,
  { report, inputs }: Pick<RepeatedRun, 'report' | 'inputs'>,
): Promise<Result<CheckedClosing | null>> {
  const { closing: document } = evidence;
  if (document === null || review === null) return ok(null);
  dependencies.progress.stage('Reading the proving exports', null);
  return checkClosing(dependencies, {
    file,
    evidence,
    document,
    review,
    report,
    config: inputs.config,
    history: inputs.history,
    ahead,
  });
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
