// Reads a report back from its PDF, so that what is printed can be held against the data that travels inside.
import type { PDFDocumentProxy } from 'unpdf/pdfjs';
import * as z from 'zod/mini';
import type { ReportReader } from '../../core/ports.ts';
import { ok, refused } from '../../core/result.ts';
import type { Result } from '../../core/result.ts';

/**
 * A reader that uses PDF.js. Give it what passed the check of its seal: PDF.js forgives damage and reads on, and a file
 * that is made to be slow is slow.
 *
 * @example
 * const opened = await reportReader().open(bytes, 'report.pdf');
 * if (opened.kind === 'ok') opened.value.attachments.get('evidence/manifest.json');
 */
export function reportReader(): ReportReader {
  return {
    open: async (pdf, fileName) => {
      const read = await readable(fileName, 'the file', () => openDocument(pdf));
      if (read.kind === 'refused') return read;
      const { document, attached, info } = read.value;
      const attachments = byName(attached, fileName);
      if (attachments.kind === 'refused') {
        await document.destroy();
        return attachments;
      }
      return ok({
        attachments: attachments.value,
        info,
        pageCount: document.numPages,
        textOf: (page) => readable(fileName, `page ${page}`, () => textOfPage(document, page)),
        close: () => document.destroy(),
      });
    },
  };
}

interface OpenDocument {
  readonly document: PDFDocumentProxy;
  readonly attached: readonly Attached[];
  readonly info: ReadonlyMap<string, string>;
}

const attachedSchema = z.object({ rawFilename: z.string(), content: z.instanceof(Uint8Array) });
type Attached = z.infer<typeof attachedSchema>;
const attachmentsSchema = z.nullable(z.record(z.string(), attachedSchema));
const infoSchema = z.record(z.string(), z.unknown());

async function openDocument(pdf: Uint8Array): Promise<OpenDocument> {
  // Loaded here because it takes a tenth of a second, which only those who read a report back should wait for.
  const { getDocument, VerbosityLevel } = await import('unpdf/pdfjs');
  const document = await getDocument({
    data: Uint8Array.from(pdf), // PDF.js takes the buffer that it is given for itself
    verbosity: VerbosityLevel.ERRORS,
    isEvalSupported: false,
    disableFontFace: true,
    useSystemFonts: false,
    useWorkerFetch: false,
  }).promise;
  const attached = Object.values(attachmentsSchema.parse(await document.getAttachments()) ?? {});
  return { document, attached, info: textsOf(await document.getMetadata()) };
}

function textsOf({ info }: { readonly info: unknown }): ReadonlyMap<string, string> {
  const entries = infoSchema.parse(info);
  const custom = infoSchema.parse(entries['Custom'] ?? {});
  const texts = Object.entries({ ...entries, ...custom });
  return new Map(texts.flatMap(([name, value]) => (typeof value === 'string' ? [[name, value]] : [])));
}

function byName(attached: readonly Attached[], fileName: string): Result<ReadonlyMap<string, Uint8Array>> {
  const files = new Map<string, Uint8Array>();
  for (const { rawFilename: name, content } of attached) {
    if (files.has(name)) {
      return refused({
        what: 'two files are attached under one name',
        where: fileName,
        found: JSON.stringify(name),
        expected: 'each file of the evidence once',
      });
    }
    files.set(name, content);
  }
  return ok(files);
}

async function textOfPage(document: PDFDocumentProxy, number: number): Promise<string> {
  const page = await document.getPage(number);
  try {
    const { items } = await page.getTextContent();
    return items.map((item) => ('str' in item ? `${item.str}${item.hasEOL ? '\n' : ''}` : '')).join('');
  } finally {
    page.cleanup();
  }
}

/** PDF.js throws on what it cannot read; here that is an input to refuse, with its words for what is wrong. */
async function readable<T>(fileName: string, part: string, read: () => Promise<T>): Promise<Result<T>> {
  try {
    return ok(await read());
  } catch (error) {
    return refused({
      what: `${part} cannot be read as a PDF`,
      where: fileName,
      found: error instanceof Error ? error.message : String(error),
      expected: 'a PDF as this product writes it',
    });
  }
}
