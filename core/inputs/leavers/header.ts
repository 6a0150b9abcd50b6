// Whether the second column of a leavers file is the last day. Read as one, the day of hiring would make a leaver of
// everybody.
import { parseDay, withIsoDay } from '../../values/instant.ts';
import type { Day } from '../../values/instant.ts';
import type { Refusal } from '../../values/result.ts';
import { fullName, idOrAbsent, numberOrAbsent, quoted, withoutInvisible } from '../../values/text.ts';
import type { JudgingRules } from '../../versions.ts';
import { mapHeader } from '../export/header-mapping.ts';

/** Words for the end of work, in English and in German. */
const end =
  /\b(?:last|leav\w*|left|terminat\w*|end\w*|exit\w*|depart\w*|offboard\w*|separat\w*|final|resign\w*|reliev\w*|until|austritt\w*|letzter|ende)\b/i;
/** Words for its beginning, or for another day in a person's life. */
const other =
  /\b(?:start\w*|hir(?:e|ed|ing)|rehire\w*|join\w*|first|onboard\w*|birth\w*|born|do[bhj]|creat\w*|begin\w*|since|employ(?:ed|ment)|entry|enter(?:ed|ing)|appoint\w*|commenc\w*|seniority|service|anniversary|eintritt\w*|einstellung\w*|geburt\w*|beginn)\b/i;
/** Words for something that is no day but of which there is a last one too. */
const noDay =
  /name|log(?:ged)?.?in|sign|seen|activ|updat|modif|review|promot|salary|contact|password|probation|probezeit/i;
/** The last time of something else, as lists of inactive users have it, and ends at which people stay. */
const elsewhere =
  /^(?:date of )?(?:last|latest|most recent|letzte[rs]?) (?:log(?:ged)?.?(?:in|on)\b|sign(?:ed)?.?(?:in|on)\b|seen|activity|updat|modif|review|promot|password|anmeldung|aktivität|änderung)|^(?:end of |ende der )?(?:probation|probezeit)|^resignation letter/i;
/**
 * Words for leaving alone. A header with one of them names the last day, whatever else it says, as `Last Updated
 * Termination Date` does.
 */
const leaving = /\b(?:leav\w*|terminat\w*|exit\w*|depart\w*|offboard\w*|separat\w*|austritt\w*)\b/i;

/** The day on which somebody came back, as `Rehire Date`; not whether they may, as `Eligible for Rehire`. */
const comingBack = /^(?:re-?hire[d]?|return(?:ed)?|reinstate(?:d|ment)|wiedereintritt)(?:s?datum| date| day| on)?$/i;

/** That somebody stays after all. The same words about a licence or a badge do not count. */
const takenBack =
  /^(?:(?:termination|resignation|separation|notice|leaving|exit) (?:was |is )?(?:rescinded|rescission|withdrawn|withdrawal|retracted|cancell?ed|cancell?ation)|rescinded|rescission|retracted|kündigung zurückgezogen)(?: date| day| on| at)?$/i;

/**
 * A header with an address in it holds a row: where lines end as CSV does not know (U+2028), or where a quote is not
 * closed.
 */
const rowWithin = /\S@\S/;

/** A day in any form, with or without a time behind it. A note may begin with a day, and is none. */
const day = /^\s*(?:\d{4}[-/.]\d{1,2}[-/.]\d{1,2}|\d{1,2}[-/.]\d{1,2}[-/.]\d{4})(?:[T\s]\s*\d{1,2}:\d{2}.*)?\s*$/;

function isDay(cell: string): boolean {
  return day.test(withIsoDay(cell.trim()));
}

function isLastDay(header: string): boolean {
  return end.test(header) && !noDay.test(header);
}

/** How a row of the list names the person, besides the address; `null` for what it does not say. */
export interface Called {
  readonly name: string | null;
  readonly employeeId: string | null;
}

/**
 * What HR's systems call the column of names, besides what exports call it. Examples: `Worker`, `Employee full name`.
 */
const named = /^(?:employee|worker|staff|mitarbeiter(?:in)?)(?: full)?(?: ?name)?$/i;
const numbered = /^(?:worker|personnel|staff|associate) (?:id|number|no)$|^personalnummer$/i;

/**
 * Makes the function that reads the name and the number in a row; it gives `null` where there is neither.
 *
 * @param rules of the version that took the list; all there are where this is absent
 */
export function callingBy(
  header: readonly string[],
  rules: JudgingRules | undefined,
): (cells: readonly string[]) => Called | null {
  const numberOf = rules?.has('undresses-numbers') === false ? idOrAbsent : numberOrAbsent;
  const words = header.map(inWords);
  const places = new Map<string, number>([
    ['name', words.findIndex((word) => named.test(word))],
    ['employeeId', words.findIndex((word) => numbered.test(word))],
    ...mapHeader(header, {}, rules).columns.map(({ field, index }) => [field, index] as const),
  ]);
  return (cells) => {
    const text = (field: 'name' | 'firstName' | 'lastName' | 'employeeId'): string | null =>
      withoutInvisible(cells[places.get(field) ?? -1] ?? '').trim() || null;
    const name = nameOrAbsent(text('name') ?? fullName(text('firstName'), text('lastName')));
    const employeeId = numberOf(text('employeeId'));
    return name === null && employeeId === null ? null : { name, employeeId };
  };
}

/**
 * A column that is called after people may hold their numbers, or say that there is nothing to say. `E1001` and `n/a`
 * are no names.
 */
function nameOrAbsent(text: string | null): string | null {
  const isNumber = text !== null && /\d/.test(text) && !/\s/.test(text);
  return isNumber ? null : idOrAbsent(text);
}

