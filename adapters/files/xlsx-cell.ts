// What a workbook's cell says as text: numbers in full, dates as ISO without a zone, everything else as it stands.

/** What a number format makes of a number, as far as it changes what a person reads. */
export type NumberFormat =
  | { readonly kind: 'plain' }
  | { readonly kind: 'date' }
  /** Hours, minutes or seconds that go on counting behind a day: `[h]:mm`. Read as a date, and never one. */
  | { readonly kind: 'duration' }
  /** Digits filled up with zeros, between signs that stand for themselves: `00000`, `"E"00000`, `000-00`. */
  | { readonly kind: 'digits'; readonly pattern: string };

export interface CellFormats {
  /** By the index of `cellXfs` that a cell names. */
  readonly formats: readonly NumberFormat[];
  /** Days are counted from 1904 instead of 1900 (old Excel for Mac). */
  readonly from1904: boolean;
}

const dayInSeconds = 86_400;
/** Days from the serial 0 of each system to 1970-01-01 (ECMA-376 part 1, 18.17.4). */
const epochOffset = { from1900: 25_569, from1904: 24_107 };
/** 9999-12-31, the last day that a spreadsheet knows. */
const lastSerial = 2_958_465;

/** Builtin formats that show a date or time (ECMA-376 part 1, 18.8.30), the East Asian ones included. */
export function builtinFormat(id: number): NumberFormat {
  if (id === durationFormatId) return { kind: 'duration' };
  return dateFormatIds.some(([first, last]) => id >= first && id <= last) ? { kind: 'date' } : plain;
}

/** `[h]:mm:ss` */
const durationFormatId = 46;

const dateFormatIds = [
  [14, 22],
  [27, 36],
  [45, 47],
  [50, 58],
] as const;

/** Excel allows 255 characters. */
const longestFormat = 255;

/** Zeros, and signs that stand for themselves: in quotes, behind a backslash, or of those that need neither. */
const digitsFormat = /^(?:"[^"]*"|\\.|[-() /]|0)*$/;

/** Signs that stand for themselves or fill a cell up, colours, conditions and countries. */
const aside = /"[^"]*"|\\.|[_*].|\[[^\]]*\]/g;
const goesOn = /^\[(?:h+|m+|s+)\]$/i;

/**
 * @example numberFormat('yyyy\\-mm\\-dd;@') // { kind: 'date' }
 * @example numberFormat('00000') // { kind: 'digits', pattern: '00000' }
 */
export function numberFormat(code: string): NumberFormat {
  // Longer codes are not Excel's, and would keep the pattern busy with brackets that never close.
  if (code.length > longestFormat) return plain;
  const [section = ''] = code.replace(aside, (sign) => (goesOn.test(sign) ? '[]' : '')).split(';');
  if (/[ymdhs]/i.test(section) && !/general/i.test(section))
    return { kind: section.includes('[]') && !/[yd]/i.test(section) ? 'duration' : 'date' };
  // One zero alone fills nothing up: what stands beside it is a unit.
  const fillsUp = (code.match(/0/g) ?? []).length > 1;
  return fillsUp && digitsFormat.test(code) ? { kind: 'digits', pattern: code } : plain;
}

export const plain: NumberFormat = { kind: 'plain' };

/**
 * @param value content of `<v>` of a cell of type `n`
 * @param style index into `cellXfs`
 * @example numberText('46300.333333333336', 1, formats) // '2026-10-05T08:00:00' when style 1 is a date
 */
export function numberText(value: string, style: number, { formats, from1904 }: CellFormats): string {
  const number = Number(value);
  if (value.trim() === '' || !Number.isFinite(number)) return value;
  const format = formats[style] ?? plain;
  if (isDay(number, format)) return dateText(number, from1904);
  const text = plainNumber(value.trim(), number);
  return format.kind === 'digits' && /^\d+$/.test(text) ? digitsText(text, format.pattern) : text;
}

