// Where the parts of a report stand in its PDF, and how one of them is changed.
import type { ForgedPdf } from '../../../../support/reports/forged-pdf.ts';
import type { Change } from '../change.ts';

export const catalog = (pdf: ForgedPdf): number => pdf.find('/Type /Catalog');
export const pages = (pdf: ForgedPdf): number => pdf.find('/Type /Pages');
export const page = (pdf: ForgedPdf, nth = 0): number => pdf.find(/\/Type \/Page\n/, nth);
export const element = (pdf: ForgedPdf): number => pdf.find('/S /H1');
export const widget = (pdf: ForgedPdf): number => pdf.find('/Subtype /Widget');
export const seal = (pdf: ForgedPdf): number => pdf.find('/Type /Sig');
export const file = (pdf: ForgedPdf): number => pdf.find('(findings.csv)');
export const content = (pdf: ForgedPdf): number => referenced(pdf.text(file(pdf)), 'F');
export const contents = (pdf: ForgedPdf): number => referenced(pdf.text(page(pdf)), 'Contents');
export const entry = (key: string) => (text: string) => text.replace(/>>$/, `${key}\n>>`);
export const instead = (before: RegExp | string, after: string) => (text: string) => text.replace(before, () => after);

export function referenced(text: string, key: string): number {
  const [, number] = new RegExp(String.raw`/${key} \[?(\d+) 0 R`).exec(text) ?? [];
  if (number === undefined) throw new Error(`${key} refers to nothing in ${text}`);
  return Number(number);
}

/** Drawn before page 1, or behind it. */
export function draws(operators: string, place: 'before' | 'behind' = 'behind'): Change['forge'] {
  return (pdf) =>
    pdf.editStream(contents(pdf), (text) => (place === 'before' ? `${operators}\n${text}` : `${text}\n${operators}`));
}

export function entryOf(
  of: (pdf: ForgedPdf) => number,
  key: string,
  told = new RegExp(key.split(' ')[0] ?? ''),
): Change {
  return { name: `${key} in ${of.name}`, forge: (pdf) => pdf.edit(of(pdf), entry(key)), told };
}
