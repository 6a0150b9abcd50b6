// Reads one value of the PDF language (ISO 32000-1, section 7.3), as strictly as this product writes them.

export type PdfDictionary = ReadonlyMap<string, PdfValue>;

export type PdfValue =
  | { readonly kind: 'name'; readonly name: string }
  | { readonly kind: 'reference'; readonly to: number }
  | { readonly kind: 'text'; readonly text: string }
  | { readonly kind: 'number'; readonly value: number }
  | { readonly kind: 'word'; readonly word: string }
  | { readonly kind: 'list'; readonly items: readonly PdfValue[] }
  | { readonly kind: 'dictionary'; readonly entries: PdfDictionary };

/** The file is not of the form in which any version of this product writes a PDF. */
export class ForeignPdf extends Error {
  override readonly name = 'ForeignPdf';
  readonly where: string;
  constructor(where: string, found: string) {
    super(found);
    this.where = where;
  }
}

/** What this product writes nests five deep; deeper nesting would only exhaust the reader. */
const deepest = 32;

const blank = /[\0\t\n\f\r ]*/y;
const reference = /(\d{1,8}) 0 R(?![A-Za-z0-9])/y;
/** Without an exponent, which PDF does not have: a viewer takes `5.9e2` for 5.9. */
const number = /[+-]?(?:\d+\.?\d*|\.\d+)(?![A-Za-z0-9.+-])/y;
const name = /\/([^\0\t\n\f\r ()<>[\]{}/%]*)/y;
const word = /(?:true|false|null)(?![A-Za-z0-9])/y;
const hexText = /<([0-9A-Fa-f]*)>/y;
/** Escaped is any one byte; brackets of our own strings are always escaped. */
const plainText = /\(((?:[^()\\]|\\[^])*)\)/y;

/**
 * @param text the bytes as Latin-1
 * @returns the value and where it ends
 * @throws ForeignPdf
 * @example readValue('<</Type /Page>> ', 0, 'object 3').end // 15
 */
export function readValue(text: string, at: number, where: string): { readonly value: PdfValue; readonly end: number } {
  const reader = new ValueReader(text, at, where);
  const value = reader.value(0);
  return { value, end: reader.at };
}

class ValueReader {
  at: number;
  readonly #text: string;
  readonly #where: string;

  constructor(text: string, at: number, where: string) {
    this.#text = text;
    this.at = at;
    this.#where = where;
  }

  value(depth: number): PdfValue {
    if (depth > deepest) throw new ForeignPdf(this.#where, `values that nest more than ${deepest} deep`);
    this.#take(blank);
    if (this.#text.startsWith('<<', this.at)) return this.#dictionary(depth);
    if (this.#text[this.at] === '[') return this.#list(depth);
    return this.#simple();
  }

  #simple(): PdfValue {
    const named = this.#take(name);
    if (named !== null) return { kind: 'name', name: this.#plainName(named[1] ?? '') };
    const to = this.#take(reference);
    if (to !== null) return { kind: 'reference', to: Number(to[1]) };
    const digits = this.#take(number);
    if (digits !== null) return { kind: 'number', value: Number(digits[0]) };
    const hex = this.#take(hexText);
    if (hex !== null) return { kind: 'text', text: ofHex(hex[1] ?? '') };
    const plain = this.#take(plainText);
    if (plain !== null) return { kind: 'text', text: unescaped(plain[1] ?? '') };
    const known = this.#take(word);
    if (known !== null) return { kind: 'word', word: known[0] };
    throw new ForeignPdf(this.#where, `no value: ${JSON.stringify(this.#text.slice(this.at, this.at + 20))}`);
  }

  #list(depth: number): PdfValue {
    this.at += 1;
    const items: PdfValue[] = [];
    for (this.#take(blank); this.#text[this.at] !== ']'; this.#take(blank)) items.push(this.value(depth + 1));
    this.at += 1;
    return { kind: 'list', items };
  }

  #dictionary(depth: number): PdfValue {
    this.at += 2;
    const entries = new Map<string, PdfValue>();
    for (this.#take(blank); !this.#text.startsWith('>>', this.at); this.#take(blank)) {
      const [, raw] = this.#take(name) ?? [];
      if (raw === undefined) throw new ForeignPdf(this.#where, 'a dictionary that is not closed');
      const key = this.#plainName(raw);
      if (entries.has(key)) throw new ForeignPdf(this.#where, `the key /${key} twice`);
      entries.set(key, this.value(depth + 1));
    }
    this.at += 2;
    return { kind: 'dictionary', entries };
  }

  /** A letter that could stand for itself and is escaped has only one reason: that somebody who looks for the name misses it. */
  #plainName(raw: string): string {
    const name = plainName(raw);
    if (writtenName(name) === raw) return name;
    throw new ForeignPdf(this.#where, `a name in another writing: ${JSON.stringify(`/${raw.slice(0, 40)}`)}`);
  }

  #take(pattern: RegExp): RegExpExecArray | null {
    pattern.lastIndex = this.at;
    const found = pattern.exec(this.#text);
    if (found !== null) this.at = pattern.lastIndex;
    return found;
  }
}

function plainName(raw: string): string {
  return raw.replaceAll(/#([0-9A-Fa-f]{2})/g, (_, hex: string) => String.fromCharCode(Number.parseInt(hex, 16)));
}

/** As every version writes it: what is no letter, figure or sign of a name is escaped, and nothing else. */
function writtenName(name: string): string {
  return name.replaceAll(/[^!-~]|[#()<>[\]{}/%]/g, (sign) => {
    return `#${sign.charCodeAt(0).toString(16).toUpperCase().padStart(2, '0')}`;
  });
}

/** Where the last digit is missing it is 0 (7.3.4.3). */
function ofHex(digits: string): string {
  return Buffer.from(digits.length % 2 === 0 ? digits : `${digits}0`, 'hex').toString('latin1');
}

const escapes: ReadonlyMap<string, string> = new Map([
  ['n', '\n'],
  ['r', '\r'],
  ['t', '\t'],
  ['b', '\b'],
  ['f', '\f'],
]);

/** As every viewer reads it (7.3.4.2): what an escape means other than here would be shown and not compared. */
function unescaped(text: string): string {
  return text.replaceAll(/\\([0-7]{1,3}|\r\n|[^])|\r\n?/g, (_whole, escaped: string | undefined) => {
    if (escaped === undefined) return '\n';
    if (/^[0-7]/.test(escaped)) return String.fromCharCode(Number.parseInt(escaped, 8) % 256);
    return /^[\r\n]/.test(escaped) ? '' : (escapes.get(escaped) ?? escaped);
  });
}
