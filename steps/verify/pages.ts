// Holds every printed page of a report against the same report drawn again, from what was worked out again.
import type { Bytes, ReportReader } from '../../core/ports.ts';
import type { ReportFile } from '../../core/verification/report-file.ts';
import { ok, refused } from '../../core/values/result.ts';
import type { Result } from '../../core/values/result.ts';
import { firstDifferentLine } from '../../core/verification/difference.ts';
import { bytesOf } from '../bytes.ts';

export interface PageDependencies {
  readonly reportReader: ReportReader;
}

/**
 * The texts of the pages count, not the bytes: another machine may compress the same page to other bytes.
 *
 * @param printed the report under test, written by this version of the program
 * @param again the report as this program draws it
 * @returns how many pages were compared
 */
export async function comparePages(
  { reportReader }: PageDependencies,
  printed: ReportFile,
  again: Bytes,
): Promise<Result<number>> {
  const drawn = await reportReader.open(await bytesOf(again), 'the report drawn again');
  if (drawn.kind === 'refused') return drawn;
  const { pages } = drawn.value;
  if (pages.length !== printed.pages.length) {
    return refused({
      what: 'the report has not the pages that its data yield',
      where: 'the pages of the report',
      found: `${printed.pages.length} pages`,
      expected: `${pages.length} pages`,
    });
  }
  for (const [index, page] of pages.entries()) {
    const difference = firstDifferentLine(printed.pages[index] ?? '', page);
    if (difference === null) continue;
    return refused({
      what: 'a page does not print what the data yield',
      where: `page ${index + 1}, line ${difference.line}`,
      found: difference.stated,
      expected: difference.recomputed,
    });
  }
  return ok(pages.length);
}
