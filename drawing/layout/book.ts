// The report under way: pages in order, the place where the next thing is drawn, and the chapters with their pages.
import type { Paper } from '../../core/names/paper.ts';
import type { Dictionary, PDFReference } from 'pdfkit';
import { ByteSink } from '../pdf/byte-sink.ts';
import type { PdfFile } from '../pdf/file.ts';
import type { Instant } from '../../core/values/instant.ts';
import { writeSignatureHole } from '../pdf/signature.ts';
import { decimal, textOf } from '../pdf/syntax.ts';
import { Structure } from '../pdf/structure.ts';
import type { Element, Tag } from '../pdf/structure.ts';
import type { OpenFont } from '../text/font-files.ts';
import { Typesetter } from '../text/typesetter.ts';
import type { TextStyle } from '../text/typesetter.ts';
import { addOutline } from './outline.ts';
import type { Heading } from './outline.ts';
import { deviceRgb, Page, rectangle } from './page.ts';
import type { Orientation } from './page.ts';
import { strokedLine } from './shapes.ts';
import { styles, tones } from './style.ts';
import type { Box, Tone } from './style.ts';

/** What stands at the head and foot of every page but the cover. */
export interface RunningText {
  readonly head: string;
  readonly status: string;
  readonly foot: string;
}

/** How the whole report looks. */
export interface Look {
  readonly running: RunningText;
  readonly paper: Paper;
}

export class Book {
  readonly #file: PdfFile;
  readonly structure: Structure;
  readonly type: Typesetter;
  readonly headings: Heading[] = [];
  /** The element that takes up what is drawn next. */
  parent: Element;
  /** Height at which the next thing begins; PDF counts upwards from the foot of the page. */
  y = 0;
  readonly #running: RunningText;
  /** Fonts of every page and form, and the number of pages, a form on each of them: known when all is drawn. */
  readonly #fonts: PDFReference;
  readonly #pageTotal: PDFReference;
  readonly #forms: PDFReference;
  readonly #paper: Paper;
  readonly #content = new ByteSink();
  #pages = 0;
  #page: Page;

  constructor(file: PdfFile, { running, paper }: Look, openFont: OpenFont) {
    this.#paper = paper;
    const { document } = file;
    this.#file = file;
    this.structure = new Structure(document);
    this.parent = this.structure.document;
    this.type = new Typesetter(openFont);
    this.#running = running;
    this.#fonts = document.ref();
    this.#pageTotal = document.ref();
    this.#forms = document.ref({ Total: this.#pageTotal });
    this.#forms.end();
    this.#page = this.#addPage('portrait');
    this.#drawFoot(this.#page);
  }

  get page(): Page {
    return this.#page;
  }

  /** Begins the next page; the one before is written and leaves memory. */
  newPage(orientation: Orientation = this.#page.orientation): void {
    this.#seal(this.#page);
    this.#page = this.#addPage(orientation);
    this.#drawRunningText(this.#page);
  }

