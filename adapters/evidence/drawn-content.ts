// What pages are drawn with: the operators of text and paths that every version writes (ISO 32000-1, annex A), and no other.

/** None of these operators clips, hides or stretches a text, sets a transparency or holds a picture. */
const operators = new Set(
  'BDC BMC BT CS Do EMC ET Q S SC TJ Td Tf Tj Ts c cm cs f h l m q re sc w true false null'.split(' '),
);

/** All that stands between a text that is said of letters and its end. */
const drawsLetters = new Set('EMC TJ Tf Tj Ts'.split(' '));

/** Which element of the structure is drawn, or that it is the head or the foot of a page. */
const ownProperties = /^<<(?:\/MCID \d{1,8}|\/Type\/Pagination\/Subtype\/(?:Header|Footer))>>$/;
/** Text to be read in place of letters that are drawn in another order, or as one. */
const readOrder = /^<<\/ActualText <FEFF((?:[0-9A-F]{4})+)>>>$/;
/** Marks, and the blocks of the scripts that run from right to left. */
const shaped = /[\p{M}\u0590-\u08FF\uFB1D-\uFDFF\uFE70-\uFEFC\u{10800}-\u{10FFF}\u{1E800}-\u{1EFFF}]/u;
/** Joiners stand between letters of Arabic script; whatever else leaves no ink is drawn as a sign. */
const unseen = /(?![\u200C\u200D])\p{Default_Ignorable_Code_Point}/u;

/**
 * Strings and names are passed over; a word that is none of a name is an operator, and a comment is never written. A name
 * ends at a blank of PDF, which a NUL is and a space that does not break is not.
 */
const words =
  /\((?:[^()\\]|\\[^])*\)|(<<(?:[^<>]|<[^<>]*>)*>>|<<)|<[0-9A-Fa-f]*>|\/[^\0\t\n\f\r ()<>[\]{}/%]*|([A-Za-z'"][^\0\t\n\f\r ()<>[\]{}/%]*|%)/g;

/**
 * What is said of a drawing could be copied, searched or read aloud in place of it: a text is said of shaped letters alone,
 * within the text that draws them.
 *
 * @param content of a page or a form, unpacked, as Latin-1
 * @returns the first operator, or the first properties, that no version writes
 * @example foreignlyDrawn('BT 3 Tr (seen by nobody) Tj ET') // 'the operator "Tr"'
 */
export function foreignlyDrawn(content: string): string | null {
  let inText = false;
  /** Of the letters that are being drawn. */
  let said: { readonly properties: string; readonly begun: boolean } | null = null;
  for (const [, properties, word] of content.matchAll(words)) {
    if (properties !== undefined && (said !== null || !ownProperties.test(properties))) {
      if (!inText || said !== null || !isReadOrder(properties)) return foreign('properties', properties);
      said = { properties, begun: false };
    }
    if (word === undefined) continue;
    if (!operators.has(word)) return foreign('operator', word);
    if (word === 'BT' || word === 'ET') inText = word === 'BT';
    if (said === null) continue;
    const isItsBegin = word === 'BDC' && !said.begun;
    if (!isItsBegin && !drawsLetters.has(word)) return foreign('properties', said.properties);
    said = word === 'EMC' ? null : { ...said, begun: true };
  }
  return null;
}

function isReadOrder(properties: string): boolean {
  const [, hex = ''] = readOrder.exec(properties) ?? [];
  const text = Buffer.from(hex, 'hex').swap16().toString('utf16le');
  return shaped.test(text) && !unseen.test(text);
}

function foreign(what: string, found: string): string {
  return `the ${what} ${JSON.stringify(found.length > 80 ? `${found.slice(0, 77)}...` : found)}`;
}
