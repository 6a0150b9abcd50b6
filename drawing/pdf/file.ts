// The PDF file under way: pdfkit writes it, its output is packed, and what is ready is handed over as it comes.
import type { PDFReference } from 'pdfkit';
import type { Kit } from './kit.ts';
import { infoOf, xmpOf } from './metadata.ts';
import type { Metadata } from './metadata.ts';

/**
 * A file of PDF/A-3a and PDF/UA-1. Its bytes depend on what is drawn and said alone.
 *
 * @example
 * const file = await PdfFile.open(metadata);
 * file.document.addPage().addContent('...');
 * file.finish();
 * out.write(...file.take());
 */
export class PdfFile {
  readonly document: Kit;
  #form = '';

  /** The library is loaded when something is drawn: with the one that reads fonts it would take half of a cold start. */
  static async open(metadata: Metadata): Promise<PdfFile> {
    const { Kit } = await import('./kit.ts');
    return new PdfFile(Kit, metadata);
  }

  private constructor(Document: typeof Kit, metadata: Metadata) {
    const options = {
      pdfVersion: '1.7',
      subset: 'PDF/A-3a',
      tagged: true,
      lang: 'en-US',
      displayTitle: true,
      autoFirstPage: false,
      font: null,
      info: infoOf(metadata),
    } as const;
    this.document = new Document(options, () => this.#form);
    this.document.appendXML(xmpOf(metadata));
  }

  /** Declares the file's one form, the signature: pdfkit's own forms need a font of theirs and fail both standards. */
  declareForm(field: PDFReference): void {
    this.#form = `/AcroForm <</Fields [${field.toString()}] /SigFlags 3>>\n`;
  }

  /** Lists a file specification among those of the whole document (`/AF`), as PDF/A-3 asks. */
  associate(specification: PDFReference): void {
    const { data } = this.document.catalog;
    data['AF'] = [...(Array.isArray(data['AF']) ? data['AF'] : []), specification];
  }

  /** What is written and not yet handed over: one piece, or none. */
  *take(): Generator<Uint8Array, void> {
    yield* this.document.packed.take();
  }

  /** Writes the end of the file. Throws when an object was promised and never written. */
  finish(): void {
    this.document.end();
  }
}

/** The colour profile that PDF/A asks for: pdfkit reads it from beside its own program, which may be a bundle. */
export function bundledProfile(): { readonly name: string; readonly from: string } {
  const name = 'data/sRGB_IEC61966_2_1.icc';
  return { name, from: new URL(name, import.meta.resolve('pdfkit')).href };
}
