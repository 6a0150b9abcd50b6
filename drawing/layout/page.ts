// One page: what is drawn on it, each mark tied to its element of the structure or declared an artifact.
import type { ByteSink } from '../pdf/byte-sink.ts';
import type PDFDocument from 'pdfkit';
import type { Dictionary, PDFReference } from 'pdfkit';
import { hundredths, written } from '../pdf/syntax.ts';
import type { Element, Structure } from '../pdf/structure.ts';
import type { Paper } from '../../core/names/paper.ts';
import type { Box } from './style.ts';

const a4 = { width: 595.28, height: 841.89 } as const;
const letter = { width: 612, height: 792 } as const;

/** Width and height of a page that stands upright. */
const sheets: Readonly<Record<Paper, { readonly width: number; readonly height: number }>> = {
  A4: a4,
  Letter: letter,
};

export type Orientation = 'portrait' | 'landscape';

/** Where text may stand. */
const margins = { side: 54, top: 76, bottom: 58 } as const;
const landscapeSide = 36;

export interface PageParts {
  readonly orientation: Orientation;
  readonly paper: Paper;
  /** From 1. */
  readonly number: number;
  /** Dictionaries that all pages share. */
  readonly fonts: PDFReference;
  readonly forms: PDFReference;
  /** Drawn when the rest of the report is known. */
  readonly kept: boolean;
  /** Collects what is drawn. The next page may use it again once this one is sealed, which saves fresh memory. */
  readonly content: ByteSink;
}

export class Page {
  /** What links and elements point to. */
  readonly object: PDFReference;
  readonly width: number;
  readonly height: number;
  readonly left: number;
  readonly right: number;
  readonly top: number;
  readonly bottom: number = margins.bottom;
  readonly number: number;
  readonly orientation: Orientation;
  readonly #content: ByteSink;
  /** By marked-content id: the element. */
  readonly #marks: PDFReference[] = [];
  readonly #structKey: number;
  readonly #annotations: PDFReference[] = [];
  readonly #annotationList: PDFReference;
  /** The object for the content of a kept page: pdfkit writes the page long before it is drawn. */
  readonly #kept: PDFReference | null;

  /** Begins a page; pdfkit writes the one before, which must be sealed unless it is kept. */
  constructor(kit: PDFDocument, { orientation, paper, number, fonts, forms, kept, content }: PageParts) {
    const sheet = sheets[paper];
    this.orientation = orientation;
    this.number = number;
    this.width = orientation === 'portrait' ? sheet.width : sheet.height;
    this.height = orientation === 'portrait' ? sheet.height : sheet.width;
    this.left = orientation === 'portrait' ? margins.side : landscapeSide;
    this.right = this.width - this.left;
    this.top = this.height - margins.top;
    const page = kit.addPage({ size: [this.width, this.height], margin: 0 }).page;
    // pdfkit counts from the top of the page; this takes it back.
    kit.transform(1, 0, 0, -1, 0, this.height);
    this.object = page.dictionary;
    this.#structKey = page.structParentTreeKey;
    this.#annotationList = kit.ref();
    this.#kept = kept ? kit.ref() : null;
    page.resources.data['Font'] = fonts;
    page.resources.data['XObject'] = forms;
    page.dictionary.data['Annots'] = this.#annotationList;
    if (this.#kept !== null) page.dictionary.data['Contents'] = [page.content, this.#kept];
    // `addPage` made pdfkit write the page before, so what `content` held for it may be overwritten.
    this.#content = content;
    this.#content.append(deviceRgb);
  }

  get textWidth(): number {
    return this.right - this.left;
  }

  /** Draws content that belongs to `element`. */
  mark(element: Element, operators: string): void {
    const id = this.#marks.push(element.object) - 1;
    element.page ??= this.object;
    element.kids += ` ${element.page === this.object ? id : written({ Type: 'MCR', Pg: this.object, MCID: id })}`;
    this.#draw(`/${element.tag} <</MCID ${id}>> BDC\n`, operators);
  }

  /** Draws what carries no meaning of its own: rules, shades, markers beside their word. */
  artifact(operators: string): void {
    if (operators !== '') this.#draw('/Artifact BMC\n', operators);
  }

  /** Draws what repeats on every page. */
  pagination(subtype: 'Header' | 'Footer', operators: string): void {
    this.#draw(`/Artifact <</Type/Pagination/Subtype/${subtype}>> BDC\n`, operators);
  }

  #draw(begin: string, operators: string): void {
    this.#content.append(`${begin}${operators}EMC\n`);
  }

  /** Puts an annotation on the page, tied to the element that it belongs to. */
  annotate(structure: Structure, element: Element, annotation: Dictionary): PDFReference {
    const object = structure.addAnnotation(element, this.object, annotation);
    this.#annotations.push(object);
    return object;
  }

  /** Hands the page's content over; nothing can be drawn on it afterwards. */
  seal(kit: PDFDocument, structure: Structure): void {
    structure.holdMarks(this.#structKey, this.#marks);
    this.#annotationList.data = this.#annotations;
    this.#annotationList.end();
    if (this.#kept === null) kit.addContent(this.#content.take());
    else this.#kept.end(this.#content.take());
  }
}

/** Sets the colours of what follows to red, green and blue, from 0 to 1. */
export const deviceRgb = '/DeviceRGB cs /DeviceRGB CS\n';

/** A rectangle as its lower left and upper right corners. */
export function rectangle({ x, y, width, height }: Box): readonly number[] {
  return [x, y, x + width, y + height].map(hundredths);
}
