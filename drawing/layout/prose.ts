// Headings, paragraphs and lists: running text down the page, on to the next when it is full.
import type { TextStyle } from '../text/typesetter.ts';
import type { Book } from './book.ts';
import { leading, styles, tones } from './style.ts';
import type { Tone } from './style.ts';

export interface ParagraphLook {
  readonly style: TextStyle;
  readonly tone: Tone;
  /** Free space below, in points. */
  readonly after: number;
}

const bodyLook: ParagraphLook = { style: styles.body, tone: tones.ink, after: 7 };

/** Points that must be free for a short chapter to follow on the same page. */
const roomOfShort = 170;

/** What a heading of a chapter takes, with the space around it. */
const chapterHeading = 65;

/**
 * Begins a chapter on a fresh page; a short one may follow further down where there is room for its beginning.
 *
 * @param options `below`: points that what follows at once needs on the same page
 */
export function chapter(
  book: Book,
  title: string,
  options: { readonly short?: boolean; readonly below?: number } = {},
): void {
  const { page } = book;
  const room = Math.max(roomOfShort, chapterHeading + (options.below ?? 0));
  const follows = options.short === true && page.orientation === 'portrait' && book.y - page.bottom >= room;
  if (book.y < page.top && !follows) book.newPage('portrait');
  else if (book.y < page.top) book.y -= 26;
  heading(book, { tag: 'H2', title, look: { style: styles.chapter, tone: tones.accent, after: 12 } });
}

/** Begins a chapter of wide tables, on a page that lies on its side; it follows another one where there is room. */
export function appendix(book: Book, title: string): void {
  const { page } = book;
  if (page.orientation === 'landscape' && book.y - page.bottom >= roomOfShort) book.y -= 26;
  else book.newPage('landscape');
  heading(book, { tag: 'H2', title, look: { style: styles.chapter, tone: tones.accent, after: 8 } });
}

const sectionLook: ParagraphLook = { style: styles.section, tone: tones.ink, after: 6 };
const aboveSection = 12;

/**
 * @param options `tag`: of the heading, where no chapter stands above it; `below`: points that what follows needs on
 * the same page; `least`: points that must be free at any rate
 */
export function section(
  book: Book,
  title: string,
  {
    tag = 'H3',
    listed = false,
    below = 0,
    least = 118,
  }: { readonly tag?: 'H2' | 'H3'; readonly listed?: boolean; readonly below?: number; readonly least?: number } = {},
): void {
  book.room(Math.max(least, sectionHeight(book, title) + below));
  if (book.y < book.page.top) book.y -= aboveSection;
  heading(book, { tag, title, look: sectionLook, listed });
}

/** Points that the heading of a section takes, with the space around it. */
export function sectionHeight(book: Book, title: string): number {
  return aboveSection + textHeight(book, title, { look: sectionLook, width: book.page.textWidth });
}

/** Points that a paragraph of body text takes, with the space below it. */
export function paragraphHeight(book: Book, text: string): number {
  return textHeight(book, text, { look: bodyLook, width: book.page.textWidth });
}

function textHeight(
  book: Book,
  text: string,
  { look: { style, after }, width }: { readonly look: ParagraphLook; readonly width: number },
): number {
  return book.wrap(text, style, width).length * style.size * leading + after;
}

function heading(
  book: Book,
  parts: { readonly tag: 'H2' | 'H3'; readonly title: string; readonly look: ParagraphLook; readonly listed?: boolean },
): void {
  const { tag, title, look, listed = true } = parts;
  book.room(look.style.size * leading);
  if (listed) {
    book.headings.push({
      level: tag === 'H2' ? 1 : 2,
      title,
      page: book.page,
      y: book.y,
    });
  }
  book.within(tag, () => {
    lines(book, title, { look, x: book.page.left, width: book.page.textWidth });
  });
  book.y -= look.after;
}

export function paragraph(book: Book, text: string, look: Partial<ParagraphLook> = {}): void {
  const full = { ...bodyLook, ...look };
  book.within('P', () => {
    lines(book, text, { look: full, x: book.page.left, width: book.page.textWidth });
  });
  book.y -= full.after;
}

/**
 * A list with one point a sentence; says `empty` when there is none.
 *
 * @param options `below`: height in points of what ends the report right after the list; its last page then takes
 * points of the list from the one before it until a third of it is filled
 */
export function points(
  book: Book,
  texts: readonly string[],
  { empty = '', below = 0 }: { readonly empty?: string; readonly below?: number } = {},
): void {
  if (texts.length === 0) {
    paragraph(book, empty);
    return;
  }
  const indent = 12;
  const look = { ...bodyLook, after: 3 };
  const heights = texts.map((text) => textHeight(book, text, { look, width: book.page.textWidth - indent }));
  let rest = heights.reduce((sum, height) => sum + height, 4 + below);
  book.within('L', () => {
    for (const [index, text] of texts.entries()) {
      const { page } = book;
      const height = heights[index] ?? 0;
      const isLow = book.y - rest < page.bottom && rest - height < (page.top - page.bottom) / 3;
      if (below > 0 && index > 0 && isLow) book.newPage();
      rest -= height;
      book.within('LI', () => {
        book.room(bodyLook.style.size * leading);
        const at = { x: book.page.left + 1, y: book.y - bodyLook.style.size };
        book.page.artifact(book.text('–', { style: bodyLook.style, tone: tones.muted }, at));
        book.within('LBody', () => {
          lines(book, text, { look: bodyLook, x: book.page.left + indent, width: book.page.textWidth - indent });
        });
        book.y -= 3;
      });
    }
  });
  book.y -= 4;
}

/** Draws wrapped lines at the place of the book, as marks of the element that is open. */
function lines(
  book: Book,
  text: string,
  place: { readonly look: ParagraphLook; readonly x: number; readonly width: number },
): void {
  const { style, tone } = place.look;
  const height = style.size * leading;
  let pending = '';
  for (const line of book.wrap(text, style, place.width)) {
    if (book.y - height < book.page.bottom) {
      if (pending !== '') book.page.mark(book.parent, pending);
      pending = '';
      book.newPage();
    }
    pending += book.text(line, { style, tone }, { x: place.x, y: book.y - style.size });
    book.y -= height;
  }
  book.page.mark(book.parent, pending);
}
