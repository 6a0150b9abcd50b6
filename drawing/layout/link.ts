// Links within the report: a place that something is drawn at, before or after what leads there.
import type { PDFReference } from 'pdfkit';
import { hundredths, textOf } from '../pdf/syntax.ts';
import type { Book } from './book.ts';
import { rectangle } from './page.ts';
import type { Box } from './style.ts';

/** The place that links lead to. A link may be drawn before its place, but the place has to be drawn in the end. */
export interface Anchor {
  readonly object: PDFReference;
  /** `null` until it is drawn. */
  pageNumber: number | null;
}

export interface Link {
  readonly to: Anchor;
  /** What a screen reader says of it. */
  readonly says: string;
}

export function anAnchor(book: Book): Anchor {
  return { object: book.destination(), pageNumber: null };
}

/** Puts the place here: whoever follows a link to it sees what is drawn next at the top of the window. */
export function arrive(book: Book, anchor: Anchor): void {
  const { page, y } = book;
  anchor.pageNumber = page.number;
  anchor.object.data = [page.object, 'XYZ', 0, hundredths(Math.min(y + 10, page.height)), null];
  anchor.object.end();
}

/** Draws text that leads somewhere: an element of its own within the one that is open. */
export function linked(book: Book, { to, says }: Link, drawn: { readonly operators: string; readonly box: Box }): void {
  book.within('Link', () => {
    book.page.mark(book.parent, drawn.operators);
    book.annotate({
      Subtype: 'Link',
      Border: [0, 0, 0],
      Rect: rectangle(drawn.box),
      Dest: to.object,
      Contents: textOf(says),
    });
  });
}
