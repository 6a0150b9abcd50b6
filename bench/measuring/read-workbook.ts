// Reads a workbook as an export is read, every row of it, and nothing else: `node bench/measuring/read-workbook.ts FILE ROWS`.
import { readFile } from 'node:fs/promises';
import { exportReader } from '../../adapters/files/export-reader.ts';

const [file = '', rows = '0'] = process.argv.slice(2);
const tables = await exportReader().tables(await readFile(file), file);
if (tables.kind === 'refused') throw new Error(`${file} is no workbook`);
let read = 0;
for (const table of tables.value) {
  for (const row of table.rows()) if (row.kind === 'row') read += 1;
}
if (read !== Number(rows)) throw new Error(`${read} rows were read instead of ${rows}`);
