// Finds in a PDF what no version of this product ever wrote: it could show or do something that nobody signed for.
import { foreignOperator } from './drawn-content.ts';
import { dictionaryOf, nameAt, unpacked } from './pdf-objects.ts';
import type { PdfObject, PdfObjects } from './pdf-objects.ts';
import { ForeignPdf } from './pdf-value.ts';
import type { PdfDictionary, PdfValue } from './pdf-value.ts';
import { isEverWritten, isKeyWithoutType, keysByType } from './written-form.ts';

/** What an action, an annotation or a picture says it is. */
const harmfulNames = new Set(
  (
    'JavaScript Launch URI SubmitForm ImportData ResetForm GoTo GoToR GoToE Named Rendition RichMedia Movie Sound Screen ' +
    'FileAttachment FreeText Stamp Square Circle Line Polygon PolyLine Ink Highlight Popup Redact Watermark 3D ' +
    'DocTimeStamp DocMDP FieldMDP Image PS Transparency Btn Tx Ch'
  ).split(' '),
);

/**
 * Tells what of a file no version writes: annotations but the links and the one field of the signature, actions,
 * scripts, files outside the list of names, keys that are not ours.
 *
 * @throws ForeignPdf naming the first such object
 */
export function holdToOurForm({ all, trailer }: PdfObjects): void {
  const document = { all };
  for (const object of all.values()) holdObject(object);
  const catalogs = [...all.values()].filter(({ value }) => nameAt(dictionaryOf(value), 'Type') === 'Catalog');
  const root = trailer.get('Root');
  const catalog = resolved(root, document);
  if (catalogs.length !== 1 || root?.kind !== 'reference' || root.to !== catalogs[0]?.number || catalog === null) {
    throw new ForeignPdf('the catalog', `${catalogs.length} catalogs`);
  }
  holdPages(catalog, document);
  holdForm(catalog, document);
  holdFiles(catalog, document);
  holdTied(trailer, document);
  holdContents(document);
}

interface Document {
  readonly all: ReadonlyMap<number, PdfObject>;
}

function holdObject({ number, value }: PdfObject): void {
  const dictionary = dictionaryOf(value);
  const where = `object ${number}${placeOf(dictionary)}`;
  const type = dictionary === null ? null : typeOf(dictionary);
  if (dictionary === null || type === null) return holdValue(value, where);
  const keys = keysByType.get(type);
  if (keys === undefined) throw new ForeignPdf(where, `an object of the type ${type}`);
  for (const [key, inner] of dictionary) {
    holdName(key, inner, where);
    if (!keys.has(key)) throw new ForeignPdf(where, `the key /${key}`);
    const text = writtenAs(inner);
    if (!isEverWritten(type, key, text)) throw new ForeignPdf(where, `the key /${key} with ${text}`);
    holdValue(inner, where);
  }
}

function writtenAs(value: PdfValue): string {
  if (value.kind === 'list') return value.items.map(writtenAs).join(' ');
  if (value.kind === 'name') return `/${value.name}`;
  return value.kind === 'number' ? String(value.value) : value.kind;
}

/** A dictionary that may do without its type has no key of those that have one, so it cannot pass for another. */
function holdValue(value: PdfValue, where: string): void {
  if (value.kind === 'list') for (const item of value.items) holdValue(item, where);
  if (value.kind !== 'dictionary') return;
  for (const [key, inner] of value.entries) {
    holdName(key, inner, where);
    if (!isKeyWithoutType(key)) throw new ForeignPdf(where, `the key /${key}`);
    holdValue(inner, where);
  }
}

function holdName(key: string, value: PdfValue, where: string): void {
  if (value.kind === 'name' && ['S', 'Subtype', 'FT', 'Type'].includes(key) && harmfulNames.has(value.name)) {
    throw new ForeignPdf(where, `/${key} /${value.name}`);
  }
}

