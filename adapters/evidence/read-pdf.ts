// The thread in which PDF.js reads a file: it is given the bytes, answers once with what they hold, and is ended.
import { parentPort, workerData } from 'node:worker_threads';
import { getDocument, VerbosityLevel } from 'unpdf/pdfjs';
import type { PDFDocumentProxy } from 'unpdf/pdfjs';
import * as z from 'zod/mini';
import { attachedSchema } from './pdf-contents.ts';
import type { PdfContents } from './pdf-contents.ts';

const attachmentsSchema = z.nullable(z.record(z.string(), attachedSchema));
const infoSchema = z.record(z.string(), z.unknown());

// oxlint-disable-next-line unicorn/require-post-message-target-origin -- a window has an origin, a thread has none
parentPort?.postMessage(await contentsOf(z.instanceof(Uint8Array).parse(workerData)));

async function contentsOf(pdf: Uint8Array): Promise<PdfContents> {
  const document = await getDocument({
    data: pdf,
    verbosity: VerbosityLevel.ERRORS,
    isEvalSupported: false,
    disableFontFace: true,
    useSystemFonts: false,
    useWorkerFetch: false,
  }).promise;
  const attached = Object.values(attachmentsSchema.parse(await document.getAttachments()) ?? {});
  const info = textsOf(await document.getMetadata());
  const pages: string[] = [];
  for (let page = 1; page <= document.numPages; page += 1) pages.push(await textOf(document, page));
  return { attached, info, pages };
}

function textsOf({ info }: { readonly info: unknown }): Map<string, string> {
  const entries = infoSchema.parse(info);
  const custom = infoSchema.parse(entries['Custom'] ?? {});
  const texts = Object.entries({ ...entries, ...custom });
  return new Map(texts.flatMap(([name, value]) => (typeof value === 'string' ? [[name, value]] : [])));
}

async function textOf(document: PDFDocumentProxy, number: number): Promise<string> {
  const page = await document.getPage(number);
  const { items } = await page.getTextContent();
  page.cleanup();
  return items.map((item) => ('str' in item ? `${item.str}${item.hasEOL ? '\n' : ''}` : '')).join('');
}
