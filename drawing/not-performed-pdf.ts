// Draws the report of a control that was not performed: one page that can be signed and kept like any other.
import { Readable } from 'node:stream';
import { sha256Of } from '../core/values/digest.ts';
import { application } from '../core/application/applications.ts';
import { dayText, instantText } from '../core/values/time-text.ts';
import type { Attachment } from '../core/ports/drawing.ts';
import type { Bytes } from '../core/ports/objects.ts';
import { asksOfAbsence } from '../core/report/told/absence-asks.ts';
import { conclusionOfAbsence } from '../core/report/told/conclusion.ts';
import { daysText } from '../core/report/told/progress.ts';
import { evidenceFiles } from '../core/names/evidence-files.ts';
import { notPerformedDocument, notPerformedId } from '../core/report/not-performed.ts';
import type { NotPerformedReport } from '../core/report/not-performed.ts';
import { Book } from './layout/book.ts';
import type { Cell } from './layout/cell.ts';
import { paragraph, points, section } from './layout/prose.ts';
import { verdict } from './layout/figures/verdict.ts';
import { attach } from './pdf/attachments.ts';
import { PdfFile } from './pdf/file.ts';
import { facts, ownerText, titleBlock } from './pages/cover.ts';
import { signatureField, signatureHeight } from './pages/sign-off.ts';
import { askedSection } from './pages/summary.ts';
import { fontsIn } from './text/font-files.ts';

/** The bytes depend on the report alone, which is attached as data; they leave room for a signature. */
export async function* notPerformedPdf(
  report: NotPerformedReport,
  options: { readonly fontsFolder?: string } = {},
): Bytes {
  const { id: period } = report.period;
  const title = `${application.name} access review ${period}: control not performed`;
  const stated = statement(report);
  const running = { head: title, status: 'NOT PERFORMED', foot: report.organisation };
  const file = await PdfFile.open({
    title: `${title}, ${report.organisation}`,
    author: report.organisation,
    subject: `Period ${period}, not performed`,
    producer: `${report.tool.name} ${report.tool.version}`,
    runId: notPerformedId(period),
    reportId: stated.sha256,
    at: report.at,
  });
  const book = new Book(file, { running, paper: report.paper }, await fontsIn(options.fontsFolder));
  const part = book.enter('Sect');
  for (const _piece of draw(book, report)) yield* file.take();
  signatureField(book, report.at, 'H2');
  book.leave(part);
  yield* attach(file, [stated], report.at);
  book.finish();
  file.finish();
  yield* file.take();
}

/** What the page is drawn from. */
function statement(report: NotPerformedReport): Attachment {
  const { says, ...file } = evidenceFiles.absence;
  const bytes = Buffer.from(notPerformedDocument(report));
  const sha256 = sha256Of(bytes);
  return { ...file, description: says, sha256, read: () => Readable.from([bytes]) };
}

function* draw(book: Book, report: NotPerformedReport): Generator<void, void> {
  const { organisation, period, attempts } = report;
  titleBlock(book, { title: `${application.name} access review ${period.id}`, organisation });
  verdict(book, conclusionOfAbsence(report));
  paragraph(book, `${dueText(report)} ${report.reason}`);
  book.y -= 4;
  yield* facts(book, factsOf(report));
  yield* askedSection(book, asksOfAbsence(report), { tag: 'H2' });
  section(book, 'What was tried in the period', { tag: 'H2' });
  points(book, attempts, {
    empty: 'Nothing: no export was compared with the directories.',
    below: signatureHeight(book),
  });
}

function dueText({ period, occasion }: NotPerformedReport): string {
  if (occasion.kind === 'due-day') return `The review was due on ${dayText(period.dueDay)}.`;
  return `The review was to run on ${instantText(occasion.asOf)}.`;
}

function factsOf(report: NotPerformedReport): readonly (readonly Cell[])[] {
  const { organisation, period, at, atSetByOperator, day, controlOwner, tool } = report;
  return [
    ['Organisation', organisation],
    ['Control owner', ownerText(controlOwner)],
    ['Reviewed by', 'nobody'],
    ['Period', `${period.id}, ${dayText(period.firstDay)} to ${dayText(period.lastDay)}`],
    ['Review due', `${dayText(period.dueDay)}; ${daysText(period.dueDay, day)} on ${dayText(day)}`],
    ['Established', `${instantText(at)}${atSetByOperator === true ? ' (clock set by the operator)' : ''}`],
    ['Tool', `${tool.name} ${tool.version}`],
  ];
}