/** Each page is shown, and once: what is left out of the list, or stands in it twice, was not drawn so. */
function holdPages(catalog: PdfDictionary, document: Document): void {
  const list = resolved(catalog.get('Pages'), document);
  const shown = items(list?.get('Kids'), document).map((item) => (item.kind === 'reference' ? item.to : -1));
  const pages = numbersOf('Page', document);
  const count = list?.get('Count');
  const isWhole = shown.length === pages.length && pages.every((number) => shown.includes(number));
  if (numbersOf('Pages', document).length !== 1 || !isWhole || count?.kind !== 'number' || count.value !== shown.length)
    throw new ForeignPdf('the list of the pages', `${shown.length} pages in the list, ${pages.length} in the file`);
}

/** What pages show, and the pictures that they share. */
function holdContents(document: Document): void {
  for (const { number, value, stream } of document.all.values()) {
    const dictionary = dictionaryOf(value);
    if (dictionary === null) continue;
    if (typeOf(dictionary) === 'XObject Form') holdContent(number, dictionary, stream);
    if (typeOf(dictionary) !== 'Page') continue;
    const contents = dictionary.get('Contents');
    for (const content of contents?.kind === 'list' ? contents.items : [contents]) {
      const object = content?.kind === 'reference' ? document.all.get(content.to) : undefined;
      const own = dictionaryOf(object?.value);
      if (object === undefined || own === null)
        throw new ForeignPdf(`object ${number} (Page)`, 'a page without content');
      holdContent(object.number, own, object.stream);
    }
  }
}

function holdContent(number: number, dictionary: PdfDictionary, stream: PdfObject['stream']): void {
  const packed = stream ?? Buffer.alloc(0);
  const content = nameAt(dictionary, 'Filter') === 'FlateDecode' ? unpacked(packed, `object ${number}`) : packed;
  const foreign = foreignOperator(content.toString('latin1'));
  if (foreign !== null) throw new ForeignPdf(`object ${number} (content)`, `the operator ${JSON.stringify(foreign)}`);
}

/** What nothing leads to is shown by no viewer, and found by whoever looks for it. */
function holdTied(trailer: PdfDictionary, { all }: Document): void {
  const tied = new Set<number>();
  const follow: PdfValue[] = [...trailer.values()];
  for (let value = follow.pop(); value !== undefined; value = follow.pop()) {
    if (value.kind === 'list') for (const item of value.items) follow.push(item);
    if (value.kind === 'dictionary') for (const inner of value.entries.values()) follow.push(inner);
    if (value.kind !== 'reference' || tied.has(value.to)) continue;
    tied.add(value.to);
    const to = all.get(value.to)?.value;
    if (to !== undefined) follow.push(to);
  }
  const loose = [...all.values()].find(({ number, value, stream }) => {
    const type = nameAt(dictionaryOf(value), 'Type') ?? '';
    return !tied.has(number) && (stream !== null || !saysNothing(value)) && !['ObjStm', 'XRef'].includes(type);
  });
  if (loose !== undefined)
    throw new ForeignPdf(
      `object ${loose.number}${placeOf(dictionaryOf(loose.value))}`,
      'an object that nothing leads to',
    );
}

/** A place on a page that nobody links to, or an empty list of such places, is drawn and tied to nothing. */
function saysNothing(value: PdfValue): boolean {
  if (value.kind === 'list')
    return value.items.every(({ kind }) => ['reference', 'name', 'number', 'word'].includes(kind));
  return value.kind === 'dictionary' && value.entries.size === 0;
}

