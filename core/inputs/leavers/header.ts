// Whether the second column of a list of leavers is the last day: read for it, a day of hiring would make leavers of everybody.
import { parseDay, withIsoDay } from '../../values/instant.ts';
import type { Day } from '../../values/instant.ts';
import type { Refusal } from '../../values/result.ts';
import { fullName, idOrAbsent, quoted, withoutInvisible } from '../../values/text.ts';
import { mapHeader } from '../export/header-mapping.ts';

/** Words of an end, in English and in German. */
const end =
  /\b(?:last|leav\w*|left|terminat\w*|end\w*|exit\w*|depart\w*|offboard\w*|separat\w*|final|resign\w*|reliev\w*|until|austritt\w*|letzter|ende)\b/i;
/** Words of a beginning, or of another day of a person. */
const other =
  /\b(?:start\w*|hir(?:e|ed|ing)|rehire\w*|join\w*|first|onboard\w*|birth\w*|born|do[bhj]|creat\w*|begin\w*|since|employ(?:ed|ment)|entry|enter(?:ed|ing)|appoint\w*|commenc\w*|seniority|service|anniversary|eintritt\w*|einstellung\w*|geburt\w*|beginn)\b/i;
/** Of which there is a last one too. */
const noDay =
  /name|log(?:ged)?.?in|sign|seen|activ|updat|modif|review|promot|salary|contact|password|probation|probezeit/i;
/** The last time of something else, as lists of the inactive have it, and ends at which people stay. */
const elsewhere =
  /^(?:date of )?(?:last|latest|most recent|letzte[rs]?) (?:log(?:ged)?.?(?:in|on)\b|sign(?:ed)?.?(?:in|on)\b|seen|activity|updat|modif|review|promot|password|anmeldung|aktivität|änderung)|^(?:end of |ende der )?(?:probation|probezeit)|^resignation letter/i;
/** What leaving is called, and nothing else: `Last Updated Termination Date` is the last day all the same. */
const leaving = /\b(?:leav\w*|terminat\w*|exit\w*|depart\w*|offboard\w*|separat\w*|austritt\w*)\b/i;

/** The day on which somebody came back; not whether they may (`Eligible for Rehire`). */
const comingBack = /^(?:re-?hire[d]?|return(?:ed)?|reinstate(?:d|ment)|wiedereintritt)(?:s?datum| date| day| on)?$/i;

/** That somebody stays after all; of a licence or a badge it says nothing. */
const takenBack =
  /^(?:(?:termination|resignation|separation|notice|leaving|exit) (?:was |is )?(?:rescinded|rescission|withdrawn|withdrawal|retracted|cancell?ed|cancell?ation)|rescinded|rescission|retracted|kündigung zurückgezogen)(?: date| day| on| at)?$/i;

/** Where lines end otherwise than CSV has it (U+2028), or a quote is not closed, a row stands within the header. */
const rowWithin = /\S@\S/;

/** A day in any form, with or without a time behind it; a note may begin with a day. */
const day = /^\s*(?:\d{4}[-/.]\d{1,2}[-/.]\d{1,2}|\d{1,2}[-/.]\d{1,2}[-/.]\d{4})(?:[T\s]\s*\d{1,2}:\d{2}.*)?\s*$/;

function isDay(cell: string): boolean {
  return day.test(withIsoDay(cell.trim()));
}

function isLastDay(header: string): boolean {
  return end.test(header) && !noDay.test(header);
}

/** What a row says of whom it names, besides the address; `null` where it says nothing of it. */
export interface Called {
  readonly name: string | null;
  readonly employeeId: string | null;
}

/** As HR's systems call the columns, beside what exports call them. */
const named = /^(?:employee|worker|staff|mitarbeiter(?:in)?)(?: full)?(?: ?name)?$/i;
const numbered = /^(?:worker|personnel|staff|associate) (?:id|number|no)$|^personalnummer$/i;

/** Reads the columns of names and numbers, where the header has them. */
export function callingBy(header: readonly string[]): (cells: readonly string[]) => Called | null {
  const words = header.map(inWords);
  const places = new Map<string, number>([
    ['name', words.findIndex((word) => named.test(word))],
    ['employeeId', words.findIndex((word) => numbered.test(word))],
    ...mapHeader(header, {}).columns.map(({ field, index }) => [field, index] as const),
  ]);
  return (cells) => {
    const text = (field: 'name' | 'firstName' | 'lastName' | 'employeeId'): string | null =>
      withoutInvisible(cells[places.get(field) ?? -1] ?? '').trim() || null;
    const name = nameOrAbsent(text('name') ?? fullName(text('firstName'), text('lastName')));
    const employeeId = idOrAbsent(text('employeeId'));
    return name === null && employeeId === null ? null : { name, employeeId };
  };
}

/** A column that is called after people may hold their numbers, or say that it holds nothing: `E1001` and `n/a` call nobody. */
function nameOrAbsent(text: string | null): string | null {
  const isNumber = text !== null && /\d/.test(text) && !/\s/.test(text);
  return isNumber ? null : idOrAbsent(text);
}

/** What the header of a list says of the days in it. */
export interface DayColumns {
  /** The second column is the last day in words that are known here. */
  readonly saysLastDay: boolean;
  /** Columns that are certainly no last day: a login, a birthday. */
  readonly others: ReadonlySet<number>;
  /** Columns behind it that are certainly a last day as well: HR tells the last of work and the last of the contract. */
  readonly alsoLast: readonly number[];
  /** The column that says whose leaving was taken back; -1 where none does. */
  readonly takenBack: number;
}

/** Of a list without a header nothing is said. */
export const nothingSaid: DayColumns = { saysLastDay: false, others: new Set(), alsoLast: [], takenBack: -1 };

export function dayColumnsOf(cells: readonly string[]): DayColumns {
  const headers = cells.map(inWords);
  const others = headers.flatMap((header, at) => (other.test(header) || noDay.test(header) ? [at] : []));
  const stays = headers.findIndex((header) => takenBack.test(header));
  const alsoLast = headers.flatMap((header, at) => (at > 1 && certainlyLast.test(header) ? [at] : []));
  return { saysLastDay: isLastDay(headers[1] ?? ''), others: new Set(others), alsoLast, takenBack: stays };
}

/** Not the day of a notice or a letter, nor when an earlier employment ended, a benefit or a licence. */
const certainlyLast =
  /^(?:(?:actual|official|legal|effective|current|employee|worker|user|employment|job|contract|contractual|physical|planned|expected|scheduled|final|tatsächliche[rs]?|geplante[rs]?) )*(?:last (?:working |work )?day(?: of work| worked| at work)?|termination date|letzter (?:arbeits)?tag|austritts?datum)$/i;

/**
 * Somebody whose last day of work is over and whose contract has not ended has left or has not, by the column that is read.
 *
 * @param today days before it are over
 * @param isKept an upload, which is compared on days to come: until its own day any other will be over before it
 * @returns `null` for a row whose second column is over, or of which no other last day is
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

/** That nothing was taken back. */
const isNot = /^(?:no|n|false|0|nein|none|never|n\/a|[-–—]*)$/i;

/**
 * Somebody who stays after all stands in HR's list all the same, and would be a leaver.
 *
 * @returns `null` for a row that says nothing of it, or that it is not so
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
 * A row with two days where no header said that the first of them is the last: in another language, or without a header,
 * it may be the day of hiring (`Date d'entrée,Date de sortie`).
 *
 * @returns `null` for a row with one day, or where the header tells them apart
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
