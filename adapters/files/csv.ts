// The readings of a CSV file: one table for each delimiter that splits its first records.
import type { TakenBefore } from '../../core/ports/inputs.ts';
import type { Table, TableRow } from '../../core/inputs/table.ts';
import { ok, refused } from '../../core/values/result.ts';
import type { Result } from '../../core/values/result.ts';
import { csvRows } from './csv-rows.ts';
import { toUtf8 } from './text-encoding.ts';
import type { Utf8Text } from './text-encoding.ts';

const delimiters = [',', ';', '\t'] as const;
type Delimiter = (typeof delimiters)[number];
const recordsTried = 50;

/** One string of V8 holds 536,870,888 characters: the other encodings are turned into UTF-8 by way of one. */
const largestCsv = 500_000_000;

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
  const unlimited = taken === 'taken before';
  if (widths.length === 0) return ok([csvTable(text.value, ',', unlimited)]);
  return ok(widths.map(({ delimiter }) => csvTable(text.value, delimiter, unlimited)));
}

function csvTable({ encoding, bytes }: Utf8Text, delimiter: Delimiter, unlimited: boolean): Table {
  const rows = (): Iterable<TableRow> => csvRows(bytes, delimiter, unlimited);
  return { format: 'csv', encoding, delimiter, sheet: null, ...(unlimited ? { taken: unlimited } : {}), rows };
}

function widest(utf8: Buffer, delimiter: Delimiter): number {
  let cells = 0;
  for (const record of csvRows(utf8, delimiter).take(recordsTried)) {
    if (record.kind === 'row') cells = Math.max(cells, record.cells.length);
  }
  return cells;
}
