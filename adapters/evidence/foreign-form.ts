// Holds the form of a PDF, its links and its signature, to what every version of this product writes.
import { byteRangeKey, emptyByteRange, readByteRange } from '../../core/report/signature-hole.ts';
import { isOf, items, resolved, typeOf } from './pdf-document.ts';
import type { Document } from './pdf-document.ts';
import { dictionaryOf, nameAt } from './pdf-objects.ts';
import type { PdfObject } from './pdf-objects.ts';
import { ForeignPdf } from './pdf-value.ts';
import type { PdfDictionary } from './pdf-value.ts';

/** The links and the signature's field stand on the page that they name; the file has no other field. */
export function holdForm(catalog: PdfDictionary, document: Document): void {
  const form = resolved(catalog.get('AcroForm'), document);
  const fields = items(form?.get('Fields'), document);
  for (const key of form?.keys() ?? []) {
    if (key !== 'Fields' && key !== 'SigFlags') throw new ForeignPdf('the form', `the key /${key}`);
  }
  const [field] = fields;
  const seen = heldAnnotations(document);
  const widgets = [...document.all.values()].filter(({ value }) => isOf(value, 'Annot Widget'));
  const [widget] = widgets;
  if (widgets.length > 1 || fields.length > 1 || widget === undefined) {
    throw new ForeignPdf('the form', `${widgets.length} fields`);
  }
  if (field?.kind !== 'reference' || field.to !== widget.number || !seen.has(widget.number)) {
    throw new ForeignPdf('the form', 'another field than the one that is shown');
  }
  holdSignature(widget, document);
}

/** @returns the numbers of those that stand on pages */
function heldAnnotations(document: Document): ReadonlySet<number> {
  const seen = new Set<number>();
  for (const { number, value } of document.all.values()) {
    const page = dictionaryOf(value);
    if (nameAt(page, 'Type') !== 'Page') continue;
    for (const annotation of items(page?.get('Annots'), document)) {
      if (annotation.kind !== 'reference') throw new ForeignPdf(`object ${number} (page)`, 'an annotation within it');
      const where = `object ${annotation.to} (annotation)`;
      const dictionary = resolved(annotation, document);
      const type = dictionary === null ? null : typeOf(dictionary);
      const on = dictionary?.get('P');
      if (seen.has(annotation.to) || (on !== undefined && (on.kind !== 'reference' || on.to !== number))) {
        throw new ForeignPdf(where, 'an annotation on another page than it names');
      }
      if (type !== 'Annot Link' && type !== 'Annot Widget')
        throw new ForeignPdf(where, 'an annotation of another kind');
      seen.add(annotation.to);
    }
  }
  return seen;
}

/** Points; the field is no larger, so that it covers nothing. */
const fieldWidth = 300;
const fieldHeight = 54;

function holdSignature({ number, value }: PdfObject, document: Document): void {
  const where = `object ${number} (signature field)`;
  const widget = dictionaryOf(value);
  const signed = widget?.get('V');
  const signatures = [...document.all.values()].filter((object) => isOf(object.value, 'Sig'));
  if (signatures.length !== 1 || signed?.kind !== 'reference' || signed.to !== signatures[0]?.number) {
    throw new ForeignPdf(where, `${signatures.length} signatures, or another than its own`);
  }
  const rect = items(widget?.get('Rect'), document).map((item) => (item.kind === 'number' ? item.value : Number.NaN));
  const [left = Number.NaN, bottom = Number.NaN, right = Number.NaN, top = Number.NaN] = rect;
  const fits = Math.abs(right - left - fieldWidth) < 0.02 && Math.abs(top - bottom - fieldHeight) < 0.02;
  if (!fits) throw new ForeignPdf(where, `a field at ${rect.join(' ')}`);
  const forms = [...document.all.values()].filter((object) => isOf(object.value, 'XObject Form'));
  const appearance = resolved(widget?.get('AP'), document);
  const normal = appearance?.get('N');
  const own = normal?.kind === 'reference' ? forms.find((form) => form.number === normal.to) : undefined;
  const isOwn =
    own !== undefined && appearance?.size === 1 && boxOf(own, document) === `0 0 ${fieldWidth} ${fieldHeight}`;
  if (!isOwn) throw new ForeignPdf(where, 'another picture than its own');
  const other = forms.find((form) => form !== own && boxOf(form, document) !== pageTotalBox);
  if (other !== undefined) throw new ForeignPdf(`object ${other.number} (XObject Form)`, 'a picture of another size');
}

/** The number of pages is known last, so it is drawn into one small form that every page shows. */
const pageTotalBox = '0 -4 60 12';

function boxOf({ value }: PdfObject, document: Document): string {
  const box = items(dictionaryOf(value)?.get('BBox'), document);
  return box.map((item) => (item.kind === 'number' ? item.value : Number.NaN)).join(' ');
}

/**
 * The signature that the form shows is the one whose bytes the seal was checked by: a viewer that asks the form must not
 * find another. In a file that nobody sealed there is none to compare.
 */
export function holdSealed(pdf: Uint8Array, document: Document): void {
  const file = Buffer.from(pdf.buffer, pdf.byteOffset, pdf.byteLength);
  const at = file.indexOf(byteRangeKey);
  const ranges = readByteRange(file.toString('latin1', at, at + emptyByteRange.length));
  if (at === -1 || ranges === null) return;
  const octets = Buffer.from(file.toString('latin1', ranges.before + 1, ranges.after - 1), 'hex').toString('latin1');
  for (const { number, value } of document.all.values()) {
    if (!isOf(value, 'Sig')) continue;
    const signature = dictionaryOf(value);
    const contents = signature?.get('Contents');
    const told = items(signature?.get('ByteRange'), document).map((item) => (item.kind === 'number' ? item.value : -1));
    const isIts = told.join(' ') === `0 ${ranges.before} ${ranges.after} ${ranges.length}`;
    if (isIts && contents?.kind === 'text' && contents.text === octets) continue;
    throw new ForeignPdf(`object ${number} (Sig)`, 'another signature than the one that seals the file');
  }
}
