// Judges a closing report from its evidence: each proving export is read again, and all that is stated worked out anew.
import * as z from 'zod/mini';
import type { Config } from '../../core/config/config.ts';
import { evidenceFiles, proofFile } from '../../core/names/evidence-files.ts';
import { closingDocument, closingId } from '../../core/report/closing/closing.ts';
import type { ClosingInput, ClosingReport, ProvingExport, StillOpen } from '../../core/report/closing/closing.ts';
import { ClosingContradiction, beforeClosing, closingOf } from '../../core/report/closing/closing-of.ts';
import type { Report } from '../../core/report/report.ts';
import type { Closed, StoredReviewEvent } from '../../core/review/events/event.ts';
import { foldReview } from '../../core/review/events/folded.ts';
import { isSigned } from '../../core/review/events/state.ts';
import type { ReviewState } from '../../core/review/events/state.ts';
import { claimRefusal } from '../../core/review/lines/actor.ts';
import { signedStream } from '../../core/review/signatures/signature.ts';
import { documentIn } from '../../core/values/json-file.ts';
import { ok, refused, refusedAll } from '../../core/values/result.ts';
import type { Refusal, Result } from '../../core/values/result.ts';
import { signedUpTo } from '../../core/review/changes/roll-forward.ts';
import type { ForwardedChanges } from '../../core/review/changes/roll-forward.ts';
import { aheadOf } from '../../core/verification/reviewed/ahead.ts';
import type { RunsAhead } from '../../core/verification/reviewed/ahead.ts';
import type { History } from '../../core/inputs/history.ts';
import { broughtAgainBreak, shownBeforeBreak } from '../../core/verification/reviewed/removals.ts';
import type { Brought } from '../../core/verification/reviewed/removals.ts';
import { laterVersionBreak } from '../../core/verification/claimed-version.ts';
import { closingCoverBreak } from '../../core/verification/cover.ts';
import { isSince } from '../../core/versions.ts';
import { firstDifference } from '../../core/verification/difference.ts';
import type { ReportFile } from '../../core/verification/report-file.ts';
import type { ExportReader } from '../../core/ports/inputs.ts';
import type { Kept } from '../../core/ports/objects.ts';
import { bytesOf } from '../bytes.ts';
import { provingRuns } from '../review/issue-closing.ts';
import { provingExport, provingFiles } from '../run/proving-export.ts';
import type { GatheredEvidence } from './evidence.ts';
import { alteredIn } from './later/later-run.ts';
import { isSameTool } from './repeat-run.ts';
import { toldByBreak } from './later/told-by.ts';
import type { CheckedReview } from './review.ts';

export interface ClosingDependencies {
  readonly exportReader: ExportReader;
  readonly tool: Report['tool'];
}

export interface ClosingFacts {
  readonly file: ReportFile;
  readonly evidence: GatheredEvidence;
  /** closing.json, as attached. */
  readonly document: Kept;
  readonly review: CheckedReview;
  /** The report of the run under review, as it was done again. */
  readonly report: Report;
  /** Of the run under review. */
  readonly config: Config;
  /** What it took from earlier runs. */
  readonly history: History;
  /** The runs to which signatures and the closing were rolled forward; `null` where none was. */
  readonly ahead: RunsAhead | null;
}

export interface CheckedClosing {
  readonly closing: ClosingReport;
  /** Whether this version of the program wrote it: only then its pages can be drawn again. */
  readonly comparable: boolean;
  /** Every run whose export is a proof, in the order in which their files are attached. */
  readonly proving: readonly string[];
}

const statedSchema = z.looseObject({
  schema: z.literal(1),
  tool: z.object({ name: z.string(), version: z.string() }),
  open: z.array(z.looseObject({ about: z.string(), what: z.string(), severity: z.nullable(z.string()) })),
});

type Stated = z.infer<typeof statedSchema>;

