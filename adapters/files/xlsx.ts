// The readings of a workbook (ECMA-376): one table for each worksheet, in the order of its tabs, those that are hidden last.
import type { TakenBefore } from '../../core/ports/inputs.ts';
import type { Table, TableRow } from '../../core/inputs/table.ts';
import { ok, refused } from '../../core/values/result.ts';
import type { Result } from '../../core/values/result.ts';
import { quoted } from '../../core/values/text.ts';
import {
  mostSheets,
  relationshipsHandler,
  relationshipsPart,
  stringsHandler,
  stylesHandler,
  workbookHandler,
} from './xlsx-parts.ts';
import type { PartHandler, Relationship } from './xlsx-parts.ts';
import { sheetRows } from './xlsx-sheet.ts';
import type { SheetContext } from './xlsx-sheet.ts';
import { readXml } from './xml.ts';
import { openZip } from './zip.ts';
import type { Zip } from './zip.ts';

interface Archive {
  readonly zip: Zip;
  readonly fileName: string;
}

/**
 * Dates become `2026-10-05`, or `2026-10-05T08:00:00` in no zone when the cell has a time; booleans `true` and
 * `false`; numbers are written in full; formulas count by their stored value; errors by their text (`#N/A`).
 *
 * @param file a zip archive
 * @returns refusals for archives that are no .xlsx, encrypted, damaged, or larger than `largestInflated` bytes inflated
 */
export function xlsxTables(file: Buffer, fileName: string, taken?: TakenBefore): Result<readonly Table[]> {
  const zip = openZip(file, fileName);
  if (zip.kind === 'refused') return zip;
  const archive: Archive = { zip: zip.value, fileName };
  const root = readPart(archive, relationshipsPart(''), relationshipsHandler(''));
  if (root.kind === 'refused') return root;
  const main = root.value.find((relationship) => relationship.kind === 'officeDocument')?.target ?? 'no workbook';
  if (!/\.xml$/i.test(main)) return unreadable(fileName, 'an archive that is no .xlsx workbook');
  const workbook = readPart(archive, main, workbookHandler());
  if (workbook.kind === 'refused') return workbook;
  const parts = readPart(archive, relationshipsPart(main), relationshipsHandler(main));
  if (parts.kind === 'refused') return parts;
  const isTaken = taken === 'taken before';
  const context = readContext(archive, parts.value, { from1904: workbook.value.from1904, taken: isTaken });
  if (context.kind === 'refused') return context;
  const { sheets } = workbook.value;
  if (sheets.length > mostSheets) return unreadable(fileName, `more than ${mostSheets} sheets`);
  const partOf = new Map(parts.value.map((part) => [part.id, part]));
  const nameOf = new Map<string, string>();
  const tables: Table[] = [];
  for (const { name, relationship } of sheets.toSorted((a, b) => Number(a.hidden) - Number(b.hidden))) {
    const part = partOf.get(relationship);
    if (part === undefined) return unreadable(fileName, `the sheet ${quoted(name)} without its part`);
    const other = nameOf.get(part.target);
    if (other !== undefined && !isTaken)
      return unreadable(fileName, `the sheets ${quoted(other)} and ${quoted(name)} of one part`);
    nameOf.set(part.target, name);
    // The others hold charts, dialogs and macros.
    if (part.kind === 'worksheet') tables.push(sheetTable(archive, { name, part: part.target }, context.value));
  }
  return ok(tables);
}

function readContext(
  archive: Archive,
  parts: readonly Relationship[],
  read: Pick<SheetContext, 'from1904' | 'taken'>,
): Result<SheetContext> {
  const stringsPart = parts.find((part) => part.kind === 'sharedStrings');
  const strings = stringsPart === undefined ? ok([]) : readPart(archive, stringsPart.target, stringsHandler());
  if (strings.kind === 'refused') return strings;
  const stylesPart = parts.find((part) => part.kind === 'styles');
  const formats = stylesPart === undefined ? ok([]) : readPart(archive, stylesPart.target, stylesHandler());
  if (formats.kind === 'refused') return formats;
  return ok({ strings: strings.value, formats: formats.value, ...read });
}

function readPart<T>({ zip, fileName }: Archive, name: string, handler: PartHandler<T>): Result<T> {
  const xml = zip.read(name);
  if (xml.kind === 'refused') return xml;
  const steps = readXml(xml.value, handler);
  let step = steps.next();
  while (step.done !== true) step = steps.next();
  return step.value === null ? ok(handler.gathered()) : unreadable(fileName, `${step.value}, in ${name}`);
}

function sheetTable(
  { zip }: Archive,
  sheet: { readonly name: string; readonly part: string },
  context: SheetContext,
): Table {
  return {
    format: 'xlsx',
    encoding: null,
    delimiter: null,
    sheet: sheet.name,
    ...(context.taken ? { taken: true } : {}),
    *rows(): Generator<TableRow, void, void> {
      // Inflated at each reading: the archive is kept, and its content is not.
      const xml = zip.read(sheet.part);
      if (xml.kind === 'ok') yield* sheetRows(xml.value, context);
      else for (const { found, expected } of xml.refusals) yield { kind: 'fault', row: 1, found, expected };
    },
  };
}

function unreadable(fileName: string, found: string): Result<never> {
  return refused({
    what: 'the workbook cannot be read',
    where: fileName,
    found,
    expected: 'a workbook saved as .xlsx; or better, the CSV as exported',
  });
}
