// The table of contents: every chapter with its page, as links.
import { severities } from '../../core/names/codes.ts';
import { textOf } from '../pdf/syntax.ts';
import type { Book } from '../layout/book.ts';
import { destination } from '../layout/outline.ts';
import type { Heading } from '../layout/outline.ts';
import { rectangle } from '../layout/page.ts';
import type { Box } from '../layout/style.ts';
import { paragraph } from '../layout/prose.ts';
import { severityMark, strokedLine } from '../layout/shapes.ts';
import { styles, tones } from '../layout/style.ts';

const lineOfChapter = 22;
const lineOfSection = 13.5;

/** Draws the contents on the page of the book; closer together when there are so many that they would not fit. */
export function contents(book: Book): void {
  book.within('H2', () => {
    book.y -= styles.chapter.size;
    const look = { style: styles.chapter, tone: tones.accent };
    book.page.mark(book.parent, book.text('Contents', look, { x: book.page.left, y: book.y }));
  });
  book.y -= 14;
  const needed = book.headings.reduce((sum, heading) => sum + heightOf(heading), 0);
  const squeeze = Math.min(1, (book.y - book.page.bottom) / needed);
  const listed = (heading: Heading): void => {
    book.y -= heightOf(heading) * squeeze;
    entry(book, heading);
  };
  book.within('TOC', () => {
    for (const { chapter, sections } of chaptersOf(book.headings)) {
      listed(chapter);
      if (sections.length > 0) book.within('TOC', () => sections.forEach(listed));
    }
  });
  legend(book);
}

interface Chapter {
  readonly chapter: Heading;
  readonly sections: readonly Heading[];
}

/** Each chapter with its sections, so that a screen reader tells which sections belong to it. */
function chaptersOf(headings: readonly Heading[]): readonly Chapter[] {
  const begins = headings.flatMap(({ level }, index) => (level === 1 ? [index] : []));
  return begins.flatMap((from, index) => {
    const [chapter, ...sections] = headings.slice(from, begins[index + 1]);
    return chapter === undefined ? [] : [{ chapter, sections }];
  });
}

const legendHeight = 130;

/** What the signs mean. Left out where the page has no room, because every sign stands beside its word. */
function legend(book: Book): void {
  if (book.y - legendHeight < book.page.bottom) return;
  book.y -= 34;
  paragraph(book, 'How to read this report', { style: styles.section, after: 6 });
  book.y -= 4;
  severities.forEach((severity, index) => {
    const x = book.page.left + index * 84;
    book.page.artifact(severityMark(severity, [x, book.y - 5]));
    book.within('P', () => {
      const at = { x: x + 11, y: book.y - 8 };
      book.page.mark(book.parent, book.text(severity, { style: styles.small, tone: tones.ink }, at));
    });
  });
  book.y -= 20;
  paragraph(
    book,
    'Each severity has a sign of its own, so that a copy without colour can be read. Pages before "Reliance on this evidence" ' +
      'tell what was found and decided; those after it are the evidence, and at the end every decision and every account. Logins in blue lead to the story of their account.',
    { style: styles.small, tone: tones.muted },
  );
}

function heightOf(heading: Heading): number {
  return heading.level === 1 ? lineOfChapter : lineOfSection;
}

function entry(book: Book, heading: Heading): void {
  const { page, y } = book;
  const style = heading.level === 1 ? styles.strong : styles.small;
  const x = page.left + (heading.level === 1 ? 0 : 16);
  const number = String(heading.page.number);
  const numberX = page.right - book.textWidth(number, style);
  const look = { style, tone: heading.level === 1 ? tones.ink : tones.muted };
  const leader = { from: x + book.textWidth(heading.title, style) + 6, to: numberX - 6 };
  if (leader.from < leader.to) {
    page.artifact(strokedLine([leader.from, y + 2], [leader.to, y + 2], { tone: tones.rule, width: 0.5 }));
  }
  book.within('TOCI', () => {
    book.within('Reference', () => {
      book.within('Link', () => {
        const title = book.text(`${heading.title} `, look, { x, y });
        page.mark(book.parent, title + book.text(number, look, { x: numberX, y }));
        link(book, heading, { x, y: y - 3, width: page.right - x, height: style.size + 5 });
      });
    });
  });
}

function link(book: Book, heading: Heading, box: Box): void {
  book.annotate({
    Subtype: 'Link',
    Border: [0, 0, 0],
    Rect: rectangle(box),
    Dest: destination(heading),
    Contents: textOf(`${heading.title}, page ${heading.page.number}`),
  });
}
