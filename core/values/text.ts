// How texts are counted, quoted and ordered wherever something is said to a person.

export function byCodePoint(left: string, right: string): number {
  // UTF-16 order differs from code point order only where surrogates meet the top of the BMP.
  if (left === right) return 0;
  const [a, b] = [[...left], [...right]];
  for (let index = 0; index < Math.min(a.length, b.length); index += 1) {
    const difference = (a[index]?.codePointAt(0) ?? 0) - (b[index]?.codePointAt(0) ?? 0);
    if (difference !== 0) return difference;
  }
  return a.length - b.length;
}

/**
 * A whole number as people read it. The engine's own way loads the rules of a language first, 30 ms of each command.
 *
 * @example grouped(12345) // '12,345'
 */
export function grouped(count: number): string {
  return String(count).replaceAll(/\B(?=(?:\d{3})+$)/g, ',');
}

/** @example plural(1, 'row') // '1 row' */
export function plural(count: number, noun: string, many = `${noun}s`): string {
  return `${count} ${count === 1 ? noun : many}`;
}

/** @example some(['ann', 'bob', 'cid'], 2) // 'ann, bob and 1 more' */
export function some(all: readonly string[], most: number, between = ', '): string {
  const named = all.slice(0, most).join(between);
  return all.length > most ? `${named} and ${all.length - most} more` : named;
}

/**
 * A text of somebody else's, where blank is as good as nothing: two people without a number do not share one.
 *
 * @example orAbsent(' ') // null
 */
export function orAbsent(text: string | null | undefined): string | null {
  return text === null || text === undefined || text.trim() === '' ? null : text;
}

/** What stands where somebody has no number: signs alone, letters that stand for any, nines as far as the field goes. */
const noNumber = /^(?:[x0?*._–—-]+|9{5,})$/i;

/** What people write there, without its blanks and signs: `N.A.`, `(blank)` and `Not applicable` are no numbers either. */
const noNumberWords: ReadonlySet<string> = new Set(
  (
    'na notapplicable notavailable notassigned notset notfound none null nil nan undefined unknown no tba tbc tbd ' +
    'temp test blank empty missing pending ' +
    'contractor contractors consultant external externals vendor freelance freelancer ' +
    'extern externe externer keine keiner unbekannt inconnu aucun aucune ninguno ninguna nessuno nenhum'
  ).split(' '),
);

