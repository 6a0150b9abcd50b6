// How values are written in the PDF language (ISO 32000-1, section 7.3), so that no text can break out of its place.
import type { Dictionary, PDFReference, Value } from 'pdfkit';
import type { Instant } from '../../core/values/instant.ts';

/** A coordinate or measure in points, to a hundredth. */
export function decimal(value: number): string {
  if (Number.isInteger(value)) return String(value);
  return String(hundredths(value));
}

export function hundredths(value: number): number {
  return Math.round(value * 100) / 100;
}

const plain = /^[\x20-\x7e]*$/;

/**
 * A text string for a content stream: as it stands when it is ASCII, otherwise UTF-16 with its mark.
 *
 * @example textString('Acme (EU)') // '(Acme \\(EU\\))'
 */
export function textString(text: string): string {
  if (plain.test(text)) return `(${text.replace(/[\\()]/g, String.raw`\$&`)})`;
  return `<${utf16(text).toString('hex').toUpperCase()}>`;
}

/** A text string for an object: pdfkit writes a `String` object as it stands, and takes a plain one for a name. */
export class Text extends String {}

/**
 * The same for an object. Control characters are UTF-16 too: alone they would stand for accents (annex D.2).
 *
 * @example document.ref({ Contents: textOf('Summary, page 3') })
 */
export function textOf(text: string): Text | Uint8Array {
  return plain.test(text) ? new Text(text) : utf16(text);
}

function utf16(text: string): Buffer {
  return Buffer.from(`\uFEFF${text.toWellFormed()}`, 'utf16le').swap16();
}

/** A moment for an object, to the second. */
export function dateOf(instant: Instant): Date {
  return new Date(instant);
}

/**
 * A value as it stands in the file, in letters that are bytes (Latin-1).
 *
 * @example written({ S: 'TR', K: [0, 1] }) // '<<\n/S /TR\n/K [0 1]\n>>'
 */
export function written(value: Value): string {
  if (typeof value === 'string') return `/${value}`;
  if (typeof value === 'number') return String(Math.round(value * 1e6) / 1e6);
  // oxlint-disable-next-line unicorn/no-instanceof-builtins -- this is how pdfkit tells text from names
  if (value instanceof String) return `(${bytesOfText(value.valueOf()).replaceAll(escaped, escape)})`;
  if (value instanceof Uint8Array) return `<${Buffer.from(value).toString('hex')}>`;
  if (value instanceof Date) return `(D:${value.toISOString().replaceAll(/\D/g, '').slice(0, 14)}Z)`;
  if (Array.isArray(value)) return `[${value.map(written).join(' ')}]`;
  if (isDictionary(value)) return `<<\n${entries(value)}>>`;
  return value === null ? 'null' : (value as PDFReference | boolean).toString();
}

/** The entries of a dictionary, a line each. */
export function entries(dictionary: Dictionary): string {
  let text = '';
  for (const [key, value] of Object.entries(dictionary)) if (value !== undefined) text += `/${key} ${written(value)}\n`;
  return text;
}

/** Everything else writes itself: an object that is pointed to, and the trees of names and numbers that pdfkit keeps. */
function isDictionary(value: Value): value is Dictionary {
  return typeof value === 'object' && value !== null && Object.getPrototypeOf(value) === Object.prototype;
}

/** A character a byte: ASCII as it stands, control characters included, and any other text as UTF-16 with its mark. */
function bytesOfText(text: string): string {
  return /^[\0-\x7f]*$/.test(text) ? text : utf16(text).toString('latin1');
}

const escaped = /[\n\r\t\b\f()\\]/g;
const escapes: Readonly<Record<string, string>> = { '\n': 'n', '\r': 'r', '\t': 't', '\b': 'b', '\f': 'f' };

function escape(letter: string): string {
  return `\\${escapes[letter] ?? letter}`;
}
