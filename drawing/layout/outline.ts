// The outline: chapters and sections as a reader shows them beside the pages.
import type { PdfFile } from '../pdf/file.ts';
import { decimal, reference, textString } from '../pdf/syntax.ts';
import { a4 } from './page.ts';

/** A heading that the contents and the outline point to. */
export interface Heading {
  readonly level: 1 | 2;
  readonly title: string;
  readonly pageNumber: number;
  readonly pageObject: number;
  /** Height on its page that a reader is taken to. */
  readonly y: number;
}

/** Where a link or an outline entry leads: the heading at the top of the window. */
export function destination(heading: Heading): string {
  const y = Math.min(heading.y + 24, a4.height);
  return `[${reference(heading.pageObject)}/XYZ 0 ${decimal(y)} null]`;
}

interface Entry {
  readonly heading: Heading;
  readonly sections: readonly Entry[];
}

/** Writes the outline and returns its entries for the catalog. */
export function writeOutline(file: PdfFile, headings: readonly Heading[]): string {
  const root = file.reserve();
  const chapters = entriesOf(headings);
  file.add(`<</Type/Outlines${writeEntries(file, chapters, root)}/Count ${chapters.length}>>`, root);
  return `/Outlines ${reference(root)}/PageMode/UseOutlines`;
}

function entriesOf(headings: readonly Heading[]): readonly Entry[] {
  const chapters: { heading: Heading; sections: Entry[] }[] = [];
  for (const heading of headings) {
    if (heading.level === 1) chapters.push({ heading, sections: [] });
    else chapters.at(-1)?.sections.push({ heading, sections: [] });
  }
  return chapters;
}

/** Writes entries of one level with what is below them; returns what their parent says of them. */
function writeEntries(file: PdfFile, entries: readonly Entry[], parent: number): string {
  const numbered = entries.map((entry) => ({ ...entry, own: file.reserve() }));
  const [first, last] = [numbered[0], numbered.at(-1)];
  if (first === undefined || last === undefined) return '';
  numbered.forEach(({ heading, sections, own }, index) => {
    const [before, after] = [numbered[index - 1], numbered[index + 1]];
    const previous = before === undefined ? '' : `/Prev ${reference(before.own)}`;
    const next = after === undefined ? '' : `/Next ${reference(after.own)}`;
    const below = sections.length === 0 ? '' : `${writeEntries(file, sections, own)}/Count -${sections.length}`;
    file.add(
      `<</Title ${textString(heading.title)}/Parent ${reference(parent)}${previous}${next}/Dest ${destination(heading)}${below}>>`,
      own,
    );
  });
  return `/First ${reference(first.own)}/Last ${reference(last.own)}`;
}
