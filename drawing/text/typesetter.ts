// Turns text of any script into lines of glyphs: which font, in which order, how wide, where a line may break.
import type PDFDocument from 'pdfkit';
import type { PDFReference } from 'pdfkit';
import { decimal, textString } from '../pdf/syntax.ts';
import type { FontKey, OpenFont } from './font-files.ts';
import { stretchesOf } from './reading-order.ts';
import { Typeface } from './typeface.ts';
import { wrapText } from './wrap.ts';

export type Face = 'regular' | 'bold' | 'mono';

export interface TextStyle {
  readonly face: Face;
  /** In points. */
  readonly size: number;
}

interface Run {
  readonly typeface: Typeface;
  readonly text: string;
  readonly rightToLeft: boolean;
}

/** Neighbouring runs that are read together: their glyphs may stand in another order than their text is read. */
interface RunStretch {
  readonly text: string;
  readonly runs: readonly Run[];
}

const plain = /^[\x20-\x7e]*$/;
const shapedScript = /[\p{M}\p{Script=Hebrew}\p{Script=Arabic}]/u;
/** Joins or parts letters of Persian and other Arabic-script languages; everywhere else it is a hidden character. */
const joinersInArabic = /(?<=\p{Script=Arabic})[\u200C\u200D](?=\p{Script=Arabic})/gu;
/** What leaves no ink or hides what is there: an auditor has to see that it is there. */
const hidden = /[\p{Cc}\p{Cf}\p{Cs}\p{Co}\p{Cn}\p{Zl}\p{Zp}\p{Default_Ignorable_Code_Point}]/u;

/** Scripts that one font is made for, before the others are asked. Japanese is drawn with the Chinese font's forms. */
const homes: readonly { readonly script: RegExp; readonly font: FontKey }[] = [
  { script: /\p{Script=Arabic}/u, font: 'arabic' },
  { script: /\p{Script=Hebrew}/u, font: 'hebrew' },
  { script: /\p{Script=Hangul}/u, font: 'korean' },
  { script: /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\u3000-\u303F\uFF00-\uFFEF]/u, font: 'chinese' },
];
const fallbacks: readonly FontKey[] = ['symbols', 'chinese', 'korean'];

