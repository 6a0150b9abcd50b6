// How values are written in the PDF language (ISO 32000-1, section 7.3), so that no text can break out of its place.
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
