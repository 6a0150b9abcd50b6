// Draws reports for tests, whole.
import { buffer } from 'node:stream/consumers';
import type { Attachment } from '../../../core/ports/drawing.ts';
import type { Report } from '../../../core/report/report.ts';
import { pdfRenderer } from '../../../drawing/report-pdf.ts';

export async function drawn(report: Report, attachments: readonly Attachment[] = []): Promise<Buffer> {
  return buffer(pdfRenderer().render(report, attachments));
}
