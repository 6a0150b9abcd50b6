// Looks things up among the objects of a PDF: by their type, and where a reference leads.
import { dictionaryOf, nameAt } from './pdf-objects.ts';
import type { PdfObject } from './pdf-objects.ts';
import type { PdfDictionary, PdfValue } from './pdf-value.ts';

export interface Document {
  readonly all: ReadonlyMap<number, PdfObject>;
}

export function numbersOf(type: string, { all }: Document): readonly number[] {
  return [...all.values()].filter(({ value }) => isOf(value, type)).map(({ number }) => number);
}

export function isOf(value: PdfValue | undefined, type: string): boolean {
  const dictionary = dictionaryOf(value);
  return dictionary !== null && typeOf(dictionary) === type;
}

export function typeOf(dictionary: PdfDictionary): string | null {
  const type = nameAt(dictionary, 'Type');
  const subtype = type === 'EmbeddedFile' ? null : nameAt(dictionary, 'Subtype');
  return type === null || subtype === null ? type : `${type} ${subtype}`;
}

/** What a reader of a refusal may know the object by. */
export function placeOf(dictionary: PdfDictionary | null): string {
  const type = dictionary === null ? null : typeOf(dictionary);
  return type === null ? '' : ` (${type})`;
}

export function resolved(value: PdfValue | undefined, { all }: Document): PdfDictionary | null {
  return dictionaryOf(value?.kind === 'reference' ? all.get(value.to)?.value : value);
}

export function items(value: PdfValue | undefined, { all }: Document): readonly PdfValue[] {
  const list = value?.kind === 'reference' ? all.get(value.to)?.value : value;
  return list?.kind === 'list' ? list.items : [];
}
