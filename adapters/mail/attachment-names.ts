// What a part is called in Content-Disposition and in Content-Type, plain and as in RFC 2231: programs read one of them each.
import type { Header } from '../../core/inputs/intake/message.ts';
import { quoted } from '../../core/values/text.ts';
import type { PartDoubt } from './raw-parts.ts';

export interface AttachmentNames {
  readonly names: readonly string[];
  /** Why programs would call the part differently, or read another header of it than others do. */
  readonly doubt: PartDoubt | null;
}

/** Of a file that could be read as a list. */
export function isTableName(name: string): boolean {
  return /\.(?:csv|tsv|xlsx)$/i.test(name.trim());
}

/** Decodes the encoded words of a header (RFC 2047). */
export type DecodeWords = (text: string) => string;

/** Of each header the parameter that names the file. */
const naming = [
  { header: 'content-disposition', parameter: 'filename' },
  { header: 'content-type', parameter: 'name' },
] as const;

/** A value and its parameters without comments, blanks within bare words, or anything left over (RFC 2045, 5.1). */
const plainForm = /^[^\s;,"()]+(?:\s*;\s*[^\s=;"()]+\s*=\s*(?:"(?:[^"\\]|\\.)*"|[^\s;"()]*))*\s*;?$/;
const parameter = /;\s*([^\s=;"()]+)\s*=\s*(?:"((?:[^"\\]|\\.)*)"|([^\s;"()]*))/g;

/**
 * A name in ASCII beside one with other letters is what programs show that read no others: it has to end alike.
 *
 * @param headers of one part, each at most once
 * @example attachmentNames(headers, decodeWords).names // ['Benutzer für März.csv']
 */
export function attachmentNames(headers: readonly Header[], decodeWords: DecodeWords): AttachmentNames {
  const names: string[] = [];
  for (const { header, parameter: wanted } of naming) {
    const value = headers.find(({ name }) => name === header)?.value ?? '';
    // What names nothing, and has no parts to anybody, is read by its first word alone.
    if (!/name\s*[*=]|boundary|multipart|\(/i.test(value)) continue;
    const read = parametersOf(value);
    const found = read === null ? null : namesIn(read, wanted, decodeWords);
    if (found === null) {
      return { names, doubt: { found: `${header} ${quoted(value)}`, expected: 'each parameter once, in quotes' } };
    }
    names.push(...found);
  }
  const [first = ''] = names;
  const other = names.find((name) => !isSameName(first, name));
  // What no program takes for a list may be called as it likes: a signature of Thunderbird has two names.
  if (other === undefined || !names.some(isTableName)) return { names, doubt: null };
  const found = `${quoted(first)} and ${quoted(other)}, names of one file`;
  return { names, doubt: { found, expected: 'one name, in Content-Disposition and in Content-Type' } };
}

/** @returns by their names in lower case; `null` where a parameter stands twice, or anything beside them */
function parametersOf(value: string): ReadonlyMap<string, string> | null {
  if (!plainForm.test(value)) return null;
  const parameters = new Map<string, string>();
  for (const [, name = '', inQuotes, bare = ''] of value.matchAll(parameter)) {
    const key = name.toLowerCase();
    if (parameters.has(key)) return null;
    parameters.set(key, inQuotes?.replaceAll(/\\(.)/g, '$1') ?? bare);
  }
  return parameters;
}

/** @returns the plain name and the extended one, as far as they are there; `null` where one cannot be decoded */
function namesIn(
  parameters: ReadonlyMap<string, string>,
  wanted: string,
  decodeWords: DecodeWords,
): readonly string[] | null {
  const plain = parameters.get(wanted);
  const whole = parameters.get(`${wanted}*`);
  const sections = sectionsOf(parameters, wanted);
  if (sections === null || (whole !== undefined && sections.length > 0)) return null;
  const extended = whole === undefined ? sections : [{ text: whole, isEncoded: true }];
  const decoded = extended.length === 0 ? [] : joined(extended);
  if (decoded === null) return null;
  return plain === undefined ? decoded : [decodeWords(plain), ...decoded];
}

interface Section {
  readonly text: string;
  readonly isEncoded: boolean;
}

/** RFC 2231, 3: counted from 0 without a gap, in any order. */
function sectionsOf(parameters: ReadonlyMap<string, string>, wanted: string): readonly Section[] | null {
  const sections: (Section | undefined)[] = [];
  for (const [key, text] of parameters) {
    const [, number, star] = (key.startsWith(`${wanted}*`) ? /\*(\d{1,3})(\*?)$/.exec(key) : null) ?? [];
    if (number === undefined) continue;
    const at = Number(number);
    if (sections[at] !== undefined || String(at) !== number) return null;
    sections[at] = { text, isEncoded: star === '*' };
  }
  const whole = Array.from(sections, (section) => section ?? null);
  return whole.some((section) => section === null) ? null : whole.flatMap((section) => section ?? []);
}

/** @returns the name; `null` for an unknown encoding, or bytes that are not of it */
function joined(sections: readonly Section[]): readonly string[] | null {
  const [first] = sections;
  const [, charset = 'utf-8', rest = first?.text ?? ''] =
    first?.isEncoded === true ? (/^([^']*)'[^']*'(.*)$/s.exec(first.text) ?? []) : [];
  const bytes = sections.map(({ text, isEncoded }, index) => {
    const value = index === 0 ? rest : text;
    return isEncoded ? percentDecoded(value) : Buffer.from(value);
  });
  try {
    return [new TextDecoder(charset || 'utf-8', { fatal: true }).decode(Buffer.concat(bytes))];
  } catch (error) {
    // The decoder's two ways to say so; anything else is a bug.
    if (error instanceof RangeError || error instanceof TypeError) return null;
    throw error;
  }
}

function percentDecoded(text: string): Buffer {
  const bytes = text.replaceAll(/%([0-9A-Fa-f]{2})/g, (_, code: string) =>
    String.fromCharCode(Number.parseInt(code, 16)),
  );
  return Buffer.from(bytes, 'latin1');
}

function isSameName(one: string, other: string): boolean {
  const [left = '', right = ''] = [one, other].map((name) => name.normalize('NFC').trim().toLowerCase());
  return left === right || (isAscii(left) !== isAscii(right) && endingOf(left) === endingOf(right));
}

function isAscii(text: string): boolean {
  return /^[\x20-\x7e]*$/.test(text);
}

function endingOf(name: string): string {
  return /\.[^.]*$/.exec(name)?.[0] ?? '';
}