/** Errors of formulas, as a spreadsheet shows them, and abbreviations that without their dots could be somebody's initials. */
const noNumberSigns = /^(?:#(?:REF|VALUE|NAME|NUM|NULL|DIV\/0|SPILL|CALC|FIELD)[!?]|k\. ?a\.|n\. ?d\.|s\. ?o\.)$/i;

/** What a spreadsheet shows of a number with more digits than it has room for, and writes into a CSV: `1.9E+18`. */
const roundedNumber = /^[+-]?\d(?:[.,]\d+)?E\+\d{2,3}$/i;

/**
 * Whether digits of a number are lost: many numbers became this one.
 *
 * @example isRounded('1.9E+18') // true
 * @example isRounded('12E5') // false: somebody's id
 */
export function isRounded(text: string): boolean {
  return roundedNumber.test(text.trim());
}

/**
 * A number or other id of a person: two people who both have `N/A` in its place do not share one, nor do two whose
 * numbers a spreadsheet rounded. Blanks and invisible characters around it are no part of it: systems that pad a number
 * and systems that do not mean one person.
 *
 * @example idOrAbsent('n/a') // null
 * @example idOrAbsent(' 1001') // '1001'
 */
export function idOrAbsent(text: string | null | undefined): string | null {
  const present = withoutMargins(text ?? '');
  return isNoNumber(present) || isRounded(present) ? null : present;
}

/** What keeps a spreadsheet from counting with a number, and is shown by none: `="00471"`, `'00471`, and quotes of a program. */
const dressings = [/^="([^"]+)"$/, /^'([^']+)'?$/, /^"([^"]+)"$/] as const;

/** What programs write that counted with a number: a column with an empty cell becomes one of fractions. */
const counted = /^(\d+)[.,]0{1,2}$/;

/** A sign of either, which nearly no number has: most are asked once. */
const perhapsDressed = /["'.,]/;

/**
 * As `idOrAbsent`, of an employee number that a program wrote in a form of its own: it is the number that people see.
 *
 * @example numberOrAbsent('="00471"') // '00471'
 * @example numberOrAbsent('471.0') // '471'
 */
export function numberOrAbsent(text: string | null | undefined): string | null {
  const dressed = idOrAbsent(text);
  if (dressed === null || !perhapsDressed.test(dressed)) return dressed;
  const bare = dressings.map((form) => form.exec(dressed)?.[1]).find((inner) => inner !== undefined) ?? dressed;
  return idOrAbsent(counted.exec(bare.trim())?.[1] ?? bare);
}

const ofOneWord = /^[\x21-\x7e]*$/;

/** Without what nobody sees before and behind it. Character by character: a pattern would try each blank of many. */
function withoutMargins(text: string): string {
  if (ofOneWord.test(text)) return text;
  const characters = [...text];
  const first = characters.findIndex(isSeen);
  return first === -1 ? '' : characters.slice(first, characters.findLastIndex(isSeen) + 1).join('');
}

function isNoNumber(text: string): boolean {
  const seen = withoutInvisible(text).trim();
  const letters = seen.toLowerCase().replace(/[^\p{L}\p{N}]+/gu, '');
  return letters === '' || noNumber.test(seen) || noNumberSigns.test(seen) || noNumberWords.has(letters);
}

/** @returns `null` where both are absent */
export function fullName(first: string | null, last: string | null): string | null {
  return [first, last].filter((part) => part !== null).join(' ') || null;
}

/** Whether a decoder says that bytes are not in its encoding, which is its only word for it: anything else is a bug. */
export function isUndecodable(error: unknown): error is TypeError {
  return error instanceof TypeError && 'code' in error && error.code === 'ERR_ENCODING_INVALID_ENCODED_DATA';
}

const longestQuote = 80;

/** @param most characters as JavaScript counts them; a pair of surrogates is never cut in two, which no JSON allows */
export function shortened(text: string, most: number = longestQuote): string {
  if (text.length <= most) return text;
  const cutsPair = /^[\uD800-\uDBFF][\uDC00-\uDFFF]$/.test(text.slice(most - 1, most + 1));
  return `${text.slice(0, cutsPair ? most - 1 : most)}...`;
}

const invisible = /[\p{Cf}\p{Default_Ignorable_Code_Point}\u2800]/gu;

/**
 * A cell in quotes on one line: control and invisible characters escaped, what is longer than 80 characters cut.
 *
 * @example quoted('Active\u200b') // '"Active\\u200b"'
 */
export function quoted(cell: string): string {
  return JSON.stringify(shortened(cell)).replace(invisible, inEscapes);
}

/** Without the characters that nobody sees: a word that a person cannot tell from another is that word. */
export function withoutInvisible(text: string): string {
  return text.replace(invisible, '');
}

/** Whether a person sees anything of it: a reason in invisible characters is none. */
export function isSeen(text: string): boolean {
  return withoutInvisible(text).trim() !== '';
}

/**
 * Control, format and direction characters, private and unassigned ones, halves of pairs, and Unicode's own line ends; no
 * tabs, and no line breaks: a document of megabytes has one in every line.
 */
const unseen = /(?![\t\n])[\p{C}\p{Zl}\p{Zp}]/gu;
const unseenInLine = /(?!\t)[\p{C}\p{Zl}\p{Zp}]/gu;

/**
 * A text of which nothing steers a terminal: what is not seen is written as JSON writes it, so that a JSON document
 * stays the same document. Tabs and line breaks stay.
 *
 * @example visible('Jane\u001B[2J') // 'Jane\\u001b[2J'
 */
export function visible(text: string): string {
  return text.replace(unseen, inEscapes);
}

/** The same for what is one line: a line break in somebody's text must not begin a line of ours. */
export function visibleLine(text: string): string {
  return text.replace(unseenInLine, inEscapes);
}

/** As JSON escapes it. @example inEscapes('\u200b') // '\\u200b' */
export function inEscapes(character: string): string {
  return Array.from(
    { length: character.length },
    (_, index) => `\\u${character.charCodeAt(index).toString(16).padStart(4, '0')}`,
  ).join('');
}

/** What ends a line, or sets the direction of what follows. */
const beyondTheLine = /[\p{Cc}\p{Zl}\p{Zp}\u202A-\u202E\u2066-\u2069]+/gu;

/**
 * Somebody's text inside a line of a mail or a document: it ends no line and turns nothing around.
 *
 * @example onOneLine('Acme\r\nBcc: x') // 'Acme Bcc: x'
 */
export function onOneLine(text: string): string {
  return text.replace(beyondTheLine, ' ');
}

/**
 * A document for a program of somebody else. Half of a pair of surrogates, which a directory can tell in an escape, is
 * no character, and strict readers refuse a document with one: it is told as U+FFFD.
 *
 * @example wholeJson(['half\uD83D']) // '["half\uFFFD"]'
 */
export function wholeJson(value: object, indent = 0): string {
  const text = JSON.stringify(value, null, indent);
  // Such halves are all that it writes so; what a text says of itself has a backslash more.
  if (!text.includes('\\ud')) return text;
  return JSON.stringify(
    value,
    (_, member: unknown) => (typeof member === 'string' ? member.toWellFormed() : member),
    indent,
  );
}

/**
 * A number of digits alone, as a spreadsheet leaves it: without the zeros in front.
 *
 * @example withoutLeadingZeros('00471') // '471'; of 'E471' null
 */
export function withoutLeadingZeros(number: string): string | null {
  return /^0*(\d+)$/.exec(number)?.[1] ?? null;
}

/** Thousands set apart as in one of the languages of spreadsheets: `3,001`, `3.001,00`, `3'001`, `3 001`. */
const thousandsApart =
  /^(\d{1,3}(?:,\d{3})+)(?:\.0{1,2})?$|^(\d{1,3}(?:\.\d{3})+)(?:,0{1,2})?$|^(\d{1,3}(?:['’ \u00a0\u202f]\d{3})+)(?:[.,]0{1,2})?$/;

/**
 * As `withoutLeadingZeros`, also of a number whose thousands a spreadsheet set apart.
 *
 * @example plainNumber('3,001') // '3001'; of '3,1' null
 */
export function plainNumber(number: string): string | null {
  const whole = thousandsApart.exec(number)?.slice(1).join('').replace(/\D/g, '');
  return withoutLeadingZeros(whole ?? number);
}
