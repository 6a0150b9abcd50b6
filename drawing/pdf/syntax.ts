// How values are written in the PDF language (ISO 32000-1, section 7.3), so that no text can break out of its place.
import type { Instant } from '../../core/values/instant.ts';

/** A coordinate or measure in points, to a hundredth. */
export function decimal(value: number): string {
  if (Number.isInteger(value)) return String(value);
  return String(Math.round(value * 100) / 100);
}

export function reference(objectNumber: number): string {
  return `${objectNumber} 0 R`;
}

/**
 * A text string: as it stands when it is ASCII, otherwise UTF-16 with its mark.
 *
 * @example textString('Acme (EU)') // '(Acme \\(EU\\))'
 */
export function textString(text: string): string {
  if (/^[\x20-\x7e]*$/.test(text)) return `(${text.replace(/[\\()]/g, String.raw`\$&`)})`;
  const utf16 = Buffer.from(text.toWellFormed(), 'utf16le').swap16();
  return `<FEFF${utf16.toString('hex').toUpperCase()}>`;
}

/** A name: every character that is not plain is written as its code. */
export function name(text: string): string {
  return `/${[...Buffer.from(text, 'utf8')].map(nameByte).join('')}`;
}

function nameByte(byte: number): string {
  const character = String.fromCharCode(byte);
  return /[A-Za-z0-9._-]/.test(character) ? character : `#${byte.toString(16).padStart(2, '0').toUpperCase()}`;
}

/** @example pdfDate('2026-10-05T08:00:00Z') // '(D:20261005080000Z)' */
export function pdfDate(instant: Instant): string {
  return `(D:${instant.slice(0, 19).replace(/[-:T]/g, '')}Z)`;
}
