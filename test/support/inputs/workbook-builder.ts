// Workbooks for tests, written part by part so that a test can also write what no spreadsheet would.
import { crc32, deflateRawSync } from 'node:zlib';

export interface ZipPart {
  readonly name: string;
  readonly content: string | Buffer;
  /** The size that the archive states, where it is not the true one. */
  readonly declaredSize?: number;
  readonly encrypted?: boolean;
  /** Not packed. */
  readonly stored?: boolean;
  /** With a time of its own behind its name (Info-ZIP), before any other field. */
  readonly stamped?: boolean;
}

/** APPNOTE.TXT 4.3: local header and data of each part, then the directory; `is64Bit` as streaming writers do. */
export function zipOf(parts: readonly ZipPart[], { is64Bit = false }: { readonly is64Bit?: boolean } = {}): Buffer {
  const locals: Buffer[] = [];
  const directory: Buffer[] = [];
  let offset = 0;
  for (const part of parts) {
    const name = Buffer.from(part.name);
    const content = Buffer.from(part.content);
    const packed = part.stored === true ? content : deflateRawSync(content);
    const stamp = Buffer.from(part.stamped === true ? '5554050001c0a8c269' : '', 'hex');
    const shared = Buffer.alloc(26);
    shared.writeUInt16LE(20, 0);
    shared.writeUInt16LE(part.encrypted === true ? 1 : 0, 2);
    shared.writeUInt16LE(part.stored === true ? 0 : 8, 4);
    shared.writeUInt32LE(crc32(content), 10);
    shared.writeUInt32LE(packed.length, 14);
    shared.writeUInt32LE(part.declaredSize ?? content.length, 18);
    shared.writeUInt16LE(name.length, 22);
    shared.writeUInt16LE(stamp.length, 24);
    const place = Buffer.alloc(14);
    place.writeUInt32LE(offset, 10);
    const local = Buffer.concat([Buffer.from('PK\x03\x04'), shared, name, stamp, packed]);
    const extra = Buffer.concat([stamp, is64Bit ? in64Bits(shared, place) : Buffer.alloc(0)]);
    shared.writeUInt16LE(extra.length, 24);
    directory.push(Buffer.concat([Buffer.from('PK\x01\x02\x14\0'), shared, place, name, extra]));
    locals.push(local);
    offset += local.length;
  }
  const end = Buffer.alloc(18);
  end.writeUInt16LE(parts.length, 4);
  end.writeUInt16LE(parts.length, 6);
  end.writeUInt32LE(Buffer.concat(directory).length, 8);
  end.writeUInt32LE(offset, 12);
  const end64 = is64Bit ? [endIn64Bits(end)] : [];
  return Buffer.concat([...locals, ...directory, ...end64, Buffer.from('PK\x05\x06'), end]);
}

/** Moves sizes and offset of an entry into an extra field (4.5.3), which it returns. */
function in64Bits(shared: Buffer, place: Buffer): Buffer {
  const extra = Buffer.alloc(28);
  extra.writeUInt16LE(1, 0);
  extra.writeUInt16LE(24, 2);
  extra.writeBigUInt64LE(BigInt(shared.readUInt32LE(18)), 4);
  extra.writeBigUInt64LE(BigInt(shared.readUInt32LE(14)), 12);
  extra.writeBigUInt64LE(BigInt(place.readUInt32LE(10)), 20);
  shared.fill(0xff, 14, 22);
  place.fill(0xff, 10, 14);
  return extra;
}

/** Moves what the end says into the record of the 64-bit form (4.3.14), which it returns with its locator. */
function endIn64Bits(end: Buffer): Buffer {
  const [count, size, offset] = [end.readUInt16LE(4), end.readUInt32LE(8), end.readUInt32LE(12)];
  const record = Buffer.alloc(56 + 20);
  record.write('PK\x06\x06', 'latin1');
  record.writeBigUInt64LE(44n, 4);
  for (const [at, value] of [
    [24, count],
    [32, count],
    [40, size],
    [48, offset],
  ] as const) {
    record.writeBigUInt64LE(BigInt(value), at);
  }
  record.write('PK\x06\x07', 56, 'latin1');
  record.writeBigUInt64LE(BigInt(offset + size), 64);
  record.writeUInt32LE(1, 72);
  end.fill(0xff, 4, 16);
  return record;
}

