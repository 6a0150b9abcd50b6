// What every version of this product writes into a PDF: the keys of each kind of object, and the values that never differ.

/** Names the streams that state no type: what pages draw, fonts, and the tables of colours and letters. */
export const untypedStream = 'stream without a type';

const keysOf: Readonly<Record<string, string>> = {
  [untypedStream]: 'Length Length1 N Filter',
  Catalog:
    'Type Pages Names Lang MarkInfo StructTreeRoot ViewerPreferences AF Outlines PageMode OutputIntents Metadata AcroForm',
  Page: 'Type Parent MediaBox Contents Resources UserUnit StructParents Annots Tabs',
  Pages: 'Type Count Kids',
  'Annot Link': 'Type Subtype Border Rect Dest Contents F P StructParent',
  'Annot Widget': 'Type Subtype FT T TU V Rect AP F P StructParent',
  Sig: 'Type Filter SubFilter M ByteRange Contents',
  Filespec: 'Type AFRelationship F EF UF Desc',
  EmbeddedFile: 'Type Subtype Params Filter Length',
  'XObject Form': 'Type Subtype BBox Resources Length Filter',
  'Metadata XML': 'Type Subtype Length length',
  OutputIntent: 'Type S Info OutputConditionIdentifier DestOutputProfile',
  Outlines: 'Type First Last Count',
  StructTreeRoot: 'Type K ParentTree ParentTreeNextKey',
  FontDescriptor: 'Type FontName Flags FontBBox ItalicAngle Ascent Descent CapHeight XHeight StemV FontFile2',
  'Font CIDFontType2': 'Type Subtype BaseFont CIDSystemInfo FontDescriptor W CIDToGIDMap',
  'Font Type0': 'Type Subtype BaseFont Encoding DescendantFonts ToUnicode',
  ObjStm: 'Type N First Filter Length',
  XRef: 'Root Info ID Type Size W Length Filter DecodeParms',
};

/** By type, and subtype where an object has one. */
export const keysByType: ReadonlyMap<string, ReadonlySet<string>> = new Map(
  Object.entries(keysOf).map(([type, keys]) => [type, new Set(keys.split(' '))]),
);

const untyped = new Set(
  // The document’s information, and the outline.
  (
    'Title Author Subject Creator Producer CreationDate ModDate RunId ReportId Parent Prev Next First Last Count Dest ' +
    // The structure: elements, what they hold, and the trees that lead to them.
    'S P Pg K A Alt O Placement BBox Scope Nums Limits Type Obj MCID ' +
    // Names, files, preferences and the form.
    'Names EmbeddedFiles Dests F UF Size CheckSum Marked DisplayDocTitle Fields SigFlags ' +
    // What pages draw with, and how places are packed.
    'Font XObject ColorSpace ProcSet C Total WhitePoint Gamma Matrix Registry Ordering Supplement N Columns Predictor'
  ).split(' '),
);

/** Whether a dictionary without a type, or one within another, may have the key; fonts are counted: `/F1`. */
export function isKeyWithoutType(key: string): boolean {
  return untyped.has(key) || /^F\d{1,4}$/.test(key);
}

/** Written as the reader writes them: names with their slash, items of a list with a blank between. */
const onlyValues: ReadonlyMap<string, readonly string[]> = new Map<string, readonly string[]>([
  ['Page UserUnit', ['1']],
  // A4 and Letter, upright and across.
  ['Page MediaBox', ['0 0 595.28 841.89', '0 0 841.89 595.28', '0 0 612 792', '0 0 792 612']],
  ['Page Tabs', ['/S']],
  ['Catalog PageMode', ['/UseOutlines']],
  ['Annot Link F', ['4']],
  // Nothing is drawn around a link: the line of one could be as wide as the page.
  ['Annot Link Border', ['0 0 0']],
  ['Annot Widget F', ['4']],
  ['Sig Filter', ['/Adobe.PPKLite']],
  ['Sig SubFilter', ['/ETSI.CAdES.detached']],
  ['Font Type0 Encoding', ['/Identity-H']],
  // A viewer goes through all filters of a list: what it then reads is not what is read here.
  ...['ObjStm', 'XRef', 'EmbeddedFile', 'XObject Form', untypedStream].map(
    (type) => [`${type} Filter`, ['/FlateDecode']] as const,
  ),
]);

/**
 * @param type with the subtype, as in `keysByType`
 * @param value as it is written
 * @example isEverWritten('Page', 'UserUnit', '1000') // false
 */
export function isEverWritten(type: string, key: string, value: string): boolean {
  return onlyValues.get(`${type} ${key}`)?.includes(value) ?? true;
}