/** @returns the closing as this program works it out, or the first thing that it does not bear out */
export async function checkClosing(
  dependencies: ClosingDependencies,
  facts: ClosingFacts,
): Promise<Result<CheckedClosing>> {
  const { document, review } = facts;
  const ended = endOf(review.stream, document);
  if (ended.kind === 'refused') return ended;
  const { closed, state } = ended.value;
  const claimed = lateClaim(review.stream, facts.config);
  if (claimed !== null) return refused(claimed);
  const broken = printedBreak(facts);
  if (broken !== null) return refused(broken);
  const { name } = evidenceFiles.closing;
  const stated = documentIn(await bytesOf(document.read()), name, { schema: statedSchema });
  if (stated.kind === 'refused') return stated;
  const { tool } = stated.value;
  const unknown = laterVersionBreak(tool, dependencies.tool, `${name}, tool`);
  if (unknown !== null) return refused(unknown);
  const exports = await exportsOf(dependencies, facts, provingRuns(state, closed.run));
  if (exports.kind === 'refused') return exports;
  const brought = isSince(tool, broughtSince)
    ? broughtAgainBreak([...exports.value.values()], knownExports(facts))
    : null;
  if (brought !== null) return refused(brought);
  const shown = isSince(tool, shownSince) ? exports.value.get(closed.run ?? '') : undefined;
  const before = shown === undefined ? null : shownBeforeBreak(shown, underReview(facts));
  if (before !== null) return refused(before);
  const untold = await toldByBreak(facts.evidence, { closed, state, period: facts.report.period.id });
  if (untold !== null) return refused(untold);
  const since = sinceIn(facts, { closed, state });
  if (since.kind === 'refused') return since;
  const report = { ...facts.report, files: facts.evidence.listed };
  const worked = concluded({
    report,
    state,
    frozen: review.frozen,
    exports: exports.value,
    closed,
    since: since.value,
    tool,
  });
  if (worked.kind === 'refused') return worked;
  const comparable = isSameTool(tool, dependencies.tool);
  const difference = differenceFrom(stated.value, worked.value, comparable);
  if (difference !== null) return refused(difference);
  const misprinted = comparable ? null : closingCoverBreak(facts.file, worked.value);
  if (misprinted !== null) return refused(misprinted);
  return ok({ closing: worked.value, comparable, proving: [...exports.value.keys()] });
}

interface Ended {
  readonly closed: Closed;
  /** Before the event that closes. */
  readonly state: ReviewState;
}

/** The last event closes a review that every stage has signed, nothing was decided since, and it names the document. */
function endOf(stream: readonly StoredReviewEvent[], document: Kept): Result<Ended> {
  const last = stream.at(-1);
  const where = `event ${last?.sequence ?? 0} of the review`;
  const before = beforeClosing(stream);
  const state = foldReview(before);
  if (last?.event.kind !== 'closed' || before.length !== stream.length - 1 || state === null) {
    const found = last?.event.kind ?? 'nothing';
    return refused({
      what: 'not the end of a review',
      where,
      found,
      expected: 'the one event that closes it, as the last',
    });
  }
  if (!isSigned(state))
    return refused({ what: 'closed before every stage had signed', where, found: 'closed', expected: 'a signature' });
  const late = before.slice(signedStream(before).length).find(({ event }) => event.kind === 'decided');
  if (late !== undefined) {
    const expected = 'a decision in the next review: what was signed for stays as it is';
    const place = `event ${late.sequence} of the review`;
    return refused({ what: 'a decision after every stage had signed', where: place, found: 'a decision', expected });
  }
  const { closingSha256 = 'nothing' } = last.event;
  if (closingSha256 === document.sha256) return ok({ closed: last.event, state });
  return refused({
    what: 'not the closing that the review was closed with',
    where: evidenceFiles.closing.name,
    found: `SHA-256 ${document.sha256}`,
    expected: `SHA-256 ${closingSha256}`,
  });
}

/** What was recorded before the last signature is held to all rules, with the rest of what was signed for. */
function lateClaim(stream: readonly StoredReviewEvent[], config: Config): Refusal | null {
  const late = stream.slice(signedStream(stream).length);
  const claims = late.map(({ event, sequence }) => claimRefusal(event, config, `event ${sequence} of the review`));
  return claims.find((claim) => claim !== null) ?? null;
}

/**
 * What changed from the run to which the last signature reached until the closing.
 *
 * @returns `undefined` for a version that did not ask
 */
function sinceIn(
  { ahead, review }: ClosingFacts,
  { closed, state }: Ended,
): Result<ForwardedChanges | null | undefined> {
  const from = ahead?.ahead.get(signedUpTo(state)) ?? ahead?.from;
  const runs = ahead === null || from === undefined ? null : { from, ahead: ahead.ahead };
  const where = `event ${review.stream.at(-1)?.sequence ?? 0} of the review`;
  const worked = aheadOf(closed, { runs, state, where });
  return worked.kind === 'refused' ? worked : ok(worked.value.forward);
}

