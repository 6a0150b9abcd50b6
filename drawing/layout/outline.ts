// The outline: chapters and sections as a reader shows them beside the pages.
import type PDFDocument from 'pdfkit';
import type { PDFOutline, Value } from 'pdfkit';
import { hundredths } from '../pdf/syntax.ts';
import type { Page } from './page.ts';

/** A heading that the contents and the outline point to. */
export interface Heading {
  readonly level: 1 | 2;
  readonly title: string;
  readonly page: Page;
  /** Height on its page that a reader is taken to. */
  readonly y: number;
}

/** Where a link leads: the heading at the top of the window. */
export function destination(heading: Heading): Value {
  return [heading.page.object, 'XYZ', 0, hundredths(topOf(heading)), null];
}

function topOf({ page, y }: Heading): number {
  return Math.min(y + 24, page.height);
}

/** Puts the headings into the outline, sections below their chapter, which opens when it is clicked. */
export function addOutline(kit: PDFDocument, headings: readonly Heading[]): void {
  let chapter: PDFOutline | null = null;
  let sections = 0;
  for (const heading of headings) {
    const entry: PDFOutline = (heading.level === 1 ? kit.outline : (chapter ?? kit.outline)).addItem(
      heading.title,
      placeOf(heading),
    );
    sections = heading.level === 1 ? 0 : sections + 1;
    if (heading.level === 1) chapter = entry;
    // pdfkit leaves it out: a closed entry says how many entries it would show (ISO 32000-1, table 153).
    else if (chapter !== null) chapter.dictionary.data['Count'] = -sections;
  }
}

function placeOf(heading: Heading): Parameters<PDFOutline['addItem']>[1] {
  const { number, width, height } = heading.page;
  return { pageNumber: number - 1, fit: false, left: width, top: hundredths(height - topOf(heading)), zoom: 0 };
}
