// Draws the report of a control that was not performed: one page that can be signed and kept like any other.
import { createHash } from 'node:crypto';
import { dayText, instantText } from '../core/instant.ts';
import type { Bytes } from '../core/ports.ts';
import { notPerformedId } from '../core/review/not-performed.ts';
import type { NotPerformedReport } from '../core/review/not-performed.ts';
import { Book } from './layout/book.ts';
import { paragraph, points, section } from './layout/prose.ts';
import { styles, tones } from './layout/style.ts';
import { writeInfo, writeXmp } from './pdf/metadata.ts';
import { reference } from './pdf/syntax.ts';
import { signatureField } from './pages/sign-off.ts';
import { fontsIn } from './text/font-files.ts';

/** The bytes depend on the report alone; they leave room for a signature. */
export async function* notPerformedPdf(
  report: NotPerformedReport,
  options: { readonly fontsFolder?: string } = {},
): Bytes {
  const { id: period } = report.period;
  const title = `People.ai access review ${period}: control not performed`;
  const running = { head: title, status: 'NOT PERFORMED', foot: report.organisation };
  const book = new Book(running, await fontsIn(options.fontsFolder));
  const { file } = book;
  const part = book.enter('Sect');
  draw(book, report, title);
  signatureField(book, { run: { asOf: report.at } });
  book.leave(part);
  const metadata = {
    title: `${title}, ${report.organisation}`,
    author: report.organisation,
    subject: `Period ${period}, not performed`,
    producer: `${report.tool.name} ${report.tool.version}`,
    runId: notPerformedId(period),
    at: report.at,
  };
  const catalog =
    '<</Type/Catalog/Lang (en-US)/MarkInfo<</Marked true>>/ViewerPreferences<</DisplayDocTitle true>>' +
    `${book.finish()}/Metadata ${reference(writeXmp(file, metadata))}>>`;
  const id = createHash('sha256').update(JSON.stringify(report)).digest('hex').slice(0, 32);
  file.finish({ root: file.add(catalog), info: writeInfo(file, metadata), id });
  yield* file.take();
}

function draw(book: Book, report: NotPerformedReport, title: string): void {
  book.within('H1', () => {
    const look = { style: styles.title, tone: tones.accent };
    for (const line of book.wrap(title, styles.title, book.page.textWidth)) {
      book.y -= 36;
      book.page.mark(book.parent, book.text(line, look, { x: book.page.left, y: book.y }));
    }
  });
  book.y -= 16;
  paragraph(book, report.organisation, { style: { face: 'regular', size: 16 }, after: 16 });
  paragraph(book, `${dueText(report)} ${report.reason}`);
  paragraph(book, standingText(report));
  section(book, 'What was tried in the period', { listed: false });
  points(book, report.attempts, 'Nothing: no export was compared with the directories.');
}

function dueText({ period, occasion }: NotPerformedReport): string {
  const due = `${period.id}, ${dayText(period.firstDay)} to ${dayText(period.lastDay)}`;
  if (occasion.kind === 'due-day') {
    return `The review of ${due}, was due on ${dayText(period.dueDay)}. It was not performed.`;
  }
  return `The review of ${due}, was to run on ${instantText(occasion.asOf)}. It was not performed.`;
}

function standingText({ period, occasion, at }: NotPerformedReport): string {
  const established = `This was established on ${instantText(at)}.`;
  if (occasion.kind === 'due-day') return `${established} Nobody decided on any account for this period.`;
  return `${established} The review can be made up for until it is due, on ${dayText(period.dueDay)}.`;
}
