// What a workbook's cell says as text: numbers in full, dates as ISO without a zone, everything else as it stands.

export interface CellFormats {
  /** Whether the number format at this index of `cellXfs` shows a date. */
  readonly isDate: readonly boolean[];
  /** Days are counted from 1904 instead of 1900 (old Excel for Mac). */
  readonly from1904: boolean;
}

const dayInSeconds = 86_400;
/** Days from the serial 0 of each system to 1970-01-01 (ECMA-376 part 1, 18.17.4). */
const epochOffset = { from1900: 25_569, from1904: 24_107 };
/** 9999-12-31, the last day that a spreadsheet knows. */
const lastSerial = 2_958_465;

/** Builtin formats that show a date or time (ECMA-376 part 1, 18.8.30), the East Asian ones included. */
export function isDateFormatId(id: number): boolean {
  return (id >= 14 && id <= 22) || (id >= 27 && id <= 36) || (id >= 45 && id <= 47) || (id >= 50 && id <= 58);
}

/** Excel allows 255 characters. */
const longestFormat = 255;

/** @example isDateFormat('yyyy\\-mm\\-dd;@') // true */
export function isDateFormat(code: string): boolean {
  // Longer codes are not Excel's, and would keep the pattern busy with brackets that never close.
  if (code.length > longestFormat) return false;
  const [section = ''] = code.replace(/"[^"]*"|\\.|[_*].|\[[^\]]*\]/g, '').split(';');
  return /[ymdhs]/i.test(section) && !/general/i.test(section);
}

/**
 * @param value content of `<v>` of a cell of type `n`
 * @param style index into `cellXfs`
 * @example numberText('46300.333333333336', 1, formats) // '2026-10-05T08:00:00' when style 1 is a date
 */
export function numberText(value: string, style: number, formats: CellFormats): string {
  const number = Number(value);
  if (value.trim() === '' || !Number.isFinite(number)) return value;
  const isDate = formats.isDate[style] ?? false;
  if (isDate && number >= 0 && number < lastSerial + 1) return dateText(number, formats.from1904);
  return plainNumber(value.trim(), number);
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

/** Control characters stand in a workbook as `_x000D_`, and a literal `_x` as `_x005F_x` (ECMA-376 part 1, 22.9.2.19). */
export function unescaped(text: string): string {
  if (!text.includes('_x')) return text;
  return text.replace(/_x([0-9A-Fa-f]{4})_/g, (_, code: string) => String.fromCharCode(Number.parseInt(code, 16)));
}
