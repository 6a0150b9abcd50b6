// The report under way: pages in order, the place where the next thing is drawn, and the chapters with their pages.
import { PdfFile } from '../pdf/file.ts';
import { decimal, reference } from '../pdf/syntax.ts';
import { Structure } from '../pdf/structure.ts';
import type { Element, Tag } from '../pdf/structure.ts';
import type { OpenFont } from '../text/font-files.ts';
import { Typesetter } from '../text/typesetter.ts';
import type { TextStyle } from '../text/typesetter.ts';
import { writeOutline } from './outline.ts';
import type { Heading } from './outline.ts';
import { Page } from './page.ts';
import type { Orientation } from './page.ts';
import { strokedLine } from './shapes.ts';
import { styles, tones } from './style.ts';
import type { Tone } from './style.ts';

/** What stands at the head and foot of every page but the cover. */
export interface RunningText {
  readonly head: string;
  readonly status: string;
  readonly foot: string;
}

export class Book {
  readonly file = new PdfFile();
  readonly structure = new Structure(this.file);
  readonly type: Typesetter;
  readonly headings: Heading[] = [];
  /** The element that takes up what is drawn next. */
  parent: Element = this.structure.document;
  /** Height at which the next thing begins; PDF counts upwards from the foot of the page. */
  y = 0;
  readonly #running: RunningText;
  readonly #tree = this.file.reserve();
  /** Fonts and colours of every page and form. */
  readonly resources = this.file.reserve();
  readonly #pageTotal = this.file.reserve();
  readonly #pages: Page[] = [];
  readonly #declared: string[] = [];
  #page: Page;

  constructor(running: RunningText, openFont: OpenFont) {
    this.type = new Typesetter(openFont);
    this.#running = running;
    this.#page = this.#addPage('portrait');
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
    this.newPage('portrait');
    const kept = this.#page;
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
  within(tag: Tag, draw: () => void, attributes = ''): void {
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

  leave(outer: Element, attributes = ''): void {
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

  /** Adds an entry to the catalog, such as that of a form. */
  declare(entry: string): void {
    this.#declared.push(entry);
  }

  #addPage(orientation: Orientation): Page {
    const page = new Page(this.file, orientation, this.#pages.length + 1);
    this.#pages.push(page);
    this.y = page.top;
    return page;
  }

  #seal(page: Page): void {
    page.seal(this.file, this.structure, { tree: this.#tree, resources: this.resources });
  }

  #drawRunningText(page: Page): void {
    const look = { style: styles.running, tone: tones.muted };
    const headY = page.height - 46;
    const statusX = page.right - this.textWidth(this.#running.status, styles.label);
    page.pagination(
      'Header',
      this.text(this.#running.head, look, { x: page.left, y: headY }) +
        this.text(this.#running.status, { style: styles.label, tone: tones.ink }, { x: statusX, y: headY }) +
        strokedLine([page.left, headY - 8], [page.right, headY - 8], { tone: tones.rule, width: 0.5 }),
    );
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

  /**
   * Writes the last page, the number of pages, the fonts and the outline.
   *
   * @returns entries for the catalog
   */
  finish(): string {
    this.#seal(this.#page);
    const total = this.text(String(this.#pages.length), { style: styles.running, tone: tones.muted }, { x: 0, y: 0 });
    this.file.addStream(
      `/Type/XObject/Subtype/Form/BBox[0 -4 60 12]/Resources ${reference(this.resources)}`,
      `/C cs /C CS\n${total}`,
      this.#pageTotal,
    );
    this.file.add(
      `<</Font<<${this.type.finish(this.file)}>>/XObject<</Total ${reference(this.#pageTotal)}>>/ColorSpace<</C ${calibratedRgb}>>>>`,
      this.resources,
    );
    const kids = this.#pages.map((page) => reference(page.objectNumber)).join(' ');
    this.file.add(`<</Type/Pages/Count ${this.#pages.length}/Kids[${kids}]>>`, this.#tree);
    return `/Pages ${reference(this.#tree)}/StructTreeRoot ${reference(this.structure.finish())}${writeOutline(this.file, this.headings)}${this.#declared.join('')}`;
  }
}

/** sRGB by its primaries and white point (IEC 61966-2-1): colours that PDF/A accepts without an output intent. */
const calibratedRgb =
  '[/CalRGB<</WhitePoint[0.9505 1 1.089]/Gamma[2.2 2.2 2.2]' +
  '/Matrix[0.4124 0.2126 0.0193 0.3576 0.7152 0.1192 0.1805 0.0722 0.9505]>>]';
