// Holds the files within a PDF to what every version of this product writes: each listed, and with one content, of which
// size and digest are told as they are.
import { createHash } from 'node:crypto';
import { isOf, items, numbersOf, resolved } from './pdf-document.ts';
import type { Document } from './pdf-document.ts';
import { dictionaryOf, unpackedStream } from './pdf-objects.ts';
import { ForeignPdf } from './pdf-value.ts';
import type { PdfDictionary } from './pdf-value.ts';

/** Every file stands once in the list of names and once among the associated files, and has one content. */
export function holdFiles(catalog: PdfDictionary, document: Document): void {
  const names = resolved(catalog.get('Names'), document);
  for (const key of names?.keys() ?? []) {
    if (key !== 'EmbeddedFiles' && key !== 'Dests') throw new ForeignPdf('the names', `the key /${key}`);
  }
  const tree = resolved(names?.get('EmbeddedFiles'), document);
  if (tree?.has('Kids') === true) throw new ForeignPdf('the names of the files', 'a tree of more than one level');
  const named = namedIn(items(tree?.get('Names'), document), document);
  const associated = items(catalog.get('AF'), document).map((item) => (item.kind === 'reference' ? item.to : -1));
  holdSame(associated, named, 'among the associated files');
  holdSame(numbersOf('Filespec', document), named, 'in the file');
  const contents = new Set(named.map((number) => contentOf(number, document)));
  for (const content of contents) holdSaid(content, document);
  const embedded = numbersOf('EmbeddedFile', document);
  const stray = embedded.find((number) => !contents.has(number));
  if (stray !== undefined || contents.size !== named.length) {
    throw new ForeignPdf(`object ${stray ?? 0} (file)`, 'a content that belongs to no file, or to two');
  }
}

/** @returns the numbers of the files, out of a list in which each follows its name */
function namedIn(listed: ReturnType<typeof items>, document: Document): readonly number[] {
  const where = 'the names of the files';
  const keys = new Set<string>();
  const named: number[] = [];
  for (let index = 0; index < listed.length; index += 2) {
    const [key, to] = [listed[index], listed[index + 1]];
    if (key?.kind !== 'text' || to?.kind !== 'reference') throw new ForeignPdf(where, 'no name');
    if (keys.has(key.text)) throw new ForeignPdf(where, `the name ${JSON.stringify(key.text)} twice`);
    keys.add(key.text);
    named.push(to.to);
    // Some programs show it in place of the name of the file: since 0.2.0 a number, before that the same name.
    const own = resolved(to, document)?.get('F');
    const isOwn = own?.kind === 'text' && own.text === key.text;
    if (!isOwn && key.text !== String(named.length).padStart(4, '0'))
      throw new ForeignPdf(where, `the name ${JSON.stringify(key.text)} for another file`);
  }
  return named;
}

function holdSame(numbers: readonly number[], named: readonly number[], what: string): void {
  const other = numbers.find((number) => !named.includes(number)) ?? named.find((number) => !numbers.includes(number));
  if (other === undefined && numbers.length === named.length) return;
  throw new ForeignPdf(`object ${other ?? 0} (file)`, `other files ${what} than in the list of names`);
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

/** Viewers show the size before they open the file, and programs that save it look at the digest. */
function holdSaid(number: number, document: Document): void {
  const where = `object ${number} (EmbeddedFile)`;
  const object = document.all.get(number);
  const content = object === undefined ? Buffer.alloc(0) : unpackedStream(object);
  const params = resolved(dictionaryOf(object?.value)?.get('Params'), document);
  const [size, digest] = [params?.get('Size'), params?.get('CheckSum')];
  if (size?.kind !== 'number' || size.value !== content.length) throw new ForeignPdf(where, 'another size than it has');
  const own = createHash('md5').update(content).digest('hex');
  if (digest !== undefined && (digest.kind !== 'text' || digest.text !== own))
    throw new ForeignPdf(where, 'another digest than it has');
}
