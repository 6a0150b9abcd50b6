// How the objects of a PDF are packed, changed so that viewers could read other ones.
import { deflateSync } from 'node:zlib';
import type { ForgedPdf, Packing } from '../../../../support/reports/forged-pdf.ts';
import { element } from './places.ts';

interface Packed {
  readonly name: string;
  readonly how: (pdf: ForgedPdf) => Partial<Packing>;
  readonly told: RegExp;
}

/** One row of the places: how its bytes follow from those before, and seven bytes. */
const row = 8;

/** @param edit of the rows of one object and of the next, whose bytes are told whole */
function places(of: (pdf: ForgedPdf) => number, edit: (row: Buffer, next: Buffer) => void): Packed['how'] {
  return (pdf) => ({
    pack: (stream, kind) => {
      if (kind !== 'places') return deflateSync(stream);
      const [rows, at] = [Buffer.from(stream), row * of(pdf)];
      const [before, one, next] = [at - row, at, at + row].map((from) => rows.subarray(from, from + row));
      if (before === undefined || one === undefined || next === undefined)
        throw new Error('an object without neighbours');
      const entries = wholeRows(stream);
      entries.copy(one, 0, at, at + row);
      entries.copy(next, 0, at + row, at + 2 * row);
      edit(one, next);
      return deflateSync(rows);
    },
  });
}

/** Each row told whole, and not as what it differs from the one before. */
function wholeRows(stream: Buffer): Buffer {
  const rows = Buffer.from(stream);
  for (let at = 0; at < rows.length; at += 1) {
    if (at % row === 0) rows[at] = 0;
    else if (at > row) rows[at] = ((rows[at] ?? 0) + (rows[at - row] ?? 0)) % 256;
  }
  return rows;
}

function behind(kind: Parameters<Packing['pack']>[1]): Packed['how'] {
  return () => ({
    pack: (stream, packed) =>
      packed === kind ? Buffer.concat([deflateSync(stream), Buffer.from('NO FINDINGS')]) : deflateSync(stream),
  });
}

/** In how objects are packed: what a viewer may read, and a reader of this product must not read otherwise. */
export const otherwisePacked: readonly Packed[] = [
  { name: 'more behind the end of a stream', how: behind('stream'), told: /11 bytes behind the end/ },
  { name: 'more behind the end of packed objects', how: behind('objects'), told: /11 bytes behind the end/ },
  { name: 'more behind the end of the places', how: behind('places'), told: /11 bytes behind the end/ },
  {
    name: 'a place that a viewer adds up from its own bytes',
    how: places(element, (one) => void one.writeUInt8(1)),
    told: /another place for object \d+ than it has/,
  },
  {
    name: 'a place that is told whole',
    how: places(element, () => undefined),
    told: /another place for object \d+ than it has/,
  },
  { name: 'packed objects that extend others', how: says(/ObjStm/, '/Extends 3 0 R'), told: /the key \/Extends/ },
  { name: 'places that begin elsewhere', how: says(/XRef/, '/Index [0 1]'), told: /the key \/Index|cannot be read/ },
  {
    name: 'a blank that is none in a PDF',
    how: () => ({ index: (text) => text.replace(/\n$/, '\u00a0\n') }),
    told: /an index of something else than numbers/,
  },
];

/** What packs many objects, said to be unpacked by more than one filter: PDF.js gives up on it, and another viewer may not. */
export const packedTwice: readonly Packed[] = [
  { name: 'packed objects', how: unpackedTwice(/ObjStm/), told: /an index of something else than numbers/ },
  { name: 'the places of all', how: unpackedTwice(/XRef/), told: /entries for \d+ objects/ },
];

function unpackedTwice(of: RegExp): Packed['how'] {
  return saying(of, (dictionary) => dictionary.replace('/FlateDecode', '[/FlateDecode /ASCIIHexDecode]'));
}

function says(of: RegExp, more: string): Packed['how'] {
  return saying(of, (dictionary) => dictionary.replace(/>>$/, ` ${more}>>`));
}

function saying(of: RegExp, edit: (dictionary: string) => string): Packed['how'] {
  return () => ({ said: (dictionary) => (of.test(dictionary) ? edit(dictionary) : dictionary) });
}
