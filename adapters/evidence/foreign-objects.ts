// Finds in a PDF what no version of this product ever wrote: it could show or do something that nobody signed for.
import { foreignlyDrawn } from './drawn-content.ts';
import { holdFiles } from './foreign-files.ts';
import { holdForm } from './foreign-form.ts';
import { items, numbersOf, placeOf, resolved, typeOf } from './pdf-document.ts';
import type { Document } from './pdf-document.ts';
import { dictionaryOf, nameAt, unpackedStream } from './pdf-objects.ts';
import type { PdfObject, PdfObjects } from './pdf-objects.ts';
import { ForeignPdf } from './pdf-value.ts';
import type { PdfDictionary, PdfValue } from './pdf-value.ts';
import { isEverWritten, isKeyWithoutType, keysByType, untypedStream } from './written-form.ts';

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
  holdTimes(document);
  holdTied(trailer, document);
  holdContents(document);
}

function holdObject({ number, value, stream }: PdfObject): void {
  const dictionary = dictionaryOf(value);
  const where = `object ${number}${placeOf(dictionary)}`;
  const type = dictionary === null ? null : (typeOf(dictionary) ?? (stream === null ? null : untypedStream));
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

/** A dictionary without a type has no key of a kind that must state its type, so it cannot pass for one of that kind. */
function holdValue(value: PdfValue, where: string): void {
  if (value.kind === 'list') for (const item of value.items) holdValue(item, where);
  if (value.kind !== 'dictionary') return;
  for (const [key, inner] of value.entries) {
    holdName(key, inner, where);
    if (key === 'Alt') holdAlternative(value.entries, where);
    if (!isKeyWithoutType(key)) throw new ForeignPdf(where, `the key /${key}`);
    holdValue(inner, where);
  }
}

/** Read aloud in place of what is drawn: only drawings and the field have it, which cannot be read otherwise. */
function holdAlternative(element: PdfDictionary, where: string): void {
  const kind = nameAt(element, 'S');
  if (kind !== 'Figure' && kind !== 'Form') throw new ForeignPdf(where, `the key /Alt of /${kind ?? 'nothing'}`);
}

function holdName(key: string, value: PdfValue, where: string): void {
  if (value.kind === 'name' && ['S', 'Subtype', 'FT', 'Type'].includes(key) && harmfulNames.has(value.name)) {
    throw new ForeignPdf(where, `/${key} /${value.name}`);
  }
}

/** Each page stands in the list once: a page that is left out, or stands in it twice, was not drawn so. */
function holdPages(catalog: PdfDictionary, document: Document): void {
  const list = resolved(catalog.get('Pages'), document);
  const shown = items(list?.get('Kids'), document).map((item) => (item.kind === 'reference' ? item.to : -1));
  const pages = numbersOf('Page', document);
  const count = list?.get('Count');
  const isWhole = shown.length === pages.length && pages.every((number) => shown.includes(number));
  if (numbersOf('Pages', document).length !== 1 || !isWhole || count?.kind !== 'number' || count.value !== shown.length)
    throw new ForeignPdf('the list of the pages', `${shown.length} pages in the list, ${pages.length} in the file`);
}

const times: ReadonlySet<string> = new Set(['M', 'CreationDate', 'ModDate']);

/** A file tells one time of itself, of its signature and of what is attached: viewers show now one, now another. */
function holdTimes({ all }: Document): void {
  const told = new Set<string>();
  const tell = (value: PdfValue | undefined): void => {
    if (value?.kind === 'list') for (const item of value.items) tell(item);
    if (value?.kind !== 'dictionary') return;
    for (const [key, inner] of value.entries) {
      tell(inner);
      const time = inner.kind === 'reference' ? all.get(inner.to)?.value : inner;
      if (times.has(key)) told.add(time?.kind === 'text' ? time.text : `no time as /${key}`);
    }
  };
  for (const { value } of all.values()) tell(value);
  if (told.size > 1) throw new ForeignPdf('the times of the file', [...told].slice(0, 3).join(', '));
}

/** What pages show, and the pictures that they share. */
function holdContents(document: Document): void {
  for (const object of document.all.values()) {
    const { number, value } = object;
    const dictionary = dictionaryOf(value);
    if (dictionary === null) continue;
    if (typeOf(dictionary) === 'XObject Form') holdContent(object);
    if (typeOf(dictionary) !== 'Page') continue;
    const contents = dictionary.get('Contents');
    for (const content of contents?.kind === 'list' ? contents.items : [contents]) {
      const drawn = content?.kind === 'reference' ? document.all.get(content.to) : undefined;
      if (drawn === undefined || drawn.stream === null)
        throw new ForeignPdf(`object ${number} (Page)`, 'a page without content');
      holdContent(drawn);
    }
  }
}

function holdContent(object: PdfObject): void {
  const foreign = foreignlyDrawn(unpackedStream(object).toString('latin1'));
  if (foreign !== null) throw new ForeignPdf(`object ${object.number} (content)`, foreign);
}

/** An object to which nothing leads is shown by no viewer, and could hold anything for whoever knows of it. */
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

/** Two kinds of objects are drawn and may have nothing that leads to them: a place on a page, and an empty list of places. */
function saysNothing(value: PdfValue): boolean {
  if (value.kind === 'list')
    return value.items.every(({ kind }) => ['reference', 'name', 'number', 'word'].includes(kind));
  return value.kind === 'dictionary' && value.entries.size === 0;
}