export class Typesetter {
  readonly #openFont: OpenFont;
  readonly #typefaces = new Map<FontKey, Typeface>();
  readonly #chosen: Record<Face, Map<number, Typeface | null>> = {
    regular: new Map(),
    bold: new Map(),
    mono: new Map(),
  };
  /** Code points that were drawn as `[U+XXXX]`. */
  readonly shownAsCode = new Set<string>();

  constructor(openFont: OpenFont) {
    this.#openFont = openFont;
  }

  /**
   * The text as it can be drawn: what leaves no ink and what no font covers becomes its code point.
   *
   * @example visible('a\u202Eb') // 'a[U+202E]b'
   */
  visible(text: string, face: Face): string {
    if (plain.test(text)) return text;
    const joined = new Set([...text.matchAll(joinersInArabic)].map((found) => found.index));
    let drawn = '';
    let index = 0;
    for (const character of text) {
      const codePoint = character.codePointAt(0) ?? 0;
      const shown = joined.has(index) || (!hidden.test(character) && this.#choose(codePoint, face) !== null);
      drawn += shown ? character : this.#code(codePoint);
      index += character.length;
    }
    return drawn;
  }

  #code(codePoint: number): string {
    const code = `U+${codePoint.toString(16).toUpperCase().padStart(4, '0')}`;
    this.shownAsCode.add(code);
    return `[${code}]`;
  }

  /** Width in points of text that `visible` returned. */
  width(text: string, style: TextStyle): number {
    if (plain.test(text)) return (this.#typeface(style.face).asciiWidth(text) * style.size) / 1000;
    let width = 0;
    for (const { runs } of this.#stretches(text, style.face)) {
      for (const run of runs) width += drawnRun(run, style.size).width;
    }
    return (width * style.size) / 1000;
  }

  /** Breaks visible text into lines no wider than `width` points; the lines joined are the text. */
  wrap(text: string, style: TextStyle, width: number): readonly string[] {
    return wrapText(text, width, (part) => this.width(part, style));
  }

  /** Operators that draw one visible line with its baseline beginning at a point, in the current colour. */
  line(text: string, style: TextStyle, at: { readonly x: number; readonly y: number }): string {
    const start = `BT ${decimal(at.x)} ${decimal(at.y)} Td `;
    if (plain.test(text)) {
      const typeface = this.#typeface(style.face);
      return `${start}${fontOperator(typeface, style.size)}<${typeface.asciiHex(text)}> Tj ET\n`;
    }
    const stretches = this.#stretches(text, style.face).map((stretch) => shownStretch(stretch, style.size));
    return `${start}${stretches.join('')}ET\n`;
  }

  /** The text from left to right as it is seen. */
  #stretches(text: string, face: Face): readonly RunStretch[] {
    return stretchesOf(text).flatMap((stretch): readonly RunStretch[] => {
      const runs = stretch.parts.flatMap((part) => {
        const inOrder = this.#fontRuns(part.text, face, part.rightToLeft);
        return part.rightToLeft ? inOrder.toReversed() : inOrder;
      });
      if (runs.some((run) => run.rightToLeft)) return [{ text: stretch.text, runs }];
      return runs.map((run) => ({ text: run.text, runs: [run] }));
    });
  }

  #fontRuns(text: string, face: Face, rightToLeft: boolean): readonly Run[] {
    const runs: Run[] = [];
    let part = '';
    let current = this.#typeface(face);
    for (const character of text) {
      const codePoint = character.codePointAt(0) ?? 0;
      // A blank or a mark is drawn in the font of the character before it, if that font has it.
      const stays = part !== '' && /[\p{M}\p{Cf} ]/u.test(character) && current.covers(codePoint);
      const typeface = stays ? current : (this.#choose(codePoint, face) ?? current);
      if (typeface !== current && part !== '') {
        runs.push({ typeface: current, text: part, rightToLeft });
        part = '';
      }
      current = typeface;
      part += character;
    }
    if (part !== '') runs.push({ typeface: current, text: part, rightToLeft });
    return runs;
  }

  /** The font that draws a code point, or `null` when none does. */
  #choose(codePoint: number, face: Face): Typeface | null {
    const known = this.#chosen[face].get(codePoint);
    if (known !== undefined) return known;
    const character = String.fromCodePoint(codePoint);
    const home = homes.find(({ script }) => script.test(character));
    const keys = home === undefined ? [face, ...fallbacks] : [home.font, face, ...fallbacks];
    const key = keys.find((candidate) => this.#typeface(candidate).covers(codePoint));
    const typeface = key === undefined ? null : this.#typeface(key);
    this.#chosen[face].set(codePoint, typeface);
    return typeface;
  }

  #typeface(key: FontKey): Typeface {
    const known = this.#typefaces.get(key);
    if (known !== undefined) return known;
    const font = this.#openFont(key);
    const typeface = new Typeface(font, this.#typefaces.size + 1);
    this.#typefaces.set(key, typeface);
    return typeface;
  }

  /** Embeds the fonts that were used and returns them by the names that the operators have for them. */
  embed(kit: PDFDocument): Record<string, PDFReference> {
    const used = [...this.#typefaces.values()].filter((typeface) => typeface.isUsed);
    return Object.fromEntries(used.map((typeface) => [typeface.resource, typeface.embed(kit)]));
  }
}

function fontOperator({ resource }: Typeface, size: number): string {
  return `/${resource} ${decimal(size)} Tf `;
}

function shown(run: Run, size: number): string {
  return `${fontOperator(run.typeface, size)}${drawnRun(run, size).operators} `;
}

/** Shaped glyphs stand in the order in which they are seen; ActualText gives the order in which they are read. */
function shownStretch({ text, runs }: RunStretch, size: number): string {
  const operators = runs.map((run) => shown(run, size)).join('');
  return runs.some(isShaped) ? `/Span <</ActualText ${textString(text)}>> BDC ${operators}EMC ` : operators;
}

function isShaped(run: Run): boolean {
  return run.rightToLeft || shapedScript.test(run.text);
}

function drawnRun(run: Run, size: number): { readonly operators: string; readonly width: number } {
  if (isShaped(run)) return run.typeface.shape(run.text, size, run.rightToLeft);
  let hex = '';
  let width = 0;
  for (const character of run.text) {
    const letter = run.typeface.letter(character.codePointAt(0) ?? 0);
    if (letter === null) throw new Error(`no glyph for ${JSON.stringify(character)}: text was not made visible first`);
    hex += letter.hex;
    width += letter.width;
  }
  return { operators: `<${hex}> Tj`, width };
}
