// Proves a report from its own file: seal, evidence, print, totals, findings and decisions, in that order.
import type { Attachment, Renderer } from '../../core/ports/drawing.ts';
import type { Bytes } from '../../core/ports/objects.ts';
import type { ReportReader, SealCheck, SealedFile, SignatureFacts } from '../../core/ports/proof.ts';
import type { ClosingReport } from '../../core/report/closing/closing.ts';
import { signedStream } from '../../core/review/signatures/signature.ts';
import type { ReportFile } from '../../core/verification/report-file.ts';
import type { Report } from '../../core/report/report.ts';
import { signedReport } from '../../core/report/signed-report.ts';
import type { SignedFor } from '../../core/report/signed-report.ts';
import { foldReview } from '../../core/review/events/folded.ts';
import { tellingRun } from '../../core/review/changes/roll-forward.ts';
import { aheadOf } from '../../core/verification/reviewed/ahead.ts';
import type { RunsAhead } from '../../core/verification/reviewed/ahead.ts';
import { runsAheadIn } from './later/ahead.ts';
import { sealedWith } from '../../core/report/statements.ts';
import type { Instant } from '../../core/values/instant.ts';
import { ok, refused } from '../../core/values/result.ts';
import type { Refusal, Result } from '../../core/values/result.ts';
import { periodNotPerformed } from '../../core/report/not-performed.ts';
import { isSince } from '../../core/versions.ts';
import { datedBreak, expiredBreak } from '../../core/verification/sealed.ts';
import { coverBreak, coverSince } from '../../core/verification/cover.ts';
import type { ToldToday } from '../../core/verification/mended.ts';
import { printedBreak } from '../../core/verification/printed.ts';
import { tieOutBreak } from '../../core/verification/tie-out.ts';
import { isStatementAlone, verifyAbsence } from './absence.ts';
import type { AbsenceDependencies, VerifiedAbsence } from './absence.ts';
import { attachmentsIn } from './attachments.ts';
import { attachedRunIn, claimBreakIn } from './attached-run.ts';
import type { AttachedRun } from './attached-run.ts';
import type { GatheredEvidence, EvidenceFolder } from './evidence.ts';
import { checkClosing } from './closing.ts';
import type { CheckedClosing } from './closing.ts';
import { comparePages } from './pages.ts';
import { signersOf } from '../review/standing/signers-of.ts';
import { acceptorRefusals } from '../review/standing/gate-acceptors.ts';
import { askedBy } from '../../core/verification/reviewed/asked.ts';
import type { AskedOfVersion } from '../../core/verification/reviewed/asked.ts';
import { unlawfulIn } from '../review/standing/unlawful.ts';
import type { CheckedReview } from './review.ts';
import { isSameTool, repeatRun } from './repeat-run.ts';
import type { RepeatDependencies, RepeatedRun } from './repeat-run.ts';

export interface VerifyDependencies extends RepeatDependencies, Pick<AbsenceDependencies, 'drawNotPerformed'> {
  readonly checkSeal: SealCheck;
  readonly reportReader: ReportReader;
  readonly renderer: Renderer;
  readonly drawClosing: (closing: ClosingReport, attachments: readonly Attachment[]) => Bytes;
}

export interface VerifyRequest extends SealedFile {
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
  const attached = await attachedRunIn(dependencies, { file, folder });
  if (attached.kind === 'refused') return attached;
  const { evidence, stated, review, sealedAt } = attached.value;
  const broken = expiredBreak(signature, sealedAt) ?? (await statedBreak(file, attached.value));
  if (broken !== null) return refused(broken);
  const again = await repeatRun(dependencies, evidence, stated);
  if (again.kind === 'refused') return again;
  const ahead = review === null ? ok(null) : await runsAheadIn(dependencies, evidence, review);
  if (ahead.kind === 'refused') return ahead;
  const same = isSameTool(evidence.manifest.tool, dependencies.tool);
  const place = { file, evidence, review, ahead: ahead.value, same };
  const acted = await actedBreak(place, again.value);
  if (acted.refused !== null) return refused(acted.refused);
  const closed = await closingIn(dependencies, place, again.value);
  if (closed.kind === 'refused') return closed;
  const isClosing = evidence.closing !== null;
  const dated = datedBreak(file, { sealedAt, asOf: stated.run.asOf, isClosing, tool: evidence.manifest.tool });
  if (dated !== null) return refused(dated);
  const drawn = await drawnAgain(dependencies, { pdf, signature, place, run: again.value, closed: closed.value });
  if (drawn.kind === 'refused') return drawn;
  return ok({
    kind: 'run',
    signature,
    ...drawn.value,
    writtenBy: evidence.manifest.tool,
    sealedAt,
    attached: file.attachments.size,
    beside: evidence.beside,
    lacking: evidence.lacking,
    otherwise: again.value.otherwise,
    today: again.value.today,
    review,
    unasked: acted.unasked,
  });
}