  /** Sees to it that `height` points are free above the foot of the page. */
  room(height: number): void {
    if (this.y - height < this.#page.bottom) this.newPage();
  }

  /** Keeps a page free, to be drawn when the rest of the report is known. */
  keepPage(): Page {
    this.#seal(this.#page);
    const kept = this.#addPage('portrait', true);
    this.#drawRunningText(kept);
    this.#page = kept;
    this.#page = this.#addPage('portrait');
    this.#drawRunningText(this.#page);
    return kept;
  }

  /** Draws on a page that was kept, and writes it. */
  drawKept(kept: Page, draw: () => void): void {
    const current = { page: this.#page, y: this.y };
    this.#page = kept;
    this.y = kept.top;
    draw();
    this.#seal(kept);
    this.#page = current.page;
    this.y = current.y;
  }

  /** Draws within a new element of the structure. */
  within(tag: Tag, draw: () => void, attributes?: Dictionary): void {
    const outer = this.enter(tag);
    draw();
    this.leave(outer, attributes);
  }

  /** Opens an element that what follows belongs to; pass what it returns to `leave`. */
  enter(tag: Tag): Element {
    const outer = this.parent;
    this.parent = this.structure.open(tag, outer);
    return outer;
  }

  leave(outer: Element, attributes?: Dictionary): void {
    this.structure.close(this.parent, outer, attributes);
    this.parent = outer;
  }

  /** Operators for one line of text; what cannot be drawn is drawn as its code point. */
  text(
    text: string,
    look: { readonly style: TextStyle; readonly tone: Tone },
    at: { readonly x: number; readonly y: number },
  ): string {
    return `${look.tone} sc ${this.type.line(this.type.visible(text, look.style.face), look.style, at)}`;
  }

  textWidth(text: string, style: TextStyle): number {
    return this.type.width(this.type.visible(text, style.face), style);
  }

  wrap(text: string, style: TextStyle, width: number): readonly string[] {
    return this.type.wrap(this.type.visible(text, style.face), style, width);
  }

  /** An object that links can point to before it is known where they lead; it must be written in the end. */
  destination(): PDFReference {
    return this.#file.document.ref();
  }

  /** Puts an annotation on the page, such as a link, as part of the element that is open. */
  annotate(annotation: Dictionary): PDFReference {
    return this.#page.annotate(this.structure, this.parent, annotation);
  }

  /**
   * Puts the field for the electronic signature on the page, as part of the element that is open.
   *
   * @param look operators that draw it, from its own lower left corner
   */
  signatureField(at: Instant, box: Box, look: string): void {
    const field = this.annotate({
      Subtype: 'Widget',
      FT: 'Sig',
      T: textOf('signature'),
      TU: textOf('Electronic signature of this report'),
      V: writeSignatureHole(this.#file.document, at),
      Rect: rectangle(box),
      AP: { N: this.#form(this.#file.document.ref(), [0, 0, box.width, box.height], look) },
    });
    this.#file.declareForm(field);
  }

  /** Writes a drawing that pages show as a whole. */
  #form(form: PDFReference, box: readonly number[], operators: string): PDFReference {
    form.data = { Type: 'XObject', Subtype: 'Form', BBox: box, Resources: { Font: this.#fonts } };
    form.end(Buffer.from(deviceRgb + operators, 'latin1'));
    return form;
  }

  #addPage(orientation: Orientation, kept = false): Page {
    this.#pages += 1;
    const parts = {
      orientation,
      paper: this.#paper,
      number: this.#pages,
      fonts: this.#fonts,
      forms: this.#forms,
      kept,
      content: kept ? new ByteSink() : this.#content,
    };
    const page = new Page(this.#file.document, parts);
    this.y = page.top;
    return page;
  }

  #seal(page: Page): void {
    page.seal(this.#file.document, this.structure);
  }

  #drawRunningText(page: Page): void {
    const look = { style: styles.running, tone: tones.muted };
    this.#drawFoot(page);
    const headY = page.height - 46;
    const statusX = page.right - this.textWidth(this.#running.status, styles.label);
    page.pagination(
      'Header',
      this.text(this.#running.head, look, { x: page.left, y: headY }) +
        this.text(this.#running.status, { style: styles.label, tone: tones.ink }, { x: statusX, y: headY }) +
        strokedLine([page.left, headY - 8], [page.right, headY - 8], { tone: tones.rule, width: 0.5 }),
    );
  }

  /** Page x of y, and what the report is about; the first page has this alone. */
  #drawFoot(page: Page): void {
    const look = { style: styles.running, tone: tones.muted };
    const footY = 38;
    const pageText = `Page ${page.number} of `;
    const totalX = page.left + this.textWidth(pageText, styles.running);
    const foot = this.#shortened(this.#running.foot, page.textWidth - 120);
    const footX = page.right - this.textWidth(foot, styles.running);
    page.pagination(
      'Footer',
      this.text(pageText, look, { x: page.left, y: footY }) +
        `q 1 0 0 1 ${decimal(totalX)} ${decimal(footY)} cm /Total Do Q\n` +
        this.text(foot, look, { x: footX, y: footY }),
    );
  }

  /** The cover has the whole text; at the foot of a page it must not run into the page number. */
  #shortened(text: string, width: number): string {
    const [first = '', ...rest] = this.wrap(text, styles.running, width);
    return rest.length === 0 ? first : `${first.trimEnd()}…`;
  }

  /** Writes the last page, the number of pages, the fonts and the outline. */
  finish(): void {
    this.#seal(this.#page);
    const total = this.text(String(this.#pages), { style: styles.running, tone: tones.muted }, { x: 0, y: 0 });
    this.#form(this.#pageTotal, [0, -4, 60, 12], total);
    this.#fonts.data = this.type.embed(this.#file.document);
    this.#fonts.end();
    addOutline(this.#file.document, this.headings);
    this.structure.finish();
  }
}
