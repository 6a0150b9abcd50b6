// A change that a forger makes to a report, in the terms of PDF, and where in the file the things stand that are changed.
import type { ForgedPdf } from '../../../support/reports/forged-pdf.ts';

export interface Change {
  readonly name: string;
  readonly forge: (pdf: ForgedPdf) => unknown;
  /** Of what the refusal says, where it is and what was found. */
  readonly told: RegExp;
}

export const rectangle = 'q 1 1 1 rg 0 0 600 850 re f Q';
export const catalog = (pdf: ForgedPdf): number => pdf.find('/Type /Catalog');
export const names = (pdf: ForgedPdf): number => pdf.find('/EmbeddedFiles');
export const page = (pdf: ForgedPdf, nth = 0): number => pdf.find(/\/Type \/Page\n/, nth);
export const file = (pdf: ForgedPdf): number => pdf.find('(findings.csv)');
export const link = (pdf: ForgedPdf): number => pdf.find('/Subtype /Link');
export const widget = (pdf: ForgedPdf): number => pdf.find('/Subtype /Widget');
export const entry = (key: string) => (text: string) => text.replace(/>>$/, `${key}\n>>`);
export const contents = (pdf: ForgedPdf, nth = 0): number => referenced(pdf.text(page(pdf, nth)), 'Contents');
export const content = (pdf: ForgedPdf): number => referenced(pdf.text(file(pdf)), 'F');

export function referenced(text: string, key: string): number {
  const [, number] = new RegExp(String.raw`/${key} \[?(\d+) 0 R`).exec(text) ?? [];
  if (number === undefined) throw new Error(`${key} refers to nothing in ${text}`);
  return Number(number);
}

/** Shown on page 1, whatever the annotation is. */
export function annotate(pdf: ForgedPdf, annotation: string): void {
  const made = pdf.add(annotation.replace('PAGE', `${page(pdf)} 0 R`));
  pdf.edit(referenced(pdf.text(page(pdf)), 'Annots'), (text) => text.replace(/\]$/, ` ${made} 0 R]`));
}

export function swapped(text: string, [one, other]: readonly [string, string]): string {
  return text.replace(one, '\0').replace(other, one).replace('\0', other);
}
