// Draws the report that closes a review: each removal with its proof, what runs on, and what stayed open and why.
import { sha256Of } from '../core/values/digest.ts';
import { application } from '../core/application/applications.ts';
import type { Attachment } from '../core/ports/drawing.ts';
import type { Bytes } from '../core/ports/objects.ts';
import { closingDocument, closingId } from '../core/report/closing/closing.ts';
import type { ClosingReport } from '../core/report/closing/closing.ts';
import { conclusionOfClosing } from '../core/report/closing/conclusion.ts';
import { Book } from './layout/book.ts';
import { attach } from './pdf/attachments.ts';
import { PdfFile } from './pdf/file.ts';
import { closingPages } from './pages/closing/closing.ts';
import { signatureField } from './pages/sign-off.ts';
import { fontsIn } from './text/font-files.ts';

/** The bytes depend on the report and the attachments alone; they leave room for a signature. */
export async function* closingPdf(
  closing: ClosingReport,
  attachments: readonly Attachment[],
  options: { readonly fontsFolder?: string } = {},
): Bytes {
  const { organisation, period, tool, closed } = closing;
  const conclusion = conclusionOfClosing(closing);
  const documentSha256 = sha256Of(closingDocument(closing));
  const title = `${application.name} access review ${period.id}: closing report`;
  const file = await PdfFile.open({
    title: `${title}, ${organisation}`,
    author: organisation,
    subject: `Review ${period.id}, ${conclusion.word}`,
    producer: `${tool.name} ${tool.version}`,
    runId: closingId(period.id),
    reportId: documentSha256,
    at: closed.at,
  });
  const running = { head: title, status: conclusion.word, foot: organisation };
  const book = new Book(file, { running, paper: closing.paper }, await fontsIn(options.fontsFolder));
  const part = book.enter('Sect');
  for (const _piece of closingPages(book, { closing, conclusion, documentSha256 })) yield* file.take();
  signatureField(book, closed.at, 'H2');
  book.leave(part);
  yield* attach(file, attachments, closed.at);
  book.finish();
  file.finish();
  yield* file.take();
}