/** What print and data say of themselves, before anything is worked out again. */
async function statedBreak(file: ReportFile, attached: AttachedRun): Promise<Refusal | null> {
  const { evidence, stated, review } = attached;
  const facts = { ...stated, files: evidence.listed, signOffs: review?.signOffs ?? [] };
  const printed = evidence.closing === null ? printedBreak(file, facts) : null;
  return printed ?? tieOutBreak(stated.totals) ?? (await claimBreakIn(file, attached));
}

/** Where a report is judged: with its evidence, its review and the runs to which its signatures reach. */
interface Place {
  readonly file: ReportFile;
  readonly evidence: GatheredEvidence;
  readonly review: CheckedReview | null;
  readonly ahead: RunsAhead | null;
  /** Whether the version that verifies wrote it. */
  readonly same: boolean;
}

/** Who accepted gates and acted in the review, by what the version that wrote the report asked of them. */
async function actedBreak(
  place: Place,
  run: RepeatedRun,
): Promise<{ readonly refused: Refusal | null; readonly unasked: Refusal | null }> {
  const rules = askedBy(place.evidence.manifest.tool);
  const [stranger] = rules.judgesActors ? await acceptorRefusals(run.inputs, run.reconciled) : [];
  const refused = stranger ?? (await unlawfulAt(place, run, rules));
  if (rules.asksWho || refused !== null) return { refused, unasked: null };
  return { refused, unasked: await unlawfulAt(place, run, { ...rules, asksWho: true }) };
}

async function unlawfulAt(
  { evidence, review, ahead, same }: Place,
  run: RepeatedRun,
  rules: AskedOfVersion,
): Promise<Refusal | null> {
  if (review === null) return null;
  const isClosed = evidence.closing !== null && rules.asksForm;
  const held = evidence.closing === null || isClosed ? review : signedPart(review);
  return unlawfulIn(held, run, { ...rules, same, ends: isClosed ? 'closed' : 'signed', ahead });
}

/** The run to which a closing leaves it what changed since the signature. */
function tellingIn(review: CheckedReview | null): readonly string[] {
  const telling = tellingRun(review?.stream ?? []);
  return telling === undefined ? [] : [telling.run];
}

interface DrawnAgain extends Pick<OpenedReport, 'pdf' | 'signature'> {
  readonly place: Place;
  readonly run: RepeatedRun;
  readonly closed: CheckedClosing | null;
}

/** The report or the closing as it would be drawn now, and how many pages of it are the same; `null` where none is compared. */
async function drawnAgain(
  dependencies: VerifyDependencies,
  { pdf, signature, place, run, closed }: DrawnAgain,
): Promise<Result<Pick<VerifiedRun, 'report' | 'closing' | 'pages'>>> {
  const { file, evidence, review, ahead, same } = place;
  const { endsExceptions, uncovers } = askedBy(evidence.manifest.tool);
  const report = await reportAgain(run, { review, ahead, signature, endsExceptions, uncovers });
  const isHeld = !same && evidence.closing === null && isSince(evidence.manifest.tool, coverSince);
  const misprinted = isHeld ? coverBreak(file, report, evidence.manifest.tool) : null;
  if (misprinted !== null) return refused(misprinted);
  const closing = closed === null ? null : { ...closed.closing, signer: signerOf(signature) };
  if (!(closed?.comparable ?? same)) return ok({ report, closing, pages: null });
  const attachments = attachmentsIn({
    file,
    evidence,
    proving: closed?.proving ?? [],
    ahead: [...(ahead?.ahead.keys() ?? []), ...tellingIn(review)],
  });
  const { progress, renderer, drawClosing } = dependencies;
  progress.stage('Drawing the report again', report.population.length);
  const drawn = closing === null ? renderer.render(report, attachments) : drawClosing(closing, attachments);
  const pages = await comparePages(dependencies, { pdf, file }, drawn);
  return pages.kind === 'refused' ? pages : ok({ report, closing, pages: pages.value });
}

/** The report as it was when the last stage signed, worked out of the run that was done again. */
async function reportAgain(
  { report, inputs }: RepeatedRun,
  {
    review,
    ahead,
    signature,
    endsExceptions,
    uncovers,
  }: Pick<Place, 'review' | 'ahead'> &
    Pick<OpenedReport, 'signature'> &
    Pick<AskedOfVersion, 'endsExceptions' | 'uncovers'>,
): Promise<Report> {
  if (review === null) return sealedWith(report, signature);
  const signers = await signersOf(review, inputs);
  const signed = signedReport(report, {
    ...review,
    signers,
    endsExceptions,
    uncovers,
    ...forwardIn(signedPart(review), ahead),
  });
  return sealedWith(signed, signature);
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

async function closingIn(
  dependencies: VerifyDependencies,
  { file, evidence, review, ahead }: Place,
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