/** What any version prints: the digest of the document stands for all that it states. */
function printedBreak({ file: { info, pages }, document, report }: ClosingFacts): Refusal | null {
  const expected = closingId(report.period.id);
  const found = info.get('RunId') ?? 'nothing';
  if (found !== expected)
    return { what: 'the document information names another report', where: 'RunId of the PDF', found, expected };
  const print = pages.join('').replaceAll(/\s/g, '');
  if (print.includes(document.sha256)) return null;
  return {
    what: 'the digest of the closing is not printed as the data says',
    where: 'the pages of the report',
    found: 'nothing of that kind',
    expected: document.sha256,
  };
}

async function exportsOf(
  dependencies: ClosingDependencies,
  { evidence }: ClosingFacts,
  runs: readonly string[],
): Promise<Result<ReadonlyMap<string, ProvingExport>>> {
  const stranger = [...evidence.proofs.keys()].find((run) => run === evidence.manifest.run || !runs.includes(run));
  if (stranger !== undefined)
    return refused({
      what: 'files of a run are attached that proves nothing here',
      where: proofFile(stranger, evidenceFiles.manifest.name).name,
      found: 'the files',
      expected: 'only the exports that removals are proven by',
    });
  const exports = new Map<string, ProvingExport>();
  for (const run of runs) {
    const files =
      run === evidence.manifest.run ? runFilesOf(evidence) : (evidence.proofs.get(run) ?? new Map<string, Kept>());
    const altered = await alteredIn({ run, files, attachedAs: proofFile });
    if (altered !== null) return refused(altered);
    const read = await provingExport(dependencies, { run, files });
    if (read.kind === 'refused') return refusedAll(read.refusals.slice(0, 1));
    exports.set(run, read.value);
  }
  return ok(exports);
}

/** Of the runs up to the one under review. */
function knownExports({ history, report: { export: own } }: ClosingFacts): readonly Brought[] {
  return [...(history.exports ?? []), { sha256: own.sha256, takenBy: own.takenBy }];
}

function underReview({ report }: ClosingFacts): Parameters<typeof shownBeforeBreak>[1] {
  return { asOf: report.run.asOf, sha256: report.export.sha256 };
}

function runFilesOf({ files, itself }: GatheredEvidence): ReadonlyMap<string, Kept> {
  const all = new Map([...files, [evidenceFiles.manifest.name, itself]]);
  return new Map(
    provingFiles([...all.keys()].map((name) => ({ name }))).flatMap((name) => {
      const kept = all.get(name);
      return kept === undefined ? [] : [[name, kept] as const];
    }),
  );
}

function concluded(input: ClosingInput): Result<ClosingReport> {
  try {
    return ok(closingOf(input));
  } catch (error) {
    if (!(error instanceof ClosingContradiction)) throw error;
    return refused({
      what: 'the evidence does not bear the closing out',
      where: evidenceFiles.closing.name,
      found: error.message,
      expected: 'each removal proven by the export that the events name',
    });
  }
}

/** Another version may word differently why something stayed open; that it did, and all the rest, must be the same. */
function differenceFrom(stated: Stated, closing: ClosingReport, comparable: boolean): Refusal | null {
  const again: object = JSON.parse(closingDocument(closing));
  const open = closing.open.filter(({ kind }) => kind !== 'new login' || isSince(closing.tool, newLoginsSince));
  const difference = comparable
    ? firstDifference(stated, again)
    : firstDifference({ ...stated, open: stated.open.map(openEssence) }, { ...again, open: open.map(openEssence) });
  if (difference === null) return null;
  return {
    what: 'the evidence does not yield what the closing states',
    where: `${evidenceFiles.closing.name}, ${difference.path}`,
    found: difference.stated,
    expected: difference.recomputed,
  };
}

/** Since this version it is asked whether the file of a proof came in before. */
const broughtSince = '0.12.0';

/** Since this version no review closes on an export from before the run under review. */
const shownSince = '0.16.0';

/** Since this version a closing lists accounts that may be the removed ones under another login. */
const newLoginsSince = '0.7.0';

/** A finding is named by its code, before the words for it. */
function openEssence({
  about,
  what,
  severity,
}: Pick<StillOpen, 'about' | 'what'> & { severity: string | null }): object {
  return { about, what: severity === null ? what : what.replace(/:.*/s, ''), severity };
}
