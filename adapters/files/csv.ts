// The readings of a CSV file: one table for each delimiter that splits its first records.
import type { TakenBefore } from '../../core/ports/inputs.ts';
import type { Table } from '../../core/inputs/table.ts';
import { ok, refused } from '../../core/values/result.ts';
import type { Result } from '../../core/values/result.ts';
import { csvRows } from './csv-rows.ts';
import { toUtf8 } from './text-encoding.ts';
import type { Utf8Text } from './text-encoding.ts';

const delimiters = [',', ';', '\t'] as const;
const recordsTried = 50;

/** One string of V8 holds 536,870,888 characters: the other encodings are turned into UTF-8 by way of one. */
export const largestCsv = 500_000_000;

/** @returns tables by the width of their widest first record; a file that nothing splits is one table of one column */
export function csvTables(bytes: Uint8Array, fileName: string, taken?: TakenBefore): Result<readonly Table[]> {
  if (bytes.length > largestCsv) {
    return refused({
      what: 'the file is too large',
      where: fileName,
      found: `${bytes.length} bytes`,
      expected: `at most ${largestCsv} bytes`,
    });
  }
  const text = toUtf8(bytes, fileName, taken);
  if (text.kind === 'refused') return text;
  const widths = delimiters
    .map((delimiter) => ({ delimiter, cells: widest(text.value.bytes, delimiter) }))
    .filter(({ cells }) => cells > 1)
    .toSorted((left, right) => right.cells - left.cells);
  if (widths.length === 0) return ok([csvTable(text.value, ',')]);
  return ok(widths.map(({ delimiter }) => csvTable(text.value, delimiter)));
}

function csvTable({ encoding, bytes }: Utf8Text, delimiter: (typeof delimiters)[number]): Table {
  return { format: 'csv', encoding, delimiter, sheet: null, rows: () => csvRows(bytes, delimiter) };
}

function widest(utf8: Buffer, delimiter: (typeof delimiters)[number]): number {
  let cells = 0;
  for (const record of csvRows(utf8, delimiter).take(recordsTried)) {
    if (record.kind === 'row') cells = Math.max(cells, record.cells.length);
  }
  return cells;
}
