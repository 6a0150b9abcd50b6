// One font inside the file: which of its glyphs are used, how wide they are, and what text each stands for.
import type { Font, Glyph, GlyphRun } from 'fontkit';
import type PDFDocument from 'pdfkit';
import type { PDFReference, Value } from 'pdfkit';
import { decimal, Text } from '../pdf/syntax.ts';

/** A glyph as content streams write it, with its width in thousandths of the font size. */
export interface Letter {
  readonly hex: string;
  readonly width: number;
}

export interface ShapedText {
  /** Text-showing operators, without font and position. */
  readonly operators: string;
  readonly width: number;
}

interface UsedGlyph {
  readonly glyph: Glyph;
  readonly text: string;
}

/**
 * A character id (CID) stands for one pair of glyph and text, not for a glyph alone: so text is read back exactly
 * even where a font draws two characters with one glyph.
 */
export class Typeface {
  readonly #number: number;
  readonly #font: Font;
  readonly #scale: number;
  readonly #used: UsedGlyph[] = [];
  readonly #ids = new Map<string, Letter>();
  readonly #letters = new Map<number, Letter | null>();
  /** The letters of ASCII by their code. Most text is ASCII, and an array is faster than a map. */
  readonly #asciiLetters: Letter[] = [];

  /** @param number counts the fonts of one file, from 1 */
  constructor(font: Font, number: number) {
    this.#font = font;
    this.#scale = 1000 / font.unitsPerEm;
    this.#number = number;
  }

  /** Name in the pages' resources. */
  get resource(): string {
    return `F${this.#number}`;
  }

  /** A font that was only asked what it covers stays out of the file. */
  get isUsed(): boolean {
    return this.#used.length > 0;
  }

  covers(codePoint: number): boolean {
    return this.#font.hasGlyphForCodePoint(codePoint);
  }

  /** The letter for one code point, unshaped; `null` when the font has none. */
  letter(codePoint: number): Letter | null {
    const known = this.#letters.get(codePoint);
    if (known !== undefined) return known;
    const letter = this.covers(codePoint)
      ? this.#use(this.#font.glyphForCodePoint(codePoint), String.fromCodePoint(codePoint))
      : null;
    this.#letters.set(codePoint, letter);
    return letter;
  }

  /** Width in thousandths of the font size. @param text printable ASCII, unshaped */
  asciiWidth(text: string): number {
    let width = 0;
    for (let index = 0; index < text.length; index += 1) width += this.#asciiLetter(text.charCodeAt(index)).width;
    return width;
  }

  /** The string that shows it. @param text printable ASCII, unshaped */
  asciiHex(text: string): string {
    let hex = '';
    for (let index = 0; index < text.length; index += 1) hex += this.#asciiLetter(text.charCodeAt(index)).hex;
    return hex;
  }

