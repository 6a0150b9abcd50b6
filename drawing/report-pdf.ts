// Draws a report as an archival (PDF/A-3a), accessible (PDF/UA-1) and signable PDF, piece by piece as it is read.
import { createHash } from 'node:crypto';
import type { Attachment, Bytes, Renderer } from '../core/ports.ts';
import type { Report } from '../core/report/report.ts';
import { Book } from './layout/book.ts';
import type { RunningText } from './layout/book.ts';
import { attach } from './pdf/attachments.ts';
import { PdfFile } from './pdf/file.ts';
import type { Metadata } from './pdf/metadata.ts';
import { changes } from './pages/changes.ts';
import { contents } from './pages/contents.ts';
import { cover } from './pages/cover.ts';
import { decisions } from './pages/decisions.ts';
import { findings } from './pages/findings.ts';
import { leavers, privilegedAccounts, register } from './pages/people.ts';
import { policy } from './pages/policy.ts';
import { population } from './pages/population.ts';
import { codePoints, files, proposals, reliance, rowsLeftOut } from './pages/remainder.ts';
import { signatureField, signOff } from './pages/sign-off.ts';
import { sources } from './pages/sources.ts';
import { summary } from './pages/summary.ts';
import { draftWord, statusWords } from './wording.ts';
import { fontsIn } from './text/font-files.ts';

export interface PdfOptions {
  /** Folder that holds the font files side by side, for a bundle; without it they come from the installed packages. */
  readonly fontsFolder?: string;
  /** `false` leaves out the field and the room for a signature. */
  readonly signature?: boolean;
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
  const file = await PdfFile.open(metadataOf(report));
  const book = new Book(file, runningText(report), await fontsIn(options.fontsFolder));
  for (const _piece of drawing(book, report, options.signature ?? true)) yield* file.take();
  yield* attach(file, attachments, report.run.asOf);
  book.finish();
  file.finish();
  yield* file.take();
}

type Chapter = (book: Book, report: Report) => Iterable<void> | void;

/** Everything after the contents, in reading order; the code points come last, when all others are drawn. */
const chapters: readonly Chapter[] = [
  summary,
  sources,
  changes,
  findings,
  privilegedAccounts,
  leavers,
  register,
  proposals,
  policy,
  decisions,
  signOff,
  reliance,
  rowsLeftOut,
  files,
  population,
  codePoints,
];

/** Draws all pages; yields whenever a piece can be sent. */
function* drawing(book: Book, report: Report, signature: boolean): Generator<void, void> {
  yield* part(book, () => cover(book, report));
  const contentsPart = book.structure.open('Sect', book.structure.document);
  const contentsPage = book.keepPage();
  for (const chapter of chapters) {
    yield* part(book, () => chapter(book, report));
    if (chapter === signOff && signature) yield* part(book, () => signatureField(book, report));
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

function runningText(report: Report): RunningText {
  return {
    head: `${report.application} access review ${report.period.id}  ·  run ${report.run.id}`,
    status: `${draftWord(report)}  ·  ${statusWords[report.status]}`,
    foot: report.organisation,
  };
}

function metadataOf(report: Report): Metadata {
  const { organisation, period, run, tool, status } = report;
  return {
    title: `${report.application} access review ${period.id}, ${organisation}`,
    author: organisation,
    subject: `Run ${run.id}, ${statusWords[status]}, ${draftWord(report)}`,
    producer: `${tool.name} ${tool.version}`,
    runId: run.id,
    reportId: createHash('sha256')
      .update(JSON.stringify([run, report.signOffs]))
      .digest('hex'),
    at: run.asOf,
  };
}
