// Breaks text into lines, at blanks first, inside long logins and digests where it must, and never loses a character.

/** From the best places to break to the last resort: around days, times and spans of them, words, parts of addresses and codes, single graphemes. */
const whole =
  /(?:\d{1,2} [A-Z][a-z]{2,8} \d{4}|\d\d:\d\d UTC|\d+ (?:day|hour|minute|second)s?|[\S\u00A0])+[^\S\u00A0]*|[^\S\u00A0]+/gu;
const words = /[\S\u00A0]+[^\S\u00A0]*|[^\S\u00A0]+/gu;
const ideograph = String.raw`[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Hangul}]`;
const parts = new RegExp(String.raw`${ideograph}\s*|(?:(?!${ideograph})[^@._\-/,;:=&?])*[@._\-/,;:=&?]*\s*`, 'gu');
const graphemes = new Intl.Segmenter('und', { granularity: 'grapheme' });

const cuts: readonly ((text: string) => readonly string[])[] = [
  (text) => text.match(whole) ?? [],
  (text) => text.match(words) ?? [],
  (text) => (text.match(parts) ?? []).filter((part) => part !== ''),
  (text) => Array.from(graphemes.segment(text), ({ segment }) => segment),
];

/**
 * @param measure width of a text in the unit of `width`; blanks at the end of a line may stand beyond it
 * @returns one line at least; the lines joined are `text`
 * @example wrapText('jane.doe@acme.com', 10, (text) => text.length) // ['jane.doe@', 'acme.com']
 */
export function wrapText(text: string, width: number, measure: (text: string) => number): readonly string[] {
  if (measure(text.trimEnd()) <= width) return [text];
  const lines: string[] = [];
  let line = '';
  const fill = (piece: string, cut: number): void => {
    if (measure((line + piece).trimEnd()) <= width) {
      line += piece;
      return;
    }
    const finer = cuts[cut];
    if (measure(piece.trimEnd()) > width && finer !== undefined) {
      for (const part of finer(piece)) fill(part, cut + 1);
      return;
    }
    if (line !== '') lines.push(line);
    line = piece;
  };
  fill(text, 0);
  if (line !== '') lines.push(line);
  return lines;
}
