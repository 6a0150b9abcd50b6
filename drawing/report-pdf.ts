// Draws a report as an archival (PDF/A-3a), accessible (PDF/UA-1) and signable PDF, piece by piece as it is read.
import { sha256Of } from '../core/values/digest.ts';
import type { Attachment, Renderer } from '../core/ports/drawing.ts';
import type { Bytes } from '../core/ports/objects.ts';
import { conclusionOf } from '../core/report/told/conclusion.ts';
import type { Conclusion } from '../core/report/told/conclusion.ts';
import type { Report } from '../core/report/report.ts';
import type { Instant } from '../core/values/instant.ts';
import { Book } from './layout/book.ts';
import type { RunningText } from './layout/book.ts';
import { attach } from './pdf/attachments.ts';
import { PdfFile } from './pdf/file.ts';
import type { Metadata } from './pdf/metadata.ts';
import { changes } from './pages/changes.ts';
import { contents } from './pages/contents.ts';
import { cover } from './pages/cover.ts';
import { decisionLines, decisions } from './pages/decisions.ts';
import { findingIndex } from './pages/finding-index.ts';
import { leavers, privilegedAccounts, register } from './pages/people.ts';
import { policy } from './pages/evidence/policy.ts';
import { population } from './pages/evidence/population.ts';
import { files, reliance, rowsLeftOut } from './pages/evidence/remainder.ts';
import { remediation } from './pages/remediation.ts';
import { signatureField, signOff } from './pages/sign-off.ts';
import { queries, sources } from './pages/evidence/sources.ts';
import { words } from './pages/evidence/words.ts';
import { stories } from './pages/stories.ts';
import { summary } from './pages/summary.ts';
import { rollForward } from './pages/proofs/roll-forward.ts';
import { timeliness } from './pages/proofs/timeliness.ts';
import { useAfterTheEnd } from './pages/proofs/use.ts';
import { toldOf } from './pages/told.ts';
import type { Told } from './pages/told.ts';
import { draftWord } from './wording.ts';
import { fontsIn } from './text/font-files.ts';

export interface PdfOptions {
  /** Folder that holds the font files side by side, for a bundle; without it they come from the installed packages. */
  readonly fontsFolder?: string;
}

/**
 * A renderer whose bytes depend on the report and the attachments alone. A reader that stops early stops the drawing.
 * Throws `AttachmentChanged` when an attachment is not what its digest says.
 *
 * @example for await (const chunk of pdfRenderer().render(report, [])) out.write(chunk);
 */
export function pdfRenderer(options: PdfOptions = {}): Renderer {
  return { render: (report, attachments) => drawn(report, attachments, options) };
}

async function* drawn(report: Report, attachments: readonly Attachment[], options: PdfOptions): Bytes {
  const conclusion = conclusionOf(report);
  const at = writtenAt(report);
  const file = await PdfFile.open(metadataOf(report, conclusion, at));
  const look = { running: runningText(report, conclusion), paper: report.paper };
  const book = new Book(file, look, await fontsIn(options.fontsFolder));
  const told = toldOf(book, { report, conclusion, attachments });
  for (const _piece of drawing(book, told)) yield* file.take();
  yield* attach(file, attachments, at);
  book.finish();
  file.finish();
  yield* file.take();
}

type Chapter = (book: Book, told: Told) => Iterable<void> | void;

function ofReport(chapter: (book: Book, report: Report) => Iterable<void> | void): Chapter {
  return (book, { report }) => chapter(book, report);
}

const signedBy = ofReport(signOff);

/** Everything after the contents: first what people read, then the evidence, and the widest tables at the very end. */
const chapters: readonly Chapter[] = [
  stories,
  findingIndex,
  remediation,
  privilegedAccounts,
  leavers,
  useAfterTheEnd,
  register,
  changes,
  decisions,
  signedBy,
  rollForward,
  ofReport(timeliness),
  reliance,
  ofReport(sources),
  ofReport(queries),
  ofReport(policy),
  ofReport(rowsLeftOut),
  files,
  words,
  decisionLines,
  ofReport(population),
];

/** Draws all pages; yields whenever a piece can be sent. */
function* drawing(book: Book, told: Told): Generator<void, void> {
  const { report } = told;
  yield* part(book, () => cover(book, told));
  yield* part(book, () => summary(book, told));
  const contentsPart = book.structure.open('Sect', book.structure.document);
  const contentsPage = book.keepPage();
  for (const chapter of chapters) {
    yield* part(book, () => chapter(book, told));
    if (chapter === signedBy) yield* part(book, () => signatureField(book, writtenAt(report)));
  }
  book.drawKept(contentsPage, () => {
    book.parent = contentsPart;
    contents(book);
  });
  book.leave(book.structure.document);
}

function* part(book: Book, draw: () => Iterable<void> | void): Generator<void, void> {
  const outer = book.enter('Sect');
  const pieces = draw();
  if (pieces !== undefined) yield* pieces;
  book.leave(outer);
  yield;
}

function runningText(report: Report, { word }: Conclusion): RunningText {
  return {
    head: `${report.application} access review ${report.period.id}  ·  run ${report.run.id}`,
    status: `${draftWord(report)}  ·  ${word}`,
    foot: report.organisation,
  };
}

/** A signed report is no older than what was signed for in it. */
function writtenAt({ run, signOffs }: Report): Instant {
  return signOffs.at(-1)?.at ?? run.asOf;
}

function metadataOf(report: Report, { word }: Conclusion, at: Instant): Metadata {
  const { organisation, period, run, tool } = report;
  return {
    title: `${report.application} access review ${period.id}, ${organisation}`,
    author: organisation,
    subject: `Run ${run.id}, ${word}, ${draftWord(report)}`,
    producer: `${tool.name} ${tool.version}`,
    runId: run.id,
    reportId: sha256Of(JSON.stringify([run, report.signOffs])),
    at,
  };
}
