// Whether the second column of a list of leavers is the last day: read for it, a day of hiring would make leavers of everybody.
import type { Refusal } from '../values/result.ts';
import { quoted, withoutInvisible } from '../values/text.ts';

/** Words of an end, in English and in German. */
const end =
  /\b(?:last|leav\w*|left|terminat\w*|end\w*|exit\w*|depart\w*|offboard\w*|separat\w*|final|resign\w*|until|austritt\w*|letzter|ende)\b/i;
/** Words of a beginning, or of another day of a person. */
const other =
  /\b(?:start\w*|hir(?:e|ed|ing)|rehire\w*|join\w*|first|onboard\w*|birth\w*|born|do[bhj]|creat\w*|begin\w*|since|employ(?:ed|ment)|entry|enter(?:ed|ing)|appoint\w*|commenc\w*|seniority|service|anniversary|eintritt\w*|einstellung\w*|geburt\w*|beginn)\b/i;
/** Of which there is a last one too. */
const noDay = /name|log.?in|sign|seen|activ|updat|modif|review|promot|salary|contact/i;

/** The day on which somebody came back; not whether they may (`Eligible for Rehire`). */
const comingBack = /^(?:re-?hire[d]?|return(?:ed)?|reinstate(?:d|ment)|wiedereintritt)(?:s?datum| date| day| on)?$/i;

/** Where lines end otherwise than CSV has it (U+2028), or a quote is not closed, a row stands within the header. */
const rowWithin = /\S@\S/;

function isLastDay(header: string): boolean {
  return end.test(header) && !noDay.test(header);
}

/** As a person would write it what a program calls `hireDate`, `HIRE_DATE` or `DOJ`. */
function inWords(header: string): string {
  return withoutInvisible(header)
    .replaceAll(/(\p{Ll}|\d)(\p{Lu})/gu, '$1 $2')
    .replaceAll(/[_.]+/g, ' ')
    .trim();
}

/**
 * A column of returns would go unread, and whoever came back be a leaver. Headers are anybody's words, so an unknown one
 * is taken for the last day; not one that says otherwise, nor one beside another that says it.
 *
 * @returns `null` where the second column may be the last day
 * @example headerDoubt(['Email', 'Hire Date', 'Termination Date'], 'leavers.csv, line 1') // a refusal
 */
export function headerDoubt(cells: readonly string[], where: string): Refusal | null {
  const merged = cells.findIndex((cell) => rowWithin.test(cell));
  if (merged >= 0) {
    return {
      what: 'a header that holds a row',
      where: `${where}, column ${merged + 1}`,
      found: quoted(cells[merged] ?? ''),
      expected:
        'rows that end with a line break, and quotes that are closed: a row within a header is nobody on the list',
    };
  }
  const headers = cells.map(inWords);
  const [, second = '', ...others] = headers;
  const written = (header: string): string => quoted(cells[headers.indexOf(header)]?.trim() ?? header);
  const back = headers.find((header) => comingBack.test(header));
  if (back !== undefined) {
    return {
      what: 'a column of days on which somebody came back',
      where: `${where}, column ${headers.indexOf(back) + 1}`,
      found: written(back),
      expected: 'those who are gone alone: take out whoever came back, and then the column',
    };
  }
  if (isLastDay(second)) return null;
  const better = others.find(isLastDay);
  if (better === undefined && !other.test(second)) return null;
  return {
    what: 'no column of last days',
    where: `${where}, column 2`,
    found:
      better === undefined ? quoted(cells[1] ?? '') : `${quoted(cells[1] ?? '')}, and ${written(better)} behind it`,
    expected: 'the e-mail address in the first column and the last day in the second',
  };
}
