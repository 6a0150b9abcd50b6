// Days as a spreadsheet writes them in a region, read only in the format that was stated: 03/04 is two days.
import { parseDay } from '../../values/instant.ts';
import type { Day } from '../../values/instant.ts';

export const dayFormats = ['ISO', 'DD/MM/YYYY', 'MM/DD/YYYY', 'DD.MM.YYYY', 'DD-MM-YYYY', 'YYYY/MM/DD'] as const;
export type DayFormat = (typeof dayFormats)[number];

/**
 * ISO is read whatever was stated: so are the date cells of a workbook, whose time of day counts for nothing.
 *
 * @returns `null` for another format, and for a day that does not exist
 * @example parseLocalDay('31.3.2027', 'DD.MM.YYYY') // '2027-03-31'
 */
export function parseLocalDay(text: string, format: DayFormat): Day | null {
  const trimmed = text.trim();
  const iso = parseDay(trimmed.replace(/T\d{2}:\d{2}:\d{2}$/, ''));
  if (iso !== null || format === 'ISO') return iso;
  const separator = /[/.-]/.exec(format)?.[0] ?? '';
  const parts = trimmed.split(separator);
  const names = format.split(separator);
  if (parts.length !== names.length) return null;
  const part = (name: string): string => parts[names.indexOf(name)]?.trim() ?? '';
  if (!/^\d{4}$/.test(part('YYYY'))) return null;
  return parseDay(`${part('YYYY')}-${part('MM').padStart(2, '0')}-${part('DD').padStart(2, '0')}`);
}