function isDay(number: number, { kind }: NumberFormat): boolean {
  return (kind === 'date' || kind === 'duration') && number >= 0 && number < lastSerial + 1;
}

/** The same cell: whether its text is a day that nobody meant. */
export function isDuration(value: string, style: number, { formats }: CellFormats): boolean {
  const format = formats[style] ?? plain;
  return format.kind === 'duration' && value.trim() !== '' && isDay(Number(value), format);
}

/** The digits go to the zeros from the right; what is left over stands before the first of them. */
function digitsText(digits: string, pattern: string): string {
  const signs = [...pattern.matchAll(/"([^"]*)"|\\(.)|(.)/g)].map(([, text, escaped, sign]) => ({
    text: text ?? escaped ?? sign ?? '',
    isDigit: sign === '0',
  }));
  const places = signs.filter(({ isDigit }) => isDigit).length;
  const filled = digits.padStart(places, '0');
  let taken = filled.length - places;
  let surplus = filled.slice(0, taken);
  return signs
    .map(({ text, isDigit }) => {
      if (!isDigit) return text;
      const shown = `${surplus}${filled.charAt(taken)}`;
      surplus = '';
      taken += 1;
      return shown;
    })
    .join('');
}

function dateText(serial: number, from1904: boolean): string {
  // Serial 60 is 29 February 1900, a day that Excel inherited and that never was; up to it days are one off.
  const days = from1904 || serial >= 61 ? serial : serial + 1;
  const seconds = Math.round((days - (from1904 ? epochOffset.from1904 : epochOffset.from1900)) * dayInSeconds);
  const text = new Date(seconds * 1000).toISOString();
  return seconds % dayInSeconds === 0 ? text.slice(0, 10) : text.slice(0, 19);
}

/** Spreadsheets keep 15 digits; the file may hold the binary noise behind them, or an exponent. */
function plainNumber(text: string, number: number): string {
  if (/^-?\d+$/.test(text)) return text;
  const rounded = Number(number.toPrecision(15));
  return rounded.toLocaleString('en-US', { useGrouping: false, maximumFractionDigits: 20 });
}

/** As many digits as a spreadsheet keeps. */
const digitsKept = 15;

/**
 * Whether a number has more digits than a spreadsheet keeps, and if so, whether it is what rounding leaves of one: with
 * an exponent, with zeros behind the digits that are kept, or as JavaScript writes what it read.
 *
 * @param value content of `<v>` of a cell of type `n`
 * @returns `null` of a shorter number
 * @example longNumber('1.90123456789012E+18') // 'rounded'
 * @example longNumber('1901234567890123456') // 'exact'
 */
export function longNumber(value: string): 'rounded' | 'exact' | null {
  const text = value.trim();
  const number = Number(text);
  if (!Number.isFinite(number) || Math.abs(number) < 10 ** digitsKept) return null;
  if (!/^-?\d+$/.test(text)) return 'rounded';
  const isCut = /^-?\d{15}0+$/.test(text);
  return isCut || (!Number.isSafeInteger(number) && String(number) === text) ? 'rounded' : 'exact';
}

/** From this length on the engine makes a part of a text by pointing into the whole of it. */
const shortestSlice = 13;

/** The same text on its own: as a part of the sheet's it would keep that in memory for as long as somebody knows the cell. */
export function onItsOwn(text: string): string {
  return text.length < shortestSlice ? text : Buffer.from(text, 'utf16le').toString('utf16le');
}

/** Control characters stand in a workbook as `_x000D_`, and a literal `_x` as `_x005F_x` (ECMA-376 part 1, 22.9.2.19). */
export function unescaped(text: string): string {
  if (!text.includes('_x')) return text;
  return text.replace(/_x([0-9A-Fa-f]{4})_/g, (_, code: string) => String.fromCharCode(Number.parseInt(code, 16)));
}