/** What the header of a list says of the days in it. */
export interface DayColumns {
  /** Whether the header of the second column says, in words that are known here, that it is the last day. */
  readonly saysLastDay: boolean;
  /** Columns that are certainly not the last day, such as a login or a birthday. */
  readonly others: ReadonlySet<number>;
  /**
   * Columns further right that certainly are a last day too: some lists have the last day of work and of the contract.
   */
  readonly alsoLast: readonly number[];
  /** The column that says that somebody's leaving was taken back; -1 where there is none. */
  readonly takenBack: number;
}

/** For a list without a header. */
export const nothingSaid: DayColumns = { saysLastDay: false, others: new Set(), alsoLast: [], takenBack: -1 };

export function dayColumnsOf(cells: readonly string[]): DayColumns {
  const headers = cells.map(inWords);
  const others = headers.flatMap((header, at) => (other.test(header) || noDay.test(header) ? [at] : []));
  const stays = headers.findIndex((header) => takenBack.test(header));
  const alsoLast = headers.flatMap((header, at) => (at > 1 && certainlyLast.test(header) ? [at] : []));
  return { saysLastDay: isLastDay(headers[1] ?? ''), others: new Set(others), alsoLast, takenBack: stays };
}

/**
 * A header that certainly is a last day: `Actual last day worked`, `Termination Date`. Not the last day of a notice, a
 * benefit, a licence or an earlier employment.
 */
const certainlyLast =
  /^(?:(?:actual|official|legal|effective|current|employee|worker|user|employment|job|contract|contractual|physical|planned|expected|scheduled|final|tatsächliche[rs]?|geplante[rs]?) )*(?:last (?:working |work )?day(?: of work| worked| at work)?|termination date|letzter (?:arbeits)?tag|austritts?datum)$/i;

/**
 * Refuses a row with two last days of which one is over and the other is not: whether the person has left depends on
 * the column.
 *
 * @param today days before it are over
 * @param isKept whether the list is an upload, which runs compare on days to come: until its own day is over, any
 *   earlier one will have been over for a time
 * @returns `null` for a row whose second column is over, or that has no other last day
 */
export function leftBefore(
  cells: readonly string[],
  { alsoLast }: DayColumns,
  { where, today, isKept }: { readonly where: string; readonly today: Day; readonly isKept: boolean },
): Refusal | null {
  const dayAt = (at: number): Day | null => parseDay(withIsoDay((cells[at] ?? '').trim()));
  const own = alsoLast.length === 0 ? null : dayAt(1);
  if (own === null || own < today) return null;
  const dayIn = (at: number): Day => dayAt(at) ?? own;
  const earlier = alsoLast.find((at) => dayIn(at) < (isKept ? own : today));
  if (earlier === undefined) return null;
  return {
    what: `two last days, ${dayIn(earlier) < today ? 'of which one is over and the other is not' : 'both to come'}`,
    where: `${where}, column 2`,
    found: `${quoted(cells[1] ?? '')}, and ${quoted(cells[earlier] ?? '')} in column ${earlier + 1}`,
    expected: 'in the second column the day from which the access is to be gone, and no other last day',
  };
}

/** Values that say that nothing was taken back. */
const isNot = /^(?:no|n|false|0|nein|none|never|n\/a|[-–—]*)$/i;

/**
 * Refuses a row about somebody who stays after all: as long as HR's list holds it, it would make them a leaver.
 *
 * @returns `null` for a row that says nothing of it, or that says that they leave
 */
export function staysAfterAll(
  cells: readonly string[],
  { takenBack: column }: DayColumns,
  where: string,
): Refusal | null {
  const cell = column < 2 ? undefined : cells[column];
  if (cell === undefined || isNot.test(withoutInvisible(cell).trim())) return null;
  return {
    what: 'somebody whose leaving was taken back',
    where: `${where}, column ${column + 1}`,
    found: quoted(cell),
    expected: 'those who leave alone: take out whoever stays',
  };
}

/**
 * Refuses a row with two days where no header says that the first of them is the last day. Without a header, or with
 * one in another language, it may be the day of hiring (`Date d'entrée,Date de sortie`).
 *
 * @returns `null` for a row with one day, or where the header tells the days apart
 */
export function twoDays(cells: readonly string[], { saysLastDay, others }: DayColumns, where: string): Refusal | null {
  const another = cells.find((cell, at) => at > 1 && !others.has(at) && isDay(cell));
  if (saysLastDay || another === undefined || !isDay(cells[1] ?? '')) return null;
  return {
    what: 'two days, and no header that says which is the last',
    where: `${where}, column 2`,
    found: `${quoted(cells[1] ?? '')}, and ${quoted(another)} behind it`,
    expected: 'the header "Last day" over the second column, or no other day beside it',
  };
}

/** A header as a person would write it, where a program writes `hireDate`, `HIRE_DATE` or `DOJ`. */
function inWords(header: string): string {
  return withoutInvisible(header)
    .replaceAll(/(\p{Ll}|\d)(\p{Lu})/gu, '$1 $2')
    .replaceAll(/[_.]+/g, ' ')
    .trim();
}

/**
 * Refuses a header whose second column is not the last day, and one with a column of returns, which would not be read,
 * so that people who came back would be leavers. An unknown header is taken for the last day, because lists use many
 * words, but not beside another column whose header says that it is the last day.
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
  const isElsewhere = elsewhere.test(second) && !leaving.test(second);
  if (better === undefined && !other.test(second) && !isElsewhere) return null;
  return {
    what: 'no column of last days',
    where: `${where}, column 2`,
    found:
      better === undefined ? quoted(cells[1] ?? '') : `${quoted(cells[1] ?? '')}, and ${written(better)} behind it`,
    expected: 'the e-mail address in the first column and the last day in the second',
  };
}