  #asciiLetter(code: number): Letter {
    const known = this.#asciiLetters[code];
    if (known !== undefined) return known;
    const letter = this.letter(code);
    if (letter === null) throw new Error(`${this.#font.postscriptName} has no letter for the ASCII code ${code}`);
    this.#asciiLetters[code] = letter;
    return letter;
  }

  /** Shapes text of a script whose letters join, stack or run from right to left, at a font size in points. */
  shape(text: string, size: number, rightToLeft: boolean): ShapedText {
    const run = this.#laidOut(text, rightToLeft ? 'rtl' : 'ltr');
    let operators = '[';
    let pen = 0;
    let drawn = 0;
    let rise = 0;
    run.glyphs.forEach((glyph, index) => {
      const position = run.positions[index];
      if (position === undefined) return;
      const letter = this.#use(glyph, String.fromCodePoint(...glyph.codePoints));
      const back = drawn - (pen + position.xOffset * this.#scale);
      if (position.yOffset !== rise) {
        rise = position.yOffset;
        operators += `]TJ ${decimal((rise * this.#scale * size) / 1000)} Ts [`;
      }
      operators += `${Math.abs(back) < 0.5 ? '' : Math.round(back)}<${letter.hex}>`;
      drawn += letter.width - (Math.abs(back) < 0.5 ? 0 : Math.round(back));
      pen += position.xAdvance * this.#scale;
    });
    const rest = Math.round(drawn - pen);
    operators += `${rest === 0 ? '' : rest}]TJ${rise === 0 ? '' : ' 0 Ts'}`;
    return { operators, width: pen };
  }

  /**
   * Where a mark stands on what the font has no anchor for, such as a blank, the shaper throws: marks stand where they come
   * then, since a name that is drawn less finely is better than no report.
   */
  #laidOut(text: string, direction: 'ltr' | 'rtl'): GlyphRun {
    try {
      return this.#font.layout(text, undefined, undefined, undefined, direction);
    } catch (error) {
      if (!(error instanceof TypeError)) throw error;
      return this.#font.layout(text, { mark: false, mkmk: false }, undefined, undefined, direction);
    }
  }

  #use(glyph: Glyph, text: string): Letter {
    // A glyph that shaping added stands for no character, but PDF/A demands one (ISO 19005-3, 6.2.11.7): the zero-width
    // joiner, which changes nothing when the text is read back.
    const meaning = text === '' ? '\u200D' : text;
    const key = `${glyph.id}|${meaning}`;
    const known = this.#ids.get(key);
    if (known !== undefined) return known;
    const id = this.#used.push({ glyph, text: meaning });
    const letter = { hex: hex4(id), width: Math.round(glyph.advanceWidth * this.#scale) };
    this.#ids.set(key, letter);
    return letter;
  }

  /** Writes the font with the glyphs used so far and returns its object; called once, when everything is drawn. */
  embed(kit: PDFDocument): PDFReference {
    const subset = this.#font.createSubset();
    const places = new Map<number, number>();
    const glyphOfId = Buffer.alloc((this.#used.length + 1) * 2);
    this.#used.forEach(({ glyph }, index) => {
      if (!places.has(glyph.id)) {
        subset.includeGlyph(glyph);
        places.set(glyph.id, places.size + 1);
      }
      glyphOfId.writeUInt16BE(places.get(glyph.id) ?? 0, (index + 1) * 2);
    });
    const data = subset.encode();
    const program = added(kit, { Length1: data.length }, data);
    const name = `${subsetTag(this.#number)}+${this.#font.postscriptName.replaceAll(/[^A-Za-z0-9-]/g, '')}`;
    const descendant = added(kit, {
      Type: 'Font',
      Subtype: 'CIDFontType2',
      BaseFont: name,
      CIDSystemInfo: { Registry: new Text('Adobe'), Ordering: new Text('Identity'), Supplement: 0 },
      FontDescriptor: this.#descriptor(kit, name, program),
      W: [1, this.#used.map(({ glyph }) => Math.round(glyph.advanceWidth * this.#scale))],
      CIDToGIDMap: added(kit, {}, glyphOfId),
    });
    return added(kit, {
      Type: 'Font',
      Subtype: 'Type0',
      BaseFont: name,
      Encoding: 'Identity-H',
      DescendantFonts: [descendant],
      ToUnicode: added(kit, {}, Buffer.from(this.#toUnicode(), 'latin1')),
    });
  }

  #descriptor(kit: PDFDocument, name: string, program: PDFReference): PDFReference {
    const { bbox, ascent, descent } = this.#font;
    const scaled = (value: number): number => Math.round(value * this.#scale);
    return added(kit, {
      Type: 'FontDescriptor',
      FontName: name,
      Flags: 4,
      FontBBox: [bbox.minX, bbox.minY, bbox.maxX, bbox.maxY].map(scaled),
      // All fonts of the report are upright. Asking the font would read the names of all its glyphs.
      ItalicAngle: 0,
      Ascent: scaled(ascent),
      Descent: scaled(descent),
      // DejaVu's OS/2 table is of a version that knows no height of capitals.
      CapHeight: scaled(this.#font.capHeight || ascent),
      StemV: 80,
      FontFile2: program,
    });
  }

  /** At most 100 entries a block (Adobe technical note 5014). */
  #toUnicode(): string {
    const entries = this.#used.map(({ text }, index) => `<${hex4(index + 1)}> <${utf16Hex(text)}>`);
    const blocks: string[] = [];
    for (let start = 0; start < entries.length; start += 100) {
      const block = entries.slice(start, start + 100);
      blocks.push(`${block.length} beginbfchar\n${block.join('\n')}\nendbfchar`);
    }
    return [
      '/CIDInit /ProcSet findresource begin',
      '12 dict begin',
      'begincmap',
      '/CIDSystemInfo << /Registry (Adobe) /Ordering (UCS) /Supplement 0 >> def',
      '/CMapName /Adobe-Identity-UCS def',
      '/CMapType 2 def',
      '1 begincodespacerange',
      '<0000> <FFFF>',
      'endcodespacerange',
      ...blocks,
      'endcmap',
      'CMapName currentdict /CMap defineresource pop',
      'end',
      'end',
    ].join('\n');
  }
}

function added(kit: PDFDocument, dictionary: Value, stream?: Uint8Array): PDFReference {
  const object = kit.ref(dictionary);
  object.end(stream);
  return object;
}

function hex4(value: number): string {
  return value.toString(16).toUpperCase().padStart(4, '0');
}

function utf16Hex(text: string): string {
  return Buffer.from(text, 'utf16le').swap16().toString('hex').toUpperCase();
}

/** Six capitals that tell the subset of a font from its others (ISO 32000-1, 9.6.4). */
function subsetTag(seed: number): string {
  let rest = seed;
  let tag = '';
  for (let index = 0; index < 6; index += 1) {
    tag += String.fromCharCode(65 + (rest % 26));
    rest = Math.floor(rest / 26);
  }
  return tag;
}
