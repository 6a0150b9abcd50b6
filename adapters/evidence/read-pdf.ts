// The thread in which PDF.js reads a file: it is given the bytes, answers with what they hold, and is ended.
import { on } from 'node:events';
import { parentPort } from 'node:worker_threads';
import { getDocument, VerbosityLevel } from 'unpdf/pdfjs';
import type { PDFDocumentProxy } from 'unpdf/pdfjs';
import * as z from 'zod/mini';
import { holdSealed } from './foreign-form.ts';
import { holdToOurForm } from './foreign-objects.ts';
import { readObjects } from './pdf-objects.ts';
import { ForeignPdf } from './pdf-value.ts';
import { attachedSchema } from './pdf-contents.ts';
import type { PdfContents } from './pdf-contents.ts';

const attachmentsSchema = z.nullable(z.record(z.string(), attachedSchema));
const infoSchema = z.record(z.string(), z.unknown());

if (parentPort === null) throw new Error('this program is a thread of another');
for await (const [pdf] of on(parentPort, 'message')) {
  // oxlint-disable-next-line unicorn/require-post-message-target-origin -- a window has an origin, a thread has none
  parentPort.postMessage(await contentsOf(z.instanceof(Uint8Array).parse(pdf)));
}

function foreignIn(pdf: Uint8Array): PdfContents['foreign'] {
  try {
    const objects = readObjects(pdf);
    holdToOurForm(objects);
    holdSealed(pdf, objects);
    return null;
  } catch (error) {
    if (error instanceof ForeignPdf) return { where: error.where, found: error.message };
    return { where: 'a stream of objects', found: error instanceof Error ? error.message : String(error) };
  }
}

async function contentsOf(pdf: Uint8Array): Promise<PdfContents> {
  // PDF.js takes the bytes away with it, so this comes before.
  const foreign = foreignIn(pdf);
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
  await document.destroy();
  return { attached, info, pages, foreign };
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
