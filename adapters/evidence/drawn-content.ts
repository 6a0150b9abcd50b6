// What pages are drawn with: the operators of text and paths that every version writes (ISO 32000-1, annex A), and no other.

/** Nothing among them clips, hides a text, stretches it, sets a transparency or holds a picture. */
const operators = new Set(
  'BDC BMC BT CS Do EMC ET Q S SC TJ Td Tf Tj Ts c cm cs f h l m q re sc w true false null'.split(' '),
);

/** Strings and names are passed over; a word that is none of a name is an operator, and a comment is never written. */
const words = /\((?:[^()\\]|\\[^])*\)|<[0-9A-Fa-f]*>|\/[^\s()<>[\]{}/%]*|([A-Za-z'"][^\s()<>[\]{}/%]*|%)/g;

/**
 * @param content of a page or a form, unpacked, as Latin-1
 * @example foreignOperator('BT 3 Tr (seen by nobody) Tj ET') // 'Tr'
 */
export function foreignOperator(content: string): string | null {
  for (const [, word] of content.matchAll(words)) if (word !== undefined && !operators.has(word)) return word;
  return null;
}
