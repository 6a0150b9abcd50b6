// Finds where a text that people wrote stops being JSON, and what stands there. The engine tells only one of the two.
import { quoted } from '../text.ts';

/** Of a text no more than its opening: it may be as long as the file, and is walked. */
const tokens = /[ \t\r\n]*(?:[{}[\]:,"]|-?\d[\d.eE+-]*|true\b|false\b|null\b)/y;
const inText = /[^"\\\p{Cc}]*/uy;
const escape = /\\(?:["\\/bfnrt]|u[0-9A-Fa-f]{4})/y;

/** What editors, other languages and word processors write in place of JSON. */
const usual = [
  [/^(?:\/\/|\/\*|#)/, 'a comment, which JSON has not'],
  [/^[\p{Pi}\p{Pf}„‚＂]/u, 'a quotation mark of a word processor, where JSON has the straight one'],
  [/^\s/, 'a blank of a word processor or a web page, where JSON has that of the keyboard'],
  [/^'/, 'a single quotation mark, where JSON has the double one'],
] as const;

/**
 * @param text that is no JSON
 * @returns the place and what stands there, in words; `null` where each word is one of JSON and only their order is not
 * @example jsonFault('{\n  "a": [1, 2,]\n}') // 'in line 2, column 13 a comma with nothing behind it: ",]"'
 */
export function jsonFault(text: string): string | null {
  let end = 0;
  let before = '';
  let beforeAt = 0;
  for (tokens.lastIndex = 0; ; end = tokens.lastIndex) {
    const token = tokens.exec(text)?.[0].trim() ?? '';
    if (token === '') break;
    if (token === '"') {
      const behind = endOfText(text, tokens.lastIndex);
      if (behind === null) break;
      tokens.lastIndex = behind;
    }
    if (before === ',' && (token === '}' || token === ']'))
      return told(text, beforeAt, 'a comma with nothing behind it');
    before = token;
    beforeAt = tokens.lastIndex - 1;
  }
  const at = end + (text.slice(end).match(/^[ \t\r\n]*/)?.[0].length ?? 0);
  const rest = text.slice(at, at + 200);
  if (rest === '') return null;
  return told(text, at, rest.startsWith('"') ? faultOfText(rest) : usualFault(rest));
}

/** @returns where the text ends that begins here; `null` where it does not end as JSON asks */
function endOfText(text: string, begin: number): number | null {
  for (let at = begin; ; at = escape.lastIndex) {
    inText.lastIndex = at;
    inText.test(text);
    if (text[inText.lastIndex] === '"') return inText.lastIndex + 1;
    escape.lastIndex = inText.lastIndex;
    if (!escape.test(text)) return null;
  }
}

/** A text that begins as JSON has it, and does not end so. */
function faultOfText(rest: string): string {
  return /^"[^"\r\n]*\\(?!["\\/bfnrtu])/.test(rest)
    ? 'a text with a backslash that stands alone, where JSON has two'
    : 'a text that does not end on its line, or holds a tab';
}

function usualFault(rest: string): string {
  return usual.find(([begins]) => begins.test(rest))?.[1] ?? 'what is no JSON';
}

function told(text: string, at: number, what: string): string {
  const lines = text.slice(0, at).split(/\r\n|[\r\n]/);
  const column = (lines.at(-1) ?? '').length + 1;
  const [line = ''] = text.slice(at, at + 40).split(/[\r\n]/);
  return `in line ${lines.length}, column ${column} ${what}: ${quoted(line)}`;
}