export interface WorkbookShape {
  /** Content of `<sheetData>` by the name of the sheet. */
  readonly sheets: Readonly<Record<string, string>>;
  readonly strings?: readonly string[];
  /** Number formats by the style that cells name: an id, or a code of one's own. */
  readonly styles?: readonly (number | string)[];
  readonly date1904?: boolean;
}

export function workbookParts(shape: WorkbookShape): ZipPart[] {
  const names = Object.keys(shape.sheets);
  const strings = (shape.strings ?? []).map((text) => `<si><t xml:space="preserve">${text}</t></si>`).join('');
  const types = 'http://schemas.openxmlformats.org/officeDocument/2006/relationships';
  const relationship = (id: string, kind: string, target: string): string =>
    `<Relationship Id="${id}" Type="${types}/${kind}" Target="${target}"/>`;
  const sheetTags = names.map((name, index) => `<sheet name="${name}" sheetId="${index + 1}" r:id="s${index}"/>`);
  const sheetLinks = names.map((_, index) => relationship(`s${index}`, 'worksheet', `worksheets/sheet${index}.xml`));
  return [
    {
      name: '_rels/.rels',
      content: `<Relationships>${relationship('w', 'officeDocument', 'xl/workbook.xml')}</Relationships>`,
    },
    {
      name: 'xl/workbook.xml',
      content: `<?xml version="1.0"?><workbook xmlns:r="${types}"><workbookPr date1904="${shape.date1904 === true ? 1 : 0}"/><sheets>${sheetTags.join('')}</sheets></workbook>`,
    },
    {
      name: 'xl/_rels/workbook.xml.rels',
      content: `<Relationships>${sheetLinks.join('')}${relationship('t', 'sharedStrings', '/xl/sharedStrings.xml')}${relationship('y', 'styles', 'styles.xml')}</Relationships>`,
    },
    { name: 'xl/sharedStrings.xml', content: `<sst>${strings}</sst>` },
    { name: 'xl/styles.xml', content: stylesXml(shape.styles ?? []) },
    ...Object.values(shape.sheets).map((rows, index) => ({
      name: `xl/worksheets/sheet${index}.xml`,
      content: `<worksheet><sheetData>${rows}</sheetData></worksheet>`,
    })),
  ];
}

function stylesXml(styles: readonly (number | string)[]): string {
  const own = styles.map((format, index) =>
    typeof format === 'string' ? `<numFmt numFmtId="${200 + index}" formatCode="${format}"/>` : '',
  );
  const cells = styles.map((format, index) => `<xf numFmtId="${typeof format === 'string' ? 200 + index : format}"/>`);
  // A date format among the named styles must not count, because cells do not refer to those.
  return `<styleSheet><numFmts>${own.join('')}</numFmts><cellStyleXfs><xf numFmtId="14"/></cellStyleXfs><cellXfs>${cells.join('')}</cellXfs></styleSheet>`;
}

export function workbookOf(shape: WorkbookShape): Buffer {
  return zipOf(workbookParts(shape));
}

function escaped(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;');
}

/** Rows of inline strings, as many generators write them. */
export function inlineRows(records: readonly (readonly string[])[]): string {
  return records
    .map((cells, index) => {
      const inside = cells.map((text) => `<c t="inlineStr"><is><t>${escaped(text)}</t></is></c>`).join('');
      return `<row r="${index + 1}">${inside}</row>`;
    })
    .join('');
}

/** Rows that point to texts kept beside them, each once, as Excel writes them. */
export function sharedRows(records: readonly (readonly string[])[]): {
  readonly rows: string;
  readonly strings: readonly string[];
} {
  const places = new Map<string, number>();
  const placeOf = (text: string): number => {
    const place = places.get(text) ?? places.size;
    places.set(text, place);
    return place;
  };
  const cellOf = (text: string): string => `<c t="s"><v>${placeOf(text)}</v></c>`;
  const rows = records.map((cells, index) => `<row r="${index + 1}">${cells.map(cellOf).join('')}</row>`);
  return { rows: rows.join(''), strings: [...places.keys()].map(escaped) };
}
