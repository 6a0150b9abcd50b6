// The small parts of an OSCAL document, in the forms that its schema takes: values on one line, lists never empty.
import { onOneLine } from '../../values/text.ts';
import { oscalNamespace } from './uuid.ts';

export type OscalPart = Readonly<Record<string, unknown>>;

/** Somebody's text as OSCAL's StringDatatype: one line, neither blank nor with blanks around it; or `null`. */
export function oscalText(text: string): string | null {
  const line = onOneLine(text).toWellFormed().replaceAll(/\s+/g, ' ').trim();
  return line === '' ? null : line;
}

/** What OSCAL's Markdown reads as markup, wherever it stands; a mark between letters, as in `svc_sync`, is none. */
const markup = /[\\"'*`~^<>&[\]{}|]|(?<![\p{L}\p{N}])_|_(?![\p{L}\p{N}])/gu;

/** And what begins a heading, a list or a table. */
const beginsBlock = /^(?:[#+\-=]|\d+(?=[.)]))/;

/**
 * Somebody's text where OSCAL takes prose (its data types markup-line and markup-multiline): one line, and no link,
 * image, parameter or format comes of it.
 *
 * @returns `null` where nothing is left
 * @example oscalProse('[pay](https://evil.example)') // '\\[pay\\](https://evil.example)'
 */
export function oscalProse(text: string): string | null {
  const line = oscalText(text);
  if (line === null) return null;
  return literal(line);
}

/** The same for what has lines of its own, as what a signer attested has. */
export function oscalLines(text: string): string {
  return text.split('\n').map(literal).join('\n');
}

function literal(line: string): string {
  return line
    .replace(markup, (mark) => `\\${mark}`)
    .replace(beginsBlock, (begin) => (/^\d/.test(begin) ? `${begin}\\` : `\\${begin}`));
}

/** @param told names are NCNames; what is absent or blank is left out */
export function oscalProps(told: Readonly<Record<string, string | number | boolean | null>>): OscalPart {
  const props = Object.entries(told).flatMap(([name, value]) => {
    const text = value === null ? null : oscalText(String(value));
    return text === null ? [] : [{ name, ns: oscalNamespace, value: text }];
  });
  return oscalList('props', props);
}

/** OSCAL has no empty lists: one without members is left out. */
export function oscalList(name: string, members: readonly unknown[]): OscalPart {
  return members.length === 0 ? {} : { [name]: members };
}