/** The links and the signature's field stand on the page that they name; the file has no other field. */
function holdForm(catalog: PdfDictionary, document: Document): void {
  const form = resolved(catalog.get('AcroForm'), document);
  const fields = items(form?.get('Fields'), document);
  for (const key of form?.keys() ?? []) {
    if (key !== 'Fields' && key !== 'SigFlags') throw new ForeignPdf('the form', `the key /${key}`);
  }
  const [field] = fields;
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

/** How many pages there are is drawn last, into one small form that every page shows. */
const pageTotalBox = '0 -4 60 12';

function boxOf({ value }: PdfObject, document: Document): string {
  const box = items(dictionaryOf(value)?.get('BBox'), document);
  return box.map((item) => (item.kind === 'number' ? item.value : Number.NaN)).join(' ');
}

/** Every file stands once in the list of names and once among the associated files, and has one content. */
function holdFiles(catalog: PdfDictionary, document: Document): void {
  const names = resolved(catalog.get('Names'), document);
  for (const key of names?.keys() ?? []) {
    if (key !== 'EmbeddedFiles' && key !== 'Dests') throw new ForeignPdf('the names', `the key /${key}`);
  }
  const tree = resolved(names?.get('EmbeddedFiles'), document);
  if (tree?.has('Kids') === true) throw new ForeignPdf('the names of the files', 'a tree of more than one level');
  const listed = items(tree?.get('Names'), document);
  const keys = new Set<string>();
  const named: number[] = [];
  for (let index = 0; index < listed.length; index += 2) {
    const [key, to] = [listed[index], listed[index + 1]];
    if (key?.kind !== 'text' || to?.kind !== 'reference') throw new ForeignPdf('the names of the files', 'no name');
    if (keys.has(key.text))
      throw new ForeignPdf('the names of the files', `the name ${JSON.stringify(key.text)} twice`);
    keys.add(key.text);
    named.push(to.to);
  }
  const associated = items(catalog.get('AF'), document).map((item) => (item.kind === 'reference' ? item.to : -1));
  const specified = numbersOf('Filespec', document);
  for (const [what, numbers] of [
    ['among the associated files', associated],
    ['in the file', specified],
  ] as const) {
    const other =
      numbers.find((number) => !named.includes(number)) ?? named.find((number) => !numbers.includes(number));
    if (other !== undefined || numbers.length !== named.length) {
      throw new ForeignPdf(`object ${other ?? 0} (file)`, `other files ${what} than in the list of names`);
    }
  }
  const contents = new Set(named.map((number) => contentOf(number, document)));
  const embedded = numbersOf('EmbeddedFile', document);
  const stray = embedded.find((number) => !contents.has(number));
  if (stray !== undefined || contents.size !== named.length) {
    throw new ForeignPdf(`object ${stray ?? 0} (file)`, 'a content that belongs to no file, or to two');
  }
}

function contentOf(number: number, document: Document): number {
  const where = `object ${number} (file)`;
  const file = dictionaryOf(document.all.get(number)?.value);
  const [name, unicode] = [file?.get('F'), file?.get('UF')];
  if (name?.kind !== 'text' || unicode?.kind !== 'text' || name.text !== unicode.text) {
    throw new ForeignPdf(where, 'two names for one file');
  }
  const contents = resolved(file?.get('EF'), document);
  const [content, other = content] = [contents?.get('F'), contents?.get('UF')];
  if (content?.kind !== 'reference' || other?.kind !== 'reference' || content.to !== other.to) {
    throw new ForeignPdf(where, 'two contents for one file');
  }
  if (!isOf(document.all.get(content.to)?.value, 'EmbeddedFile')) throw new ForeignPdf(where, 'a content of no file');
  return content.to;
}

function numbersOf(type: string, { all }: Document): readonly number[] {
  return [...all.values()].filter(({ value }) => isOf(value, type)).map(({ number }) => number);
}

function isOf(value: PdfValue | undefined, type: string): boolean {
  const dictionary = dictionaryOf(value);
  return dictionary !== null && typeOf(dictionary) === type;
}

function typeOf(dictionary: PdfDictionary): string | null {
  const type = nameAt(dictionary, 'Type');
  const subtype = type === 'EmbeddedFile' ? null : nameAt(dictionary, 'Subtype');
  return type === null || subtype === null ? type : `${type} ${subtype}`;
}

/** What a reader of a refusal may know the object by. */
export function placeOf(dictionary: PdfDictionary | null): string {
  const type = dictionary === null ? null : typeOf(dictionary);
  return type === null ? '' : ` (${type})`;
}

function resolved(value: PdfValue | undefined, { all }: Document): PdfDictionary | null {
  return dictionaryOf(value?.kind === 'reference' ? all.get(value.to)?.value : value);
}

function items(value: PdfValue | undefined, { all }: Document): readonly PdfValue[] {
  const list = value?.kind === 'reference' ? all.get(value.to)?.value : value;
  return list?.kind === 'list' ? list.items : [];
}
