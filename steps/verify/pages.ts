// Holds every object of a report against the same report drawn again, from what was worked out again.
import type { Bytes } from '../../core/ports/objects.ts';
import type { ReportReader } from '../../core/ports/proof.ts';
import type { ReportFile } from '../../core/verification/report-file.ts';
import { ok, refused } from '../../core/values/result.ts';
import type { Refusal, Result } from '../../core/values/result.ts';
import { firstDifferentLine } from '../../core/verification/difference.ts';
import { bytesOf } from '../bytes.ts';

export interface PageDependencies {
  readonly reportReader: ReportReader;
}

export interface IssuedReport {
  readonly pdf: Uint8Array;
  readonly file: ReportFile;
}

/**
 * Every object counts: what covers a page, acts, or is attached beside the rest is signed for as much as a text. Where
 * a page prints another text, the page is named, since a reader can look there; otherwise the object.
 *
 * @param issued the report under test, drawn by this version of the program
 * @param again the report as this program draws it, with its attachments in their order and room for a signature
 * @returns how many pages were compared
 */
export async function comparePages(
  { reportReader }: PageDependencies,
  { pdf, file }: IssuedReport,
  again: Bytes,
): Promise<Result<number>> {
  const bytes = await bytesOf(again);
  const difference = reportReader.difference(pdf, bytes);
  if (difference === null) return ok(file.pages.length);
  const drawn = await reportReader.open(bytes, 'the report drawn again');
  return drawn.kind === 'refused' ? drawn : refused(pageDifference(file, drawn.value) ?? difference);
}

function pageDifference(printed: ReportFile, { pages }: ReportFile): Refusal | null {
  if (pages.length !== printed.pages.length) {
    return {
      what: 'the report has not the pages that its data yield',
      where: 'the pages of the report',
      found: `${printed.pages.length} pages`,
      expected: `${pages.length} pages`,
    };
  }
  for (const [index, page] of pages.entries()) {
    const difference = firstDifferentLine(printed.pages[index] ?? '', page);
    if (difference === null) continue;
    return {
      what: 'a page does not print what the data yield',
      where: `page ${index + 1}, line ${difference.line}`,
      found: difference.stated,
      expected: difference.recomputed,
    };
  }
  return null;
}
