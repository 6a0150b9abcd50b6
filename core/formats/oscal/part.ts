// The small parts of an OSCAL document, in the forms that its schema takes: values on one line, lists never empty.
import { onOneLine } from '../../values/text.ts';
import { oscalNamespace } from './uuid.ts';

export type OscalPart = Readonly<Record<string, unknown>>;

/** Somebody's text as OSCAL's StringDatatype: one line, neither blank nor with blanks around it; or `null`. */
export function oscalText(text: string): string | null {
  const line = onOneLine(text).toWellFormed().replaceAll(/\s+/g, ' ').trim();
  return line === '' ? null : line;
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
